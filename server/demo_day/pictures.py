"""Drawn street corners for the demo day, each with a line that says that it is synthetic."""

import io
from random import Random

from PIL import Image, ImageDraw

WIDE, HIGH, KERB = 1200, 900, 380


def corner(seed: int, *, solved: bool) -> bytes:
    """A JPEG of houses, a road and on it what was reported, or no more. The same bytes for the same seed."""
    chance = Random(seed)  # noqa: S311  houses, not secrets
    picture = Image.new("RGB", (WIDE, HIGH), (186, 200, 208))
    draw = ImageDraw.Draw(picture)
    for left in range(0, WIDE, 150):
        grey = chance.randint(120, 190)
        draw.rectangle((left, chance.randint(60, 220), left + 150, KERB), fill=(grey, grey - 8, grey - 20))
    draw.rectangle((0, KERB, WIDE, HIGH), fill=(96, 98, 100))
    draw.polygon(((0, KERB), (WIDE, KERB), (WIDE, KERB + 40), (0, KERB + 80)), fill=(160, 152, 140))
    if not solved:
        _heap(draw, chance)
    words = f"SYNTHETIC PICTURE  demo city  {seed:05d}  {'after' if solved else 'before'}"
    draw.rectangle((0, HIGH - 40, WIDE, HIGH), fill=(20, 24, 28))
    draw.text((16, HIGH - 28), words, fill="white")
    body = io.BytesIO()
    picture.save(body, "JPEG", quality=85)
    return body.getvalue()


def _heap(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for _ in range(60):
        x, y = 600 + int(chance.gauss(0, 110)), 620 + int(chance.gauss(0, 34))
        wide, high = chance.randint(16, 56), chance.randint(12, 40)
        colour = chance.choice(((40, 44, 52), (196, 190, 178), (120, 84, 50), (72, 96, 120), (170, 60, 50)))
        draw.ellipse((x - wide, y - high, x + wide, y + high), fill=colour, outline=(30, 30, 30))
