"""The figures of a city's days as frozen values; figures.toml itself says what each of them means."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

PICTURES = ("refuse", "manhole", "stall", "bikes", "water", "parking", "posters", "plain")
FAR = ("reported", "filed", "sent", "done", "confirmed", "checked")
DAYS = ("plain", "rain", "campaign")


@dataclass(frozen=True, slots=True)
class Delay:
    """A lognormal time: its median in seconds, and sigma of its logarithm."""

    median: float
    spread: float


@dataclass(frozen=True, slots=True)
class Volume:
    """How much arrives when: by weekday (mean 1) and by hour (sum 1), in bursts."""

    cases_per_day: float
    dispersion: float
    bursts_per_day: float
    burst_size: tuple[int, int]
    burst_minutes: int
    days: tuple[float, ...]
    hours: tuple[float, ...]
    hours_weekend: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is reported; `conditions` are weights by the number of the filing condition."""

    category: str
    share: float
    picture: str
    words: tuple[str, ...]
    conditions: Mapping[str, float]
    night: float = 1.0
    rain: float = 1.0


@dataclass(frozen=True, slots=True)
class Day:
    """What is special about a day."""

    volume: float = 1.0
    urgent: float = 0.0
    use: str = ""
    category: str = ""
    factor: float = 1.0
    collector: float = 1.0


@dataclass(frozen=True, slots=True)
class Places:
    """Where: share of reports from hot places, and of those that repeat another."""

    hot: int
    recurrence: float
    jitter_m: float
    duplicate: float


@dataclass(frozen=True, slots=True)
class Work:
    """How long units take: a share of their limit."""

    urgent: float
    share: float
    spread: float
    by_category: Mapping[str, float]
    night: bool


@dataclass(frozen=True, slots=True)
class Photos:
    """Sizes of photos, and how many are painted at high speed."""

    megapixels: tuple[float, ...]
    pool: int
    paint_up_to: float
    tricks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Morning:
    """One case of the gentle start, and how far it has come."""

    place: str
    words: str
    condition: str
    source: str
    far: str


@dataclass(frozen=True, slots=True)
class Gentle:
    """The gentle start."""

    every_s: float
    waiting_most: int
    morning: tuple[Morning, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a city."""

    volume: Volume
    sources: Mapping[str, float]
    matters: tuple[Matter, ...]
    days: Mapping[str, Day]
    places: Places
    chances: Mapping[str, float]
    delays: Mapping[str, Delay]
    work: Work
    photos: Photos
    gentle: Gentle
    _gentle: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def gently(self) -> "Figures":
        """The same with the quick people of the gentle start, who work at any hour."""
        told = self._gentle
        return replace(
            self,
            chances={**self.chances, **told["chances"]},
            delays={**self.delays, **told["delays"]},
            photos=replace(self.photos, megapixels=told["megapixels"]),
            work=replace(self.work, night=False, urgent=1.0),
        )
