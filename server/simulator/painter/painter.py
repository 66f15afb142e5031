"""From a shot to its JPEG: the scene, who passes by, the light, the lens, the file."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from PIL import Image

from server.simulator.painter import camera as views
from server.simulator.painter import lens, passers, tricks
from server.simulator.painter.canvas import Canvas
from server.simulator.painter.exif import exif
from server.simulator.painter.light import light_at, lighten
from server.simulator.painter.matters import PAINTS
from server.simulator.painter.scene import scene
from server.simulator.painter.shot import Shot, chance
from server.simulator.painter.street import street

Box = tuple[int, int, int, int]


class Painter:
    """Paints photos of one city. Equal shots give equal bytes, whatever was painted before."""

    def __init__(self, zone: str, kept: int = 16) -> None:
        """`zone` is IANA (`ZoneInfoNotFoundError` if unknown); `kept` places stay ready, 9 MB each.

        A place that is ready costs about a sixth of a new one: ask for the photos of a place one after the other,
        or keep as many as you have places.
        """
        self._zone = ZoneInfo(zone)
        self._scene = lru_cache(kept)(scene)
        self._stage = lru_cache(kept)(self._staged)

    def _staged(self, place: int, matter: str, solved: bool) -> Image.Image:
        """The place with its matter, or with what is left of it."""
        image = self._scene(place).image.copy()
        PAINTS[matter](Canvas(image, street(place).camera, 1), street(place), solved)
        return image

    def paint(self, shot: Shot) -> bytes:
        """A JPEG with time, zone offset, position and camera in its EXIF."""
        shot = tricks.dated(shot)
        true = tricks.true_shot(shot)
        picture = self.picture(true)
        random = chance("file", shot)
        picture = tricks.falsify(picture, shot, random)
        lens.mark(picture)
        written = shot if shot.trick != "old" else true
        file = io.BytesIO()
        picture.save(
            file,
            "JPEG",
            quality=random.choices(range(60, 96), [3 if 78 <= q <= 92 else 1 for q in range(60, 96)])[0],
            exif=exif(written, self._local(written.taken_at), random),
        )
        return file.getvalue()

    def picture(self, shot: Shot) -> Image.Image:
        """The true picture of a shot, YCbCr, before tricks and marks."""
        random = chance("shot", shot.place, shot.seed)
        light = light_at(self._local(shot.taken_at), shot.weather)
        box = framing(random)
        cut = self._stage(shot.place, shot.matter, shot.solved).crop(box)
        canvas = Canvas(cut, street(shot.place).camera, 1, box[0], box[1])
        passers.pass_by(canvas, street(shot.place), random, light)
        lit = lighten(cut, box, (street(shot.place), self._scene(shot.place)), light)
        return lens.develop(lit, lens.size_of(shot.megapixels), light, random)

    def _local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self._zone)


def framing(random: Random) -> Box:
    """Which part of the scene is in the picture: pan, tilt and zoom of somebody who stands there."""
    wide = int(views.WIDE * random.uniform(0.8, 0.95))
    high = wide * 3 // 4
    left = int((views.WIDE - wide) * random.uniform(0.1, 0.9))
    top = int((views.HIGH - high) * random.uniform(0.25, 0.95))
    return left, top, left + wide, top + high
