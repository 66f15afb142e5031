"""The scene of a place at its own size: sky, walls and ground laid from their textures, then all that stands there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from server.simulator.painter import camera as views
from server.simulator.painter import furniture, materials, trees, vehicles
from server.simulator.painter.canvas import MODE, OPEN_SKY, SKY, Canvas, lit
from server.simulator.painter.facades import Elevation, paint_house
from server.simulator.painter.shopfronts import paint_shops
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street, street


@dataclass(frozen=True)
class Scene:
    """`image`: the place without any matter, four bands, WIDE × HIGH; copy it before you draw.

    `air`: one band, how much air lies before each pixel. Open sky has the glow `SKY` in the image.
    """

    image: Image.Image
    air: Image.Image


def scene(number: int) -> Scene:
    """The scene of the place of this number."""
    place = street(number)
    size = views.WIDE * views.FINE, views.HIGH * views.FINE
    image = Image.frombuffer(MODE, size, _laid(place), "raw", MODE, 0, 1).copy()
    canvas = Canvas(image, place.camera)
    _far_end(canvas, place)
    _road(canvas, place)
    for x, z, seed in sorted(place.parked, key=lambda car: -car[1]):
        vehicles.car(canvas, (x, z), seed)
    small = image.reduce(views.FINE)
    small.paste(_sky(place), (0, 0), small.getchannel(3).point([255 if v == SKY else 0 for v in range(256)]))
    air = Image.fromarray(place.camera.depth)
    _standing(Canvas(small, place.camera, 1), place, air)
    return Scene(small, air)


def _laid(place: Street) -> NDArray[np.uint32]:
    """Walls and ground as one table lookup per pixel."""
    parts = _walls(place), materials.paving(place.paving), materials.asphalt(place.asphalt)
    return np.concatenate([np.array([OPEN_SKY], np.uint8).view(np.uint32)[0], *parts[0], *parts[1:]]).take(
        place.camera.texels
    )


def _walls(place: Street) -> list[NDArray[np.uint32]]:
    right = place.camera.side > 0
    out = []
    for n, texture in enumerate(views.WALLS):
        wall = Elevation(texture, from_far=right == (n < 2))
        _garden_wall(wall, place.number)
        for house in place.near if n < 2 else place.across:
            paint_house(wall, house)
            paint_shops(wall, house)
        out.append(wall.texels())
    return out


def _garden_wall(wall: Elevation, number: int) -> None:
    """What closes the gaps between houses: brick to the height of a man, with a cap."""
    whole, colour = (wall.z_from, wall.z_to), ((138, 92, 76), (148, 140, 128), (120, 116, 110))[number % 3]
    wall.fill(whole, (0, 2.3), colour)
    for course in range(1, 23):
        wall.fill(whole, (course / 10, course / 10 + 0.012), lit(colour, 0.78))
    wall.weather(whole, (0, 2.3), number)
    wall.fill(whole, (2.2, 2.32), lit(colour, 1.15))
    wall.fill(whole, (2.14, 2.2), lit(colour, 0.5))
    wall.fill(whole, (0, 0.3), lit(colour, 0.6))


def _sky(place: Street) -> Image.Image:
    """A gradient and towers in the haze; a neutral sky that the light of the hour colours."""
    wide, high = views.WIDE, views.HIGH
    column = (
        Image.linear_gradient("L")
        .resize((1, int(place.camera.horizon) + 40), Image.Resampling.BILINEAR)
        .crop((0, 0, 1, high))
    )
    image = Image.merge(
        MODE,
        (
            column.point([150 + v * 74 // 255 for v in range(256)]),
            column.point([178 + v * 54 // 255 for v in range(256)]),
            column.point([206 + v * 30 // 255 for v in range(256)]),
            Image.new("L", (1, high), SKY),
        ),
    ).resize((wide, high), Image.Resampling.NEAREST)
    random = chance("towers", place.number)
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        middle, half = place.camera.vanish + random.gauss(0, 330), random.uniform(22, 60)
        top = place.camera.horizon - random.uniform(40, 210)
        _tower(draw, (middle - half, top, middle + half), high, random.uniform(0.78, 0.96))
    return image


def _tower(draw: ImageDraw.ImageDraw, outline: tuple[float, float, float], ground: int, light: float) -> None:
    left, top, right = outline
    base = lit((190, 200, 210), light)
    draw.rectangle((left, top, right, ground), fill=(*base, SKY))
    draw.rectangle((left + (right - left) * 0.7, top, right, ground), fill=(*lit(base, 0.93), SKY))
    for row in range(int(top) + 8, ground, 9):
        draw.line((left + 3, row, right - 3, row), fill=(*lit(base, 0.88), 12), width=3)
    for column in range(int(left) + 8, int(right), 11):
        draw.line((column, top + 4, column, ground), fill=(*base, SKY), width=4)


def _far_end(canvas: Canvas, place: Street) -> None:
    """Trees and a house where the street ends."""
    view = place.camera
    random = chance("end", place.number)
    for _ in range(36):
        x, y = random.uniform(min(view.near, view.far), max(view.near, view.far)), random.uniform(1.2, 5)
        ring = canvas.ring((x, y, 71), random.uniform(0.9, 1.9), lies=False, steps=12)
        canvas.polygon(ring, lit((104, 124, 100), random.uniform(0.85, 1.2)))
    canvas.front((min(view.near, view.far), max(view.near, view.far)), (0, 1.6), 71, (118, 122, 112))


def _road(canvas: Canvas, place: Street) -> None:
    """Kerbs with their height, the gutter, lines, a zebra, patches and lids that always were there."""
    view, side = place.camera, place.camera.side
    random = chance("road", place.number)
    for x, inward in ((view.kerb, -side), (view.far_kerb, side)):
        canvas.ground((x, x + inward * 0.35), (1.5, 70), (104, 101, 96))
        canvas.ground((x - inward * 0.16, x), (1.5, 70), (176, 172, 164))
        canvas.wall(x, (1.5, 70), (-0.13, 0), (128, 124, 118))
    for z in np.arange(1.6, 40, 0.75):
        canvas.ground((view.kerb - 0.02, view.kerb + side * 0.16), (float(z), float(z) + 0.02), (120, 116, 110))
    for _ in range(random.randint(2, 5)):
        x, z = view.kerb - side * random.uniform(1, 6), random.uniform(4, 22)
        canvas.ground((x, x + random.uniform(0.7, 2)), (z, z + random.uniform(1, 4)), (84, 85, 86))
    _lines(canvas, place, random.random() < 0.35)
    for x, z in ((view.kerb - side * 1.4, random.uniform(7, 12)), (view.kerb + side * 2.2, random.uniform(10, 15))):
        canvas.polygon(canvas.ring((x, 0, z), 0.37), (70, 70, 72))
        canvas.polygon(canvas.ring((x, 0, z), 0.31), (96, 95, 92))
    _touch_strip(canvas, place)


def _lines(canvas: Canvas, place: Street, zebra: bool) -> None:
    view, side = place.camera, place.camera.side
    white = (206, 206, 200)
    edge = view.kerb - side * 2.3
    canvas.ground((edge, edge - side * 0.13), (1.5, 70), white)
    middle = (view.kerb + view.far_kerb) / 2 - side * 0.4
    for z in np.arange(2, 70, 6.0):
        canvas.ground((middle, middle - side * 0.15), (float(z), float(z) + 3.2), (206, 176, 80))
    if zebra:
        for n in range(12):
            x = view.kerb - side * (0.5 + n * 0.85)
            if abs(x) < abs(view.far_kerb) - 0.4:
                canvas.ground((x, x - side * 0.45), (19, 22.5), white)


def _touch_strip(canvas: Canvas, place: Street) -> None:
    """The yellow guiding strip for the blind, with its ribs."""
    x = place.camera.kerb + place.camera.side * 1.75
    canvas.ground((x - 0.15, x + 0.15), (1.5, 70), (172, 148, 84))
    for n in range(4):
        rib = x - 0.11 + n * 0.07
        canvas.ground((rib, rib + 0.022), (1.5, 26), (196, 172, 108))
    for z in np.arange(1.6, 20, 0.3):
        canvas.ground((x - 0.15, x + 0.15), (float(z), float(z) + 0.015), (126, 108, 66))


def _standing(canvas: Canvas, place: Street, air: Image.Image) -> None:
    """Trees, poles, bins: from far to near. Crowns are nearer than what is behind them, so `air` is mended."""
    for x, z, kind in sorted(place.trees, key=lambda tree: -tree[1]):
        trees.tree(canvas, (x, z), kind, air)
    for x, z, which in sorted(place.poles, key=lambda pole: -pole[1]):
        furniture.pole(canvas, (x, z), which, place.number)
    for n, (x, z) in reversed(list(enumerate(place.bins))):
        furniture.bin_with_lid(canvas, (x, z), n)
