"""The two cases of the newspaper (scene S1), brought as far as a test needs them by people over the interface."""

from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import pyogrio
import shapely

from tests.together.harness.city import City

REFUSE = "陇海路与秦岭路交会处有暴露垃圾"
COVER = "中原路与文化宫路交叉口南20米有一井盖松动"
REFUSE_CONDITION, COVER_CONDITION = "event-01-10-1", "component-01-02-1"


METRES_PER_DEGREE = 111_195  # of a sphere of the earth's mean radius; good to a few metres within a city


def true_places(folder: Path) -> dict[str, tuple[float, float]]:
    """Where the two texts mean, lon and lat in degrees, by where the lines of the city's layer of roads cross."""
    _, _, shapes, (names, *_) = pyogrio.raw.read(folder / "roads.gpkg", columns=["name"])

    def crossing(one: str, other: str) -> tuple[float, float]:
        both = (shapely.union_all(shapely.from_wkb(shapes[names == name])) for name in (one, other))
        point = shapely.intersection(*both).centroid
        return point.x, point.y

    lon, lat = crossing("中原路", "文化宫路")
    return {REFUSE: crossing("陇海路", "秦岭路"), COVER: (lon, lat - 20 / METRES_PER_DEGREE)}


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points near each other, lon and lat in degrees."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return hypot(east, one[1] - other[1]) * METRES_PER_DEGREE


def whereabouts(city: City, words: str) -> tuple[int, int]:
    """The point that the city's own streets give for a text, in 1e-7 degree."""
    grids = city.rules().grids
    assert grids is not None
    point = grids.find_place(words)
    assert point is not None, words
    return point


def reported(city: City, words: str, **more: Any) -> str:
    """Posted as a text with its point; the case's id."""
    lon, lat = whereabouts(city, words)
    return city.person("chen").report(words, address=words, lon=lon, lat=lat, source="media", **more)


def filed(city: City, words: str, condition: str, **more: Any) -> str:
    """Reported, accepted and filed: it waits for its dispatch."""
    case_id = reported(city, words, **more)
    city.person("chen").do("accept", case_id, category=condition.rpartition("-")[0])
    city.person("zhao").do("file", case_id, condition=condition)
    return case_id


def refuse(city: City) -> str:
    """The refuse on Longhai Road, waiting for its dispatch; 4 work hours."""
    return filed(city, REFUSE, REFUSE_CONDITION)


def cover(city: City) -> str:
    """The loose cover on Zhongyuan Road, waiting for its dispatch; urgent, 2 hours."""
    return filed(city, COVER, COVER_CONDITION)


def closing_of(city: City, case_id: str) -> list[str]:
    """The closing conditions of a filed case, as the shift leader ticks them."""
    condition = city.rules().conditions[city.person("zhao").case(case_id)["condition"]]
    return list(condition.closing)
