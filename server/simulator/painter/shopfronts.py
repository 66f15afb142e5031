"""Ground floors: signs with names, glass with goods behind it, roller shutters, blank wall."""

from functools import cache
from random import Random

from PIL import Image

from server.simulator.painter.canvas import Colour, lit
from server.simulator.painter.facades import Elevation
from server.simulator.painter.shot import chance
from server.simulator.painter.street import House, Shop

FRONTS, WINDOW_WIDE, WINDOW_HIGH = 9, 3.6, 2.8
GOODS: tuple[Colour, ...] = (
    (176, 60, 48), (210, 170, 60), (70, 120, 80), (60, 92, 140), (200, 196, 184), (150, 96, 60), (206, 120, 60),
    (120, 60, 90),
)  # fmt: skip


def paint_shops(wall: Elevation, house: House) -> None:
    """Every unit of the ground floor that falls into the texture."""
    for shop in house.shops:
        if wall.shows(shop.z):
            _shop(wall, house, shop, chance("shop", shop.seed))


def _shop(wall: Elevation, house: House, shop: Shop, random: Random) -> None:
    if shop.kind == "blank":
        _blank(wall, house, shop, random)
        return
    inner = shop.z[0] + 0.2, shop.z[1] - 0.2
    wall.fill(shop.z, (0, 3.0), lit(house.colour, 0.86))
    if wall.close:
        wall.weather(shop.z, (0, 3.0), shop.seed)
    wall.stamp(front(shop.kind, random.randrange(FRONTS), wall.ppm), inner, (0, WINDOW_HIGH))
    _sign(wall, shop, random)
    wall.fill(shop.z, (0.0, 0.03), (60, 58, 55))


@cache
def front(kind: str, variant: int, ppm: int) -> Image.Image:
    """One of FRONTS fronts of a kind, WINDOW_WIDE by WINDOW_HIGH metres, with the step before it."""
    wall = Elevation((ppm, 0.0, WINDOW_WIDE, WINDOW_HIGH), from_far=False)
    random = chance("front", kind, variant)
    {"glass": _glass, "open": _open, "shutter": _shutter}[kind](wall, (0.0, WINDOW_WIDE), random)
    wall.fill((0, WINDOW_WIDE), (0, 0.14), (128, 126, 122))
    return wall.image


def _sign(wall: Elevation, shop: Shop, random: Random) -> None:
    """The board over the unit: ground, frame, name, a small line with a number that nobody has."""
    ground, letters = shop.sign
    z = shop.z[0] + 0.06, shop.z[1] - 0.06
    low, high = 2.95 + random.uniform(-0.08, 0.05), 4.0 + random.uniform(-0.12, 0.2)
    glow = 130 if shop.kind != "shutter" else 0
    wall.fill(z, (low - 0.06, low), (46, 44, 44))
    wall.fill(z, (low, high), ground, glow)
    wall.fill(z, (high - 0.07, high), lit(ground, 1.35), glow)
    wall.fill(z, (low, low + 0.07), lit(ground, 0.62), glow)
    small = random.random() < 0.55
    line = low + (0.3 if small else 0.1)
    wall.words(shop.name, z, (line, high - 0.08), letters, min(255, glow + 80) if glow else 0)
    if small:
        wall.words("电话 0000-0000  " + shop.name, z, (low + 0.07, line), letters, glow)


def _glass(wall: Elevation, z: tuple[float, float], random: Random) -> None:
    """Panes with shelves behind, a door, bills on it."""
    wall.fill(z, (0.1, 2.75), (150, 152, 152))
    panes = max(2, round((z[1] - z[0]) / 1.0))
    step = (z[1] - z[0]) / panes
    for n in range(panes):
        pane = z[0] + n * step + 0.05, z[0] + (n + 1) * step - 0.05
        tone = random.uniform(0.7, 1.2)
        wall.fill(pane, (0.15, 2.7), lit((50, 54, 56), tone), 150)
        _shelves(wall, pane, (0.3, 2.1), random, 0.62)
        wall.fill(pane, (2.15, 2.7), lit((104, 116, 124), tone), 120)
        wall.fill((pane[0], pane[0] + step * 0.16), (0.15, 2.7), lit((92, 104, 112), tone), 110)
        if random.random() < 0.45:
            colour = random.choice(GOODS)
            low = random.uniform(0.9, 1.4)
            wall.fill((pane[0] + 0.12, pane[1] - 0.15), (low, low + random.uniform(0.3, 0.6)), colour, 120)
        wall.gloss(pane, (0.15, 2.7), random.uniform(40, 120))
    door = z[0] + step * random.randrange(panes)
    wall.fill((door + 0.08, door + 0.13), (0.8, 1.5), (210, 210, 206), 100)


