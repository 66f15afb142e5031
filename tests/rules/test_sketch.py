"""What cells alone tell of a city is what its geometry tells; where they cannot, they say so."""

import random
from dataclasses import replace

import pytest
import shapely

from rules.city import Duty
from rules.grid import Grids, Zone, build, flatten
from rules.pack import decode_city, decode_tables, encode_city
from rules.responsibility import propose, waits_for_geometry
from tests.builders import NINE, a_case, a_city

WEST, SOUTH = 1_135_000_000, 347_000_000
SIDE = 0.02  # degrees: some 1.8 × 2.2 km
BOX = (113.505, 34.705, 113.515, 34.715)  # a zone in the middle of the western district


def at(x: float, y: float) -> tuple[int, int]:
    """A point so many degrees east and north of the town's corner."""
    return WEST + round(x * 1e7), SOUTH + round(y * 1e7)


@pytest.fixture(scope="module")
def town() -> Grids:
    """Two districts side by side, and a zone."""
    squares = flatten([shapely.box(113.5 + n * SIDE, 34.7, 113.5 + (n + 1) * SIDE, 34.7 + SIDE) for n in (0, 1)])
    ring = flatten([shapely.box(*BOX)]).xy
    return build(
        squares, ["a", "b"], {"district": ["410102", "410103"]}, {}, zones=[Zone("window", "窗口", "", (ring,))]
    )


def test_by_hand(town: Grids) -> None:
    sketch = town.sketch(30)
    assert sketch.is_inner(*at(0.010, 0.010), 30)
    assert not sketch.is_inner(*at(0.0199, 0.010), 30)  # 9 m from the border
    assert not sketch.is_inner(*at(0.010, 0.010), 31)  # nearer than so many metres was not looked at
    assert sketch.zones_at(*at(0.010, 0.010)) == ("window",)
    assert sketch.zones_at(*at(0.018, 0.018)) == ()
    assert sketch.zones_at(*at(0.005, 0.010)) is None  # on the border of the zone


def test_wherever_it_tells_it_tells_what_the_geometry_tells(town: Grids) -> None:
    sketch, dice, told = town.sketch(30), random.Random(7), 0
    for _ in range(3_000):
        point = at(dice.uniform(0, 2 * SIDE), dice.uniform(0, SIDE))
        if sketch.is_inner(*point, 30):
            told += 1
            assert town.border_within(*point, 30) is None
        if (zones := sketch.zones_at(*point)) is not None:
            assert zones == town.zones_at(*point)
    assert told > 2_500


def test_it_travels_with_the_tables_of_a_pack(town: Grids) -> None:
    city = replace(a_city(), grids=town, sketch=town.sketch(30))
    pack = encode_city(city)
    assert decode_tables(pack).sketch == decode_city(pack).sketch == city.sketch
    assert decode_tables(pack).grids is None


def test_a_case_is_proposed_before_the_geometry_is_read_unless_only_that_tells(town: Grids) -> None:
    duties = (
        Duty("1", "410102", "event-01-10", layer=50, place="410102"),
        Duty("2", "410103", "event-01-10", layer=50, place="410103"),
        Duty("3", "B99", "event-01-10", layer=40, place="window"),
    )
    whole = replace(a_city(), duties=duties, grids=town, sketch=town.sketch(30))
    unread = replace(whole, grids=None)
    places = {
        "inner": (0.018, 0.018),
        "zone": (0.010, 0.010),
        "border": (0.0199, 0.018),
        "zone's edge": (0.00501, 0.01),
    }
    cases = {name: a_case(district="410102", lon=at(*xy)[0], lat=at(*xy)[1]) for name, xy in places.items()}
    found = {name: propose(case, unread, NINE) for name, case in cases.items()}
    assert {name: (each.unit, each.ground) for name, each in found.items()} == {
        "inner": ("410102", "duty_list"),
        "zone": ("B99", "duty_list"),
        "border": ("", "unread"),
        "zone's edge": ("", "unread"),
    }
    assert [name for name, case in cases.items() if waits_for_geometry(case, unread)] == ["border", "zone's edge"]
    read = {name: propose(case, whole, NINE) for name, case in cases.items()}
    assert {name: (each.unit, each.ground) for name, each in read.items()} == {
        "inner": ("410102", "duty_list"),
        "zone": ("B99", "duty_list"),
        "border": ("", "border"),
        "zone's edge": ("B99", "duty_list"),
    }
