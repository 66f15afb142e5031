"""Two people at one case without a line: one of them wins, the other is told, and no word is lost."""

from collections.abc import Callable

import pytest

from tests.together.faults.l1.meanwhile import one_offline
from tests.together.faults.l1.pairs import both_wait, does, ends
from tests.together.faults.l1.stage import Stage
from tests.together.faults.test_l1 import calm

MakeStage = Callable[..., Stage]
CASE, WEST = "case-0", "410102"


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """Two dispatchers on a calm line, who see the same cases."""
    made = make_stage()
    for n in range(2):
        calm(made, n, rounds=1)
    return made


def settled(stage: Stage) -> None:
    """The first console's commands go first, and all holds."""
    for n in (0, 1):
        stage.time.pass_ms(60_000)
        calm(stage, n, rounds=3)
    assert stage.healed() == []


def asked(stage: Stage, n: int) -> set[str]:
    """The commands of which a person is asked what is to become."""
    return {each.command.id for each in stage.consoles[n].desk.conflicts()}


def test_of_two_dispatches_to_different_units_one_wins_and_the_other_is_asked_about(stage: Stage) -> None:
    first, second = (does(stage, n, "dispatch", CASE, unit=unit) for n, unit in enumerate(("west", "east")))
    both_wait(stage, "X1", first, second)
    settled(stage)
    assert ends(stage, first, second) == ["accepted", "superseded"]
    assert (asked(stage, 0), asked(stage, 1)) == (set(), {second})
    assert stage.tally.counts() == {"X1": 1}


def test_the_same_deed_twice_is_done_once_and_nobody_is_asked(stage: Stage) -> None:
    first, second = (does(stage, n, "dispatch", CASE, unit="west") for n in (0, 1))
    both_wait(stage, "X4", first, second)
    settled(stage)
    assert ends(stage, first, second) == ["accepted", "already_done"]
    assert asked(stage, 0) | asked(stage, 1) == set()
    assert stage.tally.counts() == {"X4": 1}


def test_a_dispatch_to_another_unit_meets_a_recall_of_the_first(stage: Stage) -> None:
    does(stage, 0, "dispatch", CASE, unit="west")
    settled(stage)
    recall = does(stage, 0, "recall", CASE, reason="派错了")
    anew = does(stage, 1, "reassign", CASE, unit="east", reason="派错了")
    both_wait(stage, "X8", recall, anew)
    settled(stage)
    assert ends(stage, recall, anew) == ["accepted", "superseded"]
    assert asked(stage, 1) == {anew}
    assert stage.tally.counts() == {"X8": 1}


def test_who_had_no_line_is_asked_about_what_the_other_settled_meanwhile(stage: Stage) -> None:
    stage.dice.seed(1)
    assert one_offline(stage, 0)
    assert stage.tally.counts() == {"X2": 1}
    settled(stage)
    states = {name: stage.server.outcome(command) for command, name in stage.witness.recorded.items()}
    assert sorted(states.values()) == ["accepted", "superseded"]
    lost = next(command for command in stage.witness.recorded if stage.server.outcome(command) == "superseded")
    assert asked(stage, 0) | asked(stage, 1) == {lost}


def test_a_dispatch_anew_meets_a_closing(stage: Stage) -> None:
    does(stage, 0, "dispatch", CASE, unit="west")
    settled(stage)
    stage.sign_in(1, "liu")
    anew = does(stage, 0, "reassign", CASE, unit="east", reason="派错了")
    closing = does(stage, 1, "force_close", CASE, reason="重复投诉")
    both_wait(stage, "X7", anew, closing)
    settled(stage)
    assert ends(stage, anew, closing) == ["accepted", "superseded"]
    assert asked(stage, 1) == {closing}
    assert stage.tally.counts() == {"X7": 1}


