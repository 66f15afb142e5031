"""Fronts of houses as flat pictures in metres: plaster, windows, cages, air conditioners. Shops: `shopfronts`."""

from functools import cache
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from server.simulator.painter import materials
from server.simulator.painter.camera import MID_PPM, elevation_size
from server.simulator.painter.canvas import MODE, OPEN_SKY, Colour, font, lit
from server.simulator.painter.shot import chance
from server.simulator.painter.street import House

FLOOR, SHOP_HIGH = 3.1, 4.3
WINDOWS = 14


class Elevation:
    """A wall's texture: `z_from` … `z_to` along the street, `high` metres tall, the far end left if `from_far`."""

    def __init__(self, texture: tuple[int, float, float, float], *, from_far: bool) -> None:
        self.ppm, self.z_from, self.z_to, self.high = texture
        self.from_far = from_far
        self.size = elevation_size(*texture)
        self.image = Image.new(MODE, self.size, OPEN_SKY)
        self.draw = ImageDraw.Draw(self.image)

    def pixels(self, z: tuple[float, float], y: tuple[float, float]) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        along = [(self.z_to - at if self.from_far else at - self.z_from) * self.ppm for at in z]
        low, high = ((self.high - at) * self.ppm for at in y)
        return round(min(along)), round(high), round(max(along)), round(low)

    @property
    def close(self) -> bool:
        """Whether small things can be told."""
        return self.ppm > 40

    def shows(self, z: tuple[float, float]) -> bool:
        """Whether any of it falls into the texture."""
        return z[1] > self.z_from and z[0] < self.z_to

    def fill(self, z: tuple[float, float], y: tuple[float, float], colour: Colour, glow: int = 0) -> None:
        """A rectangle."""
        left, top, right, bottom = self.pixels(z, y)
        if right > left and bottom > top:
            self.draw.rectangle((left, top, right - 1, bottom - 1), fill=(*colour, glow))

    def words(self, text: str, z: tuple[float, float], y: tuple[float, float], colour: Colour, glow: int) -> None:
        """Letters that fill the rectangle in height and stay within its length."""
        left, top, right, bottom = self.pixels(z, y)
        size = int(min((bottom - top) * 0.86, (right - left) / (len(text) + 0.6)))
        if size > 5 and right > 0 and left < self.size[0]:
            middle = (left + right) / 2, (top + bottom) / 2
            self.draw.text(middle, text, (*colour, glow), font(size), anchor="mm")

    def weather(self, z: tuple[float, float], y: tuple[float, float], seed: int) -> None:
        """Stains over a rectangle."""
        left, top, right, bottom = self.pixels(z, y)
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.size[0]), min(bottom, self.size[1])
        if right <= left or bottom <= top:
            return
        shift = seed % 300, seed // 300 % 300
        size = min(right - left, 1024 - shift[0]), min(bottom - top, 1024 - shift[1])
        mask = materials.grunge().crop((*shift, shift[0] + size[0], shift[1] + size[1]))
        if size != (right - left, bottom - top):
            mask = mask.resize((right - left, bottom - top), Image.Resampling.NEAREST)
        self.image.paste((52, 46, 40, 0), (left, top), mask)

    def stamp(self, picture: Image.Image, z: tuple[float, float], y: tuple[float, float]) -> None:
        """A ready picture over the rectangle."""
        left, top, right, bottom = self.pixels(z, y)
        if right - left > 1 and bottom - top > 1:
            sized = picture.resize((right - left, bottom - top), Image.Resampling.NEAREST)
            self.image.paste(sized, (left, top))

    def gloss(self, z: tuple[float, float], y: tuple[float, float], strength: float) -> None:
        """The street's reflection in a pane: brighter to the top, close by only."""
        left, top, right, bottom = self.pixels(z, y)
        if not self.close or right - left < 4:
            return
        mask = (
            Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((right - left, bottom - top))
        )
        self.image.paste(
            (150, 160, 166, 60), (left, top), mask.point([int(v * v * strength / 65025) for v in range(256)])
        )

    def texels(self) -> NDArray[np.uint32]:
        """The table of its colours, row by row."""
        return np.asarray(self.image).view(np.uint32).ravel()


