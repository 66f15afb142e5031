"""What the colour of a grid says: open cases in it, the overdue share or the open cases of its responsibility grid."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from console.ui.look.tokens import Tokens
from rules.grid.values import Ints


class Layer(IntEnum):
    """What is shown; five steps each."""

    OPEN = 0
    OVERDUE = 1
    DUTY = 2


STEPS = {
    Layer.OPEN: (1, 2, 3, 4),
    Layer.OVERDUE: (1, 6, 11, 21),
    Layer.DUTY: (1, 6, 11, 21),
}
"""The least value of steps 2 to 5: open cases, per cent overdue, open cases."""


def classes(layer: Layer, open_: Ints, over: Ints, duty: Ints) -> npt.NDArray[np.uint8]:
    """The step, 0 to 4, of each unit grid. `open_` and `over` count cases per grid; `duty` is its responsibility grid.

    Grids without a responsibility grid (-1) stay at 0 where the layer speaks of responsibility grids.
    """
    if layer is Layer.OPEN:
        values = open_
    else:
        known = duty >= 0
        size = int(duty.max(initial=-1)) + 1
        all_open = np.bincount(duty[known], open_[known], size)
        all_over = np.bincount(duty[known], over[known], size)
        share = np.ceil(100 * all_over / np.maximum(all_open, 1))
        per_duty = all_open if layer is Layer.DUTY else share
        values = np.where(known, np.append(per_duty, 0)[duty], 0).astype(np.int32)
    return np.searchsorted(STEPS[layer], values, side="right").astype(np.uint8)


def colours(steps: npt.NDArray[np.uint8], tokens: Tokens) -> npt.NDArray[np.uint32]:
    """0xAARRGGBB by id: outside every grid first, then each grid's step."""
    ramp = np.array([_argb(colour) for colour in tokens.map_steps], np.uint32)
    return np.concatenate([np.array([_argb(tokens.map_bg)], np.uint32), ramp[steps]])


def _argb(colour: str) -> int:
    return 0xFF000000 | int(colour[1:], 16)
