"""One number is one number, however it was typed."""

import pytest

from rules.callers import digits, is_whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0000 0000", "13800000000"),
        ("+86-13800000000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0371-67188888 转 2", "0371671888882"),
        ("8613", "8613"),
        ("不详", ""),
        ("9" * 60, "9" * 40),
    ],
)
def test_digits(typed: str, number: str) -> None:
    assert digits(typed) == number


@pytest.mark.parametrize(("number", "whole"), [("13800000000", True), ("1380000000", False), ("037167188888", False)])
def test_a_mobile_number_is_whole_when_its_last_digit_is_there(number: str, whole: bool) -> None:
    assert is_whole(number) is whole
