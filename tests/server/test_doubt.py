"""A clock that jumped deletes nothing for a day."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from rules.commands import Role
from server import tables
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.doubt import Doubt
from server.timers import Timers
from tests.server.small_city import MINUTE, NOW, Hands, small_city
from tests.server.test_pages import Seconds
from tests.server.test_timers import personal_of, report_with_phone

DAY, YEAR = 24 * 60 * MINUTE, 365 * 24 * 60 * MINUTE


@pytest.fixture
def mono() -> Seconds:
    """Seconds by hand."""
    return Seconds()


@pytest.fixture
def doubt(mono: Seconds) -> Doubt:
    """Asked once, when all was well."""
    doubt = Doubt(mono)
    assert not doubt.doubts(NOW, NOW - MINUTE)
    return doubt


def test_a_clock_that_runs_evenly_is_believed(doubt: Doubt, mono: Seconds) -> None:
    mono.at = 3 * 86_400
    assert not doubt.doubts(NOW + 3 * DAY, 0)


def test_a_clock_that_jumped_is_doubted_until_it_is_set_right(doubt: Doubt, mono: Seconds) -> None:
    mono.at = 1
    assert doubt.doubts(NOW + YEAR, 0)
    mono.at = 3600
    assert doubt.doubts(NOW + YEAR + 3_599_000, 0)
    mono.at = 3601
    assert not doubt.doubts(NOW + 3_601_000, 0)


def test_after_a_day_of_notice_it_is_believed(doubt: Doubt, mono: Seconds) -> None:
    mono.at = 1
    assert doubt.doubts(NOW + 2 * DAY, 0)
    mono.at = 86_402
    assert not doubt.doubts(NOW + 2 * DAY + 86_401_000, 0)


def test_at_the_start_the_newest_that_was_recorded_counts(mono: Seconds) -> None:
    assert Doubt(mono).doubts(NOW + YEAR, NOW)
    assert not Doubt(mono).doubts(NOW, 0)  # nothing was recorded yet
    assert not Doubt(mono).doubts(NOW, NOW + YEAR)


def test_a_year_ahead_deletes_neither_rows_nor_personal_data(database, clock, cities_folder, feeds, mono) -> None:
    real = replace(small_city(), synthetic=False)
    cities = Cities(database, cities_folder, lambda _: real)
    casebook = Casebook(database, clock, cities, feeds, Judge())
    timers = Timers(database, clock, cities, feeds, casebook, mono)
    hands = Hands(casebook)
    report_with_phone(hands, "case-1")
    hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已说明"})
    timers.tick()
    rows = count(database)
    clock.at, mono.at = NOW + YEAR, 1
    timers.tick()
    assert (personal_of(database), count(database) - rows) == (["case-1"], 1)  # it left the live scope: one row more
    mono.at = 86_402
    clock.at = NOW + YEAR + 86_401_000
    timers.tick()
    assert personal_of(database) == []


def count(database) -> int:
    """How many rows all feeds have."""
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.feed)) or 0
