"""A manhole in the pavement: lid missing, pushed aside or broken; afterwards closed with a new lid."""

import math

from server.simulator.painter import trees
from server.simulator.painter.canvas import Canvas, Colour, lit
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

RADIUS = 0.36
IRON: Colour = (104, 102, 98)


def manhole(canvas: Canvas, street: Street, solved: bool) -> None:
    """The lid at the spot; which fault it has is the place's own."""
    random = chance("manhole", street.number)
    fault = random.choice(("missing", "aside", "broken"))
    letters = random.choice(("污", "雨", "电", "通信"))
    x, z = street.spot[0], street.spot[1] - 0.9
    trees.dirt(canvas, (x, 0, z), 1.9, 1.6, 90)
    with canvas.finer((x - 1.5, x + 1.5), (0, 0.2), (z - 0.8, z + 0.9), 3) as fine:
        fine.polygon(fine.ring((x, 0, z), RADIUS + 0.17), (138, 135, 128))
        fine.polygon(fine.ring((x, 0, z), RADIUS + 0.05), (78, 76, 73))
        if solved:
            _lid(fine, (x, 0.01, z), letters, (92, 92, 92))
        elif fault == "broken":
            _lid(fine, (x, 0.0, z), letters, IRON)
            _hole(fine, (x, z), random.uniform(0, 6))
        else:
            _well(fine, (x, z))
            if fault == "aside":
                _lid(fine, (x + random.choice((-1, 1)) * 0.44, 0.05, z + 0.08), letters, IRON)


def _lid(canvas: Canvas, at: tuple[float, float, float], letters: str, iron: Colour) -> None:
    x, y, z = at
    if y > 0.02:
        canvas.polygon(canvas.ring((x + 0.03, 0, z - 0.03), RADIUS + 0.03), (34, 33, 32))
        canvas.polygon(canvas.ring((x, 0, z), RADIUS), (52, 50, 48))
    canvas.polygon(canvas.ring((x, y, z), RADIUS), iron)
    canvas.polygon(canvas.ring((x, y, z), RADIUS - 0.035), lit(iron, 0.72))
    canvas.polygon(canvas.ring((x, y, z), RADIUS - 0.05), lit(iron, 0.95))
    for n in range(-5, 6):
        for m in range(-5, 6):
            a, b = n * 0.055, m * 0.055
            if math.hypot(a, b) < RADIUS - 0.08 and (abs(n) > 1 or abs(m) > 1):
                canvas.ground(
                    (x + a - 0.018, x + a + 0.018),
                    (z + b - 0.018, z + b + 0.018),
                    lit(iron, 1.28 if (n + m) % 2 else 0.66),
                    y,
                )
    canvas.words(letters, x, z, y, 0.06, lit(iron, 0.45))


def _well(canvas: Canvas, at: tuple[float, float]) -> None:
    """The dark inside: the far wall's bricks catch some light, rungs go down."""
    x, z = at
    canvas.polygon(canvas.ring((x, 0, z), RADIUS), (14, 13, 12))
    for depth, light in ((0.05, 74), (0.12, 60), (0.2, 46), (0.3, 34), (0.42, 24), (0.56, 16)):
        turns = [math.pi * (0.06 + 0.88 * n / 20) for n in range(21)]
        upper = [(x + RADIUS * math.cos(t), -depth + 0.08, z + RADIUS * math.sin(t)) for t in turns]
        lower = [(px, -depth, pz) for px, _, pz in reversed(upper)]
        _inside(canvas, at, upper + lower, (light, light - 4, light - 8))
    for depth in (0.14, 0.34):
        _inside(
            canvas,
            at,
            [
                (x - 0.1, -depth, z + 0.3),
                (x + 0.1, -depth, z + 0.3),
                (x + 0.1, -depth - 0.03, z + 0.3),
                (x - 0.1, -depth - 0.03, z + 0.3),
            ],
            (70, 56, 44),
        )


def _inside(canvas: Canvas, at: tuple[float, float], places: list[tuple[float, float, float]], colour: Colour) -> None:
    """A polygon cut by the well's rim: only what is seen through the opening."""
    x, z = at
    seen = []
    for place in places:
        px, py = canvas.at(place)
        cx, cy = canvas.at((x, 0, z))
        rx = canvas.at((x + RADIUS, 0, z))[0] - cx
        ry = max(1.0, cy - canvas.at((x, 0, z + RADIUS))[1])
        away = math.hypot((px - cx) / rx, (py - cy) / ry)
        seen.append((px, py) if away <= 1 else (cx + (px - cx) / away, cy + (py - cy) / away))
    canvas.draw.polygon(seen, fill=(*colour, 0))


def _hole(canvas: Canvas, at: tuple[float, float], turn: float) -> None:
    """A corner that fell in, cracks from it."""
    x, z = at
    angles = [turn + n * 0.28 for n in range(6)]
    rim = [(x + RADIUS * 0.97 * math.cos(a), 0.0, z + RADIUS * 0.97 * math.sin(a)) for a in angles]
    jag = [
        (x + RADIUS * (0.25 + 0.2 * (n % 2)) * math.cos(a), 0.0, z + RADIUS * (0.25 + 0.2 * (n % 2)) * math.sin(a))
        for n, a in enumerate(reversed(angles))
    ]
    canvas.polygon(rim + jag, (12, 11, 10))
    for end in (turn + 2.6, turn + 3.4, turn - 1.2):
        canvas.line(
            (
                (x, 0.0, z),
                (x + RADIUS * 0.5 * math.cos(end + 0.2), 0.0, z + RADIUS * 0.5 * math.sin(end + 0.2)),
                (x + RADIUS * 0.93 * math.cos(end), 0.0, z + RADIUS * 0.93 * math.sin(end)),
            ),
            (28, 26, 25),
            0.012,
        )
