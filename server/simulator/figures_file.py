"""Reads figures.toml and checks it: what is wrong is named with its place and what was expected."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from server.simulator.figures import (
    DAYS,
    FAR,
    PICTURES,
    Day,
    Delay,
    Figures,
    Gentle,
    Matter,
    Morning,
    Photos,
    Places,
    Volume,
    Work,
)
from server.simulator.figures_form import CHANCES, DELAYS, BadFigures, Table


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
