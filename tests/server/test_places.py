"""Reports that name their place in words: the server finds the point, or keeps the report without one."""

from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import box

from rules.city import City
from rules.commands import NotAllowed
from rules.grid import Road, build, flatten
from server.api.commands import place_of, report_body
from server.api.models import Report
from tests.server.small_city import small_city

CROSSING = (1_136_100_000, 347_500_000)


def road(name: str, *points: tuple[int, int]) -> Road:
    """A main road through these points."""
    return Road(name, "", "main", np.array(points, dtype=np.int32))


@pytest.fixture
def city() -> City:
    """One grid with two roads that cross in its middle."""
    roads = (
        road("陇海路", (1_136_000_000, 347_500_000), CROSSING, (1_136_200_000, 347_500_000)),
        road("秦岭路", (1_136_100_000, 347_400_000), CROSSING, (1_136_100_000, 347_600_000)),
    )
    shapes = flatten([box(113.60, 34.74, 113.62, 34.76)])
    belongs = {name: ["x"] for name in ("duty", "district", "street", "community")}
    return replace(small_city(), grids=build(shapes, ["410102004001001"], belongs, {"x": ("某处", "")}, roads))


def test_words_that_name_a_crossing_give_the_point(city: City) -> None:
    found = place_of(Report("陇海路与秦岭路交会处有暴露垃圾"), city)
    assert found == {
        "lon": CROSSING[0], "lat": CROSSING[1], "datum": "cgcs2000", "given": "陇海路与秦岭路交会处有暴露垃圾",
        "address": "陇海路与秦岭路交叉口", "address_en": "陇海路 × 秦岭路",
    }  # fmt: skip


def test_metres_and_direction_count_and_the_address_goes_before_the_words(city: City) -> None:
    found = place_of(Report("有一井盖松动", address="陇海路与秦岭路交叉口南20米"), city)
    assert found["lon"] == pytest.approx(CROSSING[0], abs=10)
    assert found["lat"] == pytest.approx(CROSSING[1] - 1803, abs=15)  # 20 m = 20 / 110 940 degree of latitude
    assert found["given"] == "陇海路与秦岭路交叉口南20米"
    assert "address" not in found  # the reporter's own stays


def test_words_that_name_no_known_crossing_give_none(city: City) -> None:
    assert place_of(Report("井盖松动"), city) == {}
    assert place_of(Report("陇海路与秦岭路交会处有暴露垃圾"), small_city()) == {}


def test_a_point_of_the_public_maps_is_put_where_it_is_and_kept_as_given() -> None:
    body = report_body(Report("井盖松动", lon=1_215_315_419, lat=311_753_040, datum="gcj02"))
    assert body["lon"] == pytest.approx(1_215_272_106, abs=100)  # 1e-5 degree, about 1 m
    assert body["lat"] == pytest.approx(311_774_276, abs=100)
    assert (body["datum"], body["given"]) == ("gcj02", "121.5315419, 31.1753040")
    plain = report_body(Report("井盖松动", lon=1_136_100_001, lat=347_500_002, datum="wgs84"))
    assert (plain["lon"], plain["lat"], plain["datum"]) == (1_136_100_001, 347_500_002, "wgs84")
    assert report_body(Report("井盖松动", datum="gcj02")) == {"words": "井盖松动"}


@pytest.mark.parametrize(
    ("datum", "lon", "field"),
    [("pulkovo", 1_136_100_000, "datum"), ("gcj02", -710_600_000, "lon"), ("wgs84", 2**60, "lon")],
)
def test_a_point_that_cannot_be_of_its_datum_is_refused(datum: str, lon: int, field: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        report_body(Report("井盖松动", lon=lon, lat=347_500_000, datum=datum))
    assert (refused.value.rule, refused.value.details["field"]) == ("rule.field", field)
