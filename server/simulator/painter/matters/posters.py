"""Small bills pasted on the wall; afterwards paler patches where they were scraped off."""

from functools import cache

from PIL import Image, ImageDraw

from server.simulator.painter.canvas import Canvas, Colour, font, lit
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

LINES = ("办证 刻章", "疏通管道", "高价回收", "招工 日结", "房屋出租", "开锁 换锁", "贷款 当天", "家电维修")
PAPERS: tuple[Colour, ...] = ((214, 210, 198), (206, 176, 84), (206, 130, 120), (170, 196, 206), (220, 216, 208))


@cache
def bill(kind: int) -> Image.Image:
    """A bill, 120 × 168, RGBA, with a number that nobody has."""
    paper = PAPERS[kind % len(PAPERS)]
    image = Image.new("RGBA", (120, 168), (*paper, 255))
    draw = ImageDraw.Draw(image)
    ink = (150, 30, 28) if kind % 2 else (30, 34, 60)
    words = LINES[kind % len(LINES)].split()
    for n, word in enumerate(words):
        draw.text((60, 34 + n * 40), word, ink, font(34 if len(word) < 4 else 27), anchor="mm")
    draw.text((60, 112), "000-0000", (30, 30, 30), font(22), anchor="mm")
    for row in (132, 142, 152):
        draw.line((14, row, 106 - kind * 7 % 30, row), fill=(*lit(paper, 0.6), 255), width=3)
    draw.polygon(((120, 168), (96, 168), (120, 140)), fill=(*lit(paper, 0.7), 0))
    return image


@cache
def scar(kind: int) -> Image.Image:
    """Where a bill was: a pale patch with torn rests."""
    random = chance("scar", kind)
    image = Image.new("RGBA", (60, 84), (206, 202, 194, 0))
    draw = ImageDraw.Draw(image)
    for _ in range(44):
        x, y = random.uniform(4, 56), random.uniform(4, 80)
        size = random.uniform(2, 11)
        draw.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=(206, 202, 194, random.randint(24, 90)))
    return image


def posters(canvas: Canvas, street: Street, solved: bool) -> None:
    """Eight to fifteen bills on the near wall."""
    random = chance("posters", street.number)
    x = street.camera.near - street.camera.side * 0.01
    first_z, last_z = _free_wall(street)
    for _ in range(random.randint(9, 16)):
        z, low, kind = random.uniform(first_z, last_z), random.uniform(0.7, 1.75), random.randrange(40)
        wide = random.choice((0.24, 0.3, 0.42))
        high, tilt = wide * 1.4, random.uniform(-0.02, 0.02)
        first, last = (z + wide, z) if street.camera.side > 0 else (z, z + wide)
        corners = ((x, low + high + tilt, first), (x, low + high, last), (x, low, last), (x, low + tilt, first))
        canvas.decal(scar(kind % 6) if solved else bill(kind), corners)


def _free_wall(street: Street) -> tuple[float, float]:
    """The stretch of wall without a shop, as far as it is in the picture."""
    walls = (shop.z for house in street.near for shop in house.shops if shop.kind == "blank")
    near, far = next(walls, (5.0, 8.0))
    return max(near + 0.2, 4.8), max(far - 1.4, 5.4)
