"""Layers put together: codes, belonging, overlaps, roads, zones, and layers that lie elsewhere."""

from pathlib import Path

import pytest
import shapely

from server.city import CityRefused, Finding, Level, compile_folder
from tests.server.city.small_folder import (
    SOUTH,
    STEP,
    TOML,
    WEST,
    grid_codes,
    grids,
    square,
    write_layer,
    write_small_city,
)

ROADS = """
[[layers]]
role = "roads"
file = "roads.gpkg"
fields = { name = "name", name_en = "name_en", class = "class" }
classes = { trunk = "ring" }
"""
ZONES = '[[layers]]\nrole = "zones"\nfile = "zones.gpkg"\nfields = { code = "code", name = "name" }\n'


def refusals(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder)
    return [told(finding) for finding in refused.value.findings]


def told(finding: Finding) -> tuple[str, str, str]:
    return finding.key, finding.place.file, finding.place.feature


def write_grids(folder: Path, geometries: object, codes: list[str], districts: list[str] | None = None) -> None:
    fields = {"code": codes, "district": districts or [code[:6] for code in codes]}
    write_layer(folder / "unit_grids.geojson", geometries, fields)


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    codes = grid_codes()
    codes[4] = codes[1]
    write_grids(folder, grids(), codes)
    assert refusals(folder) == [("code_twice", "unit_grids.geojson", f"4 {codes[1]}")]


@pytest.mark.parametrize("code", ["4101020010000", "41010200100x000", "", "４１０１０２００１００００００"])
def test_a_code_that_is_none_is_refused(tmp_path: Path, code: str) -> None:
    folder = write_small_city(tmp_path)
    write_grids(folder, grids(), [code, *grid_codes()[1:]], ["410102"] * 6)
    assert "grid_code" in [key for key, *_ in refusals(folder)]


def test_a_city_may_have_codes_of_its_own(tmp_path: Path) -> None:
    toml = TOML.replace('code = "410100"', "code = \"410100\"\ngrid_code_pattern = '[A-F]-[0-9]'")
    folder = write_small_city(tmp_path, toml)
    write_grids(folder, grids(), [f"{letter}-1" for letter in "ABCDEF"], ["410102"] * 6)
    found = compile_folder(folder).city.grids
    assert found is not None
    assert sorted(found.codes) == ["A-1", "B-1", "C-1", "D-1", "E-1", "F-1"]


def test_overlaps_over_the_tolerance_are_listed(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    shapes = grids()
    shapes[0] = shapely.box(WEST, SOUTH, WEST + STEP * 1.1, SOUTH + STEP)  # a tenth into its neighbour: about 1,000 m²
    write_grids(folder, shapes, grid_codes())
    found = compile_folder(folder).findings
    assert [(f.level, f.key, f.place.feature, f.details["other"]) for f in found] == [
        (Level.NOTED, "overlap", f"0 {grid_codes()[0]}", grid_codes()[2])
    ]
    assert 900 < float(found[0].details["m2"]) < 1100
    wide = write_small_city(tmp_path / "wide", TOML + "\n[checks]\noverlap_m2 = 2000\n")
    write_grids(wide, shapes, grid_codes())
    assert compile_folder(wide).findings == ()


def test_a_grid_without_geometry_is_left_out_and_listed(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    shapes = grids()
    shapes[5] = shapely.Polygon()
    write_grids(folder, shapes, grid_codes())
    compiled = compile_folder(folder)
    assert [told(f) for f in compiled.findings] == [("no_geometry", "unit_grids.geojson", f"5 {grid_codes()[5]}")]
    assert compiled.city.grids is not None
    assert len(compiled.city.grids) == 5


def test_a_district_that_no_layer_has_is_refused(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    write_grids(folder, grids(), grid_codes(), ["410102"] * 4 + ["410199"] * 2)
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder)
    (only,) = refused.value.findings
    assert (only.key, only.place.feature, only.place.field) == ("unknown_area", "4", "district")
    assert (only.details["given"], only.details["count"]) == ("410199", "2")


def test_grids_outside_every_district_are_listed(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path, TOML.replace(', district = "district"', ""))
    write_layer(folder / "districts.geojson", [square(0, 0, 2, 2)], {"code": ["410102"], "name": ["西区"]})
    (folder / "units.csv").write_text("code,name\n410102,西区\nB01,局\n", encoding="utf-8")
    found = compile_folder(folder).findings
    assert [(f.key, f.details["count"], f.details["codes"]) for f in found] == [
        ("no_district", "2", ", ".join(grid_codes()[4:]))
    ]


def test_a_layer_that_lies_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    areas = [square(9000, 0, 1, 2), square(9001, 0, 2, 2)]
    write_layer(folder / "districts.geojson", areas, {"code": ["410102", "410103"], "name": ["西区", "东区"]})
    assert refusals(folder) == [("elsewhere", "districts.geojson", "")]


def test_roads_keep_their_names_and_classes(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path, TOML + ROADS)
    crossing = (WEST + STEP, SOUTH + STEP)
    east = shapely.LineString([(WEST, SOUTH + STEP), crossing, (WEST + 3 * STEP, SOUTH + STEP)])
    parts = [(WEST + STEP, SOUTH), crossing], [crossing, (WEST + STEP, SOUTH + 3 * STEP)]
    north = shapely.MultiLineString(parts)
    fields = {"name": ["中原路", "桐柏路"], "name_en": ["Zhongyuan Road", ""], "class": ["main", "trunk"]}
    write_layer(folder / "roads.gpkg", [east, north], fields)
    found = compile_folder(folder).city.grids
    assert found is not None
    assert [(road.name, road.klass) for road in found.roads] == [
        ("中原路", "main"),
        ("桐柏路", "ring"),
        ("桐柏路", "ring"),
    ]
    assert found.crossing("中原路", "桐柏路") == (1_136_010_000, 347_010_000)


def test_a_class_of_road_that_is_not_named_is_refused(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path, TOML + ROADS)
    line = shapely.LineString([(WEST, SOUTH), (WEST + STEP, SOUTH)])
    write_layer(folder / "roads.gpkg", [line], {"name": ["中原路"], "name_en": [""], "class": ["motorway"]})
    assert refusals(folder) == [("road_class", "roads.gpkg", "1 中原路")]


def test_zones_are_laid_over_the_grids_and_may_be_places_of_duties(tmp_path: Path) -> None:
    duties = "no,unit,place\nD1,B01,gaoxin\n"
    folder = write_small_city(tmp_path, TOML + ZONES, responsibility=duties)
    write_layer(folder / "zones.gpkg", [square(0, 0, 2, 1)], {"code": ["gaoxin"], "name": ["高新区"]})
    city = compile_folder(folder).city
    assert city.grids is not None
    assert city.grids.zones_at(1_136_005_000, 347_005_000) == ("gaoxin",)
    assert city.grids.zones_at(1_136_005_000, 347_015_000) == ()
    assert city.places["gaoxin"] == ("高新区", "")
