"""Surfaces made once per process: paving, asphalt, grunge, noise. Arrays are uint8: red, green, blue, glow."""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TILE = 512
PIXELS_PER_METRE = 160
LEVELS = 6
"""Each surface is kept at 512, 256 … 16 pixels, so that far ground does not flicker."""
PAVINGS = 6
NOISE = 768
TEXELS = sum((TILE >> level) ** 2 for level in range(LEVELS))

Texels: TypeAlias = NDArray[np.uint32]


def fractal(size: int, seed: int, coarse: int = 4, octaves: int = 6, fall: float = 0.6) -> NDArray[np.float32]:
    """Cloudy noise of mean 0 and deviation 1 that repeats at its edges, `size` × `size`."""
    random = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    weight = 1.0
    for octave in range(octaves):
        cells = min(size, coarse << octave)
        small = random.normal(0, 1, (cells, cells)).astype(np.float32)
        wide = Image.fromarray(np.tile(small, (3, 3))).resize((3 * size, 3 * size), Image.Resampling.BICUBIC)
        total += weight * np.asarray(wide)[size : 2 * size, size : 2 * size]
        weight *= fall
    return np.asarray((total - total.mean()) / total.std(), np.float32)


def _grain(size: int, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(0, 1, (size, size)).astype(np.float32)


def _packed(rgb: NDArray[np.float32]) -> Texels:
    """All levels of a surface, one after the other, as red | green << 8 | blue << 16."""
    picture = Image.fromarray(np.clip(rgb, 1, 250).astype(np.uint8))
    levels = []
    for level in range(LEVELS):
        small = np.asarray(picture.reduce(1 << level) if level else picture).astype(np.uint32)
        levels.append((small[..., 0] | small[..., 1] << 8 | small[..., 2] << 16).ravel())
    return np.concatenate(levels)


def _shaded(colour: tuple[int, int, int], light: NDArray[np.float32]) -> NDArray[np.float32]:
    return light[..., None] * np.array(colour, np.float32)


@cache
def asphalt(kind: int) -> Texels:
    """Worn asphalt: stones, bitumen, old stains. Two kinds: grey and dark."""
    light = 1 + 0.10 * _grain(TILE, 10 + kind) + 0.07 * fractal(TILE, 20 + kind) + 0.05 * fractal(TILE, 22, 32)
    cracks = np.abs(fractal(TILE, 30 + kind, 3, 7, 0.55)) < 0.012
    return _packed(_shaded(((112, 112, 111), (92, 94, 97))[kind], np.where(cracks, light * 0.62, light)))


@cache
def paving(kind: int) -> Texels:
    """Pavement of one of six patterns with its joints, every stone a little different."""
    stones, colour = _PATTERNS[kind](kind)
    light = 1 + 0.045 * _grain(TILE, 40 + kind) + 0.06 * fractal(TILE, 50 + kind, 3)
    rgb = _shaded(colour, light) if stones.ndim == 2 else light[..., None] * np.array([1, 1, 1], np.float32)
    rgb = rgb * (stones[..., None] if stones.ndim == 2 else stones)
    return _packed(rgb)


def _bricks(wide: int, high: int, seed: int, shift: bool, spread: float = 0.07) -> NDArray[np.float32]:
    """Factor of each pixel: a stone's own tone, dark joints, a bright upper edge."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:TILE, 0:TILE]
    row = rows // high
    across = (columns + (row % 2) * (wide // 2) * int(shift)) % TILE
    tone = 1 + random.normal(0, spread, (TILE // high + 1, TILE // wide + 1)).astype(np.float32)
    light = tone[row, across // wide]
    joint = (rows % high < 3) | (across % wide < 3)
    edge = (rows % high == 3) | (across % wide == 3)
    return np.where(joint, 0.55, np.where(edge, light * 1.1, light)).astype(np.float32)


def _slabs(seed: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    return _bricks(128, 64, seed, shift=True), (158, 155, 150)


def _squares(seed: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    return _bricks(64, 64, seed, shift=False, spread=0.05), (150, 144, 134)


def _red(seed: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    return _bricks(64, 32, seed, shift=True, spread=0.09), (150, 112, 98)


def _granite(seed: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    return _bricks(128, 128, seed, shift=False, spread=0.04) + 0.09 * _grain(TILE, seed), (142, 142, 144)


def _checks(seed: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    """Red and ochre squares in turns, as in many older streets."""
    light = _bricks(64, 64, seed, shift=False)
    rows, columns = np.mgrid[0:TILE, 0:TILE] // 64
    red = ((rows + columns) % 2 == 0)[..., None]
    colours = np.where(red, np.array([148, 106, 92], np.float32), np.array([164, 150, 118], np.float32))
    return light[..., None] * colours, (1, 1, 1)


def _concrete(seed: int) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    return _bricks(512, 512, seed, shift=False) + 0.05 * fractal(TILE, seed, 5), (150, 149, 145)


_PATTERNS = (_slabs, _squares, _red, _granite, _checks, _concrete)


@cache
def grunge() -> Image.Image:
    """A mask of weather on walls, 1024 × 1024: stains run down from above."""
    blots = np.asarray(Image.fromarray(fractal(512, 60, 6)).resize((1024, 2048)))[:1024]
    mask = 42 + 26 * blots + 10 * _grain(1024, 62)
    return Image.fromarray(np.clip(mask, 0, 150).astype(np.uint8))


@cache
def noise(deviation: int) -> Image.Image:
    """Sensor noise of one band to be added modulo 256, NOISE × NOISE, cut at ±12."""
    random = np.random.default_rng(70 + deviation)
    fine = random.normal(0, deviation, (NOISE, NOISE))
    soft = (fine + np.roll(fine, 1, 0) + np.roll(fine, 1, 1)) * 0.62
    return Image.fromarray(np.clip(np.rint(soft), -12, 12).astype(np.int8).view(np.uint8))


@cache
def blot(strength: int = 255) -> Image.Image:
    """A soft round spot, 128 × 128: the mask of shadows, stains and light."""
    rows, columns = np.mgrid[0:128, 0:128]
    away = np.hypot(rows - 63.5, columns - 63.5) / 64
    return Image.fromarray((strength * np.clip(1 - away, 0, 1) ** 1.4).astype(np.uint8))


@cache
def speckle() -> Image.Image:
    """Irregular dark spots with holes, 512 × 512: the mask of dirt and of drying water."""
    spots = fractal(512, 80, 5, 7, 0.7)
    return Image.fromarray(np.clip(110 + 90 * spots, 0, 255).astype(np.uint8))
