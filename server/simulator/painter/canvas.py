"""Drawing into the street: polygons, lines, pictures given in metres. Bands: red, green, blue, glow at night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from server.simulator.painter import materials
from server.simulator.painter.camera import FINE, Camera, Point

MODE = "CMYK"
"""Pillow's mode for four plain bands; here they are red, green, blue and glow."""
SKY = 1
"""The glow of open sky: none to speak of, but it tells sky from all else."""
OPEN_SKY = (202, 214, 226, SKY)
"""What edges against the sky are mixed with; the sky itself follows at the scene's own size."""
Colour = tuple[int, int, int]
Place = tuple[float, float, float]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The project's own bold font, which has every character of GB2312."""
    body = (files("resources") / "fonts" / "GriddeskSans-Bold.otf").read_bytes()
    return ImageFont.truetype(BytesIO(body), max(size, 4))


def lit(colour: Colour, by: float) -> Colour:
    """The colour under more or less light."""
    red, green, blue = (max(1, min(252, round(band * by))) for band in colour)
    return red, green, blue


class Canvas:
    """A picture of the street, or a cut of it, at `zoom` times the scene's size."""

    def __init__(self, image: Image.Image, camera: Camera, zoom: int = FINE, left: int = 0, top: int = 0) -> None:
        """`left`, `top`: the scene's pixel at the picture's corner."""
        self.image, self.camera, self.zoom, self.left, self.top = image, camera, zoom, left, top
        self.draw = ImageDraw.Draw(image)

    def at(self, place: Place) -> Point:
        """Pixel in this picture."""
        x, y = self.camera.at(*place)
        return (x - self.left) * self.zoom, (y - self.top) * self.zoom

    def polygon(self, places: Sequence[Place], colour: Colour, glow: int = 0) -> None:
        """Fill the outline."""
        self.draw.polygon([self.at(place) for place in places], fill=(*colour, glow))

    def line(self, places: Sequence[Place], colour: Colour, wide: float, glow: int = 0) -> None:
        """A stroke `wide` metres wide, judged at its first place."""
        pixels = max(1, round(wide * self.camera.scale(places[0][2]) * self.zoom))
        self.draw.line([self.at(place) for place in places], fill=(*colour, glow), width=pixels, joint="curve")

    def wall(self, x: float, z: tuple[float, float], y: tuple[float, float], colour: Colour, glow: int = 0) -> None:
        """A rectangle along the street."""
        (a, b), (low, high) = z, y
        self.polygon(((x, low, a), (x, low, b), (x, high, b), (x, high, a)), colour, glow)

    def front(self, x: tuple[float, float], y: tuple[float, float], z: float, colour: Colour, glow: int = 0) -> None:
        """A rectangle that faces the eye."""
        (a, b), (low, high) = x, y
        self.polygon(((a, low, z), (b, low, z), (b, high, z), (a, high, z)), colour, glow)

    def ground(self, x: tuple[float, float], z: tuple[float, float], colour: Colour, y: float = 0) -> None:
        """A rectangle that lies."""
        (a, b), (near, far) = x, z
        self.polygon(((a, y, near), (b, y, near), (b, y, far), (a, y, far)), colour)

    def box(self, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], colour: Colour) -> None:
        """A block: its front, the side that shows, its lid if the eye is above."""
        side = x[0] if x[0] > 0 else x[1]
        self.wall(side, z, y, lit(colour, 0.78))
        if y[1] < self.camera.eye:
            self.ground(x, z, lit(colour, 1.2), y[1])
        self.front(x, y, z[0], colour)

    def ring(self, centre: Place, radius: float, *, lies: bool = True, steps: int = 40) -> list[Place]:
        """Places of a circle that lies or stands facing the eye."""
        x, y, z = centre
        turns = np.linspace(0, 2 * np.pi, steps, endpoint=False)
        if lies:
            return [(x + radius * float(np.cos(t)), y, z + radius * float(np.sin(t))) for t in turns]
        return [(x + radius * float(np.cos(t)), y + radius * float(np.sin(t)), z) for t in turns]

    def shade(self, centre: Place, wide: float, deep: float, strength: int, colour: Colour = (12, 12, 14)) -> None:
        """A soft spot on the ground: shadow, stain. `wide`, `deep` in metres, `strength` 0 … 255."""
        x, y, z = centre
        (left, bottom), (right, top) = self.at((x - wide / 2, y, z)), self.at((x + wide / 2, y, z))
        top, bottom = self.at((x, y, z + deep / 2))[1], self.at((x, y, max(z - deep / 2, 0.8)))[1]
        size = max(2, round(right - left)), max(2, round(bottom - top))
        mask = materials.blot(strength).resize(size, Image.Resampling.BILINEAR)
        self.image.paste((*colour, 0), (round(left), round(top)), mask)

    def decal(self, picture: Image.Image, corners: Sequence[Place]) -> None:
        """A picture with alpha laid on four places: left top, right top, right bottom, left bottom."""
        targets = [self.at(place) for place in corners]
        left, top = (int(min(p[n] for p in targets)) for n in (0, 1))
        right, bottom = (int(max(p[n] for p in targets)) + 2 for n in (0, 1))
        left, top = max(left, 0), max(top, 0)
        size = min(right, self.image.width) - left, min(bottom, self.image.height) - top
        if min(size) < 2:
            return
        sources = [(0, 0), (picture.width, 0), picture.size, (0, picture.height)]
        turned = picture.transform(
            size,
            Image.Transform.PERSPECTIVE,
            perspective([(x - left, y - top) for x, y in targets], sources),
            Image.Resampling.BILINEAR,
        )
        self.image.paste(four(turned), (left, top), turned.getchannel("A"))

    def words(self, text: str, x: float, z: float, y: float, high: float, colour: Colour) -> None:
        """Letters that face the eye, `high` metres tall, their middle at x, y."""
        size = round(high * self.camera.scale(z) * self.zoom)
        if size > 5:
            self.draw.text(self.at((x, y, z)), text, (*colour, 0), font(size), anchor="mm")

    @contextmanager
    def finer(
        self, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], by: int = 2
    ) -> Iterator[Canvas]:
        """A cut around these metres, enlarged to draw in, and put back smoothly; this picture itself if it is fine."""
        if self.zoom >= FINE:
            yield self
            return
        places = [self.at((a, b, c)) for a in x for b in y for c in z]
        left, top = max(0, int(min(p[0] for p in places))), max(0, int(min(p[1] for p in places)))
        right = min(self.image.width, int(max(p[0] for p in places)) + 1)
        bottom = min(self.image.height, int(max(p[1] for p in places)) + 1)
        if right - left < 2 or bottom - top < 2:
            yield Canvas(Image.new(MODE, (2, 2)), self.camera, self.zoom * by)
            return
        cut = self.image.crop((left, top, right, bottom))
        large = cut.resize((cut.width * by, cut.height * by), Image.Resampling.NEAREST)
        yield Canvas(large, self.camera, self.zoom * by, self.left + left // self.zoom, self.top + top // self.zoom)
        self.image.paste(large.reduce(by), (left, top))


@dataclass(frozen=True)
class Cutout:
    """A ready picture with its outline: four bands and a mask, quicker to scale than one with alpha."""

    colours: Image.Image
    mask: Image.Image

    @classmethod
    def of(cls, picture: Image.Image) -> Cutout:
        """From RGBA."""
        return cls(four(picture), picture.getchannel("A"))

    def onto(self, image: Image.Image, corner: tuple[int, int], size: tuple[int, int]) -> Image.Image:
        """Lay it on the image, `size` pixels large, its left top at `corner`; answers the mask of what can be seen."""
        left, top = max(-corner[0], 0), max(-corner[1], 0)
        right, bottom = min(size[0], image.width - corner[0]), min(size[1], image.height - corner[1])
        if right <= left or bottom <= top:
            return Image.new("L", (1, 1))
        across, down = self.mask.width / size[0], self.mask.height / size[1]
        box = left * across, top * down, right * across, bottom * down
        colours, mask = (
            part.resize((right - left, bottom - top), Image.Resampling.BILINEAR, box, reducing_gap=1.5)
            for part in (self.colours, self.mask)
        )
        image.paste(colours, (corner[0] + left, corner[1] + top), mask)
        return mask


def four(picture: Image.Image) -> Image.Image:
    """The colours of an RGBA picture as four bands without glow."""
    red, green, blue = picture.split()[:3]
    return Image.merge(MODE, (red, green, blue, Image.new("L", picture.size)))


def perspective(targets: Sequence[Point], sources: Sequence[tuple[float, float]]) -> list[float]:
    """Coefficients of the projective map from target to source; eight equations of four corners."""
    rows, right = [], []
    for (x, y), (u, v) in zip(targets, sources, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(right))]
