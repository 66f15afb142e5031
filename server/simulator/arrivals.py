"""When something is reported: hour by hour, by the city's curve, in bursts, the same for the same seed.

An hour's count is a Poisson count whose mean is itself drawn from a gamma distribution (a negative binomial count), and
bursts beside it, so that variance / mean of hourly counts is the dispersion of the figures. Of a count with mean m and
variance V > m the gamma distribution has the shape m² / (V - m) and the scale (V - m) / m.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from server.simulator.chance import Chance
from server.simulator.figures import Day, Volume

HOUR = 3_600_000
MINUTE = 60_000


class Arrival(NamedTuple):
    """Something is reported at an instant (ms UTC): number `n` of the hour that begins at `hour`; of which burst."""

    at: int
    hour: int
    n: int
    burst: str = ""


class Arrivals:
    """`per_day`: cases on a mean day; `day_of` says what is special about the day of an instant."""

    def __init__(self, volume: Volume, chance: Chance, zone: str, per_day: float, day_of: Callable[[int], Day]) -> None:
        self._volume, self._chance, self._per_day, self._day_of = volume, chance, per_day, day_of
        self._zone = ZoneInfo(zone)

    def expected(self, hour: int) -> float:
        """How many are expected in the hour that begins at this instant (ms UTC)."""
        there = datetime.fromtimestamp(hour / 1000, self._zone)
        hours = self._volume.hours_weekend if there.weekday() >= 5 else self._volume.hours
        return self._per_day * self._volume.days[there.weekday()] * hours[there.hour] * self._day_of(hour).volume

    def in_hour(self, hour: int) -> tuple[Arrival, ...]:
        """All arrivals of the hour that begins at this instant (ms UTC), in order of time."""
        seed = int.from_bytes(self._chance.noise("hour", hour, size=16), "big")
        draw = np.random.Generator(np.random.PCG64(seed))
        mean = self.expected(hour)
        bursts = self._bursts(draw, mean)
        alone = self._alone(draw, mean)
        times = [(int(at), "") for at in draw.integers(0, HOUR, alone)]
        for number, size in enumerate(bursts):
            begin = int(draw.integers(0, HOUR - self._volume.burst_minutes * MINUTE))
            spread = draw.integers(0, self._volume.burst_minutes * MINUTE, size)
            times += [(begin + int(at), f"{hour}/{number}") for at in spread]
        return tuple(Arrival(hour + at, hour, n, burst) for n, (at, burst) in enumerate(sorted(times)))

    def _rate(self, mean: float) -> float:
        """Bursts in an hour with this mean."""
        return self._volume.bursts_per_day * mean / self._per_day

    def _sizes(self) -> tuple[int, int]:
        scale = self._per_day / self._volume.cases_per_day
        least, most = (max(2, round(size * scale)) for size in self._volume.burst_size)
        return least, max(least, most)

    def _bursts(self, draw: np.random.Generator, mean: float) -> list[int]:
        least, most = self._sizes()
        return [int(draw.integers(least, most + 1)) for _ in range(int(draw.poisson(self._rate(mean))))]

    def _alone(self, draw: np.random.Generator, mean: float) -> int:
        """Those outside bursts: their variance is what the bursts leave of the wanted one."""
        least, most = self._sizes()
        sizes = range(least, most + 1)
        rate = self._rate(mean)
        rest = mean - rate * sum(sizes) / len(sizes)
        if rest <= 0:
            return 0
        variance = self._volume.dispersion * mean - rate * sum(size * size for size in sizes) / len(sizes)
        if variance <= rest:
            return int(draw.poisson(rest))
        return int(draw.poisson(draw.gamma(rest * rest / (variance - rest), (variance - rest) / rest)))


def hour_of(at: int) -> int:
    """The beginning of the hour of an instant (ms UTC)."""
    return at - at % HOUR
