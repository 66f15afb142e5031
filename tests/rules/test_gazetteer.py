"""The addresses of a city as bytes, and components near a point."""

import pytest

from rules.gazetteer import BadGazetteer, Gazetteer
from tests.fixtures.addresses import PLANE, at, gazetteer


def test_it_survives_its_bytes():
    town = gazetteer(PLANE)
    again = Gazetteer.decode(town.encode())
    assert again.encode() == town.encode()
    assert again.houses.lanes == ("三巷", "杏花里")
    assert again.pois.named[0].name_en == "Bishagang Primary School"


@pytest.mark.parametrize("data", [b"", b"PK", gazetteer(PLANE).encode()[:-40]])
def test_damaged_bytes_are_said(data):
    with pytest.raises(BadGazetteer):
        Gazetteer.decode(data)


def test_the_nearest_component_of_the_class_asked_with_its_owner():
    town, point = gazetteer(PLANE), at(0, -20)
    found = town.component_near(*point, "component-01-02", 20)
    assert (found.code, found.owner, round(found.metres, 1)) == ("4101020102000001", "west", 3.2)
    assert town.component_near(*point, "component-01-03", 20).code == "4101020103000001"
    assert town.component_near(*at(0, -45), "component-01-02", 20).owner == ""


@pytest.mark.parametrize(
    ("point", "category"), [((0, 200), "component-01-02"), ((0, -20), "component-04-02"), ((0, -20), "")]
)
def test_none_within_twenty_metres_or_of_that_class(point, category):
    assert gazetteer(PLANE).component_near(*at(*point), category, 20) is None
