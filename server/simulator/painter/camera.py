"""Where things stand in the picture: a street in one-point perspective, seen from eye height.

Metres: x to the right of the eye, y up from the ground, z ahead. The street has a wall of houses beside the pavement
(`near`, on the right where positive), a road, and houses across it (`far`).
"""

import math
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from server.simulator.painter import materials

WIDE, HIGH = 1120, 840
"""The scene's own size in pixels: photos are cuts of it."""
FINE = 2
"""The scene is drawn at twice its size and then reduced, so that edges are smooth."""
NEAR_FROM, NEAR_TO, FAR_TO = 3.4, 16.0, 72.0
NEAR_PPM, MID_PPM, ACROSS_PPM = 76, 27, 22
NEAR_HIGH, MID_HIGH, ACROSS_HIGH = 10.5, 27.0, 24.0
ACROSS_FROM = 9.0
Point = tuple[float, float]
Floats = NDArray[np.float32]


def elevation_size(ppm: int, z_from: float, z_to: float, high: float) -> tuple[int, int]:
    """Pixels of a wall's texture."""
    return round((z_to - z_from) * ppm), round(high * ppm)


@dataclass(frozen=True)
class Camera:
    """One standpoint. `vanish`, `horizon` in pixels of the scene; `kerb` lies between the pavement and the road."""

    vanish: float
    horizon: float
    near: float
    kerb: float
    far_kerb: float
    far: float
    focal: float = 766.0
    eye: float = 1.55

    @property
    def side(self) -> int:
        """1 where the pavement's houses are on the right, -1 on the left."""
        return 1 if self.near > 0 else -1

    def at(self, x: float, y: float, z: float) -> Point:
        """Pixel of a place in the street."""
        scale = self.focal / max(z, 0.3)
        return self.vanish + x * scale, self.horizon + (self.eye - y) * scale

    def scale(self, z: float) -> float:
        """Pixels per metre at the distance z."""
        return self.focal / max(z, 0.3)

    @cached_property
    def depth(self) -> NDArray[np.uint8]:
        """How much air lies before each pixel, 0 … 255 at 90 m: shape (HIGH, WIDE)."""
        _, _, distance = self._planes(1)
        return np.asarray(250 * (1 - np.exp(-np.minimum(distance, 90) / 38)), np.uint8)

    @cached_property
    def texels(self) -> NDArray[np.intp]:
        """For each fine pixel its place in the street's table of colours: sky, walls, paving, asphalt.

        Of the type that numpy looks up with; any other would be converted each time.
        """
        kind, (dx, dy), z = self._planes(FINE)
        index = np.zeros(z.shape, np.int32)
        first = 1
        for wall, (ppm, z_from, z_to, high) in enumerate(WALLS):
            here = (kind == (1 if wall < 2 else 2)) & (z < z_to) & ((wall != 1) | (z >= z_from))
            index[here] = first + self._wall(wall, z[here], dy[here], (ppm, z_from, z_to, high))
            first += int(np.prod(elevation_size(ppm, z_from, z_to, high)))
        ground = (kind == 0) & (z < 400)
        index[ground] = first + self._ground(dx[ground] * z[ground], z[ground])
        return index.astype(np.intp)

    def _planes(self, fine: int) -> tuple[NDArray[np.uint8], tuple[Floats, Floats], Floats]:
        """Which plane each pixel shows (0 ground, 1 near houses, 2 houses across), its rays, its distance in metres."""
        rows, columns = np.mgrid[0 : HIGH * fine, 0 : WIDE * fine].astype(np.float32)
        dx = ((columns + 0.5) / fine - self.vanish) / self.focal
        dy = ((rows + 0.5) / fine - self.horizon) / self.focal
        with np.errstate(divide="ignore"):
            away = np.stack(
                [_ahead(np.float32(at), by) for at, by in ((self.eye, dy), (self.near, dx), (self.far, dx))]
            )
        kind = away.argmin(0).astype(np.uint8)
        return kind, (dx, dy), away.min(0)

    def _wall(self, wall: int, z: Floats, dy: Floats, texture: tuple[int, float, float, float]) -> NDArray[np.int32]:
        ppm, z_from, z_to, high = texture
        wide, rows = elevation_size(*texture)
        from_far = (self.side > 0) == (wall < 2)
        along = (z_to - z if from_far else z - z_from) * ppm
        down = (high - (self.eye - dy * z)) * ppm
        column = np.clip(along, 0, wide - 1).astype(np.int32)
        return np.asarray(np.clip(down, 0, rows - 1).astype(np.int32) * wide + column, np.int32)

    def _ground(self, x: Floats, z: Floats) -> NDArray[np.int32]:
        """Paving beyond either kerb, asphalt between; the level by how small a texel gets there."""
        foot = materials.PIXELS_PER_METRE * z * np.sqrt(z / self.eye) / (self.focal * FINE)
        level = np.clip(np.log2(np.maximum(foot, 1)) + 0.3, 0, materials.LEVELS - 1).astype(np.int32)
        side = np.int32(materials.TILE) >> level
        base = np.array([sum((materials.TILE >> n) ** 2 for n in range(k)) for k in range(materials.LEVELS)], np.int32)
        tile = materials.TILE / materials.PIXELS_PER_METRE
        u, v = ((np.mod(c, tile) / tile * side).astype(np.int32) % side for c in (x, z))
        across = x * self.side
        road = (across < self.kerb * self.side) & (across > self.far_kerb * self.side)
        return np.asarray(base[level] + v * side + u + np.where(road, materials.TEXELS, 0), np.int32)


WALLS = (
    (NEAR_PPM, NEAR_FROM, NEAR_TO, NEAR_HIGH),
    (MID_PPM, NEAR_TO, FAR_TO, MID_HIGH),
    (ACROSS_PPM, ACROSS_FROM, FAR_TO, ACROSS_HIGH),
)


def depth_at(z: float) -> int:
    """How much air lies before a thing at z metres, in the terms of `Camera.depth`."""
    return int(250 * (1 - math.exp(-min(z, 90) / 38)))


def _ahead(at: np.float32, by: Floats) -> Floats:
    away = at / by
    return np.where(away > 0, away, np.float32(1e6)).astype(np.float32)


@cache
def camera(number: int) -> Camera:
    """One of the four standpoints: two with the houses on the right, two on the left."""
    right = number % 2 == 0
    vanish, horizon, near, kerb, wide = ((0.36, 0.41, 3.9, -1.9, 8.6), (0.44, 0.385, 3.3, -2.3, 11.2))[number // 2 % 2]
    sign = 1 if right else -1
    return Camera(
        vanish=WIDE * (vanish if right else 1 - vanish),
        horizon=HIGH * horizon,
        near=sign * near,
        kerb=sign * kerb,
        far_kerb=sign * (kerb - wide),
        far=sign * (kerb - wide - 3.2),
    )
