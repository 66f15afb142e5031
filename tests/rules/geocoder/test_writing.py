"""A point's address: what is nearest says it, and the words lead back."""

import pytest

from rules.geocoder import Geocoder, Kind
from rules.grid import build, flatten
from tests.fixtures.addresses import PLANE, at


@pytest.mark.parametrize(
    ("point", "kind", "zh", "en"),
    [
        ((0, -20), Kind.CROSSING, "中原路与文化宫路交叉口南 20 米", "Zhongyuan × Wenhuagong, 20 m S"),
        ((2, 1), Kind.CROSSING, "中原路与文化宫路交叉口", "Zhongyuan × Wenhuagong"),
        ((152, 30), Kind.HOUSE, "中原路3号", "3 Zhongyuan Road"),
        ((165, 27), Kind.HOUSE, "中原路3号附2", "3-2 Zhongyuan Road"),
        ((350, 60), Kind.HOUSE, "中原路7号北 35 米", "7 Zhongyuan Road, 35 m N"),
        ((-400, 481), Kind.HOUSE, "福安路三巷5号", "5 Lane 3, Fuan Road"),
        ((310, 310), Kind.POI, "碧沙岗小学东北 14 米", "Bishagang Primary School, 14 m NE"),
    ],
)
def test_the_address_of_a_point(town, point, kind, zh, en):
    told = town.write(*at(*point))
    assert (told.kind, told.text("zh_CN"), told.text("en")) == (kind, zh, en)


@pytest.mark.parametrize("point", [(0, -20), (152, 30), (350, 60), (-400, 481), (310, 310), (600, 40), (-640, -290)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_is_written_leads_back(town, point, language):
    place = town.find(town.write(*at(*point)).text(language)).places[0]
    x, y = PLANE.metres(place.lon, place.lat)
    assert (x, y) == pytest.approx(point, abs=13)


def test_a_city_without_roads_and_addresses_has_no_words(town):
    import shapely

    bare = Geocoder(build(flatten([shapely.box(113, 34, 113.1, 34.1)]), ["1"], {}, {}), None)
    assert bare.write(1_130_500_000, 340_500_000) is None
    assert bare.find("中原路与文化宫路交叉口").places == ()
