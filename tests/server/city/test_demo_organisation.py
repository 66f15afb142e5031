"""How the demo city is organised in the street: everybody has a place, every place somebody, by day and by night."""

import csv
from collections import defaultdict
from pathlib import Path

import pyogrio
import pytest
import shapely

from server.city.demo.organisation import told


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def posts(demo_folder: Path) -> dict[str, list[dict[str, str]]]:
    """Posts by their duty."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for post in table(demo_folder, "posts.csv"):
        found[post["duty"]].append(post)
    return found


def areas(folder: Path, name: str) -> dict[str, object]:
    _, _, wkb, fields = pyogrio.raw.read(folder / name)
    return dict(zip(fields[0].tolist(), shapely.from_wkb(wkb), strict=True))


def test_every_responsibility_grid_has_its_collector_by_day_and_every_district_one_by_night(
    posts: dict[str, list[dict[str, str]]], demo_grids
) -> None:
    shifts = {(post["place"], post["from_time"]) for post in posts["collector"]}
    assert {(duty.code, "06:30") for duty in demo_grids.duties} <= shifts
    assert {(district.code, "22:00") for district in demo_grids.districts} <= shifts


def test_every_street_community_and_responsibility_grid_has_a_leader(
    posts: dict[str, list[dict[str, str]]], demo_grids
) -> None:
    led = [post["place"] for post in posts["grid_leader"]]
    places = {each.code for level in (demo_grids.streets, demo_grids.communities, demo_grids.duties) for each in level}
    assert places <= set(led)
    assert len(led) == len(set(led))


def test_who_checks_has_an_account(demo_folder: Path, posts: dict[str, list[dict[str, str]]]) -> None:
    people = {row["login"]: row for row in table(demo_folder, "people.csv")}
    staff = {row["code"]: row for row in table(demo_folder, "staff.csv")}
    for post in posts["collector"]:
        account = people[staff[post["staff"]]["login"]]
        assert account["name"] == staff[post["staff"]]["name"]
        assert post["place"] in account["duty_grids"].split(" | ")


def test_exclusive_grids_lie_in_the_city_and_away_from_the_scenes(demo_folder: Path, demo_grids) -> None:
    found = areas(demo_folder, "exclusive_grids.gpkg")
    rows = {row["code"]: row for row in table(demo_folder, "grids.csv") if row["kind"] == "exclusive"}
    assert found.keys() == rows.keys()
    assert len(rows) == len(told()["exclusive"]) == 8
    for roads in (("陇海路", "秦岭路"), ("中原路", "文化宫路")):
        lon, lat = (value / 1e7 for value in demo_grids.crossing(*roads))
        scene = shapely.Point(lon, lat)
        assert min(shapely.distance(scene, area) for area in found.values()) > 0.003  # some 300 m


def test_micro_grids_are_parts_of_their_community(demo_folder: Path) -> None:
    rows = [row for row in table(demo_folder, "grids.csv") if row["kind"] == "micro"]
    assert len(rows) == len(areas(demo_folder, "micro_grids.gpkg")) == 42
    assert all(row["code"].startswith(row["parent"]) for row in rows)


def test_numbers_and_names_are_invented(demo_folder: Path) -> None:
    staff = table(demo_folder, "staff.csv")
    assert all(row["mobile"].startswith("199-0000-") for row in staff)
    assert all(row["phone"] == "" or row["phone"].startswith("0371-0000-") for row in staff)
    assert all(row["name"] and row["name_en"] for row in staff)


def test_the_duty_roster_names_units_of_the_city(demo_folder: Path) -> None:
    units = {row["code"] for row in table(demo_folder, "units.csv")}
    roster = table(demo_folder, "roster.csv")
    assert {row["unit"] for row in roster} <= units
    assert {"410102", "410103", "410104", "410105", "410108", "C33"} <= {row["unit"] for row in roster}
    assert all(row["phone"].startswith("0371-0000-") for row in roster)


def test_every_layer_of_the_duty_list_has_a_name(demo_folder: Path) -> None:
    named = {row["no"] for row in table(demo_folder, "responsibility_layers.csv")}
    assert {row["layer"] for row in table(demo_folder, "responsibility.csv")} | {"15"} == named
