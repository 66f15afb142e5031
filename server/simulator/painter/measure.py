"""How quickly photos are painted: a naive loop over distinct shots, everything included."""

from __future__ import annotations

import time
from collections.abc import Iterator

from server.simulator.painter.painter import Painter
from server.simulator.painter.shot import MATTERS, Shot

NOON = 1_795_233_600_000
HOUR = 3_600_000


def shots(places: int = 40, each: int = 6, megapixels: float = 2.0, first: int = 100) -> Iterator[Shot]:
    """Six photos of each of forty places, half before and half after, at all hours: as a case's photos come in."""
    for place in range(first, first + places):
        for n in range(each):
            at = NOON + (place * 7 + n * 5) % 24 * HOUR
            matter = MATTERS[place % len(MATTERS)]
            yield Shot(place, matter, n >= each // 2, at, 1_136_250_000, 347_500_000, megapixels, seed=place * each + n)


def photos_per_second(places: int = 40, each: int = 6, megapixels: float = 2.0) -> float:
    """Photos per second of one core's own time, once the surfaces that all places share are made."""
    painter = Painter("Asia/Shanghai")
    for shot in shots(8, 2, megapixels, first=1):
        painter.paint(shot)
    wanted = list(shots(places, each, megapixels))
    start = time.process_time()
    for shot in wanted:
        painter.paint(shot)
    return len(wanted) / (time.process_time() - start)
