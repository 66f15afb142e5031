"""Small shaded things made once: filled bags, puffs of cloth, people. RGBA pictures with soft light from above."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from server.simulator.painter.canvas import Canvas, Colour, Cutout, lit
from server.simulator.painter.materials import fractal
from server.simulator.painter.shot import chance

BAG = 200
BAG_COLOURS: tuple[Colour, ...] = (
    (34, 34, 38), (40, 40, 44), (206, 204, 198), (186, 66, 58), (52, 96, 150), (60, 120, 84), (196, 190, 176),
    (150, 128, 96), (88, 92, 98), (214, 196, 120),
)  # fmt: skip


@cache
def bag(kind: int) -> Cutout:
    """A tied bag, BAG × BAG: lumps and creases lit from the upper left, a knot on top."""
    random = np.random.default_rng(100 + kind)
    rows, columns = (np.mgrid[0:BAG, 0:BAG] - BAG / 2 + 0.5) / (BAG / 2)
    turn = np.arctan2(rows, columns)
    edge = 0.78 + sum(random.uniform(0.005, 0.028) * np.sin(n * turn + random.uniform(0, 6)) for n in range(2, 8))
    flat = rows * np.where(rows > 0, 1.22, 1.0)
    radius = np.hypot(columns * 0.96, flat) / edge
    folds = np.resize(fractal(256, 110 + kind, 4, 4, 0.5), (256, 256))[:BAG, :BAG]
    creases = 1 - np.abs(np.resize(fractal(256, 130 + kind, 3, 4, 0.45), (256, 256))[:BAG, :BAG])
    height = np.sqrt(np.clip(1 - radius**2, 0, 1)) + 0.05 * folds + 0.075 * creases
    down, right = np.gradient(height * BAG / 2)
    length = np.sqrt(down**2 + right**2 + 1)
    light = (0.35 * -right - 0.8 * down + 0.8) / length
    colour = np.array(BAG_COLOURS[kind % len(BAG_COLOURS)], np.float32)
    gloss = np.clip(light - 0.82, 0, 1) ** 2 * (420 if kind % 10 < 2 else 260)
    rgb = colour * np.clip(0.42 + 0.72 * light, 0.2, 1.45)[..., None] + gloss[..., None]
    rgb *= np.clip(1.08 - 0.42 * rows, 0.5, 1.2)[..., None]
    alpha = np.clip((1 - radius) * 26, 0, 1) * 255
    whole = np.dstack([np.clip(rgb, 2, 250), alpha]).astype(np.uint8)
    return Cutout.of(_knotted(Image.fromarray(whole), kind))


def _knotted(image: Image.Image, kind: int) -> Image.Image:
    draw = ImageDraw.Draw(image)
    colour = lit(BAG_COLOURS[kind % len(BAG_COLOURS)], 1.2)
    middle, top = BAG / 2 + (kind % 5 - 2) * 6, BAG * 0.17
    draw.polygon(
        (
            (middle - 8, top + 8),
            (middle - 26, top - 30),
            (middle - 4, top - 8),
            (middle + 18, top - 32),
            (middle + 9, top + 8),
        ),
        fill=(*colour, 255),
    )
    draw.line((middle - 10, top + 6, middle + 10, top + 6), fill=(*lit(colour, 0.55), 255), width=4)
    return image


def put(canvas: Canvas, picture: Cutout, at: tuple[float, float, float], size: tuple[float, float]) -> None:
    """The picture standing on a place, `size` metres wide and high."""
    x, y, z = at
    left, top = canvas.at((x - size[0] / 2, y + size[1], z))
    right, bottom = canvas.at((x + size[0] / 2, y, z))
    pixels = round(right - left), round(bottom - top)
    if min(pixels) < 3:
        return
    picture.onto(canvas.image, (round(left), round(top)), pixels)


PERSON = 300
SKIN, HAIR = (178, 136, 112), (34, 30, 28)
COATS: tuple[Colour, ...] = (
    (52, 60, 78), (120, 40, 44), (40, 42, 46), (150, 146, 138), (86, 100, 80), (176, 150, 60), (190, 186, 180),
    (60, 90, 130),
)  # fmt: skip


@cache
def person(kind: int) -> Cutout:
    """Somebody who walks, from the front or behind, PERSON high and 0.45 of it wide; kind 7 wears a safety vest."""
    random = chance("person", kind)
    fine = 3
    wide, high = int(PERSON * 0.45) * fine, PERSON * fine
    image = Image.new("RGBA", (wide, high), (60, 56, 54, 0))
    draw = ImageDraw.Draw(image)
    unit, middle = high / 100, wide / 2
    coat = (226, 120, 36) if kind == 7 else COATS[kind % len(COATS)]
    legs = random.choice(((40, 44, 56), (56, 54, 52), (70, 78, 96), (34, 34, 36)))
    stride = random.uniform(2.5, 6.5)
    for sign, tone in ((-1, 0.8), (1, 1.0)):
        foot = middle + sign * stride * unit
        draw.line(
            (middle + sign * 3 * unit, 50 * unit, foot, 93 * unit), fill=(*lit(legs, tone), 255), width=int(8.2 * unit)
        )
        draw.ellipse((foot - 5 * unit, 92 * unit, foot + 5 * unit, 98 * unit), fill=(28, 28, 30, 255))
        hand = middle + sign * (12 + stride * 0.6) * unit, 51 * unit
        draw.line(
            (middle + sign * 9 * unit, 21 * unit, *hand), fill=(*lit(coat, 0.82 * tone), 255), width=int(6.2 * unit)
        )
        draw.ellipse(
            (hand[0] - 3 * unit, hand[1] - 2 * unit, hand[0] + 3 * unit, hand[1] + 4 * unit), fill=(*SKIN, 255)
        )
    draw.rounded_rectangle(
        (middle - 11.5 * unit, 17 * unit, middle + 11.5 * unit, 55 * unit), 6 * unit, fill=(*coat, 255)
    )
    draw.rectangle((middle + 4 * unit, 21 * unit, middle + 11 * unit, 54 * unit), fill=(*lit(coat, 0.84), 255))
    draw.rectangle((middle - 3.2 * unit, 12 * unit, middle + 3.2 * unit, 19 * unit), fill=(*lit(SKIN, 0.8), 255))
    draw.ellipse((middle - 6 * unit, 2.5 * unit, middle + 6 * unit, 16.5 * unit), fill=(*SKIN, 255))
    behind = kind % 2 == 0
    draw.pieslice((middle - 6.8 * unit, 1.2 * unit, middle + 6.8 * unit, 17 * unit), 180, 360, fill=(*HAIR, 255))
    if behind:
        draw.ellipse((middle - 6.4 * unit, 2 * unit, middle + 6.4 * unit, 15 * unit), fill=(*HAIR, 255))
    if kind == 7:
        for level in (30, 42):
            draw.rectangle(
                (middle - 11.5 * unit, level * unit, middle + 11.5 * unit, (level + 3) * unit),
                fill=(226, 226, 196, 255),
            )
    if kind in (2, 5):
        draw.rounded_rectangle(
            (middle + 12 * unit, 50 * unit, middle + 20 * unit, 64 * unit), unit, fill=(150, 60, 54, 255)
        )
    return Cutout.of(image.reduce(fine))


def walk(canvas: Canvas, at: tuple[float, float], kind: int, tall: float = 1.68) -> None:
    """A person at x, z with the shadow at the feet."""
    x, z = at
    canvas.shade((x, 0, z), 0.95, 0.8, 150)
    put(canvas, person(kind), (x, 0, z), (tall * 0.45, tall))