def _shelves(wall: Elevation, z: tuple[float, float], y: tuple[float, float], random: Random, light: float) -> None:
    level = y[0]
    while level < y[1] - 0.3:
        at = z[0]
        while at < z[1] - 0.12:
            wide = random.uniform(0.06, 0.17) if wall.close else random.uniform(0.25, 0.7)
            if random.random() < 0.88:
                colour = lit(random.choice(GOODS), light * random.uniform(0.4, 1.0))
                wall.fill((at, min(at + wide, z[1])), (level, level + random.uniform(0.1, 0.27)), colour, 150)
            at += wide + 0.02
        wall.fill(z, (level - 0.04, level), (90, 84, 76), 120)
        level += 0.36


def _open(wall: Elevation, z: tuple[float, float], random: Random) -> None:
    """An open front: dark inside, goods to the street, a curtain of plastic strips."""
    wall.fill(z, (0.1, 2.8), (40, 38, 36), 130)
    _shelves(wall, z, (1.0, 2.4), random, 0.75)
    wall.fill(z, (2.5, 2.8), (92, 92, 90))
    wall.fill(z, (2.72, 2.8), (170, 168, 160))
    table = z[0] + 0.2, z[0] + (z[1] - z[0]) * random.uniform(0.45, 0.8)
    wall.fill(table, (0.1, 0.75), random.choice(((120, 92, 66), (150, 60, 50), (86, 96, 104))), 60)
    _shelves(wall, table, (0.75, 1.1), random, 1.15)
    strip = table[1] + 0.1
    while strip < z[1] - 0.1:
        wall.fill((strip, strip + 0.1), (0.3, 2.5), lit((140, 150, 150), random.uniform(0.7, 1.1)), 90)
        strip += 0.14


def _shutter(wall: Elevation, z: tuple[float, float], random: Random) -> None:
    """Slats, rust below, the usual small bills."""
    colour = random.choice(((142, 148, 150), (120, 132, 140), (156, 150, 138), (96, 112, 124)))
    wall.fill(z, (0.1, 2.8), colour)
    level = 0.16
    while level < 2.8:
        wall.fill(z, (level, level + 0.025), lit(colour, 0.66))
        wall.fill(z, (level + 0.025, level + 0.05), lit(colour, 1.14))
        level += 0.11
    wall.fill(z, (0.1, 0.2), lit(colour, 0.55))
    wall.weather(z, (0.1, 2.8), random.getrandbits(20))
    _bills(wall, z, random, random.randint(0, 3))


def _bills(wall: Elevation, z: tuple[float, float], random: Random, count: int) -> None:
    for _ in range(count):
        at, low = random.uniform(z[0] + 0.2, z[1] - 0.5), random.uniform(0.9, 1.7)
        wall.fill((at, at + 0.24), (low, low + 0.32), random.choice(((214, 208, 190), (196, 206, 206), (214, 190, 96))))


def _blank(wall: Elevation, house: House, shop: Shop, random: Random) -> None:
    """A stretch of wall with a plinth, a meter box and a pipe: here posters are stuck."""
    wall.fill(shop.z, (0, 4.2), lit(house.colour, 0.97))
    wall.weather(shop.z, (0, 4.2), shop.seed)
    wall.fill(shop.z, (0, 0.7), lit(house.colour, 0.56))
    wall.fill(shop.z, (0.7, 0.76), lit(house.colour, 0.8))
    wall.weather(shop.z, (0, 0.76), shop.seed + 7)
    box = shop.z[1] - 0.9
    wall.fill((box, box + 0.5), (1.3, 2.0), (150, 152, 148))
    wall.fill((box + 0.03, box + 0.47), (1.34, 1.96), (172, 174, 170))
    wall.fill((shop.z[1] - 0.25, shop.z[1] - 0.15), (0, 4.2), lit(house.colour, 0.7))
    wall.fill((shop.z[0], shop.z[1]), (3.2, 3.26), lit(house.colour, 0.6))
    if random.random() < 0.5:
        wall.words("禁止张贴", (shop.z[0] + 0.3, shop.z[1] - 1.1), (2.3, 2.65), (150, 50, 44), 0)
