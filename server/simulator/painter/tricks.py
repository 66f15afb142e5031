"""False photos: an old one sent again, another place, a cut of the picture before, its mirror image, a screen."""

from dataclasses import replace
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageOps

from server.simulator.painter import materials
from server.simulator.painter.canvas import perspective
from server.simulator.painter.lens import grained
from server.simulator.painter.shot import Shot, chance

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
REUSED = ("old", "crop", "mirror", "screen")


def dated(shot: Shot) -> Shot:
    """The shot with the time of the picture it re-uses, where none was given: hours before, for old ones days."""
    if shot.trick not in REUSED or shot.source_at:
        return shot
    random = chance("source", shot)
    back = random.randint(3, 40) * DAY_MS if shot.trick == "old" else random.randint(2, 20) * HOUR_MS
    return replace(shot, source_at=shot.taken_at - back)


def true_shot(shot: Shot) -> Shot:
    """The honest picture that the false one is made of."""
    if shot.trick in REUSED:
        shot = replace(shot, taken_at=shot.source_at, solved=shot.solved and shot.trick != "crop")
    if shot.trick == "other_place":
        shot = replace(shot, place=chance("elsewhere", shot.place, shot.seed).randrange(1 << 30))
    return replace(shot, trick="", source_at=0)


def falsify(picture: Image.Image, shot: Shot, random: Random) -> Image.Image:
    """What the trick does to the picture itself, YCbCr."""
    if shot.trick == "mirror":
        return ImageOps.mirror(picture)
    if shot.trick == "crop":
        return _cut(picture, random)
    if shot.trick == "screen":
        return _screen(picture.convert("RGB"), random).convert("YCbCr")
    return picture


def _cut(picture: Image.Image, random: Random) -> Image.Image:
    """The upper part, without what lies on the ground, blown up to the old size."""
    wide, high = picture.size
    part = random.uniform(0.44, 0.5)
    left, top = random.uniform(0, 1 - part) * wide, random.uniform(0, 0.06) * high
    box = left, top, left + part * wide, top + part * high
    return picture.resize(picture.size, Image.Resampling.BICUBIC, box)


def _screen(picture: Image.Image, random: Random) -> Image.Image:
    """Taken off a monitor: its bezel, rows of pixels that beat with the sensor's, a lamp in the glass, a slant."""
    wide, high = picture.size
    shown = ImageChops.multiply(picture, _beat(picture.size, random))
    shown = shown.point([int(10 + v * 0.92) for v in range(256)] * 2 + [int(24 + v * 0.9) for v in range(256)])
    room = Image.new("RGB", picture.size, (34, 34, 36))
    ImageDraw.Draw(room).rectangle((0, int(high * 0.93), wide, high), fill=(74, 64, 54))
    slant = random.uniform(0.01, 0.03)
    corners = [
        (-0.02, 0.045 + slant), (1.03, 0.045 - slant / 2), (1.02, 0.935 + slant / 2), (-0.03, 0.925),
    ]  # fmt: skip
    _glass(room, shown, [(x * wide, y * high) for x, y in corners])
    return Image.merge("RGB", [grained(band, 3, random) for band in room.split()])


def _glass(room: Image.Image, shown: Image.Image, corners: list[tuple[float, float]]) -> None:
    wide, high = room.size
    frame = [(x, y + (high * 0.016 if n > 1 else -high * 0.016)) for n, (x, y) in enumerate(corners)]
    ImageDraw.Draw(room).polygon(frame, fill=(15, 15, 16))
    mask = Image.new("L", room.size)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    sources = [(0.0, 0.0), (float(wide), 0.0), (float(wide), float(high)), (0.0, float(high))]
    turned = shown.transform(
        room.size, Image.Transform.PERSPECTIVE, perspective(corners, sources), Image.Resampling.BILINEAR
    )
    room.paste(turned, (0, 0), mask)
    shine = Image.new("L", room.size)
    shine.paste(materials.blot(95).resize((wide // 2, high), Image.Resampling.BILINEAR), (int(wide * 0.5), -high // 3))
    room.paste((226, 232, 236), (0, 0), ImageChops.multiply(shine, mask))


def _beat(size: tuple[int, int], random: Random) -> Image.Image:
    """Moiré: two gratings of nearly the same pitch."""
    pitch, off = random.uniform(2.2, 2.7), random.uniform(0.03, 0.06)
    columns, rows = np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32)
    across = np.cos(2 * np.pi * columns / pitch)
    down = np.cos(2 * np.pi * rows * (1 + off) / pitch)
    bend = np.cos(2 * np.pi * (columns[None, :] * off + rows[:, None] * 0.021) / pitch * 0.9)
    grid = 226 + 9 * across[None, :] + 9 * down[:, None] + 13 * bend
    return Image.merge("RGB", [Image.fromarray(np.clip(grid, 0, 255).astype(np.uint8))] * 3)
