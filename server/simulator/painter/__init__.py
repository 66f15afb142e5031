"""A painter of synthetic street photos, before and after, true and false: what the simulator's people send in."""

from server.simulator.painter.painter import Painter
from server.simulator.painter.shot import MATTERS, TRICKS, WEATHERS, Shot

__all__ = ["MATTERS", "TRICKS", "WEATHERS", "Painter", "Shot"]
