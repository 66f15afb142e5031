"""Where the sun does not reach, and where the lamps do: masks at the scene's size, kept per place."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from server.simulator.painter import camera as views
from server.simulator.painter import trees
from server.simulator.painter.canvas import perspective
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

COARSE = 2


@lru_cache(maxsize=16)
def sunshine(street: Street, morning: bool) -> Image.Image:
    """The sun's shadows, 255 = dark: crowns on the ground, and half the day that of the houses nearby."""
    mask = Image.new("L", (views.WIDE // COARSE, views.HIGH // COARSE))
    shaded = (chance("sun", street.number).random() < 0.5) == morning
    if shaded:
        _houses(mask, street)
    view, slant = street.camera, (1.5 if shaded else -1.2) * -street.camera.side
    for x, z, kind in street.trees:
        if z < 30:
            _crown(mask, view, (x + slant, z + 0.6), kind)
    return mask.resize((views.WIDE, views.HIGH), Image.Resampling.BILINEAR)


def _crown(mask: Image.Image, view: views.Camera, at: tuple[float, float], kind: int) -> None:
    """A crown's outline laid on the ground."""
    x, z = at
    near, far = max(z - 2.4, 1.9), z + 2.6
    corners = [view.at(px, 0, pz) for px, pz in ((x - 2.8, far), (x + 2.8, far), (x + 2.8, near), (x - 2.8, near))]
    targets = [(px / COARSE, py / COARSE) for px, py in corners]
    left, top = (int(min(p[n] for p in targets)) for n in (0, 1))
    right, bottom = (int(max(p[n] for p in targets)) + 1 for n in (0, 1))
    left, right, bottom = max(left, 0), min(right, mask.width), min(bottom, mask.height)
    if right - left < 4 or bottom - top < 3:
        return
    leaves = trees.crown(kind).mask.reduce(2)
    size = leaves.width
    map_back = perspective([(a - left, b - top) for a, b in targets], [(0, 0), (size, 0), (size, size), (0, size)])
    laid = leaves.transform(
        (right - left, bottom - top), Image.Transform.PERSPECTIVE, map_back, Image.Resampling.BILINEAR
    )
    box = left, top, right, bottom
    mask.paste(ImageChops.lighter(mask.crop(box), laid.point([v * 235 // 255 for v in range(256)])), box)


def _houses(mask: Image.Image, street: Street) -> None:
    """The front nearby and the ground before it lie in the shade, to an edge on the road."""
    view = street.camera
    edge = view.kerb - view.side * 1.8
    draw = ImageDraw.Draw(mask)
    wall = [
        view.at(view.near, y, z) for y, z in ((0, 1.0), (street.near[0].high, 1.0), (street.near[0].high, 70), (0, 70))
    ]
    ground = [view.at(x, 0, z) for x, z in ((view.near, 1.0), (view.near, 70), (edge, 70), (edge, 1.0))]
    for outline in (wall, ground):
        draw.polygon([(x / COARSE, y / COARSE) for x, y in outline], fill=235)


@lru_cache(maxsize=16)
def lamplight(place: Street) -> Image.Image:
    """How much lamps and shop windows light each pixel at night: RGB, 255 = as by day."""
    rows, columns = np.mgrid[0 : views.HIGH // 8, 0 : views.WIDE // 8].astype(np.float32) * 8
    view = place.camera
    z = view.eye * view.focal / np.maximum(rows - view.horizon, 12)
    x = (columns - view.vanish) * z / view.focal
    total = np.full((*rows.shape, 3), (66, 70, 86), np.float32)
    for px, pz, kind in place.poles:
        if kind == "lamp":
            near = np.exp(-((x - px + view.side * 1.7) ** 2 + (z - pz) ** 2) / 42)
            fades = np.clip((rows - view.horizon + 130) / 130, 0, 1)
            total += (near * fades)[..., None] * np.array([150, 116, 70], np.float32)
    total += _windows(view, rows, columns)[..., None] * np.array([112, 104, 88], np.float32)
    small = Image.fromarray(np.clip(total, 0, 255).astype(np.uint8))
    return small.resize((views.WIDE, views.HIGH), Image.Resampling.BILINEAR)


def _windows(view: views.Camera, rows: views.Floats, columns: views.Floats) -> views.Floats:
    """Light that falls out of the shops beside the pavement."""
    aside = np.clip(view.side * (columns - view.vanish) / views.WIDE, 0, 1) ** 0.8
    return np.asarray(aside * np.exp(-(((rows - view.horizon - 60) / 420) ** 2)), np.float32)
