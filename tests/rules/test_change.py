"""A changed copy is what `dataclasses.replace` gives, and the first value stays as it was."""

from dataclasses import FrozenInstanceError, replace

import pytest

from rules.change import changed
from tests.builders import a_case, a_leg


def test_a_changed_copy_is_that_of_the_standard_library() -> None:
    for value in (a_case("to_verify"), a_leg()):
        assert changed(value) == value
        assert changed(value) is not value
    case = a_case()
    assert changed(case, round=3, words="x") == replace(case, round=3, words="x")
    assert case.round == 0


def test_the_copy_is_frozen_and_unknown_fields_are_refused() -> None:
    with pytest.raises(FrozenInstanceError):
        changed(a_case()).round = 1  # type: ignore[misc]
    with pytest.raises(KeyError):
        changed(a_case(), colour="red")
