"""Points as the public maps of China give them, against values known from elsewhere."""

import pytest

from rules.datum import DATUMS, OutsideDatum, gcj02_to_bd09, to_cgcs2000, wgs84_to_gcj02

# A well-known pair of the eviltransform project's own tests: a point of Shanghai.
WGS84, GCJ02 = (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)
CLOSE = 1e-5  # degree, about 1 m


def test_the_shift_agrees_with_a_known_pair() -> None:
    assert wgs84_to_gcj02(WGS84) == pytest.approx(GCJ02, abs=CLOSE)
    assert to_cgcs2000(*GCJ02, "gcj02") == pytest.approx(WGS84, abs=CLOSE)


def test_baidu_is_shifted_once_more() -> None:
    assert gcj02_to_bd09((116.404, 39.915)) == pytest.approx((116.41036949, 39.92133699), abs=1e-6)
    bd09 = gcj02_to_bd09(wgs84_to_gcj02((113.6127, 34.7418)))
    assert to_cgcs2000(*bd09, "bd09") == pytest.approx((113.6127, 34.7418), abs=1e-8)


@pytest.mark.parametrize("datum", ["cgcs2000", "wgs84"])
def test_wgs84_counts_as_cgcs2000(datum: str) -> None:
    assert to_cgcs2000(113.6127, 34.7418, datum) == (113.6127, 34.7418)


@pytest.mark.parametrize("point", [(-71.06, 42.36), (113.6, 91.0), (float("nan"), 34.0)])
def test_a_shifted_point_outside_china_is_refused(point: tuple[float, float]) -> None:
    for datum in ("gcj02", "bd09"):
        with pytest.raises(OutsideDatum):
            to_cgcs2000(*point, datum)


def test_another_datum_is_not_known() -> None:
    assert DATUMS == ("cgcs2000", "wgs84", "gcj02", "bd09")
    with pytest.raises(KeyError):
        to_cgcs2000(113.6, 34.7, "pulkovo")
