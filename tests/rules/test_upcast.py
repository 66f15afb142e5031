"""Commands of other versions of a verb: an earlier one is brought up step by step, a later one is not guessed at."""

from dataclasses import replace

import pytest

from rules.commands import Command, NotAllowed, Role
from rules.upcast import upcast


def command(version: int) -> Command:
    """A note whose first version said `words`, the second `text`, the third `text` and `by`."""
    return Command("c-1", "note", "case-1", "li", Role.DISPATCHER, 0, body={"words": "看过"}, verb_v=version)


VERSIONS = {"note": 3}
STEPS = {
    ("note", 1): lambda told: replace(told, body={"text": told.body["words"]}),
    ("note", 2): lambda told: replace(told, body={**told.body, "by": told.actor}),
}


def test_a_command_of_the_present_version_stays_as_it_is() -> None:
    assert upcast(command(1)) == command(1)
    assert upcast(command(3), VERSIONS, STEPS) == command(3)


def test_an_earlier_one_goes_through_all_steps_and_is_not_changed_itself() -> None:
    earlier = command(1)
    assert upcast(earlier, VERSIONS, STEPS) == replace(earlier, verb_v=3, body={"text": "看过", "by": "li"})
    assert (earlier.verb_v, earlier.body) == (1, {"words": "看过"})


@pytest.mark.parametrize("version", [0, 4, 99])
def test_a_version_that_is_unknown_here_is_refused_by_name(version: int) -> None:
    with pytest.raises(NotAllowed) as refusal:
        upcast(command(version), VERSIONS, STEPS)
    assert (refusal.value.rule, refusal.value.details) == (
        "rule.verb_version",
        {"verb": "note", "version": str(version)},
    )
