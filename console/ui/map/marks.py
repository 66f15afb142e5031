"""The cases as marks: arrays that take changes one by one and are drawn from an atlas in one call per layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from console.ui.map.camera import Box, Camera
from console.ui.map.case import MapCase
from rules.grid.plane import Plane
from rules.grid.values import Floats, Ints


class Sprite(IntEnum):
    """What a mark looks like; a higher one is drawn over a lower one."""

    NONE = 0
    IN_TIME = 1
    PAUSED = 2
    NEAR = 3
    OVER = 4
    UNSENT = 5


FIRST_LOUD = Sprite.NEAR
"""From here on marks are drawn over the names of districts, and street names make way for them."""
URGENT = 8
"""Added to the sprite's number where the case is urgent: drawn over what is not."""
_SPRITES = {"in_time": Sprite.IN_TIME, "near": Sprite.NEAR, "over": Sprite.OVER, "paused": Sprite.PAUSED}
HIT_PX = 14.0


def sprite_of(case: MapCase) -> Sprite:
    """What a case looks like on the map."""
    return Sprite.UNSENT if case.unsent else _SPRITES.get(case.lamp, Sprite.NONE)


class Marks:
    """All cases of the map. `version` grows with every change, `loud_version` with those that names must heed."""

    def __init__(self, plane: Plane, n_grids: int) -> None:
        self._plane = plane
        self._cases: list[MapCase | None] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []
        self._xy: Floats = np.zeros((1024, 2))
        self._rank: Ints = np.full(1024, -1, np.int32)
        self.open: Ints = np.zeros(n_grids, np.int32)
        self.over: Ints = np.zeros(n_grids, np.int32)
        self.version = 0
        self.loud_version = 0
        self._order: npt.NDArray[np.int64] | None = None
        self._drawn: tuple[Floats, Ints] = (self._xy[:0], self._rank[:0])

    def __len__(self) -> int:
        return len(self._slots)

    def get(self, case_id: str) -> MapCase | None:
        """A case by its id."""
        slot = self._slots.get(case_id)
        return None if slot is None else self._cases[slot]

    def position(self, case: MapCase) -> tuple[float, float]:
        """Where a case stands on the plane, in metres."""
        return self._plane.metres(case.lon, case.lat)

    def change(self, changed: Iterable[MapCase], removed: Sequence[str] = ()) -> None:
        """Take new and changed cases, and drop the removed ones; unknown ids are passed over."""
        for case_id in removed:
            self._drop(case_id)
        for case in changed:
            self._drop(case.id)
            self._put(case)
        self.version += 1
        self._order = None

    def _drop(self, case_id: str) -> None:
        slot = self._slots.pop(case_id, None)
        if slot is None:
            return
        case = self._cases[slot]
        if case is not None:
            self._count(case, -1)
        self._cases[slot] = None
        self._heed(slot)
        self._rank[slot] = -1
        self._free.append(slot)

    def _put(self, case: MapCase) -> None:
        slot = self._free.pop() if self._free else self._new_slot()
        self._slots[case.id] = slot
        self._cases[slot] = case
        self._xy[slot] = self.position(case)
        self._rank[slot] = sprite_of(case) + (URGENT if case.urgent else 0)
        self._heed(slot)
        self._count(case, +1)

    def _heed(self, slot: int) -> None:
        self.loud_version += int(self._rank[slot] % URGENT >= FIRST_LOUD)

    def _new_slot(self) -> int:
        self._cases.append(None)
        if len(self._cases) > len(self._xy):
            self._xy = np.concatenate([self._xy, np.zeros_like(self._xy)])
            self._rank = np.concatenate([self._rank, np.full_like(self._rank, -1)])
        return len(self._cases) - 1

    def _count(self, case: MapCase, step: int) -> None:
        if 0 <= case.grid < len(self.open):
            self.open[case.grid] += step
            if case.lamp == "over":
                self.over[case.grid] += step

    def _in_order(self) -> npt.NDArray[np.int64]:
        if self._order is None:
            used = np.flatnonzero(self._rank >= 0)
            self._order = used[np.argsort(self._rank[used], kind="stable")]
            self._drawn = (self._xy[self._order], self._rank[self._order])
        return self._order

    def in_order(self) -> tuple[Floats, Ints]:
        """Of all marks, lowest first: positions in metres (n, 2) and ranks (n,): the `Sprite`, + `URGENT`."""
        self._in_order()
        return self._drawn

    def count_in(self, box: Box) -> int:
        """How many marks lie in a box."""
        x, y = self.in_order()[0].T
        return int(np.count_nonzero((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])))

    def in_view(self, camera: Camera, margin_px: float = 16) -> tuple[npt.NDArray[np.int64], Floats]:
        """Slots of what the screen shows, lowest first, and their positions on the screen (n, 2)."""
        slots = self._in_order()
        screen = self._drawn[0] * (1 / camera.mpp, -1 / camera.mpp) + camera.origin
        x, y = screen.T
        shown = (x > -margin_px) & (x < camera.width + margin_px) & (y > -margin_px) & (y < camera.height + margin_px)
        return slots[shown], screen[shown]

    def loud_in(self, box: Box) -> Floats:
        """Positions in metres (n, 2) of the marks in a box for which names make way."""
        xy, rank = self.in_order()
        x, y = xy.T
        loud = rank % URGENT >= FIRST_LOUD
        found: Floats = xy[loud & (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])]
        return found

    def sprites(self, slots: npt.NDArray[np.int64]) -> Ints:
        """The `Sprite` of each slot."""
        sprites: Ints = self._rank[slots] % URGENT
        return sprites

    def urgent(self, slots: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Whether each slot's case is urgent."""
        urgent: npt.NDArray[np.bool_] = self._rank[slots] >= URGENT
        return urgent

    def at(self, camera: Camera, px: float, py: float, hidden: Any = ()) -> MapCase | None:
        """The case under a point of the screen: of those within reach the one drawn nearest, the upper one if equal.

        `hidden` are sprites that are not drawn and cannot be hit.
        """
        slots, screen = self.in_view(camera)
        away = np.hypot(*(screen - (px, py)).T)
        hit = (away <= HIT_PX) & ~np.isin(self.sprites(slots), list(hidden))
        if not hit.any():
            return None
        slots, away = slots[hit], away[hit]
        # Marks stand on whole px: what is less than half a px nearer is no nearer to the eye.
        best = np.lexsort((-self._rank[slots], np.round(away)))[0]
        return self._cases[int(slots[best])]
