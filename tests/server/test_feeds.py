"""Feeds: dense, chained, read from memory or from the database, refused when the cursor is of another history."""

import asyncio

import pytest

from rules.wire import START, Row, chain, decode_row, unchained
from server.casebook.book import Casebook
from server.cities import Cities
from server.database import Database
from server.feeds.heads import start_epoch
from server.feeds.homes import all_feeds
from server.feeds.hub import Hub
from server.feeds.service import Cursor, Feeds, SnapshotNeeded
from server.feeds.writer import FeedWriter
from tests.server.small_city import NOW, Hands


@pytest.fixture
def three_rows(casebook: Casebook, feeds: Feeds) -> Feeds:
    """Three reports in the city's feed."""
    hands = Hands(casebook)
    for number in range(3):
        hands.report(f"case-{number}")
    return feeds


def test_rows_are_dense_and_each_is_chained_to_the_one_before(three_rows: Feeds) -> None:
    before = START
    for number, line in enumerate(three_rows.after("city", 0, 10), start=1):
        row = decode_row(line.line)
        before = chain(before, unchained(row))
        assert (row.seq, row.chain, line.chain) == (number, before, before)
    assert three_rows.heads["city"].chain == before


def test_the_database_tells_the_same_as_the_memory(three_rows: Feeds, database: Database) -> None:
    assert Feeds(database).after("city", 0, 10) == three_rows.after("city", 0, 10)
    assert [line.seq for line in three_rows.after("city", 1, 1)] == [2]


def test_a_cursor_of_this_history_goes_on(three_rows: Feeds) -> None:
    second = three_rows.after("city", 0, 10)[1]
    three_rows.check(three_rows.epoch.id, {"city": Cursor(2, second.chain), "410102": Cursor(0, START)})


@pytest.mark.parametrize(
    ("feed", "seq", "wrong"),
    [("city", 2, "00" * 32), ("city", 4, START), ("nowhere", 0, START), ("city", 3, START)],
    ids=["another chain", "beyond the head", "unknown feed", "head with another chain"],
)
def test_a_cursor_of_another_history_needs_a_snapshot(three_rows: Feeds, feed: str, seq: int, wrong: str) -> None:
    with pytest.raises(SnapshotNeeded) as needed:
        three_rows.check(three_rows.epoch.id, {feed: Cursor(seq, wrong)})
    assert needed.value.why == "chain"


def test_a_cursor_below_the_floor_needs_a_snapshot(three_rows: Feeds, database: Database) -> None:
    from sqlalchemy import update

    from server import tables

    with database.write() as connection:
        connection.execute(update(tables.feed_heads).where(tables.feed_heads.c.feed_id == "city").values(floor=2))
    three_rows.refresh()
    with pytest.raises(SnapshotNeeded) as needed:
        three_rows.check(three_rows.epoch.id, {"city": Cursor(0, START)})
    assert needed.value.why == "forgotten"


def test_another_epoch_needs_a_snapshot_and_names_it(three_rows: Feeds, database: Database) -> None:
    before = three_rows.epoch
    with database.write() as connection:
        start_epoch(connection, NOW, "import")
    three_rows.refresh()
    with pytest.raises(SnapshotNeeded) as needed:
        three_rows.check(before.id, {"city": Cursor(0, START)})
    assert (needed.value.epoch.no, needed.value.why) == (before.no + 1, "epoch")
    assert needed.value.epoch.id != before.id


def test_rows_of_another_process_are_found(three_rows: Feeds, database: Database) -> None:
    lines = []
    with database.write() as connection:
        writer = FeedWriter(connection)
        writer.append(Row("city", 0, "city", NOW, note="other"))
        writer.flush()
        lines = writer.lines
    three_rows.refresh()
    assert three_rows.after("city", 3, 10) == lines


def test_what_a_failed_command_appended_is_forgotten(database: Database) -> None:
    with database.write() as connection:
        writer = FeedWriter(connection)
        writer.append(Row("city", 0, "city", NOW, note="kept"))
        mark = writer.mark()
        writer.append(Row("city", 0, "city", NOW, note="failed"))
        writer.back_to(mark)
        assert writer.append(Row("city", 0, "city", NOW, note="next")) == 2
        writer.flush()
    assert [decode_row(line.line).note for line in Feeds(database).after("city", 0, 9)] == ["kept", "next"]


def test_the_first_wake_up_is_at_once_and_a_burst_is_one_more() -> None:
    async def watch() -> list[bool]:
        hub = Hub()
        hub.start()
        first = hub.ticket()
        hub.wake()
        woken = [await hub.wait(first, 5)]
        second = hub.ticket()
        for _ in range(20):
            hub.wake()
        woken.append(await hub.wait(second, 5))
        third = hub.ticket()
        woken.append(await hub.wait(third, 0.2))
        return woken

    assert asyncio.run(watch()) == [True, True, False]


def test_the_first_case_of_a_district_without_a_unit_begins_its_feed(
    database: Database, feeds: Feeds, cities: Cities
) -> None:
    row = Row("ward-6", 0, "case", NOW, "case-1", 1)
    with database.write() as connection:
        writer = FeedWriter(connection)
        assert writer.append(row) == 1
        writer.flush()
    feeds.refresh()
    assert feeds.heads["ward-6"].seq == 1
    assert [decode_row(line.line).case_id for line in feeds.after("ward-6", 0, 10)] == ["case-1"]
    assert "410102" in all_feeds(cities.current)
