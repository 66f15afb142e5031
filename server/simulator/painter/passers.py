"""Who and what comes and goes: walkers on the pavement, cars on the road, an e-bike."""

from random import Random

from server.simulator.painter import sprites, vehicles
from server.simulator.painter.canvas import Canvas
from server.simulator.painter.light import Light
from server.simulator.painter.street import Street


def pass_by(canvas: Canvas, street: Street, random: Random, light: Light) -> None:
    """Fewer by night and in the rain."""
    crowd = 0.35 if light.night else 0.5 if light.weather == "rain" else 1.0
    side, kerb = street.camera.side, street.camera.kerb
    for _ in range(random.choice((0, 1, 1, 2))):
        if random.random() < crowd:
            lane = random.choice((1.9, 4.6))
            at = kerb - side * (2.4 + lane), random.uniform(9, 40)
            vehicles.car(canvas, at, random.getrandbits(20), away=lane < 3)
    walkers = [
        (random.uniform(0.2, 0.95), random.uniform(8.5, 34), random.randrange(8)) for _ in range(random.randint(0, 5))
    ]
    for across, z, kind in sorted(walkers, key=lambda walker: -walker[1]):
        if random.random() < crowd:
            x = kerb + side * 0.4 + (street.camera.near - kerb - side * 0.8) * across
            if _behind(street, x, z):
                continue
            sprites.walk(canvas, (x, z), kind, 1.56 + kind * 0.03)


def _behind(street: Street, x: float, z: float) -> bool:
    """Whether the matter would hide them: it is in the picture already, so they walk elsewhere."""
    near, ahead = street.spot
    return z > ahead and abs(x / z - near / ahead) < 1.5 / ahead
