"""Qt's small values in numpy's memory: thousands of lines or marks go to the painter in one call, no object for each.

`pyqtgraph.Qt.internals` has the like, but the whole of pyqtgraph comes with it, and the map's first picture would wait.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from shiboken6 import Shiboken


class Values:
    """`count` values of a Qt class that is made of `fields` doubles alone (QLineF, QPainter.PixmapFragment).

    Fill `array` (count, fields); `arguments` are what the painter's native call takes while this lives.
    """

    def __init__(self, kind: type, fields: int, count: int) -> None:
        self._kind = kind
        self.array: npt.NDArray[np.float64] = np.empty((count, fields))

    def arguments(self) -> tuple[Any, int]:
        """The first value and how many there are; `count` must be 1 or more."""
        return Shiboken.wrapInstance(self.array.ctypes.data, self._kind), len(self.array)
