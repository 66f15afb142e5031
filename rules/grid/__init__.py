"""Geometry of a city: unit grids as an exact partition, what they belong to, roads and zones; where a point lies.

Everything is integers of 1e-7 degree CGCS2000 (longitude first), so that console, server and every machine agree.
"""

from rules.grid.building import BadShape, build, flatten
from rules.grid.codec import BadGrids
from rules.grid.grids import Grids, Level
from rules.grid.plane import Plane
from rules.grid.streets import Crossings, Nearby
from rules.grid.values import Border, EdgeKind, Edges, Named, Road, RoadClass, Shapes, Zone

__all__ = [
    "BadGrids",
    "BadShape",
    "Border",
    "Crossings",
    "EdgeKind",
    "Edges",
    "Grids",
    "Level",
    "Named",
    "Nearby",
    "Plane",
    "Road",
    "RoadClass",
    "Shapes",
    "Zone",
    "build",
    "flatten",
]
