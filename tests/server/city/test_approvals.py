"""`[[approvals]]`: rows as the rules read them, and each fault with its place and what was expected."""

import pytest

from rules.city import Approval
from rules.texts import Texts
from server.city import CityRefused, compile_folder
from server.speech import catalogue_texts
from tests.server.city.small_folder import TOML, write_small_city

ROWS = """
[[approvals]]
kind = "extension"
by = "shift_leader"
days = 3
count = 1
name = ["值班长审批", "Shift leader"]

[[approvals]]
kind = "extension"
by = "leader"
"""


def compiled(tmp_path, rows: str):
    folder = tmp_path / "city"
    write_small_city(folder)
    (folder / "city.toml").write_text(TOML + rows, encoding="utf-8")
    return compile_folder(folder)


def test_rows_are_read_in_their_order(tmp_path) -> None:
    assert compiled(tmp_path, ROWS).city.policies.approvals == (
        Approval("extension", "shift_leader", 3, 1, "值班长审批", "Shift leader"),
        Approval("extension", "leader"),
    )


@pytest.mark.parametrize(
    ("rows", "field", "english"),
    [
        ('[[approvals]]\nkind = "holiday"\nby = "leader"\n', "approvals[1].kind", "extension, suspension"),
        ('[[approvals]]\nkind = "extension"\nby = "king"\n', "approvals[1].by", "dispatcher, shift_leader, leader"),
        ('[[approvals]]\nkind = "extension"\n', "approvals[1].by", "missing"),
        ('[[approvals]]\nkind = "extension"\nby = "leader"\ndays = -1\n', "approvals[1].days", "whole number"),
        ('[[approvals]]\nkind = "extension"\nby = "leader"\nday = 1\n', "approvals[1].day", "days"),
        (
            ROWS + '[[approvals]]\nkind = "extension"\nby = "dispatcher"\ndays = 1\n',
            "approvals[3].kind",
            "never reached",
        ),
    ],
)
def test_a_fault_names_its_place_and_what_was_expected(tmp_path, rows: str, field: str, english: str) -> None:
    with pytest.raises(CityRefused) as refused:
        compiled(tmp_path, rows)
    found = [each for each in refused.value.findings if each.place.field == field]
    assert len(found) == 1
    texts: Texts = catalogue_texts("en")
    assert english in found[0].text(texts)
