"""Rain: the ground mirrors the street, streaks fall through the air."""

from functools import cache

from PIL import Image, ImageDraw

from server.simulator.painter import camera as views
from server.simulator.painter.shot import chance


def wet(picture: Image.Image, horizon: int) -> None:
    """Lay the mirror image of what is above the horizon (a row of the picture) on the ground, then the streaks."""
    high = min(horizon, picture.height - horizon)
    if high > 8:
        above = picture.crop((0, horizon - high, picture.width, horizon)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mask = _sheen().resize((picture.width, high), Image.Resampling.NEAREST)
        picture.paste(above, (0, horizon), mask)
    picture.paste((206, 210, 214), (0, 0), _streaks().crop((0, 0, *picture.size)))


@cache
def _sheen() -> Image.Image:
    """More mirror far away than before one's feet, broken into rows."""
    random = chance("sheen")
    column = [int((92 - 60 * row / 256) * random.uniform(0.7, 1.1)) for row in range(256)]
    return Image.frombytes("L", (1, 256), bytes(column))


@cache
def _streaks() -> Image.Image:
    random = chance("streaks")
    image = Image.new("L", (views.WIDE, views.HIGH))
    draw = ImageDraw.Draw(image)
    for _ in range(520):
        x, y, long = random.uniform(0, views.WIDE), random.uniform(-30, views.HIGH), random.uniform(12, 46)
        draw.line((x, y, x - long * 0.12, y + long), fill=random.randint(24, 70), width=1)
    return image
