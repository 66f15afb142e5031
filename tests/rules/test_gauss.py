"""Gauss-Krüger back to degrees: against PROJ, and the arc of the meridian as the textbooks have it."""

import pytest
from pyproj import Transformer

from rules.gauss import to_degrees


@pytest.mark.parametrize(
    ("epsg", "meridian", "lon", "lat"),
    [
        (4547, 114, 113.6127, 34.7418),
        (4547, 114, 115.4, 20.1),
        (4548, 117, 116.3975, 39.9087),
        (4508, 111, 113.6127, 34.7418),
        (4549, 120, 121.49, 53.4),
    ],
)
def test_as_proj_has_it(epsg, meridian, lon, lat):
    east, north = Transformer.from_crs(4490, epsg, always_xy=True).transform(lon, lat)
    assert to_degrees(north, east, meridian) == pytest.approx((lon, lat), abs=1e-8)


def test_half_a_quadrant_of_the_meridian():
    """From the equator to 45° it is 4,984,944.378 m on this ellipsoid."""
    assert to_degrees(4_984_944.378, 500_000, 114) == pytest.approx((114.0, 45.0), abs=1e-8)
