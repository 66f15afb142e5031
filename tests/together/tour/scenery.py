"""Drawn photos of the synthetic city, each marked as drawn: a street corner before, after and as it was checked."""

import io
from random import Random

from PIL import Image, ImageDraw

SIZE = (1200, 900)
HORIZON = 360


def street(seed: int, matter: str, solved: bool) -> bytes:
    """A corner with a cover ("cover") or rubbish ("refuse"), solved or not; JPEG."""
    chance = Random(seed)
    picture = Image.new("RGB", SIZE, (186, 200, 208))
    draw = ImageDraw.Draw(picture)
    _houses(draw, chance)
    _road(draw, chance)
    (_cover if matter == "cover" else _refuse)(draw, chance, solved)
    draw.rectangle((0, 860, SIZE[0], SIZE[1]), fill=(20, 24, 28))
    draw.text((16, 872), f"SYNTHETIC PICTURE  {matter}  {'after' if solved else 'before'}  {seed:05d}", fill="white")
    body = io.BytesIO()
    picture.save(body, "JPEG", quality=85)
    return body.getvalue()


def _houses(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    left = 0
    while left < SIZE[0]:
        wide, top, grey = chance.randint(120, 260), chance.randint(60, 220), chance.randint(120, 190)
        draw.rectangle((left, top, left + wide, HORIZON), fill=(grey, grey - 8, grey - 20))
        for x in range(left + 16, left + wide - 24, 44):
            for y in range(top + 20, HORIZON - 30, 52):
                draw.rectangle((x, y, x + 22, y + 30), fill=(grey - 60, grey - 50, grey - 40))
        left += wide


def _road(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.rectangle((0, HORIZON, SIZE[0], SIZE[1]), fill=(96, 98, 100))
    draw.polygon(((0, HORIZON), (SIZE[0], HORIZON), (SIZE[0], HORIZON + 50), (0, HORIZON + 90)), fill=(160, 152, 140))
    for _ in range(4000):
        x, y, grey = chance.randrange(SIZE[0]), chance.randrange(HORIZON + 90, SIZE[1]), chance.randint(84, 112)
        draw.point((x, y), fill=(grey, grey, grey))
    for x in range(-100, SIZE[0], 220):
        draw.polygon(((x, 800), (x + 110, 800), (x + 130, 818), (x + 12, 818)), fill=(222, 222, 214))


def _cover(draw: ImageDraw.ImageDraw, chance: Random, solved: bool) -> None:
    x, y = 560 + chance.randint(-60, 60), 620
    draw.ellipse((x - 130, y - 56, x + 130, y + 56), fill=(70, 62, 54) if solved else (18, 16, 14))
    if not solved:
        x, y = x + 96, y - 40
    draw.ellipse((x - 122, y - 52, x + 122, y + 52), fill=(104, 92, 78), outline=(58, 50, 42), width=6)
    for step in range(-80, 81, 32):
        draw.line((x + step, y - 34, x + step, y + 34), fill=(70, 62, 54), width=5)


def _refuse(draw: ImageDraw.ImageDraw, chance: Random, solved: bool) -> None:
    if solved:
        return
    for _ in range(70):
        x, y = 600 + int(chance.gauss(0, 110)), 600 + int(chance.gauss(0, 34))
        wide, high = chance.randint(16, 56), chance.randint(12, 40)
        colour = chance.choice(((40, 44, 52), (196, 190, 178), (120, 84, 50), (72, 96, 120), (170, 60, 50)))
        draw.ellipse((x - wide, y - high, x + wide, y + high), fill=colour, outline=(30, 30, 30))
