"""What stands on pavements: lamp posts, power poles, signs, bins."""

from server.simulator.painter.canvas import Canvas, Colour, lit
from server.simulator.painter.shot import chance

BINS: tuple[tuple[Colour, str], ...] = (
    ((64, 68, 70), "其他垃圾"), ((40, 104, 66), "厨余垃圾"), ((36, 84, 150), "可回收物"), ((166, 46, 42), "有害垃圾"),
)  # fmt: skip


def pole(canvas: Canvas, at: tuple[float, float], kind: str, number: int) -> None:
    """One pole of its kind with its shadow."""
    x, z = at
    canvas.shade((x, 0, z), 0.9, 0.9, 110)
    high = {"lamp": 8.0, "power": 9.0, "sign": 3.1}[kind]
    with canvas.finer((x - 1.9, x + 1.9), (0, high + 0.3), (z, z)) as fine:
        {"lamp": _lamp, "power": _power, "sign": _sign}[kind](fine, x, z, number)


def _shaft(canvas: Canvas, x: float, z: float, high: float, wide: float, colour: Colour) -> None:
    for a, b, light in ((-1, -0.5, 0.7), (-0.5, 0.1, 1.15), (0.1, 0.6, 0.9), (0.6, 1, 0.6)):
        canvas.front((x + a * wide, x + b * wide), (0, high), z, lit(colour, light))


def _lamp(canvas: Canvas, x: float, z: float, number: int) -> None:
    colour = ((142, 146, 148), (86, 98, 92), (110, 112, 116))[number % 3]
    _shaft(canvas, x, z, 7.8, 0.08, colour)
    _shaft(canvas, x, z, 0.9, 0.13, lit(colour, 0.9))
    over = x - canvas.camera.side * 1.7
    canvas.line(((x, 7.5, z), (x - canvas.camera.side * 0.8, 7.9, z), (over, 8.0, z)), colour, 0.09)
    canvas.front((min(over, over + 0.5), max(over, over + 0.5)), (7.88, 8.02), z, (210, 206, 190), 255)


def _power(canvas: Canvas, x: float, z: float, number: int) -> None:
    _shaft(canvas, x, z, 9.0, 0.14, (150, 148, 142))
    canvas.front((x - 0.14, x + 0.14), (0.4, 1.5), z, (196, 170, 40))
    for level in (0.5, 0.9, 1.3):
        canvas.front((x - 0.14, x + 0.14), (level, level + 0.18), z, (40, 40, 40))
    for level in (8.2, 8.7):
        canvas.front((x - 1.1, x + 1.1), (level, level + 0.08), z, (90, 84, 76))
    canvas.front((x - 0.1, x + 0.12), (1.7, 2.1), z, lit((206, 200, 186), 0.8 + number % 5 / 20))


def _sign(canvas: Canvas, x: float, z: float, number: int) -> None:
    _shaft(canvas, x, z, 3.0, 0.045, (150, 152, 154))
    if number % 2:
        canvas.polygon(canvas.ring((x, 2.7, z), 0.34, lies=False), (196, 44, 40))
        canvas.polygon(canvas.ring((x, 2.7, z), 0.27, lies=False), (40, 78, 150))
        canvas.line(((x - 0.2, 2.9, z), (x + 0.2, 2.5, z)), (196, 44, 40), 0.07)
    else:
        canvas.front((x - 0.75, x + 0.75), (2.45, 2.95), z, (34, 84, 150))
        words = ("陇海路", "秦岭路", "文化宫路", "桐柏路", "伏牛路")[number // 2 % 5]
        canvas.words(words, x, z, 2.7, 0.26, (236, 238, 240))


def bin_with_lid(canvas: Canvas, at: tuple[float, float], kind: int, *, open_lid: bool = False) -> None:
    """A wheeled bin of 240 litres."""
    x, z = at
    colour, words = BINS[kind % len(BINS)]
    canvas.shade((x, 0, z), 1.1, 1.0, 170)
    with canvas.finer((x - 0.45, x + 0.45), (0, 1.6), (z - 0.4, z + 0.4)) as fine:
        _body(fine, x, z, colour)
        if open_lid:
            fine.polygon(
                ((x - 0.3, 1.0, z), (x + 0.3, 1.0, z), (x + 0.28, 1.5, z), (x - 0.28, 1.5, z)), lit(colour, 0.8)
            )
        else:
            fine.box((x - 0.32, x + 0.32), (1.0, 1.08), (z - 0.36, z + 0.34), lit(colour, 1.15))
        fine.words(words, x, z - 0.33, 0.62, 0.115, (232, 234, 230))


def _body(canvas: Canvas, x: float, z: float, colour: Colour) -> None:
    side = x - 0.29 if x > 0 else x + 0.29
    foot = x - 0.22 if x > 0 else x + 0.22
    canvas.polygon(
        ((side, 1.0, z - 0.33), (side, 1.0, z + 0.33), (foot, 0.06, z + 0.28), (foot, 0.06, z - 0.28)), lit(colour, 0.7)
    )
    for n in range(5):
        a, b = -1 + 0.4 * n, -0.6 + 0.4 * n
        light = (1.2, 1.08, 1.0, 0.92, 0.8)[n]
        front = z - 0.33
        canvas.polygon(
            (
                (x + a * 0.29, 1.0, front), (x + b * 0.29, 1.0, front),
                (x + b * 0.22, 0.06, front + 0.04), (x + a * 0.22, 0.06, front + 0.04),
            ),
            lit(colour, light),
        )  # fmt: skip
    random = chance("bin", round(x * 100), round(z * 100))
    for _ in range(5):
        spot, low = x + random.uniform(-0.2, 0.2), random.uniform(0.1, 0.9)
        canvas.front((spot, spot + random.uniform(0.02, 0.06)), (low - 0.08, low), z - 0.33, lit(colour, 0.72))
    canvas.polygon(canvas.ring((x + 0.2, 0.09, z - 0.3), 0.09, lies=False, steps=16), (28, 28, 30))
