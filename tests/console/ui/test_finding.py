"""Which of several lines fits best what was typed."""

import pytest

from console.ui.finding import BEGINS, EXACT, WITHIN, fit_of_name


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("待审核", EXACT), ("5", EXACT), ("待", BEGINS), ("审核", WITHIN), ("退", None), ("", BEGINS)],
)
def test_a_name_or_its_key_goes_before_its_beginning_and_that_before_the_rest(typed: str, expected: int | None) -> None:
    assert fit_of_name("待审核", typed, "5") == expected


def test_a_name_is_found_however_it_is_written() -> None:
    assert fit_of_name("To decide", "to d", "5") == BEGINS
