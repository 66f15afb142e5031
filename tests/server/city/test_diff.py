from pathlib import Path

import pytest
from sqlalchemy import insert

from rules.city import City
from rules.texts import Texts
from server import tables
from server.city import compile_folder
from server.city.diff import OpenCasesHit, compare, lines, open_cases_hit
from server.database import Database
from tests.server.city.small_folder import STEP, TABLES, grid_codes, grids, square, write_layer, write_small_city

TEXTS = Path(__file__).parents[3] / "resources" / "texts"


@pytest.fixture
def before(tmp_path: Path) -> City:
    return compile_folder(write_small_city(tmp_path / "before")).city


def changed(folder: Path) -> City:
    """Its first grid split in two, its last gone, a unit gone and one new, a limit and a policy changed."""
    write_small_city(
        folder,
        units=TABLES["units.csv"].replace("410102001,西街道,410102,street,410102", "C01,公司,,company,"),
        conditions=TABLES["conditions.csv"].replace(",4,work_hour", ",2,urgent_hour"),
        responsibility=TABLES["responsibility.csv"].replace("D2,event-*", "D3,event-*"),
        calendar="date,kind,name\n2026-01-01,holiday,元旦\n",
    )
    settings = folder / "city.toml"
    settings.write_text(settings.read_text("utf-8").replace("near_percent = 70", "near_percent = 90"), "utf-8")
    lower, upper = square(0, 0, 1, 1), square(0, 0, 1, 1)
    middle = lower.bounds[1] + STEP / 2
    lower, upper = (shapely_box(lower, 1, middle), shapely_box(upper, 3, middle))
    codes = ["410102001000008", "410102001000009", *grid_codes()[1:5]]
    shapes = [upper, lower, *grids()[1:5]]
    write_layer(folder / "unit_grids.geojson", shapes, {"code": codes, "district": [code[:6] for code in codes]})
    return compile_folder(folder).city


def shapely_box(area, side, at):
    """The area with one side (1 south, 3 north) moved."""
    import shapely

    bounds = list(area.bounds)
    bounds[side] = at
    return shapely.box(*bounds)


def test_a_city_does_not_differ_from_itself(before: City) -> None:
    found = compare(before, before)
    assert found.is_empty
    assert lines(found, Texts((TEXTS / "en.toml").read_bytes())) == ["nothing changes"]


def test_what_a_new_version_changes(before: City, tmp_path: Path) -> None:
    found = compare(before, changed(tmp_path / "after"))
    units, cells = found.part("units"), found.part("grids")
    assert (units.added, units.removed, units.changed) == (("C01",), ("410102001",), ())
    assert cells.added == ("410102001000008", "410102001000009")
    assert cells.removed == (grid_codes()[0], grid_codes()[5])
    assert cells.changed == ()
    assert found.splits == {grid_codes()[0]: ("410102001000008", "410102001000009")}
    ((old, new),) = found.limits.values()
    assert (old and old.unit, new and new.value) == ("work_hour", 2)
    assert (found.duties_removed, found.duties_added) == (1, 1)
    assert found.calendar
    assert found.policies == ("near_percent",)


def test_it_is_told_in_both_languages(before: City, tmp_path: Path) -> None:
    found = compare(before, changed(tmp_path / "after"))
    english = lines(found, Texts((TEXTS / "en.toml").read_bytes()))
    assert "limit of event-01-10-1: 4 working h → 2 h round the clock" in english
    assert f"unit grid {grid_codes()[0]} is split into 410102001000008, 410102001000009" in english
    chinese = lines(found, Texts((TEXTS / "zh_CN.toml").read_bytes()))
    assert len(chinese) == len(english) == 10
    assert "移除单位（1）：410102001" in chinese


def test_open_cases_that_it_hits(before: City, tmp_path: Path, database: Database) -> None:
    found = compare(before, changed(tmp_path / "after"))
    rows = [
        ("a", grid_codes()[0], "B01", "event-01-10-1", 0),  # grid and limit
        ("b", grid_codes()[1], "410102001", "", 0),  # unit
        ("c", grid_codes()[5], "410102001", "event-01-10-1", 99),  # closed: not hit
    ]
    with database.write() as connection:
        for name, grid, unit, condition, closed_at in rows:
            told = {"unit_grid": grid, "unit": unit, "condition": condition, "closed_at": closed_at}
            connection.execute(insert(tables.cases).values(empty_case(name) | told))
    with database.read() as connection:
        assert open_cases_hit(connection, found) == OpenCasesHit(grids=1, units=1, conditions=1)


def empty_case(name: str) -> dict[str, object]:
    """A row of the table with nothing in it."""
    kinds: dict[type, object] = {str: "", int: 0, bool: False, bytes: b""}
    return {column.name: kinds[column.type.python_type] for column in tables.cases.columns} | {"id": name}
