"""A changed copy differs in what was asked for alone, and the first value stays as it was."""

import pytest

from rules.assignment import Request, RequestKind
from rules.case import Case, Stage
from rules.frozen import changed, defaults
from tests.builders import a_case, a_leg


def test_a_changed_copy_differs_in_these_fields_alone() -> None:
    for value in (a_case("to_verify"), a_leg()):
        assert changed(value) == value
        assert changed(value) is not value
    case = a_case()
    after = changed(case, round=3, words="x")
    assert (after.round, after.words) == (3, "x")
    assert changed(after, round=case.round, words=case.words) == case
    assert case.round == 0


def test_the_copy_is_frozen_and_unknown_fields_are_refused() -> None:
    with pytest.raises(AttributeError):
        changed(a_case()).round = 1  # type: ignore[misc]
    with pytest.raises(TypeError, match="colour"):
        changed(a_case(), colour="red")


def test_what_must_be_given_has_no_default() -> None:
    assert {"id", "kind", "assignment", "by", "unit", "at", "reason"}.isdisjoint(defaults(Request))
    assert defaults(Request)["state"] == "pending"
    assert (defaults(Case)["stage"], defaults(Case)["legs"]) == (Stage.REPORTED, ())


def test_values_of_few_fields_are_equal_and_can_be_keys() -> None:
    asked = Request("r", RequestKind.RETURN, "leg-1", "li", "west", 1, "not ours")
    assert {asked: 1}[changed(asked)] == 1
