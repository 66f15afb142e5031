import numpy as np
import pyogrio.raw
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from server.city.datums import (
    Datum,
    OutsideDatum,
    UnknownDatum,
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_gcj02,
)

IN_CHINA = st.tuples(st.floats(74, 134), st.floats(18, 53))
METRES = 111_320.0


def metres(one, other):
    """Distance of two points in degrees, near enough."""
    east, north = (np.asarray(one) - np.asarray(other)).reshape(2)
    return np.hypot(east * METRES * np.cos(np.radians(np.asarray(one).reshape(2)[1])), north * METRES)


@given(IN_CHINA)
def test_gcj02_there_and_back_is_a_tenth_of_a_millimetre(point):
    xy = np.array([point])
    shifted = wgs84_to_gcj02(xy)
    assert 20 < metres(xy, shifted) < 1000
    assert metres(xy, gcj02_to_wgs84(shifted)) < 1e-4


@given(IN_CHINA)
def test_bd09_there_and_back_is_a_tenth_of_a_millimetre(point):
    xy = np.array([point])
    shifted = gcj02_to_bd09(xy)
    assert 500 < metres(xy, shifted) < 2000
    assert metres(xy, bd09_to_gcj02(shifted)) < 1e-4


def test_known_points():
    """Tian'anmen and the centre of Zhengzhou in WGS84 and GCJ-02, worked out with another program."""
    wgs84 = np.array([[116.39128, 39.90734]])
    assert metres(wgs84_to_gcj02(wgs84), [[116.397524, 39.908744]]) < 1
    assert metres(gcj02_to_bd09(np.array([[116.404, 39.915]])), [[116.41036949, 39.92133699]]) < 0.01


def test_the_same_districts_published_in_two_datums_meet(data):
    """399 m apart in the median as published; within 2 m once both are in one datum."""
    folder = data / "zhengzhou"
    if not folder.is_dir():  # the extract of our own making: the same shift on a shape of our own
        wgs84 = {"own": shapely.box(113.6, 34.7, 113.7, 34.8)}
        gcj02 = {"own": shapely.transform(wgs84["own"], wgs84_to_gcj02)}
    else:
        wgs84, gcj02 = read(folder / "districts_wgs84.geojson"), read(folder / "districts_datav_gcj02.geojson")
    assert wgs84.keys() == gcj02.keys()
    for name, district in wgs84.items():
        moved = shapely.transform(gcj02[name], Datum("gcj02").degrees)
        assert district.hausdorff_distance(gcj02[name]) * METRES > 300
        assert district.hausdorff_distance(moved) * METRES < 2


def read(path):
    meta, _, wkb, data = pyogrio.raw.read(path, columns=["name"])
    assert meta["fields"].tolist() == ["name"]
    return dict(zip(data[0].tolist(), shapely.from_wkb(wkb), strict=True))


@pytest.mark.parametrize(
    ("datum", "x", "y", "lon", "lat"),
    [
        # the same corner in the CGCS2000 3-degree zone of 114 degrees, without and with the zone before the metres
        ("epsg:4547", 381829.6640, 3793237.1879, 112.7170083, 34.2599137),
        ("epsg:4526", 38381829.6640, 3793237.1879, 112.7170083, 34.2599137),
        ("epsg:2249", 739594.1001, 2908187.3001, -71.1919653, 42.2277988),  # US survey feet
        ("cgcs2000", 113.6, 34.7, 113.6, 34.7),
        ("epsg:4490", 113.6, 34.7, 113.6, 34.7),
        ("wgs84", -71.0, 42.3, -71.0, 42.3),
    ],
)
def test_datums_by_name(datum, x, y, lon, lat):
    assert metres(Datum(datum).degrees(np.array([[x, y]])), [[lon, lat]]) < 0.1


@pytest.mark.parametrize(
    ("datum", "x", "y"),
    [
        ("wgs84", 739594.1, 2908187.3),  # feet taken for degrees
        ("epsg:4526", 381829.6, 3793237.1),  # the zone is missing
        ("epsg:4547", 38381829.6, 3793237.1),  # the zone is too much
        ("cgcs2000", -71.0, 42.3),  # another continent
        ("gcj02", -71.0, 42.3),
        ("bd09", 34.7, 113.6),  # latitude first
        ("wgs84", float("nan"), 34.7),
    ],
)
def test_coordinates_that_cannot_be_of_their_datum_are_refused(datum, x, y):
    with pytest.raises(OutsideDatum):
        Datum(datum).degrees(np.array([[x, y]]))


@pytest.mark.parametrize("name", ["epsg:99999", "epsg:", "beijing54", "4490"])
def test_unknown_datums(name):
    with pytest.raises(UnknownDatum):
        Datum(name).degrees(np.array([[113.6, 34.7]]))
