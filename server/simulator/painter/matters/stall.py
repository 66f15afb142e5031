"""A stall on the pavement: barrow, goods, umbrella, seller; afterwards a swept place with oil on it."""

import math
from random import Random

from server.simulator.painter import sprites, trees
from server.simulator.painter.canvas import Canvas, Colour, lit
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

FRUIT: tuple[Colour, ...] = (
    (206, 120, 40),
    (176, 50, 44),
    (196, 176, 60),
    (96, 140, 60),
    (120, 60, 84),
    (206, 196, 170),
)
CLOTHS: tuple[tuple[Colour, Colour], ...] = (
    ((170, 44, 44), (216, 206, 190)), ((40, 84, 140), (206, 210, 212)), ((40, 110, 76), (220, 214, 190)),
    ((196, 140, 40), (190, 60, 44)),
)  # fmt: skip


def stall(canvas: Canvas, street: Street, solved: bool) -> None:
    """One seller at the spot."""
    random = chance("stall", street.number)
    x, z = street.spot[0], street.spot[1] + 1.1
    trees.dirt(canvas, (x, 0, z), 3.0, 2.4, 120)
    if solved:
        canvas.shade((x - 0.3, 0, z), 1.4, 0.9, 60, (40, 36, 30))
        return
    canvas.shade((x, 0, z), 3.0, 2.2, 180)
    sprites.walk(canvas, (x + random.choice((-1.05, 1.05)), z + 0.5), random.randrange(7))
    with canvas.finer((x - 1.8, x + 1.8), (0, 2.7), (z - 0.6, z + 0.9)) as fine:
        _umbrella(fine, (x + 0.1, z + 0.35), random.choice(CLOTHS), back=True)
        _barrow(fine, random, (x, z))
        _umbrella(fine, (x + 0.1, z + 0.35), random.choice(CLOTHS), back=False)
    for n in range(3):
        size = random.uniform(0.3, 0.45)
        sprites.put(canvas, sprites.bag(random.choice((2, 6, 7))), (x - 0.9 + n * 0.5, 0, z - 0.75), (size, size * 0.8))


def _barrow(canvas: Canvas, random: Random, at: tuple[float, float]) -> None:
    """A tricycle's load floor with crates of fruit, a price board, wheels."""
    x, z = at
    for dx in (-0.62, 0.62):
        for radius, colour in ((0.28, (24, 24, 26)), (0.23, (120, 122, 124)), (0.2, (58, 58, 60))):
            canvas.polygon(canvas.ring((x + dx, 0.28, z - 0.42), radius, lies=False), colour)
    canvas.box((x - 0.85, x + 0.85), (0.5, 0.62), (z - 0.4, z + 0.4), (60, 96, 130))
    canvas.front((x - 0.85, x + 0.85), (0.34, 0.52), z - 0.4, (44, 72, 100))
    for n in range(4):
        for row, deep in ((1, 0.12), (0, -0.38)):
            _crate(canvas, random, (x - 0.82 + n * 0.42, 0.62 + row * 0.12, z + deep))
    canvas.front((x - 0.3, x + 0.3), (0.26, 0.52), z - 0.45, (226, 220, 206))
    canvas.words(random.choice(("苹果 5元", "橘子 4元", "葡萄 8元", "烤红薯")), x, z - 0.45, 0.39, 0.14, (176, 40, 36))


def _crate(canvas: Canvas, random: Random, at: tuple[float, float, float]) -> None:
    x, y, z = at
    canvas.box((x, x + 0.38), (y, y + 0.16), (z, z + 0.42), (150, 120, 84))
    colour = random.choice(FRUIT)
    for _ in range(22):
        place = x + random.uniform(0.04, 0.34), y + 0.17 + random.uniform(0, 0.06), z + random.uniform(0.03, 0.4)
        canvas.polygon(canvas.ring(place, 0.045, lies=False, steps=10), lit(colour, random.uniform(0.6, 1.15)))


def _umbrella(canvas: Canvas, at: tuple[float, float], cloth: tuple[Colour, Colour], *, back: bool) -> None:
    x, z = at
    if back:
        canvas.line(((x, 0, z), (x, 2.5, z)), (170, 172, 172), 0.045)
    ribs = [(x + 1.5 * math.cos(t), 1.98, z + 1.2 * math.sin(t)) for t in (math.pi * 2 * n / 8 + 0.2 for n in range(9))]
    for n in range(8):
        behind = (ribs[n][2] + ribs[n + 1][2]) / 2 > z
        if behind != back:
            continue
        light = (0.55 if behind else 1.0) * (0.82 + 0.22 * math.cos(n * math.pi / 4 + 2.2))
        canvas.polygon(((x, 2.5, z), ribs[n], ribs[n + 1]), lit(cloth[n % 2], light))
        if not back:
            a, b = ribs[n], ribs[n + 1]
            canvas.polygon(
                (a, b, (b[0], 1.84, b[2]), ((a[0] + b[0]) / 2, 1.8, (a[2] + b[2]) / 2), (a[0], 1.84, a[2])),
                lit(cloth[n % 2], light * 0.8),
            )
