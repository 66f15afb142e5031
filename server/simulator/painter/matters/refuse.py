"""Exposed refuse: bags, boxes and litter; afterwards a wet, stained place with a scrap or two."""

from random import Random

from server.simulator.painter import sprites, trees
from server.simulator.painter.canvas import Canvas, Colour, lit
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

SCRAPS: tuple[Colour, ...] = (
    (206, 202, 194),
    (170, 60, 50),
    (60, 96, 140),
    (196, 170, 96),
    (96, 120, 90),
    (220, 216, 206),
)


def refuse(canvas: Canvas, street: Street, solved: bool) -> None:
    """A heap of 9 to 16 pieces at the spot."""
    random = chance("refuse", street.number)
    x, z = street.spot
    trees.dirt(canvas, (x, 0, z), 3.6, 2.6, 130 if solved else 170)
    if solved:
        canvas.shade((x + 0.2, 0, z), 2.6, 1.6, 70, (30, 32, 36))
        _litter(canvas, random, (x, z), 7)
        return
    canvas.shade((x, 0, z), 2.9, 1.9, 190)
    _litter(canvas, random, (x, z), 60)
    _heap(canvas, random, (x, z))
    _litter(canvas, random, (x, z - 0.55), 16)


def _heap(canvas: Canvas, random: Random, spot: tuple[float, float]) -> None:
    pieces = sorted(
        ((random.gauss(0, 0.52), random.gauss(0, 0.34), random.random()) for _ in range(random.randint(11, 18))),
        key=lambda piece: -piece[1],
    )
    for dx, dz, kind in pieces:
        x, z = spot[0] + dx, spot[1] + dz
        lift = max(0.0, 0.32 - 0.42 * abs(dx)) if dz > -0.1 else 0.0
        if kind < 0.24:
            _box(canvas, random, (x, lift, z))
        else:
            size = random.uniform(0.42, 0.78)
            canvas.shade((x, lift * 0.4, z - 0.05), size * 1.15, 0.5, 120)
            kind_of_bag = random.randrange(20)
            sprites.put(canvas, sprites.bag(kind_of_bag), (x, lift, z), (size, size * random.uniform(0.72, 0.95)))


def _box(canvas: Canvas, random: Random, at: tuple[float, float, float]) -> None:
    """A carton with its flaps."""
    x, y, z = at
    wide, high, deep = random.uniform(0.3, 0.55), random.uniform(0.2, 0.42), random.uniform(0.25, 0.4)
    colour = lit((166, 128, 86), random.uniform(0.8, 1.1))
    canvas.shade((x, 0, z), wide * 1.5, deep * 1.6, 130)
    with canvas.finer((x - wide, x + wide), (y, y + high + 0.2), (z, z + deep)) as fine:
        fine.box((x - wide / 2, x + wide / 2), (y, y + high), (z, z + deep), colour)
        fine.front((x - wide / 2 + 0.02, x + wide / 2 - 0.02), (y + high * 0.45, y + high * 0.55), z, lit(colour, 1.25))
        fine.ground((x - wide / 2 + 0.03, x + wide / 2 - 0.03), (z + 0.03, z + deep), lit(colour, 0.5), y + high)
        lean = random.uniform(0.05, 0.18)
        edge = x + wide / 2
        fine.polygon(
            (
                (edge, y + high, z),
                (edge + lean, y + high + 0.04, z),
                (edge + lean, y + high + 0.04, z + deep),
                (edge, y + high, z + deep),
            ),
            lit(colour, 1.1),
        )


def _litter(canvas: Canvas, random: Random, spot: tuple[float, float], count: int) -> None:
    with canvas.finer((spot[0] - 2.2, spot[0] + 2.2), (0, 0.1), (spot[1] - 1.4, spot[1] + 1.8)) as fine:
        for _ in range(count):
            x, z = spot[0] + random.gauss(0, 0.85), spot[1] + random.gauss(0, 0.55)
            size = random.uniform(0.02, 0.085)
            bend = [random.uniform(0.5, 1.4) * size for _ in range(4)]
            outline = ((x - bend[0], 0, z), (x, 0.02, z + bend[1]), (x + bend[2], 0, z + 0.02), (x, 0, z - bend[3]))
            fine.polygon([(px, 0, pz - 0.02) for px, _, pz in outline], (44, 42, 40))
            fine.polygon(outline, lit(random.choice(SCRAPS), random.uniform(0.7, 1.1)))
