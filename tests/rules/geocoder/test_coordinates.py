"""Pasted coordinates: forms, orders, datums; what is no point, and what may be several."""

import pytest

from rules.geocoder import How, Kind
from rules.geocoder.coordinates import read_coordinates
from tests.fixtures.addresses import EAST, LAT, LON

AROUND = (LON, LAT)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("34.7418, 113.6127", (1_136_127_000, 347_418_000)),
        ("113.6127 34.7418", (1_136_127_000, 347_418_000)),
        ("经度113.6127 纬度34.7418", (1_136_127_000, 347_418_000)),
        ("lat: 34.7418; lng: 113.6127", (1_136_127_000, 347_418_000)),
        ("n34.7418 e113.6127", (1_136_127_000, 347_418_000)),
        ("34°44'30.48\"n 113°36'45.72\"e", (1_136_127_000, 347_418_000)),
        ("113°36′45.72″e, 34°44′30.48″n", (1_136_127_000, 347_418_000)),
        ("北纬34度44分30秒 东经113度36分45秒", (1_136_125_000, 347_416_667)),
        ("34°44.508' 113°36.762'", (1_136_127_000, 347_418_000)),
        ("3846016.968 464533.295", (1_136_127_000, 347_418_000)),
        ("464533.295, 3846016.968", (1_136_127_000, 347_418_000)),
        ("x=3846016.968 y=38464533.295", (1_136_127_000, 347_418_000)),
        ("33.8688 s 151.2093 e", (1_512_093_000, -338_688_000)),
    ],
)
def test_forms_and_orders(text, point):
    (given,) = read_coordinates(text, "wgs84", AROUND)
    assert (given.lon, given.lat) == pytest.approx(point, abs=2)


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("gcj-02 34.74,113.61", "gcj02"),
        ("高德 34.7418,113.6127", "gcj02"),
        ("百度坐标:34.7418,113.6127", "bd09"),
        ("wgs84 34.7418 113.6127", "wgs84"),
    ],
)
def test_a_datum_that_is_named_wins(text, datum):
    (given,) = read_coordinates(text, "cgcs2000", AROUND)
    assert (given.datum, given.named) == (datum, True)


def test_a_point_of_the_public_maps_is_put_where_it_is():
    """As the `eviltransform` project has it: 31.1774276, 121.5272106 is 31.17530398364597, 121.531541859215 there."""
    (given,) = read_coordinates("31.17530398364597, 121.531541859215", "gcj02", AROUND)
    assert (given.lon, given.lat) == pytest.approx((1_215_272_106, 311_774_276), abs=100)


@pytest.mark.parametrize(
    "text",
    [
        "34.7418",
        "1, 2",
        "12.5 and 3 metres",
        "99°70'10\" 113°36'45\"",
        "410102001001001",
        "95.123 190.123",
        "2026.11 23.05.99",
    ],
)
def test_what_is_no_pair_of_coordinates(text):
    assert read_coordinates(text, "wgs84", AROUND) == []


def test_without_a_datum_each_one_is_a_place_of_its_own(town):
    found = town.find("34.75, 113.6031")
    assert [place.datum for place in found.places] == ["cgcs2000", "gcj02", "bd09"][: len(found.places)]
    assert all(How.DATUM in place.how for place in found.places)
    assert not found.sure


def test_a_datum_that_the_asker_knows_makes_it_one_place(town):
    inside = town.find("34.7500000, 113.6108000", "cgcs2000")
    assert inside.sure
    assert inside.places[0].unit_grid == EAST
    assert inside.places[0].kind is Kind.COORDINATES


def test_a_point_outside_every_grid_says_so(town):
    found = town.find("39.9087, 116.3975", "wgs84")
    assert How.OUTSIDE in found.places[0].how
    assert found.places[0].unit_grid == ""
    assert not found.sure


def test_few_digits_are_not_sure(town):
    found = town.find("34.75, 113.60", "wgs84")
    assert How.COARSE in found.places[0].how
    assert not found.sure