@pytest.mark.parametrize(("who", "verb", "body", "stage_then"), [
    ("zhao", "void", {"reason": "没有这回事"}, "void"), ("li", "attach_duplicate", {"of": "case-1"}, "duplicate"),
])  # fmt: skip
def test_a_case_that_ended_meanwhile_is_told_and_the_next_command_goes(
    stage: Stage, who: str, verb: str, body: dict[str, object], stage_then: str
) -> None:
    late = does(stage, 0, "dispatch", CASE, unit="west")
    behind = does(stage, 0, "dispatch", "case-2", unit="west")
    outcome = stage.server.does(who, verb, CASE, "ended", **body)
    assert outcome is not None
    assert (outcome.state, stage.server.stage_of(CASE)) == ("accepted", stage_then)
    settled(stage)
    assert ends(stage, late, behind) == ["superseded", "accepted"]
    assert asked(stage, 0) == {late}


def test_what_follows_a_command_that_lost_is_asked_about_with_it(stage: Stage) -> None:
    does(stage, 0, "dispatch", CASE, unit="west")
    lost = does(stage, 1, "dispatch", CASE, unit="east")
    follower = does(stage, 1, "urge", CASE, reason="居民多次来电")
    both_wait(stage, "X3", lost, follower)
    settled(stage)
    assert ends(stage, lost, follower)[0] == "superseded"
    assert ends(stage, lost, follower)[1] != "accepted"
    assert asked(stage, 1) == {lost, follower}
    assert stage.tally.counts() == {"X3": 1}


@pytest.mark.parametrize(
    ("verb", "body"), [("correct", {"address": "中原路21号"}), ("note", {"text": "有人受伤"})], ids=["correct", "note"]
)
def test_what_changes_one_field_goes_with_any_change_of_stage(stage: Stage, verb: str, body: dict[str, str]) -> None:
    one = does(stage, 1, verb, CASE, **body)
    dispatch = does(stage, 0, "dispatch", CASE, unit="west")
    both_wait(stage, "X5", one, dispatch)
    settled(stage)
    assert ends(stage, one, dispatch) == ["accepted", "accepted"]
    assert asked(stage, 0) | asked(stage, 1) == set()
    assert stage.tally.counts() == {"X5": 1}


def test_of_two_who_correct_one_field_the_second_is_asked(stage: Stage) -> None:
    first = does(stage, 0, "correct", CASE, address="中原路21号")
    second = does(stage, 1, "correct", CASE, address="棉纺路3号")
    both_wait(stage, "X10", first, second)
    settled(stage)
    assert sorted(ends(stage, first, second)) == ["accepted", "superseded"]
    assert len(asked(stage, 0) | asked(stage, 1)) == 1
    assert stage.tally.counts() == {"X10": 1}


def test_who_lost_a_claim_is_told_and_does_nothing_behind_the_back_of_who_has_it(stage: Stage) -> None:
    one, other = stage.consoles
    assert one.claim(CASE, "take")
    assert not other.claim(CASE, "take")
    assert other.claim(CASE, "take_over", "他去吃饭了")
    tokens = [each.desk.claims.token(CASE, "desk") for each in (one, other)]
    assert 0 < tokens[0] < tokens[1]
    stage.tally.bit("X6", f"both held a token: {tokens}")
    late = does(stage, 0, "dispatch", CASE, unit="west")
    calm(stage, 0, rounds=1)
    assert one.desk.claims.held(CASE) is None
    mine = does(stage, 1, "dispatch", CASE, unit="east")
    settled(stage)
    assert ends(stage, late, mine) == ["refused", "accepted"]
    assert asked(stage, 0) == {late}


def test_a_case_that_leaves_the_district_takes_no_unsent_command_with_it(make_stage: MakeStage) -> None:
    stage = make_stage(new=True, scopes={"desk-1": frozenset({WEST})})
    west = stage.consoles[1]
    calm(stage, 0, rounds=3)
    does(stage, 0, "dispatch", CASE, unit="west")
    for n in (0, 1):
        stage.time.pass_ms(60_000)
        calm(stage, n, rounds=3)
    assert west.desk.cached(CASE) is not None
    note = does(stage, 1, "note", CASE, text="已到场")
    does(stage, 0, "recall", CASE, reason="派错了")
    calm(stage, 0, rounds=3)
    assert west.poll_round()
    while west.take_mail():
        pass
    assert [each.id for each in west.desk.outbox()] == [note]
    assert west.desk.cached(CASE) is None
    stage.tally.bit("X9", "the case had left the district, the note on it was unsent")
    assert stage.healed() == []
    assert stage.server.outcome(note)
