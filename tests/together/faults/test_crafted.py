"""Commands that the server cannot take: each is refused where a person sees it, and the next one is settled."""

from collections.abc import Callable

import pytest

from tests.together.faults.l1 import crafted
from tests.together.faults.l1.stage import Stage
from tests.together.faults.test_l1 import calm, wished

MakeStage = Callable[..., Stage]
Craft = Callable[[Stage, int], str]


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """Two consoles on a calm line."""
    made = make_stage()
    for n in range(2):
        calm(made, n, rounds=1)
    return made


def refusals(stage: Stage, n: int) -> dict[str, str]:
    """What waits for a person at a console: the command, and the rule by which it was refused."""
    return {each.command.id: each.outcome.rule for each in stage.consoles[n].desk.conflicts()}


@pytest.mark.parametrize(
    ("fault", "craft", "rules"),
    [
        ("P2", crafted.unknown_verb, {"rule.verb", "rule.unknown_verb"}),
        ("P8", crafted.of_no_case, {"rule.unknown_case"}),
        pytest.param("P3", crafted.huge_note, {"rule.too_large", "rule.field"}, marks=pytest.mark.long),
    ],
)
def test_what_cannot_be_taken_is_refused_in_sight_and_the_next_one_settles(
    stage: Stage, fault: str, craft: Craft, rules: set[str]
) -> None:
    odd = craft(stage, 0)
    calm(stage, rounds=1)
    sound = crafted.record(stage.consoles[0], stage, crafted.a_note(stage, 0, 2))
    stage.time.pass_ms(60_000)
    assert stage.healed() == []
    assert refusals(stage, 0).keys() == {odd}
    assert refusals(stage, 0)[odd] in rules
    assert stage.server.outcome(sound) == "accepted"
    stage.tally.bit(fault, f"{refusals(stage, 0)[odd]}, the next one accepted")


def test_an_id_that_was_used_before_is_refused_and_the_first_one_stands(stage: Stage) -> None:
    first = crafted.record(stage.consoles[1], stage, crafted.a_note(stage, 1, 0))
    calm(stage, 1, rounds=3)
    assert stage.server.outcome(first) == "accepted"
    crafted.id_again(stage, 0, first)
    calm(stage, rounds=3)
    assert stage.healed() == []
    assert refusals(stage, 0) == {first: "rule.id_reused"}
    stage.tally.bit("P5", "the second one was refused")


def test_a_gap_in_the_numbers_is_closed_by_what_the_console_still_has(stage: Stage) -> None:
    console = stage.consoles[0]
    for _ in range(2):
        wished(stage)
        stage.time.pass_ms(60_000)
        console.wire.armed.append("P6")
        assert console.push_round()
        calm(stage, rounds=3)
    assert stage.tally.counts() == {"P6": 2}
    assert stage.healed() == []
    assert not console.desk.outbox()