def paint_house(wall: Elevation, house: House) -> None:
    """The plaster, its stains, the windows of every floor, the edge of the roof."""
    if not wall.shows(house.z):
        return
    random = chance("house", house.seed)
    wall.fill(house.z, (0, house.high), house.colour)
    _bands(wall, house, random)
    if wall.ppm >= MID_PPM:
        wall.weather(house.z, (0, house.high), house.seed)
    for floor in range(1, house.floors):
        _floor(wall, house, SHOP_HIGH + (floor - 1) * FLOOR, random)
    wall.fill(house.z, (house.high - 0.35, house.high), lit(house.colour, 0.82))
    wall.fill(house.z, (house.high - 0.42, house.high - 0.35), lit(house.colour, 0.5))
    for at in house.z:
        wall.fill((at - 0.06, at + 0.06), (0, house.high), lit(house.colour, 0.62))


def _bands(wall: Elevation, house: House, random: Random) -> None:
    """Tiled or painted strips between the floors."""
    band = lit(house.colour, random.choice((0.8, 0.88, 1.1)))
    for floor in range(house.floors):
        level = SHOP_HIGH + floor * FLOOR
        wall.fill(house.z, (level - 0.25, level), band)
        wall.fill(house.z, (level - 0.30, level - 0.25), lit(band, 0.6))


def _floor(wall: Elevation, house: House, level: float, random: Random) -> None:
    step = {"flats": 3.2, "cages": 2.9, "office": 2.1}[house.windows]
    count = max(1, int((house.z[1] - house.z[0] - 0.8) / step))
    margin = (house.z[1] - house.z[0] - count * step) / 2
    for n in range(count):
        start = house.z[0] + margin + n * step
        wide = step * (0.82 if house.windows == "office" else 0.56)
        _window(wall, house, (start + (step - wide) / 2, start + (step + wide) / 2), level + 0.85, random)


def _window(wall: Elevation, house: House, z: tuple[float, float], sill: float, random: Random) -> None:
    variant, unit = random.randrange(WINDOWS), random.random()
    if not wall.shows((z[0] - 1, z[1] + 1)):
        return
    tall = 1.75 if house.windows == "office" else 1.5
    wall.stamp(window(house.windows, variant, wall.ppm), (z[0] - 0.1, z[1] + 0.1), (sill - 0.12, sill + tall + 0.08))
    wall.fill((z[0] - 0.14, z[1] + 0.14), (sill - 0.2, sill - 0.12), lit(house.colour, 0.66))
    if unit < 0.42 and wall.ppm >= MID_PPM:
        _cooler(wall, z[1] + 0.12, sill - 0.35)


@cache
def window(style: str, variant: int, ppm: int) -> Image.Image:
    """One of WINDOWS windows of a style with its frame, 2 m by 1.7 m: glass, sky in it, curtain, lamp, cage."""
    random = chance("window", style, variant)
    tone, kind = random.random(), random.random()
    pane = Elevation((ppm, 0.0, 2.0, 1.7), from_far=False)
    frame = (206, 206, 200) if tone > 0.4 else (120, 116, 108)
    glow = int(110 + 120 * tone) if random.random() < 0.34 else 0
    pane.fill((0, 2), (0, 1.7), frame)
    dark, z, y = lit((66, 76, 86), 0.6 + 0.8 * tone), (0.08, 1.92), (0.12, 1.62)
    pane.fill(z, y, dark, glow)
    pane.fill(z, (0.7 + 0.5 * kind, 1.62), lit(dark, 1.5), glow)
    if kind > 0.55:
        pane.fill((0.08, 0.7), y, lit((168, 150, 128), 0.6 + 0.5 * tone), glow // 2)
    pane.fill((0.96, 1.04), y, frame)
    if style == "cages" and kind < 0.8:
        _cage(pane)
    return pane.image


def _cage(pane: Elevation) -> None:
    """Bars before the window, with their floor."""
    bars = (150, 150, 150)
    for n in range(13):
        pane.fill((n * 0.16, n * 0.16 + 0.035), (0, 1.7), bars)
    for level in (0.0, 0.8, 1.62):
        pane.fill((0, 2), (level, level + 0.06), lit(bars, 0.85))


def _cooler(wall: Elevation, z: float, y: float) -> None:
    """An air conditioner's outer half with its fan and the rust below."""
    wall.fill((z, z + 0.8), (y, y + 0.56), (202, 200, 192))
    wall.fill((z, z + 0.8), (y - 0.07, y), (96, 92, 88))
    left, top, right, bottom = wall.pixels((z + 0.1, z + 0.54), (y + 0.06, y + 0.5))
    if right - left > 3:
        wall.draw.ellipse((left, top, right, bottom), fill=(96, 98, 100, 0), outline=(160, 160, 156, 0))
    wall.fill((z + 0.3, z + 0.36), (y - 0.9, y - 0.07), (120, 100, 84))
