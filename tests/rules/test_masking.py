"""Masked as by default: enough to know somebody again, too little to know them."""

import pytest

from rules.masking import masked, masked_name, masked_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812341234", "138****1234"),
        ("138 1234-1234", "138****1234"),
        ("0371-67445566", "037****5566"),
        ("67445566", "****66"),
        ("", ""),
        ("无", ""),
    ],
)
def test_a_number_shows_its_ends_at_most(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(("name", "shown"), [("张三", "张**"), ("Wang Li", "W**"), (" ", ""), ("", "")])
def test_a_name_shows_its_first_character(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_nothing_else_of_a_record_is_shown() -> None:
    assert masked({"name": "张三", "address": "中原路1号", "id": "4101"}) == {"name": "张**"}
