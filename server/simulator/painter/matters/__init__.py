"""What was reported, painted into the scene: one function per matter, before and after."""

from collections.abc import Callable
from typing import Final

from server.simulator.painter.canvas import Canvas
from server.simulator.painter.matters.bikes import bikes
from server.simulator.painter.matters.manhole import manhole
from server.simulator.painter.matters.parking import parking
from server.simulator.painter.matters.posters import posters
from server.simulator.painter.matters.refuse import refuse
from server.simulator.painter.matters.stall import stall
from server.simulator.painter.matters.water import water
from server.simulator.painter.street import Street

Paint = Callable[[Canvas, Street, bool], None]


def plain(canvas: Canvas, street: Street, solved: bool) -> None:
    """Nothing: the street as it is."""


PAINTS: Final[dict[str, Paint]] = {
    "refuse": refuse,
    "manhole": manhole,
    "stall": stall,
    "bikes": bikes,
    "water": water,
    "parking": parking,
    "posters": posters,
    "plain": plain,
}
