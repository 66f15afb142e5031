"""One number is one number, however it was typed."""

import pytest

from rules.callers import digits


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
