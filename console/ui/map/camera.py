"""The camera: what part of the plane is shown, at which of the fixed scales.

Scales are a factor √2 apart, so that tiles drawn at one of them are copied to the screen without resampling.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MPP_0 = 40.96
"""Metres per pixel at level 0."""

Box = tuple[float, float, float, float]
"""West, south, east, north in metres of the plane."""


def scale_of(level: int) -> float:
    """Metres per pixel of a level; higher levels are closer."""
    return MPP_0 * math.pow(2, -level / 2)


def level_of(mpp: float) -> int:
    """The nearest level of a scale."""
    return round(2 * math.log2(MPP_0 / mpp))


def level_to_fit(box: Box, width: int, height: int) -> int:
    """The closest level at which the whole box is visible."""
    mpp = max((box[2] - box[0]) / max(width, 1), (box[3] - box[1]) / max(height, 1), 1e-3)
    return math.floor(2 * math.log2(MPP_0 / mpp) + 1e-9)


@dataclass(frozen=True, slots=True)
class Camera:
    """Centre in metres (y north), level, and the size of the screen in px (y down)."""

    x: float
    y: float
    level: int
    width: int
    height: int

    @property
    def mpp(self) -> float:
        """Metres per pixel."""
        return scale_of(self.level)

    @property
    def box(self) -> Box:
        """What is visible."""
        half_w, half_h = self.width / 2 * self.mpp, self.height / 2 * self.mpp
        return (self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h)

    @property
    def origin(self) -> tuple[float, float]:
        """The screen position of the plane's origin, on whole pixels so that tiles and lines always agree."""
        return round(self.width / 2 - self.x / self.mpp), round(self.height / 2 + self.y / self.mpp)

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """The screen position of a point of the plane."""
        left, top = self.origin
        return left + x / self.mpp, top - y / self.mpp

    def to_plane(self, px: float, py: float) -> tuple[float, float]:
        """The point of the plane at a screen position."""
        left, top = self.origin
        return (px - left) * self.mpp, (top - py) * self.mpp

    def panned(self, dx: float, dy: float) -> Camera:
        """Moved so that what is shown moves by (dx, dy) px."""
        return replace(self, x=self.x - dx * self.mpp, y=self.y + dy * self.mpp)

    def zoomed(self, steps: int, px: float, py: float) -> Camera:
        """Moved closer by so many levels, with the point at (px, py) staying where it is."""
        x, y = self.to_plane(px, py)
        mpp = scale_of(self.level + steps)
        return replace(
            self, level=self.level + steps, x=x + (self.width / 2 - px) * mpp, y=y - (self.height / 2 - py) * mpp
        )

    def fitted(self, box: Box, low: int = 0) -> Camera:
        """Moved so that the whole box is visible, above `low` px at the lower edge."""
        level = level_to_fit(box, self.width, max(self.height - low, 1))
        y = (box[1] + box[3]) / 2 - low / 2 * scale_of(level)
        return replace(self, x=(box[0] + box[2]) / 2, y=y, level=level)

    def sees(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether a point lies on the screen, `margin` px inside its edges."""
        px, py = self.to_screen(x, y)
        return margin <= px <= self.width - margin and margin <= py <= self.height - margin


def grown(box: Box, share: float) -> Box:
    """The box with `share` of its size added on each side."""
    dx, dy = (box[2] - box[0]) * share, (box[3] - box[1]) * share
    return (box[0] - dx, box[1] - dy, box[2] + dx, box[3] + dy)


def contains(outer: Box, inner: Box) -> bool:
    """Whether `inner` lies wholly in `outer`."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
