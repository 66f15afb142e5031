"""A place that is nobody's (scene S4): so many metres from the border of two districts, with no owner within 20 m."""

import math
from itertools import product

from rules.city import City as Rules
from rules.grid import Grids

UNIT = 10_000_000
COVER = "component-01-02"


def nobodys_place(city: Rules, own: str, other: str, metres: int) -> tuple[int, int]:
    """A point of `own` so far from `other` (codes of districts), 1e-7 degree, for which no cover is near."""
    grids = city.grids
    assert grids is not None
    for inside, outside in _neighbours(grids, own, other):
        point = _beside_border(grids, inside, outside, metres)
        if point and _is_nobodys(city, point) and _fits(grids, point, own, other, metres):
            return point
    raise LookupError(f"no such place between {own} and {other}")


def beside(grids: Grids, point: tuple[int, int], metres: float, degrees: float) -> tuple[int, int]:
    """So many metres from a point, in a direction from the east, counter-clockwise."""
    x, y = grids.plane.metres(*point)
    turn = math.radians(degrees)
    lon, lat = grids.plane.degrees(x + metres * math.cos(turn), y + metres * math.sin(turn))
    return int(lon), int(lat)


def strip_around(grids: Grids, point: tuple[int, int], half_m: float) -> list[list[int]]:
    """A drawn square around a point, as a ruling names it."""
    corners = (beside(grids, point, half_m * math.sqrt(2), turn) for turn in (45, 135, 225, 315))
    return [list(corner) for corner in corners]


def metres_to(grids: Grids, point: tuple[int, int], limit: float) -> int:
    """How far the nearest other district is, in whole metres, as the product says it."""
    border = grids.border_within(*point, limit)
    assert border is not None
    return round(border.metres)


def _neighbours(grids: Grids, own: str, other: str):  # type: ignore[no-untyped-def]
    """Pairs of points, one in each district, some hundred metres apart."""
    codes = [each.code for each in grids.districts]
    ours = [p for p, d in zip(grids.points.tolist(), grids.district.tolist(), strict=True) if d == codes.index(own)]
    theirs = [p for p, d in zip(grids.points.tolist(), grids.district.tolist(), strict=True) if d == codes.index(other)]
    near = [p for p in ours if grids.border_within(int(p[0]), int(p[1]), 300) is not None]
    for one, two in product(near, theirs):
        if abs(one[0] - two[0]) < 60_000 and abs(one[1] - two[1]) < 60_000:
            yield tuple(one), tuple(two)


def _beside_border(
    grids: Grids, inside: tuple[int, int], outside: tuple[int, int], metres: int
) -> tuple[int, int] | None:
    """Back from where the way between the two leaves the first one's district until the border is so far away."""
    low, high = 0.0, 1.0
    home = _district(grids, inside)
    for _ in range(40):
        middle = (low + high) / 2
        if _district(grids, _between(inside, outside, middle)) == home:
            low = middle
        else:
            high = middle
    near, far = low, 0.0
    for _ in range(40):
        middle = (near + far) / 2
        border = grids.border_within(*_between(inside, outside, middle), 200)
        if border is not None and border.metres < metres:
            near = middle
        else:
            far = middle
    point = _between(inside, outside, near)
    return point if _district(grids, point) == home else None


def _between(one: tuple[int, int], two: tuple[int, int], part: float) -> tuple[int, int]:
    return round(one[0] + (two[0] - one[0]) * part), round(one[1] + (two[1] - one[1]) * part)


def _district(grids: Grids, point: tuple[int, int]) -> int:
    here = grids.locate(*point)
    return -1 if here is None else int(grids.district[here])


def _is_nobodys(city: Rules, point: tuple[int, int]) -> bool:
    assert city.gazetteer is not None
    return city.gazetteer.component_near(*point, COVER, 40) is None


def _fits(grids: Grids, point: tuple[int, int], own: str, other: str, metres: int) -> bool:
    """That border is the nearest, and a point 8 m farther in is as much in the district and as near to it."""
    border, here = grids.border_within(*point, 30), grids.locate(*point)
    if border is None or here is None or abs(border.metres - metres) > 0.4:
        return False
    codes = [each.code for each in grids.districts]
    return codes[int(grids.district[here])] == own and codes[border.other] == other
