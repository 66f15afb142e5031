"""The demo city's folder: layers as another program reads them, and tables whose references hold."""

import csv
import tomllib
from collections import Counter
from datetime import date

import numpy as np
import pyogrio
import pytest
import shapely

from rules.clock import Limit, LimitUnit
from rules.commands import Role
from rules.grid import flatten


def table(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def settings(demo_folder):
    return tomllib.loads((demo_folder / "city.toml").read_text(encoding="utf-8"))


def test_it_says_that_it_is_synthetic(settings):
    city = settings["city"]
    assert city["synthetic"] is True
    assert (city["code"], city["zone"]) == ("410100", "Asia/Shanghai")
    assert "演示" in city["name"]
    assert "demo" in city["name_en"]
    assert city["valid_from"] == "2015-01-01"  # the edition of its duty list, as the case shows it


def test_every_layer_that_is_declared_is_there(demo_folder, settings):
    assert {layer["role"] for layer in settings["layers"]} == {
        "unit_grids", "duty_grids", "districts", "streets_of_city", "communities", "zones", "roads",
        "exclusive_grids", "micro_grids", "addresses", "pois", "components",
    }  # fmt: skip
    for layer in settings["layers"]:
        info = pyogrio.read_info(demo_folder / layer["file"])
        assert info["crs"] == "EPSG:4490"
        assert set(layer["fields"].values()) <= set(info["fields"])


def test_the_unit_grids_survive_the_file(demo_folder, demo_grids):
    _, _, wkb, fields = pyogrio.raw.read(demo_folder / "unit_grids.gpkg")
    shapes = flatten(shapely.from_wkb(wkb))
    assert fields[0].tolist() == list(demo_grids.codes)
    assert (shapes.ring_offsets == demo_grids.ring_offsets).all()
    assert (shapes.xy == demo_grids.xy).all()
    assert [demo_grids.duties[n].code for n in demo_grids.duty.tolist()] == fields[1].tolist()


@pytest.mark.parametrize(("layer", "count"), [("duty_grids", 707), ("districts", 5), ("zones", 4), ("streets", 85)])
def test_areas_are_valid_and_as_many_as_named(demo_folder, demo_grids, layer, count):
    _, _, wkb, fields = pyogrio.raw.read(demo_folder / f"{layer}.gpkg")
    shapes = shapely.from_wkb(wkb)
    assert len(shapes) == len(set(fields[0])) == count
    assert shapely.is_valid(shapes).all()
    if layer != "zones":
        whole = shapely.polygons(demo_grids.outline[0] / 1e7).area
        assert shapely.area(shapes).sum() == pytest.approx(whole, rel=1e-9)


def test_160_units_in_their_tree(demo_folder):
    units = {unit["code"]: unit for unit in table(demo_folder, "units.csv")}
    assert len(units) == 160
    kinds = Counter(unit["kind"] for unit in units.values())
    assert (kinds["district"], kinds["committee"]) == (5, 5)
    city = [unit for unit in units.values() if not unit["parent"]]
    assert sum(unit["kind"] == "bureau" for unit in city) == 13
    assert sum(unit["kind"] in {"company", "department"} for unit in city) == 33
    assert sum(bool(unit["parent"]) for unit in units.values()) == 104
    assert all(not unit["parent"] or unit["parent"] in units for unit in units.values())
    assert units["410102004"] | {"name": "秦岭路街道", "parent": "410102"} == units["410102004"]
    assert units["410102-CG"]["name"] == "中原区城管局"
    assert all(unit["name_en"] and unit["pinyin"].isalpha() for unit in units.values())
    assert all(unit["phone"].startswith("0371-0000-") for unit in units.values())


def test_each_street_office_of_the_map_is_a_unit(demo_folder, demo_grids):
    units = {unit["code"]: unit["name"] for unit in table(demo_folder, "units.csv")}
    assert {street.code: street.name for street in demo_grids.streets}.items() <= units.items()


def category_keys(folder):
    return {"-".join((row["kind"], row["major"], row["minor"])) for row in table(folder, "categories.csv")}


def test_every_unit_has_a_phone_and_somebody_at_it(demo_folder):
    units = table(demo_folder, "units.csv")
    assert all(unit["phone"].startswith("0371-0000-") and unit["duty"] and unit["duty_en"] for unit in units)
    assert len({unit["duty"] for unit in units}) > 100


def test_158_categories_each_with_a_condition(demo_folder):
    assert len(category_keys(demo_folder)) == 158
    conditions = table(demo_folder, "conditions.csv")
    assert {row["category"] for row in conditions} == category_keys(demo_folder)
    assert len({(row["category"], row["no"]) for row in conditions}) == len(conditions)
    for row in conditions:
        assert Limit(int(row["limit"]), LimitUnit(row["unit"])).value > 0
        assert row["words"]
        assert row["words_en"]
        assert all(part.endswith("（自拟）") for part in row["closing"].split(" | "))
        assert len(row["closing"].split(" | ")) == len(row["closing_en"].split(" | "))


def test_the_conditions_of_the_scenes(demo_folder):
    rows = {(row["category"], row["no"]): row for row in table(demo_folder, "conditions.csv")}
    refuse, cover = rows["event-01-10", "1"], rows["component-01-02", "1"]
    assert (refuse["limit"], refuse["unit"], refuse["urgent"]) == ("4", "work_hour", "0")
    assert (cover["limit"], cover["unit"], cover["urgent"]) == ("2", "urgent_hour", "1")
    assert rows["component-01-02", "9"]["milestones"] == "make_safe:2 urgent_hour | repair:5 work_day"


def test_duties_name_what_exists(demo_folder, demo_grids):
    units = {unit["code"] for unit in table(demo_folder, "units.csv")}
    keys = category_keys(demo_folder)
    places = {d.code for d in demo_grids.districts} | {z.code for z in demo_grids.zones} | {""}
    duties = table(demo_folder, "responsibility.csv")
    assert len({duty["no"] for duty in duties}) == len(duties)
    for duty in duties:
        assert duty["unit"] in units
        assert duty["place"] in places
        stem = duty["category"].removesuffix("*")
        assert any(key.startswith(stem) for key in keys)
    everywhere = {duty["place"] for duty in duties if duty["category"] == "*"}
    assert {"410102", "410103", "410104", "410105", "410108"} <= everywhere


@pytest.mark.parametrize("category", ["event-01-10", "component-01-02"])
def test_the_two_cases_of_the_scenes_fall_to_the_district(demo_folder, category):
    """No row but the district's own fits them in 中原区, unless an owner is known."""
    fitting = [
        duty["unit"]
        for duty in table(demo_folder, "responsibility.csv")
        if category.startswith(duty["category"].removesuffix("*"))
        and duty["place"] in {"", "410102"}
        and not duty["owner"]
    ]
    assert fitting == ["410102"]


def test_holidays_of_the_scenes(demo_folder):
    days = {row["date"]: row["kind"] for row in table(demo_folder, "calendar.csv")}
    assert {date.fromisoformat(day).year for day in days} == {2015, 2025, 2026, 2027}
    festival = [f"2026-02-{day}" for day in range(15, 24)]
    assert all(days[day] == "holiday" for day in festival)
    assert (days["2026-02-14"], days["2026-02-28"]) == ("workday", "workday")
    assert "2026-02-24" not in days
    assert all(date.fromisoformat(day).weekday() >= 5 for day, kind in days.items() if kind == "workday")


def test_people(demo_folder, demo_grids):
    people = {row["login"]: row for row in table(demo_folder, "people.csv")}
    assert len(people) == 11 + 160 + 707 + 5 + 8 + 7  # night patrols, exclusive grids, micro grids
    assert people["wang"]["roles"] == "dispatcher"
    assert people["liu"]["roles"] == "acceptor | shift_leader"
    assert people["u410102"]["unit"] == "410102"
    collectors = [row for login, row in people.items() if login[0] == "c" and login[1:].isdigit()]
    assert {row["duty_grids"] for row in collectors} == {duty.code for duty in demo_grids.duties}
    roles = {role.split("@")[0].strip() for row in people.values() for role in row["roles"].split("|")}
    assert roles <= {role.value for role in Role}
    assert {row["password"] for row in people.values()} == {"demo-2026"}


def test_writing_again_replaces_the_folder(tmp_path, demo_grids):
    from server.city.demo.layers import write_layers

    for _ in range(2):
        write_layers(tmp_path, demo_grids)
    assert pyogrio.read_info(tmp_path / "unit_grids.gpkg")["features"] == 38_515
    assert np.isfinite(pyogrio.read_bounds(tmp_path / "roads.gpkg")[1]).all()
