"""The figures of a city's days (figures.toml): read, checked, frozen. The file itself says what each figure means."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from server.simulator.figures_form import CHANCES, DELAYS, BadFigures, Table

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


def read_figures(file: Path) -> Figures:
    """The figures in a file. Raises BadFigures, which says what stands where and what was expected."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFigures(file, "", str(error.strerror), "a file that can be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFigures(file, "", str(error), "TOML in UTF-8") from error
    return _figures(Table(file, "", told))


def _figures(told: Table) -> Figures:
    gentle = told.table("gentle")
    found = Figures(
        volume=_volume(told.table("volume")),
        sources=told.weights("sources"),
        matters=tuple(_matter(each) for each in told.tables("matters")),
        days={name: _day(told.table("days").table(name)) for name in DAYS},
        places=_places(told.table("places")),
        chances={name: told.table("chances").chance(name) for name in CHANCES},
        delays={name: _delay(told.table("delays").table(name)) for name in DELAYS},
        work=_work(told.table("work")),
        photos=_photos(told.table("photos")),
        gentle=_gently(gentle),
        _gentle=_overrides(gentle),
    )
    told.end()
    return found


def _volume(told: Table) -> Volume:
    least, most = told.numbers("burst_size", 2, 2)
    days, hours, weekend = (told.numbers(name, n) for name, n in (("days", 7), ("hours", 24), ("hours_weekend", 24)))
    return Volume(
        told.number("cases_per_day", 1),
        told.number("dispersion", 1),
        told.number("bursts_per_day"),
        (int(least), int(most)),
        int(told.number("burst_minutes", 1)),
        tuple(7 * day / sum(days) for day in days),
        tuple(hour / sum(hours) for hour in hours),
        tuple(hour / sum(weekend) for hour in weekend),
    )


def _matter(told: Table) -> Matter:
    return Matter(
        told.text("category"),
        told.number("share"),
        told.text("picture", PICTURES),
        told.texts("words"),
        told.weights("conditions"),
        told.number("night", default=1.0),
        told.number("rain", default=1.0),
    )


def _day(told: Table) -> Day:
    return Day(
        told.number("volume"),
        told.chance("urgent", default=0.0),
        told.text("use", ("", "rain"), default=""),
        told.text("category", default=""),
        told.number("factor", default=1.0),
        told.number("collector", default=1.0),
    )


def _places(told: Table) -> Places:
    shares = told.chance("recurrence"), told.number("jitter_m"), told.chance("duplicate")
    return Places(int(told.number("hot", 1)), *shares)


def _delay(told: Table) -> Delay:
    return Delay(told.number("median"), told.number("spread"))


def _work(told: Table) -> Work:
    share, spread, by = told.number("share"), told.number("spread"), told.weights("by_category")
    return Work(told.number("urgent"), share, spread, by, told.flag("night"))


def _photos(told: Table) -> Photos:
    sizes = told.numbers("megapixels", least=1)
    return Photos(sizes, int(told.number("pool", 1)), told.number("paint_up_to"), told.texts("tricks"))


def _gently(told: Table) -> Gentle:
    morning = tuple(
        Morning(
            each.text("place"),
            each.text("words"),
            each.text("condition", default=""),
            each.text("source"),
            each.text("far", FAR),
        )
        for each in told.tables("morning")
    )
    return Gentle(told.number("every_s", 1), int(told.number("waiting_most", 1)), morning)


def _overrides(told: Table) -> Mapping[str, Any]:
    chances, delays = told.table("chances"), told.table("delays")
    return {
        "chances": {name: chances.chance(name) for name in chances.names(CHANCES)},
        "delays": {name: _delay(delays.table(name)) for name in delays.names((*DELAYS, "work"))},
        "megapixels": told.numbers("megapixels", least=1),
    }
