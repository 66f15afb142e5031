"""Unit grids that name their duty grid must lie in it: many that do not say that a datum is declared wrongly."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from server.city import CityRefused, Finding, Level, compile_folder
from server.city.datums import wgs84_to_gcj02
from server.speech import catalogue_texts
from tests.server.city.small_folder import TOML, square, write_layer, write_small_city

UNIT_GRIDS = 'datum = "wgs84"\nfields = { code = "code", district = "district" }'
DUTY_GRIDS = """
[[layers]]
role = "duty_grids"
file = "duty_grids.gpkg"
fields = { code = "code" }
"""
COLUMNS, ROWS, WIDE = 4, 5, 6  # grids six steps wide: the layers still touch when one is shifted by BD-09
UNITS = "code,name,district\n410102,西区,410102\nB01,城管局,\n"
DUTIES = [f"410102001{column:02d}" for column in range(COLUMNS)]


def plain(column: int, row: int) -> Any:
    """A square grid at its place."""
    return square(column * WIDE, row * WIDE, WIDE, WIDE)


def bent(column: int, row: int) -> Any:
    """A grid round three sides of a yard: its centre of gravity lies in the yard, not in the grid."""
    west, south, east, north = plain(column, row).bounds
    tenth = (east - west) / 10
    return plain(column, row).difference(shapely.box(west + tenth, south + tenth, east - tenth, north))


def shifted(column: int, row: int) -> Any:
    """A grid as a GCJ-02 map has it."""
    return shapely.transform(plain(column, row), wgs84_to_gcj02)


def write_city(folder: Path, datum: str = "wgs84", exchanged: int = 0, draw: Callable[[int, int], Any] = plain) -> Path:
    """Twenty unit grids in four columns, each a duty grid; the first `exchanged` ones name the next column's."""
    declared = f'datum = "{datum}"\nfields = {{ code = "code", duty_grid = "duty" }}'
    write_small_city(
        folder,
        TOML.replace(UNIT_GRIDS, declared) + DUTY_GRIDS,
        units=UNITS,
        people="login,name,roles\nwang,王,dispatcher\n",
    )
    places = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
    duties = [DUTIES[(column + (n < exchanged)) % COLUMNS] for n, (column, _) in enumerate(places)]
    fields = {"code": [f"41010200100{column}{row:02d}" for column, row in places], "duty": duties}
    write_layer(folder / "unit_grids.geojson", [draw(*place) for place in places], fields)
    duty_grids = [square(column * WIDE, 0, WIDE, ROWS * WIDE) for column in range(COLUMNS)]
    write_layer(folder / "duty_grids.gpkg", duty_grids, {"code": DUTIES})
    district = {"code": ["410102"], "name": ["西区"]}
    write_layer(folder / "districts.geojson", [square(-WIDE * 9, -WIDE * 9, WIDE * 20, WIDE * 20)], district)
    return folder


def refused(folder: Path) -> Finding:
    with pytest.raises(CityRefused) as error:
        compile_folder(folder)
    (only,) = error.value.findings
    return only


def test_grids_inside_their_duty_grids_are_not_spoken_of(tmp_path: Path) -> None:
    assert compile_folder(write_city(tmp_path)).findings == ()
    assert compile_folder(write_city(tmp_path / "bent", draw=bent)).findings == ()


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_wrong_datum_of_the_unit_grids_is_refused(tmp_path: Path, datum: str) -> None:
    found = refused(write_city(tmp_path, datum))
    assert (found.level, found.key, found.place.file) == (Level.REFUSED, "datum_doubted", "unit_grids.geojson")
    assert (found.details["count"], found.details["total"], found.details["datum"]) == ("20", "20", datum)


def test_layers_of_different_datums_fit_when_both_are_declared_rightly(tmp_path: Path) -> None:
    folder = write_city(tmp_path, "gcj02", draw=shifted)
    assert compile_folder(folder).findings == ()


def test_a_few_grids_outside_are_noted_with_the_first_code(tmp_path: Path) -> None:
    (found,) = compile_folder(write_city(tmp_path, exchanged=2)).findings
    assert (found.level, found.key) == (Level.NOTED, "outside_duty_grid")
    assert (found.details["count"], found.details["total"]) == ("2", "20")
    assert found.details["first"] == "41010200100000"


def test_more_than_a_tenth_outside_is_refused(tmp_path: Path) -> None:
    assert refused(write_city(tmp_path, exchanged=3)).details["count"] == "3"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("unit_grids.geojson", "20 of 20 unit grids", "declared datum (gcj02;", "probably wrong")),
        ("zh_CN", ("unit_grids.geojson", "20 个单元网格中有 20 个", "datum = gcj02，", "可能有误")),
    ],
)
def test_the_refusal_names_layer_numbers_and_datum(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    told = refused(write_city(tmp_path, "gcj02")).text(catalogue_texts(language))
    assert [word for word in words if word not in told] == []
