"""`rights.csv`: the city's own table of rights, its faults by line, and what no table can allow."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.commands import Role
from rules.powers import USUAL, Data, Deed, Place, Right
from rules.texts import Texts
from server.city import CityRefused, compile_folder
from server.city.demo import folder as demo
from server.city.findings import Findings
from server.city.rights import read_rights
from server.speech import catalogue_texts
from tests.server.city.small_folder import write_small_city

ZONE = ZoneInfo("Asia/Shanghai")
HEAD = "roles,places,data,deeds,since,until\n"
FINE = "dispatcher | leader,city | district,matter | work,see,2026-01-01,2026-06-30\n"


def compiled(tmp_path: Path, rows: str):
    folder = tmp_path / "city"
    write_small_city(folder)
    (folder / "rights.csv").write_text(HEAD + rows, encoding="utf-8")
    return compile_folder(folder)


def test_rows_are_read_with_their_dates(tmp_path: Path) -> None:
    (right,) = compiled(tmp_path, FINE).city.rights
    assert (right.roles, right.places) == ((Role.DISPATCHER, Role.LEADER), (Place.CITY, Place.DISTRICT))
    assert (right.data, right.deeds) == ((Data.MATTER, Data.WORK), (Deed.SEE,))
    assert right.since == 1_767_196_800_000  # 2026-01-01 00:00 in Shanghai
    assert right.until == 1_782_835_200_000  # 2026-07-01 00:00: the last day counts in full


def test_a_folder_without_the_file_has_the_usual_table(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    write_small_city(folder)
    city = compile_folder(folder).city
    assert city.rights == ()
    assert {row for rows in city.rights_by.values() for row in rows} == set(USUAL)


def test_the_demo_citys_file_says_what_is_usual() -> None:
    findings = Findings()
    found = read_rights(Path(demo.__file__).parent / "data" / "folder", ZONE, "utf-8", findings)
    assert (found, findings.found) == (USUAL, [])


@pytest.mark.parametrize(
    ("row", "field", "english"),
    [
        ("king,city,matter,see,,\n", "roles", "acceptor"),
        ("system,city,matter,see,,\n", "roles", "acceptor"),
        ("leader,moon,matter,see,,\n", "places", "district"),
        ("leader,city,gold,see,,\n", "data", "reporter"),
        ("leader,city,matter,eat,,\n", "deeds", "reveal"),
        ("leader,city,matter,,,\n", "deeds", "empty"),
        ("leader,city,matter,see,1.1.2026,\n", "since", "YYYY-MM-DD"),
        ("leader,city,matter,see,2026-02-01,2026-01-01\n", "until", "out of range"),
        ("leader,lead,matter,see,,\n", "places", "never what is seen"),
        ("unit,tree,personal,reveal,,\n", "data", "never see who reported"),
        ("unit,tree,people,reveal,,\n", "data", "never see who reported"),
        ("audit_admin,city,history,see,,\n", "roles", "no data of cases"),
        ("collector,city,matter,see,,\n", "places", "bound to their own"),
    ],
)
def test_a_fault_is_refused_with_its_line_and_field(tmp_path: Path, row: str, field: str, english: str) -> None:
    texts: Texts = catalogue_texts("en")
    with pytest.raises(CityRefused) as refused:
        compiled(tmp_path, FINE + row)
    (finding,) = [each for each in refused.value.findings if each.place.file == "rights.csv"]
    assert (finding.place.row, finding.place.field) == (3, field)
    assert english in finding.text(texts)


def test_a_table_that_lets_nobody_see_a_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CityRefused) as refused:
        compiled(tmp_path, "leader,city,work,see,,\n")
    assert [each.key for each in refused.value.findings if each.place.file == "rights.csv"] == ["rights_nobody"]


def test_a_right_is_a_value_of_its_own() -> None:
    right = Right((Role.LEADER,), (Place.CITY,), (Data.MATTER,), (Deed.SEE,), 5, 9)
    assert [right.holds(at) for at in (4, 5, 8, 9)] == [False, True, True, False]
