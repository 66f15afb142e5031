from pathlib import Path

import pytest

from rules.calendar import DayKind
from rules.clock import Limit, LimitUnit
from rules.pack import decode_city
from server.city import CityRefused, Level, compile_folder
from tests.server.city.small_folder import TOML, grid_codes, write_small_city

MIDDLE_OF_FIRST = (1_136_005_000, 347_005_000)


def test_the_small_city_compiles_without_a_finding(tmp_path: Path) -> None:
    compiled = compile_folder(write_small_city(tmp_path))
    assert compiled.findings == ()
    city = decode_city(compiled.pack)
    assert city.version == compiled.city.version
    assert (city.name, city.name_en, city.zone, city.synthetic) == ("小城", "Small City", "Asia/Shanghai", True)
    assert list(city.units) == ["410102", "410103", "410102001", "B01"]
    assert city.policies.near_percent == 70
    assert city.policies.reject_reasons == {"not_solved": ("问题未解决", "Not solved")}
    assert city.places["410103"] == ("东区", "")


def test_grids_know_where_they_lie_and_to_whom_they_belong(tmp_path: Path) -> None:
    grids = compile_folder(write_small_city(tmp_path)).city.grids
    assert grids is not None
    assert sorted(grids.codes) == sorted(grid_codes())
    place = grids.locate(*MIDDLE_OF_FIRST)
    assert place is not None
    assert grids.codes[place] == grid_codes()[0]
    assert grids.districts[grids.district[place]].name == "西区"


def test_tables_become_values_of_the_rules(tmp_path: Path) -> None:
    city = compile_folder(write_small_city(tmp_path)).city
    condition = city.conditions["event-01-10-1"]
    assert condition.limit == Limit(4, LimitUnit.WORK_HOUR)
    assert [(m.key, m.limit.value, m.limit.unit) for m in condition.milestones] == [
        ("arrive", 1, "urgent_hour"),
        ("repair", 2, "work_day"),
    ]
    night = city.duties[0]
    assert (night.condition, night.from_minute, night.to_minute) == ("event-01-10-1", 1080, 360)
    assert (night.from_day, night.to_day) == (1115, 315)
    assert night.since == 1_767_196_800_000  # 2026-01-01 00:00 in Shanghai
    assert night.until == 1_798_732_800_000  # 2027-01-01 00:00: the last day counts in full
    assert [day.kind for day in city.calendar.days] == [DayKind.HOLIDAY, DayKind.WORKDAY]


def test_duty_persons_and_phrases_become_values_of_the_rules(tmp_path: Path) -> None:
    city = decode_city(compile_folder(write_small_city(tmp_path)).pack)
    west, east = city.units["410102"], city.units["410103"]
    assert (west.phone, west.duty, west.duty_en) == ("0371-1", "王保平", "Wang Baoping")
    assert (east.duty, east.duty_en) == ("", "")
    assert city.policies.phrases == {"note": (("已联系", "Called"), ("等待", "等待"))}


def test_the_same_folder_gives_the_same_pack_anywhere(tmp_path: Path) -> None:
    one, other = (compile_folder(write_small_city(tmp_path / name)) for name in ("one", "other"))
    assert one.pack == other.pack
    assert len(one.city.version) == 16


def test_the_calendar_keeps_its_version_while_it_says_the_same(tmp_path: Path) -> None:
    one = compile_folder(write_small_city(tmp_path / "one")).city
    renamed = compile_folder(write_small_city(tmp_path / "two", TOML.replace("小城", "大城"))).city
    six = compile_folder(write_small_city(tmp_path / "six", TOML + "\n[calendar]\nhours_per_day = 7.5\n")).city
    assert one.version != renamed.version
    assert one.calendar.version == renamed.calendar.version != six.calendar.version
    assert six.calendar.minutes_per_day == 450


def test_where_no_field_says_it_the_point_of_a_grid_does(tmp_path: Path) -> None:
    toml = TOML.replace(', district = "district"', "")
    grids = compile_folder(write_small_city(tmp_path, toml)).city.grids
    assert grids is not None
    by_code = {code: grids.districts[grids.district[n]].code for n, code in enumerate(grids.codes)}
    assert by_code == {code: code[:6] for code in grid_codes()}


def test_a_refused_folder_compiles_nothing_and_lists_all_faults_at_once(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path, conditions="category,no,words,limit,unit\nevent-09-99,1,,x,week\n")
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder)
    found = {(f.key, f.place.file, f.place.row, f.place.field) for f in refused.value.findings}
    assert found >= {
        ("unknown_code", "conditions.csv", 2, "category"),
        ("empty", "conditions.csv", 2, "words"),
        ("number", "conditions.csv", 2, "limit"),
        ("choice", "conditions.csv", 2, "unit"),
    }
    assert all(f.level is Level.REFUSED for f in refused.value.findings)


def test_a_folder_that_is_no_city_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CityRefused) as refused:
        compile_folder(tmp_path)
    assert [(f.key, f.place.file) for f in refused.value.findings] == [("no_file", "city.toml")]
