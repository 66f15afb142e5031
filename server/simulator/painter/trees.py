"""Street trees: crowns made once from thousands of leaves, trunks limed white at the foot."""

from functools import cache

from PIL import Image, ImageDraw

from server.simulator.painter import materials
from server.simulator.painter.camera import depth_at
from server.simulator.painter.canvas import Canvas, Cutout
from server.simulator.painter.shot import chance

SIZE = 560
LEAVES = ((62, 84, 44), (78, 96, 48), (88, 100, 60), (96, 92, 46), (58, 80, 56))


@cache
def crown(kind: int) -> Cutout:
    """SIZE × SIZE: clumps of leaves, dark inside and below, light above, with sky between."""
    random = chance("crown", kind)
    image = Image.new("RGBA", (SIZE * 2, SIZE * 2), (*LEAVES[kind], 0))
    draw = ImageDraw.Draw(image)
    clumps = [(random.gauss(0, 0.36), random.gauss(-0.05, 0.27), random.uniform(0.13, 0.26)) for _ in range(26)]
    _branches(draw, clumps)
    for depth in range(3):
        for x, y, size in clumps:
            for _ in range(260):
                away = random.gauss(0, size * 0.5), random.gauss(0, size * 0.42)
                shine = 0.5 + 0.25 * depth + 0.55 * (-(y + away[1]) * 0.6 + random.uniform(-0.15, 0.35))
                _leaf(draw, (x + away[0], y + away[1]), kind, shine, random.uniform(4, 10), random.random())
    return Cutout.of(image.reduce(2))


def _leaf(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], kind: int, shine: float, size: float, turn: float
) -> None:
    x, y = SIZE * (1 + at[0]), SIZE * (1 + at[1])
    red, green, blue = (max(8, min(235, int(band * shine * 1.25))) for band in LEAVES[kind])
    slim = size * (0.45 + 0.5 * turn)
    draw.ellipse((x - size, y - slim, x + size, y + slim), fill=(red, green, blue, 255))


def _branches(draw: ImageDraw.ImageDraw, clumps: list[tuple[float, float, float]]) -> None:
    for x, y, _ in clumps[::2]:
        end = SIZE * (1 + x), SIZE * (1 + y)
        draw.line(((SIZE, SIZE * 1.9), (SIZE * (1 + x * 0.4), SIZE * 1.35), end), fill=(66, 56, 46, 255), width=12)


def tree(canvas: Canvas, at: tuple[float, float], kind: int, air: Image.Image) -> None:
    """Pit, trunk, crown and the shade below; the crown keeps the sky's haze off in `air`."""
    x, z = at
    tall = 3.0 + (kind % 3) * 0.35
    canvas.ground((x - 0.62, x + 0.62), (z - 0.6, z + 0.6), (150, 146, 138))
    canvas.ground((x - 0.52, x + 0.52), (z - 0.5, z + 0.5), (88, 76, 62))
    canvas.shade((x, 0, z), 2.6, 2.4, 120)
    with canvas.finer((x - 0.4, x + 0.4), (0, tall + 1), (z, z), 3) as fine:
        _trunk(fine, x, z, tall)
    _crown(canvas, (x, z), kind, tall, air)


def _trunk(canvas: Canvas, x: float, z: float, tall: float) -> None:
    strips = 9
    for n in range(strips):
        a, b = -1 + 2 * n / strips, -1 + 2 * (n + 1) / strips
        light = 0.55 + 0.6 * (1 - abs((a + b) / 2 + 0.25))
        for low, high, colour in ((0, 1.15, (196, 194, 186)), (1.15, tall + 1, (108, 96, 80))):
            foot, top = 0.17 - low * 0.018, 0.17 - high * 0.018
            tone = int(colour[0] * light), int(colour[1] * light), int(colour[2] * light)
            canvas.polygon(
                ((x + a * foot, low, z), (x + b * foot, low, z), (x + b * top, high, z), (x + a * top, high, z)), tone
            )


def _crown(canvas: Canvas, at: tuple[float, float], kind: int, tall: float, air: Image.Image) -> None:
    x, z = at
    left, top = canvas.at((x - 2.9, tall + 4.0, z))
    right, bottom = canvas.at((x + 2.9, tall - 1.0, z))
    size = round(right - left), round(bottom - top)
    if min(size) < 4:
        return
    corner = round(left), round(top)
    mask = crown(kind).onto(canvas.image, corner, size)
    air.paste(depth_at(z), (max(corner[0], 0), max(corner[1], 0)), mask)


def dirt(canvas: Canvas, at: tuple[float, float, float], wide: float, deep: float, strength: int) -> None:
    """An irregular dark stain on the ground."""
    x, y, z = at
    (left, bottom), (right, _) = canvas.at((x - wide / 2, y, z)), canvas.at((x + wide / 2, y, z))
    top, bottom = canvas.at((x, y, z + deep / 2))[1], canvas.at((x, y, z - deep / 2))[1]
    size = max(2, round(right - left)), max(2, round(bottom - top))
    soft = materials.blot().resize(size, Image.Resampling.BILINEAR)
    spots = materials.speckle().resize(size, Image.Resampling.BILINEAR)
    mask = Image.composite(spots, Image.new("L", size), soft).point([v * strength // 255 for v in range(256)])
    canvas.image.paste((38, 34, 30, 0), (round(left), round(top)), mask)
