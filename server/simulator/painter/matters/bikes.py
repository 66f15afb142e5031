"""Shared bikes: toppled and in the way; afterwards upright in a row at the kerb."""

import math
from random import Random

from server.simulator.painter.canvas import Canvas, Colour, lit
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

BRANDS: tuple[Colour, ...] = ((206, 168, 30), (40, 110, 180), (60, 150, 110))


def bikes(canvas: Canvas, street: Street, solved: bool) -> None:
    """Five to nine bikes."""
    random = chance("bikes", street.number)
    count = random.randint(5, 9)
    brand = random.choice(BRANDS)
    colours = [brand if random.random() < 0.7 else random.choice(BRANDS) for _ in range(count)]
    if solved:
        _parked(canvas, street, colours)
        return
    x, z = street.spot
    canvas.shade((x, 0, z + 0.5), 3.4, 2.6, 110)
    for n, colour in enumerate(colours):
        lean = random.choice((0.1, 1.25, 1.4, 1.45, 1.5)) * random.choice((-1, 1))
        at = x + random.gauss(0, 0.65), z + 1.9 - n * 2.4 / count
        _bike(canvas, at, random.uniform(-1.2, 1.2), lean, colour, random)


def _parked(canvas: Canvas, street: Street, colours: list[Colour]) -> None:
    """In the row along the kerb, where they may stand, far ones first."""
    side = street.camera.side
    random = chance("rack", street.number)
    start = 6.2
    x = street.camera.kerb + side * 1.1
    canvas.ground((x - 0.9, x - 0.84), (start - 0.4, start + 0.62 * len(colours)), (206, 204, 198))
    canvas.ground((x + 0.84, x + 0.9), (start - 0.4, start + 0.62 * len(colours)), (206, 204, 198))
    for n in reversed(range(len(colours))):
        _bike(canvas, (x, start + n * 0.62), random.uniform(-0.12, 0.12), 0.12, colours[n], random)


def _bike(canvas: Canvas, at: tuple[float, float], turn: float, lean: float, colour: Colour, random: Random) -> None:
    """A bike in its own plane, turned about the upright and leaned over; lean near ±π/2 lies on the ground."""
    x, z = at
    side, up = math.sin(lean), max(math.cos(lean), 0.12)

    def place(along: float, high: float) -> tuple[float, float, float]:
        across = high * side
        return (
            x + along * math.cos(turn) - across * math.sin(turn) * 0.9,
            0.02 + high * up,
            z + along * math.sin(turn) + across * math.cos(turn) * 0.9,
        )

    canvas.shade((x, 0, z + 0.3 * side), 1.9, 0.9, 110)
    with canvas.finer((x - 1.2, x + 1.2), (0, 1.15), (max(z - 1.1, 1.5), z + 1.1)) as fine:
        for along in (-0.52, 0.52):
            wheel = [
                place(along + 0.31 * math.cos(t), 0.31 + 0.31 * math.sin(t))
                for t in (math.tau * n / 26 for n in range(27))
            ]
            fine.line(wheel, (30, 30, 32), 0.05)
            for n in range(0, 26, 3):
                fine.line((place(along, 0.31), wheel[n]), (140, 142, 144), 0.008)
        frame = (
            ((-0.52, 0.31), (-0.15, 0.34), (0.38, 0.72), (0.52, 0.31)),
            ((-0.15, 0.34), (-0.24, 0.84)),
            ((-0.52, 0.31), (-0.2, 0.66), (0.36, 0.8)),
        )
        for part in frame:
            fine.line([place(*p) for p in part], colour, 0.062)
            fine.line([place(p[0], p[1] + 0.012) for p in part], lit(colour, 1.25), 0.02)
        fine.line((place(0.38, 0.72), place(0.33, 1.0), place(0.2, 1.02)), (44, 44, 46), 0.04)
        fine.line((place(-0.36, 0.87), place(-0.12, 0.87)), (30, 30, 32), 0.085)
        fine.polygon(
            [place(*p) for p in ((0.42, 0.72), (0.7, 0.74), (0.66, 0.95), (0.44, 0.95))],
            lit((96, 98, 100), random.uniform(0.7, 1.1)),
        )
        fine.line((place(-0.7, 0.62), place(-0.52, 0.68), place(-0.3, 0.6)), lit(colour, 0.9), 0.05)
