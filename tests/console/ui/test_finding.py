"""Which of several lines fits best what was typed."""

import pytest

from console.facts import ShownCase
from console.ui.finding import BEGINS, EXACT, WITHIN, fit_of_case, fit_of_name
from tests.builders import a_case
from tests.console.ui.conftest import Room


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("待审核", EXACT), ("5", EXACT), ("待", BEGINS), ("审核", WITHIN), ("退", None), ("", BEGINS)],
)
def test_a_name_or_its_key_goes_before_its_beginning_and_that_before_the_rest(typed: str, expected: int | None) -> None:
    assert fit_of_name("待审核", typed, "5") == expected


def test_a_name_is_found_however_it_is_written() -> None:
    assert fit_of_name("To decide", "to d", "5") == BEGINS


@pytest.mark.parametrize(("typed", "found"), [("临a1-7", True), ("a1-7", True), ("1-7", False), ("临a1-71", False)])
def test_a_case_is_found_by_the_number_that_a_desk_gave_it_first(room: Room, typed: str, found: bool) -> None:
    case = a_case(number="15042200001", draft_number="临A1-7", words="", address="")
    shown = ShownCase(case, number=case.number)
    assert (fit_of_case(shown, typed, frozenset(), room.context.names) is not None) is found
