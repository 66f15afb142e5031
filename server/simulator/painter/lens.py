"""What the camera adds: size, vignette, coloured edges, noise, and the line that says that the picture is synthetic."""

from functools import lru_cache
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from server.simulator.painter import camera as views
from server.simulator.painter import materials
from server.simulator.painter.canvas import font
from server.simulator.painter.light import Light

WORDS = "合成 SYNTHETIC"


def size_of(megapixels: float) -> tuple[int, int]:
    """Width and height 4 : 3, both multiples of 8, within 1 % of the megapixels."""
    high = round((megapixels * 1e6 * 3 / 4) ** 0.5 / 8) * 8
    return round(megapixels * 1e6 / high / 8) * 8, high


@lru_cache(maxsize=16)
def _vignette(strength: int) -> Image.Image:
    rows, columns = np.mgrid[0:48, 0:64]
    away = ((columns - 31.5) / 32) ** 2 + ((rows - 23.5) / 24) ** 2
    mask = Image.fromarray(np.clip(255 - strength * away, 0, 255).astype(np.uint8))
    return mask.resize((views.WIDE, views.HIGH), Image.Resampling.BILINEAR)


def develop(cut: Image.Image, size: tuple[int, int], light: Light, random: Random) -> Image.Image:
    """The lit cut (RGB) through the lens: YCbCr of `size`.

    Brightness is enlarged with care, colour coarsely, as the JPEG halves it anyway; that is where the time goes.
    """
    brightness, blue, red = cut.convert("YCbCr").split()
    corner = (views.WIDE - cut.width) // 2, (views.HIGH - cut.height) // 2
    shade = _vignette(random.choice((12, 22))).crop((*corner, corner[0] + cut.width, corner[1] + cut.height))
    large = ImageChops.multiply(brightness, shade).resize(size, Image.Resampling.BILINEAR)
    edge = random.choice((0.0, 0.7, 1.3))
    inside = edge, edge * 0.75, cut.width - edge, cut.height - edge * 0.75
    deviation = random.randint(5, 8) if light.night else random.randint(1, 3)
    colours = (
        grained(blue, deviation, random).resize(size, Image.Resampling.NEAREST),
        grained(red, deviation, random).resize(size, Image.Resampling.NEAREST, inside),
    )
    return Image.merge("YCbCr", (grained(large, deviation, random), *colours))


def grained(band: Image.Image, deviation: int, random: Random) -> Image.Image:
    """One band with sensor noise laid over in tiles; the curve of the light has left room for it at both ends."""
    tile, side = materials.noise(deviation), materials.NOISE
    sheet = Image.new("L", band.size)
    start = -random.randrange(side), -random.randrange(side)
    for top in range(start[1], band.height, side):
        for left in range(start[0], band.width, side):
            sheet.paste(tile, (left, top))
    return ImageChops.add_modulo(band, sheet)


def mark(picture: Image.Image) -> None:
    """The small line in the corner of a YCbCr picture: whoever sees it can tell that it was made."""
    size = max(11, picture.height // 62)
    draw = ImageDraw.Draw(picture)
    at = picture.width - size // 2, picture.height - size // 3
    draw.text((at[0] + 1, at[1] + 1), WORDS, (30, 128, 128), font(size), anchor="rb")
    draw.text(at, WORDS, (220, 128, 128), font(size), anchor="rb")
