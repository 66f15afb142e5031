"""What the map knows of a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MapCase:
    """A case as a mark on the map. `lon`, `lat` in 1e-7 degree CGCS2000; `lamp` is a value of `rules.deadlines.Lamp`.

    `grid` is the number of its unit grid, -1 = nowhere; `label` is shown when it is chosen. `dispatch_to` names the
    unit that one click dispatches to; empty when the case cannot be dispatched now.
    """

    id: str
    lon: int
    lat: int
    lamp: str
    urgent: bool
    unsent: bool
    grid: int
    label: str
    dispatch_to: str = ""
