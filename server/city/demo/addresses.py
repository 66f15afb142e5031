"""Addresses of the demo city: houses and lanes along its roads, places with a name, components; the same everywhere.

Only sums, products and square roots of floats are used, which all machines round alike; points are whole 1e-7 degrees.
"""

import tomllib
from importlib.resources import files
from typing import Any

from rules.gazetteer import Gazetteer
from rules.grid import Grids
from server.city.demo.along import Way
from server.city.demo.chance import Chance
from server.city.demo.fixtures import demo_components
from server.city.demo.houses import demo_houses
from server.city.demo.landmarks import demo_pois

SEED = 20_150_423


def demo_gazetteer(grids: Grids) -> Gazetteer:
    """All addresses of the demo city, from its roads and areas."""
    told: dict[str, Any] = tomllib.loads(files("server.city.demo").joinpath("data/points.toml").read_text("utf-8"))
    ways = [Way.of(road, grids.plane) for road in grids.roads if road.name]
    houses = demo_houses(ways, told["houses"], Chance(SEED), grids)
    pois = demo_pois(houses, told["pois"], Chance(SEED + 1), grids)
    return Gazetteer(grids.plane, houses, pois, demo_components(ways, told["components"], grids))
