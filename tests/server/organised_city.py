"""The small city with two squares of ground, and people in charge of them: by day, by night, in a park."""

from dataclasses import replace

import shapely

from rules.city import City
from rules.grid import build, flatten
from rules.organisation import GridLevel, Organisation, Post, SpecialGrid, Staff
from tests.server.small_city import MINUTE, NOW, small_city

HOUR = 60 * MINUTE
WEST, SOUTH = 1_135_000_000, 347_000_000
IN_PARK = {"lon": 1_135_020_000, "lat": 347_020_000}
OUTSIDE_PARK = {"lon": 1_135_150_000, "lat": 347_150_000}
_PARK = (
    (WEST + 10_000, SOUTH + 10_000), (WEST + 40_000, SOUTH + 10_000), (WEST + 40_000, SOUTH + 40_000),
    (WEST + 10_000, SOUTH + 40_000),
)  # fmt: skip
STAFF = (
    Staff("S1", "采集员", "Collector", login="c1", private=True),
    Staff("S2", "夜班", "Night", login="n1", until=NOW + 48 * HOUR, private=True),
    Staff("S3", "街道主任", "Head of the street", phone="0371-0001"),
    Staff("S4", "公园巡查", "Park warden", login="x1"),
)
POSTS = (
    Post("1", "S1", "collector", "d1", 8 * 60, 18 * 60),
    Post("2", "S2", "collector", "410102", 22 * 60, 6 * 60),
    Post("3", "S3", "grid_leader", "d1"),
    Post("4", "S4", "collector", "Z1", 8 * 60, 12 * 60),
)
PARK = SpecialGrid("Z1", "exclusive", "人民公园", "People's Park", unit="bureau", rings=(_PARK,))
_SQUARES = flatten([shapely.box(113.5 + n * 0.02, 34.7, 113.52 + n * 0.02, 34.72) for n in (0, 1)])
GRIDS = build(_SQUARES, ["a", "b"], {"district": ["410102", "410103"], "duty": ["d1", "d2"]}, {})


def town() -> City:
    """A collector by day and a leader in grid d1, a patrol by night in its district, a warden in the park."""
    levels = (GridLevel(3, "duty", "三级网格", "level-three grid"),)
    places = {"d1": ("一号责任网格", "Grid one"), "410102": ("西区", "West"), "Z1": ("人民公园", "People's Park")}
    organisation = Organisation(levels, (PARK,), (), STAFF, POSTS)
    return replace(small_city(), grids=GRIDS, sketch=GRIDS.sketch(30), places=places, organisation=organisation)
