"""A car on the pavement; afterwards none, but its tyre marks."""

from server.simulator.painter import trees, vehicles
from server.simulator.painter.canvas import Canvas
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street


def parking(canvas: Canvas, street: Street, solved: bool) -> None:
    """One car at the spot, a second behind it at some places."""
    random = chance("parking", street.number)
    side = street.camera.side
    x, z = side * random.uniform(0.5, 1.0), random.uniform(5.6, 6.8)
    cars = [(x, z, random.getrandbits(20))]
    if random.random() < 0.4:
        cars.append((x + side * 0.2, z + 5.6, random.getrandbits(20)))
    away = random.random() < 0.6
    for at, ahead, seed in reversed(cars):
        if solved:
            for wheel in (-0.7, 0.7):
                trees.dirt(canvas, (at + wheel, 0, ahead + 1.2), 0.4, 3.0, 70)
            canvas.shade((at + 0.2, 0, ahead + 1.0), 0.6, 0.5, 90)
        else:
            vehicles.car(canvas, (at, ahead), seed, away=away)
