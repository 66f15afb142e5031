"""Standing water: it mirrors what is above it, with ripples; afterwards a damp, drying place."""

import numpy as np
from PIL import Image

from server.simulator.painter import materials, trees
from server.simulator.painter.canvas import MODE, SKY, Canvas
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street


def water(canvas: Canvas, street: Street, solved: bool) -> None:
    """A pool of 4 to 6 metres that reaches from the pavement towards the kerb."""
    random = chance("water", street.number)
    x, z = street.spot[0] - street.camera.side * 0.7, street.spot[1] + 0.6
    wide, deep = random.uniform(4.4, 6.4), random.uniform(4.6, 6.0)
    if solved:
        trees.dirt(canvas, (x, 0, z), wide, deep, 120)
        canvas.shade((x, 0, z), wide * 0.8, deep * 0.7, 50)
        return
    trees.dirt(canvas, (x, 0, z), wide * 1.15, deep * 1.12, 170)
    pool(canvas, (x, z), (wide, deep), street.number)


def pool(canvas: Canvas, at: tuple[float, float], size: tuple[float, float], seed: int) -> None:
    """A pool with ragged edges at x, z."""
    (x, z), (wide, deep) = at, size
    left, top = (round(v) for v in canvas.at((x - wide / 2, 0, z + deep / 2)))
    right, bottom = round(canvas.at((x + wide / 2, 0, z))[0]), round(canvas.at((x, 0, max(1.8, z - deep / 2)))[1])
    left, right, bottom = max(left, 0), min(right, canvas.image.width), min(bottom, canvas.image.height)
    if right - left < 8 or bottom - top < 8:
        return
    mirror = _mirror(canvas, (left, top, right, bottom))
    canvas.image.paste(mirror, (left, top), _edge((right - left, bottom - top), seed))


def _mirror(canvas: Canvas, box: tuple[int, int, int, int]) -> Image.Image:
    """What stands above the horizon, upside down, darker, shaken along each row."""
    left, top, right, bottom = box
    pixels = np.asarray(canvas.image)
    horizon = canvas.camera.horizon * canvas.zoom
    rows = np.arange(top, bottom)
    wave = np.sin(rows * 0.55) + np.sin(rows * 0.17 + 1)
    source = np.clip(2 * horizon - rows * 0.98 + wave * 1.6, 0, canvas.image.height - 1).astype(int)
    shift = np.rint(np.sin(rows * 0.9) * 1.5 + np.sin(rows * 0.23) * 2.5).astype(int)
    columns = np.clip(np.arange(left, right)[None, :] + shift[:, None], 0, canvas.image.width - 1)
    seen = pixels[source[:, None], columns].astype(np.float32)
    seen[..., 3] *= seen[..., 3] > SKY
    near = np.linspace(0.78, 0.42, bottom - top, dtype=np.float32)[:, None, None]
    ground = np.array([34, 36, 36, 0], np.float32)
    ripple = 1 + 0.05 * np.sin(rows * 1.3).astype(np.float32)[:, None, None]
    mixed = (seen * near + ground * (1 - near)) * ripple
    return Image.frombytes(MODE, (right - left, bottom - top), np.clip(mixed, 0, 250).astype(np.uint8).tobytes())


def _edge(size: tuple[int, int], seed: int) -> Image.Image:
    """Full inside, ragged at the rim."""
    wide, high = size
    spots = np.asarray(Image.fromarray(materials.fractal(256, 90 + seed % 5, 3, 5, 0.55)).resize(size))
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    away = np.hypot((rows - high / 2) / (high / 2), (columns - wide / 2) / (wide / 2))
    depth = np.clip((0.74 - away - spots * 0.13) * 9, 0, 1)
    return Image.fromarray((depth * 240).astype(np.uint8))
