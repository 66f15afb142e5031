"""Layers of points: house numbers, named places, components; what is refused and what is told."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from rules.pack import decode_city
from server.city import CityRefused, Level, compile_folder
from tests.server.city.small_folder import SOUTH, STEP, TOML, WEST, write_layer, write_small_city

LAYERS = """
[[layers]]
role = "addresses"
file = "addresses.gpkg"
fields = { road = "road", lane = "lane", number = "number" }

[[layers]]
role = "pois"
file = "pois.gpkg"
fields = { name = "name", name_en = "name_en", kind = "kind" }

[[layers]]
role = "components"
file = "components.gpkg"
fields = { code = "code", category = "category", owner = "owner" }
"""
CATEGORIES = "kind,major,minor,name\nevent,01,10,暴露垃圾\ncomponent,01,02,污水井盖\n"


def point(column: float, row: float) -> shapely.Point:
    return shapely.Point(WEST + column * STEP, SOUTH + row * STEP)


def write(folder: Path, **changed: list[str]) -> Path:
    """A small city with three houses, two named places, two covers; a column may be replaced."""
    write_small_city(folder, TOML.replace("[policies]", LAYERS + "\n[policies]"), categories=CATEGORIES)
    points = [point(0.5, 0.5), point(1.5, 0.5), point(1.5, 1.5)]
    houses = {"road": ["中原路"] * 3, "lane": ["", "", "三巷"], "number": ["88", "90号", "3附2"]}
    places = {"name": ["小学", "公园"], "name_en": ["School", ""], "kind": ["school", ""]}
    covers = {
        "code": ["4101020102000001", "4101020102000002"],
        "category": ["component-01-02"] * 2,
        "owner": ["B01", ""],
    }
    for name, fields, count in (("addresses", houses, 3), ("pois", places, 2), ("components", covers, 2)):
        columns = {field: changed.get(field, column) for field, column in fields.items()}
        write_layer(folder / f"{name}.gpkg", np.array(points[:count], object), columns, geometry_type="Point")
    return folder


def found(folder: Path) -> list[tuple[str, str, str, str]]:
    """Key, file, feature and field of all that is refused."""
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder)
    places = [(each.key, each.place) for each in refused.value.findings if each.level is Level.REFUSED]
    return [(key, place.file, place.feature, place.field) for key, place in places]


def test_a_city_with_addresses_carries_them_in_its_pack(tmp_path: Path) -> None:
    compiled = compile_folder(write(tmp_path))
    told = decode_city(compiled.pack).gazetteer
    assert told is not None
    assert told.houses.number.tolist() == [88, 90, 3]
    assert [told.houses.tails[n] for n in told.houses.tail.tolist()] == ["", "", "附2"]
    assert told.houses.lane.tolist() == [-1, -1, 0]
    assert told.pois.named[0].name_en == "School"
    cover = told.component("4101020102000001")
    assert cover is not None
    assert (cover.owner, cover.category) == ("B01", "component-01-02")
    assert [finding.key for finding in compiled.findings] == ["unknown_roads"]  # there is no layer of roads


def test_a_city_without_such_layers_has_no_gazetteer(tmp_path: Path) -> None:
    assert compile_folder(write_small_city(tmp_path)).city.gazetteer is None


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"number": ["88", "eighty", "3"]}, ("house_number", "addresses.gpkg", "2", "number")),
        ({"road": ["中原路", "", "中原路"]}, ("empty", "addresses.gpkg", "2", "road")),
        ({"name": ["", "公园"]}, ("empty", "pois.gpkg", "1", "name")),
        ({"code": ["4101020102000001"] * 2}, ("code_twice", "components.gpkg", "2", "code")),
        ({"code": ["", "4101020102000002"]}, ("empty", "components.gpkg", "1", "code")),
        ({"category": ["component-01-02", "component-99-99"]}, ("unknown_code", "components.gpkg", "2", "category")),
        ({"category": ["component-01-02", ""]}, ("unknown_code", "components.gpkg", "2", "category")),
        ({"owner": ["B99", ""]}, ("unknown_code", "components.gpkg", "1", "owner")),
    ],
)
def test_what_cannot_be_is_refused_by_feature_and_field(tmp_path: Path, changed: dict, refused: tuple) -> None:
    assert found(write(tmp_path, **changed)) == [refused]


def test_the_same_address_twice_is_told(tmp_path: Path) -> None:
    compiled = compile_folder(write(tmp_path, number=["88", "88", "3"]))
    twice = next(finding for finding in compiled.findings if finding.key == "address_twice")
    assert twice.details == {"count": "1", "names": "中原路 88"}


def test_points_of_another_place_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    write_layer(folder / "pois.gpkg", [shapely.Point(0, 0)], {"name": ["a"], "name_en": [""], "kind": [""]})
    assert ("points_elsewhere", "pois.gpkg", "", "") in found(folder)


def test_areas_where_points_are_wanted_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    write_layer(folder / "pois.gpkg", [point(0, 0).buffer(0.001)], {"name": ["a"], "name_en": [""], "kind": [""]})
    assert "wrong_geometry" in [key for key, *_ in found(folder)]


def test_the_demo_city_has_an_address_wherever_somebody_walks(demo_city) -> None:
    """Every unit has what it owns; numbers run on both sides; the newspaper's cover is where it was."""
    from server.city.demo.addresses import demo_gazetteer

    _, grids = demo_city
    made = demo_gazetteer(grids)
    assert made.encode() == demo_gazetteer(grids).encode()
    numbers = {
        (made.houses.streets[s], n)
        for s, n in zip(made.houses.street.tolist(), made.houses.number.tolist(), strict=True)
    }
    assert {("中原路", 1), ("中原路", 2)} <= numbers
    assert len({poi.name for poi in made.pois.named}) < len(made.pois.named)  # some names stand at several places
    cover = made.component_near(*grids.find_place("中原路与文化宫路交叉口南20米"), "component-01-02", 20)
    assert cover is not None
    assert cover.owner == "410102"  # the district in which it stands
    assert {"C01", "410102", "410103"} <= set(made.components.owners)
    assert (grids.locate_many(made.houses.xy.astype(np.int64)) >= 0).all()
