"""Cars as simple solids: a side profile drawn out across the width, shaded face by face."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from server.simulator.painter.canvas import Canvas, Colour, lit
from server.simulator.painter.shot import chance

PAINTS: tuple[Colour, ...] = (
    (214, 214, 212), (60, 62, 66), (146, 150, 154), (186, 188, 190), (110, 30, 32), (40, 58, 92), (92, 84, 72),
)  # fmt: skip
GLASS: Colour = (46, 54, 60)
SEDAN = (
    (0.0, 0.36), (0.0, 0.78), (0.08, 0.95), (0.55, 1.02), (1.15, 1.4), (1.8, 1.47), (2.6, 1.43), (3.4, 1.0),
    (4.4, 0.84), (4.6, 0.62), (4.6, 0.34),
)  # fmt: skip
VAN = (
    (0.0, 0.36),
    (0.0, 1.0),
    (0.12, 1.78),
    (0.4, 1.86),
    (3.1, 1.86),
    (3.75, 1.16),
    (4.3, 1.0),
    (4.4, 0.66),
    (4.4, 0.34),
)
HALF = 0.89


@dataclass(frozen=True)
class _Car:
    """`line` runs from the end that faces us: (z, y)."""

    x: float
    z: float
    line: tuple[tuple[float, float], ...]
    paint: Colour
    away: bool
    van: bool
    number: int

    @property
    def side(self) -> float:
        """x of the flank that shows; 0 where none does."""
        edge = self.x - HALF if self.x > 0 else self.x + HALF
        return edge if edge * self.x > 0.2 * abs(self.x) else 0.0

    def inward(self, y: float) -> float:
        """x of that flank at a height: the cabin leans in above the belt."""
        lean = 0.2 * max(0.0, y - 0.95)
        return self.side + (lean if self.x > 0 else -lean)


def car(canvas: Canvas, at: tuple[float, float], seed: int, *, away: bool = True) -> None:
    """A car whose near end is at z, its middle at x, along the street; `away`: we see its rear."""
    x, z = at
    random = chance("car", seed)
    van = random.random() < 0.25
    profile, length = (VAN, 4.4) if van else (SEDAN, 4.6)
    paint = random.choice(PAINTS)
    line = tuple((z + d, y) for d, y in profile) if away else tuple((z + length - d, y) for d, y in reversed(profile))
    for grow, strength in ((1.5, 150), (1.12, 210)):
        canvas.shade((x, 0, z + length / 2), 2 * HALF * grow, length * grow, strength)
    canvas.shade((x, 0, z + 0.15), 2 * HALF * 1.25, 1.2, 250)
    whole = _Car(x, z, line, paint, away, van, seed)
    with canvas.finer((x - HALF, x + HALF), (0, 2.0), (z - 0.1, z + length)) as fine:
        _top(fine, whole)
        if whole.side:
            _flank(fine, whole)
        _end(fine, whole)


def _top(canvas: Canvas, car: _Car) -> None:
    """Boot, rear window, roof, windscreen, bonnet: from far to near."""
    for (z0, y0), (z1, y1) in reversed(list(pairwise(car.line))):
        flat = abs(z1 - z0) / (abs(z1 - z0) + abs(y1 - y0) + 1e-6)
        half0, half1 = (HALF - 0.2 * max(0.0, y - 0.95) for y in (y0, y1))
        outline = ((car.x - half0, y0, z0), (car.x + half0, y0, z0), (car.x + half1, y1, z1), (car.x - half1, y1, z1))
        canvas.polygon(outline, lit(car.paint, 0.74 + 0.5 * flat))
        if max(y0, y1) > 1.3 and 0.25 < flat < 0.9 and not car.van:
            _pane(canvas, car, ((z0, y0), (z1, y1)))


def _pane(canvas: Canvas, car: _Car, ends: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """A window within a leaning face; the sky lies on its upper part."""
    (z0, y0), (z1, y1) = ends
    for low, high, colour in ((0.06, 0.94, GLASS), (0.5, 0.94, lit(GLASS, 1.9))):
        za, ya, zb, yb = (a + (b - a) * part for part in (low, high) for a, b in ((z0, z1), (y0, y1)))
        half_a, half_b = (HALF - 0.1 - 0.2 * max(0.0, y - 0.95) for y in (ya, yb))
        canvas.polygon(
            ((car.x - half_a, ya, za), (car.x + half_a, ya, za), (car.x + half_b, yb, zb), (car.x - half_b, yb, zb)),
            colour,
        )


def _flank(canvas: Canvas, car: _Car) -> None:
    """Door panels with their shading, side windows, wheels."""
    canvas.polygon([(car.inward(y), y, z) for z, y in car.line], lit(car.paint, 0.9))
    first, last = min(z for z, _ in car.line), max(z for z, _ in car.line)
    for low, high, light in ((0.34, 0.5, 0.6), (0.5, 0.68, 0.8), (0.68, 0.74, 1.08)):
        canvas.polygon(
            [(car.side, y, z) for z, y in ((first, low), (last, low), (last, high), (first, high))],
            lit(car.paint, light),
        )
    _side_windows(canvas, car)
    for part in (0.18, 0.81):
        _wheel(canvas, car.side, first + (last - first) * part)


def _side_windows(canvas: Canvas, car: _Car) -> None:
    cabin = [(z, y) for z, y in car.line if y > 1.2]
    low, high = min(z for z, _ in cabin) - 0.15, max(z for z, _ in cabin) + 0.25
    top = max(y for _, y in cabin) - 0.1
    for a, b in ((0.0, 0.36), (0.4, 0.98)):
        za, zb = low + (high - low) * a, low + (high - low) * b
        slant = (0.3 if a == 0 else 0.0, 0.42 if b > 0.9 else 0.0)
        corners = ((1.02, za), (1.02, zb), (top, zb - slant[1]), (top, za + slant[0]))
        canvas.polygon([(car.inward(y), y, z) for y, z in corners], GLASS)
        upper = ((top - 0.16, za + slant[0] * 0.7), (top - 0.16, zb - slant[1] * 0.7), *corners[2:])
        canvas.polygon([(car.inward(y), y, z) for y, z in upper], lit(GLASS, 1.7))


def _wheel(canvas: Canvas, x: float, z: float) -> None:
    turns = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    for radius, colour in (
        (0.37, (16, 16, 18)), (0.32, (34, 34, 36)), (0.21, (150, 152, 154)), (0.17, (90, 92, 94)),
        (0.06, (150, 150, 150)),
    ):  # fmt: skip
        canvas.polygon([(x, 0.32 + radius * float(np.sin(t)), z + radius * float(np.cos(t))) for t in turns], colour)


def _end(canvas: Canvas, car: _Car) -> None:
    """The end that faces us: bumper, lamps, plate, wheels below."""
    x, z, top = car.x, car.z, 1.05 if car.van else 0.8
    for at in (x - HALF + 0.2, x + HALF - 0.2):
        canvas.front((at - 0.1, at + 0.1), (0.0, 0.4), z + 0.08, (18, 18, 20))
    canvas.front((x - HALF + 0.1, x + HALF - 0.1), (0.14, 0.3), z + 0.06, (26, 26, 28))
    canvas.front((x - HALF, x + HALF), (0.24, 0.5), z - 0.02, lit(car.paint, 0.5))
    canvas.front((x - HALF, x + HALF), (0.42, 0.47), z - 0.025, lit(car.paint, 0.8))
    canvas.front((x - HALF, x + HALF), (0.46, top), z, lit(car.paint, 0.9))
    canvas.front((x - HALF, x + HALF), (top - 0.06, top), z, lit(car.paint, 1.15))
    if car.van:
        canvas.front((x - HALF + 0.14, x + HALF - 0.14), (1.12, 1.68), z + 0.06, GLASS)
        canvas.front((x - HALF + 0.14, x + HALF - 0.14), (1.45, 1.68), z + 0.06, lit(GLASS, 1.8))
    if not car.away:
        canvas.front((x - 0.55, x + 0.55), (0.44, 0.62), z - 0.01, (36, 36, 38))
    _lamps(canvas, car)
    canvas.front((x - 0.23, x + 0.23), (0.48, 0.61), z - 0.03, (30, 70, 160))
    canvas.words(f"演A·{car.number * 7919 % 90000 + 10000}", x, z - 0.03, 0.545, 0.08, (240, 240, 240))


def _lamps(canvas: Canvas, car: _Car) -> None:
    colour: Colour = (158, 30, 28) if car.away else (222, 224, 218)
    for sign in (-1, 1):
        a, b = car.x + sign * (HALF - 0.02), car.x + sign * (HALF - 0.4)
        canvas.front((min(a, b), max(a, b)), (0.62, 0.77), car.z - 0.01, lit(colour, 0.7), 60)
        canvas.front((min(a, b) + 0.03, max(a, b) - 0.03), (0.65, 0.75), car.z - 0.015, colour, 60)
