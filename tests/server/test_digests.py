"""Digests: what the server tells of a feed at any row is what anybody reckons from the cases that stand in it then."""

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from rules.commands import Role
from rules.protocol import bucket
from rules.wire import decode_row, encode_case
from server import tables
from server.casebook.book import Casebook
from server.database import Database
from server.feeds.digests import NOTHING, by_bucket, moved
from server.feeds.heads import start_epoch
from server.feeds.service import Feeds
from server.timers import Timers
from tests.server.small_city import MINUTE, NOW, Hands

DAY = 24 * 60 * MINUTE


@pytest.fixture
def hands(casebook: Casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def replayed(feeds: Feeds, feed: str) -> Iterator[tuple[str, str]]:
    """At each row of a feed: the digest that it tells, and the one of a console that has read so far."""
    here: dict[str, int] = {}
    for line in feeds.after(feed, 0, 10_000):
        row = decode_row(line.line)
        if row.kind == "case" and row.image is not None:
            here[row.case_id] = int(hashlib.sha256(encode_case(row.image)).hexdigest()[:16], 16)
        elif row.kind in {"left", "retired"}:
            here.pop(row.case_id, None)
        yield line.digest, f"{sum(here.values()) % 2**64:016x}"


def assert_true(feeds: Feeds, database: Database) -> None:
    """All digests at all rows, at the heads, and of the cases as they stand."""
    for feed, head in feeds.heads.items():
        told = list(replayed(feeds, feed))
        assert all(one == other for one, other in told), feed
        assert head.digest == (told[-1][0] if told else NOTHING)
        with database.read() as connection:
            digests = by_bucket(connection, feed, feeds.epoch.id)
        assert (digests.seq, digests.digest) == (head.seq, head.digest)
        assert f"{sum(int(each, 16) for each in digests.sums) % 2**64:016x}" == head.digest


def test_the_digest_of_an_empty_feed_is_nothing_and_a_case_that_goes_leaves_nothing() -> None:
    assert moved(moved(NOTHING, 0, 2**64 - 1), 2**64 - 1, 0) == NOTHING
    assert moved(NOTHING, 1, 0) == "f" * 16


def test_each_row_tells_the_digest_of_its_feed(hands: Hands, feeds: Feeds, database: Database) -> None:
    hands.dispatched("case-1", "west")
    hands.filed("case-2")
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-2", body={"unit": "east", "helpers": ["west"]})
    hands.do("wang", Role.DISPATCHER, "recall", "case-1")
    hands.do("li", Role.DISPATCHER, "note", "case-2", body={"text": "看过"})
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", body={"words": "refused: the id is used"})
    assert_true(feeds, database)
    assert feeds.heads["410102"].digest != NOTHING


def test_what_is_retired_is_no_longer_counted(hands: Hands, feeds: Feeds, database, clock, cities, casebook) -> None:
    hands.report("case-1")
    hands.report("case-2")
    hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已说明"})
    clock.at = NOW + 2 * DAY
    assert Timers(database, clock, cities, feeds, casebook).retire() == 1
    assert_true(feeds, database)


def test_an_import_is_counted_though_it_writes_no_rows(hands: Hands, feeds: Feeds, database: Database) -> None:
    hands.report("case-1")
    with database.write() as connection:
        connection.execute(update(tables.feed_heads).values(digest=NOTHING))  # as if the case had come without a row
        start_epoch(connection, NOW, "import")
    feeds.refresh()
    assert_true(feeds, database)
    assert feeds.heads["city"].digest != NOTHING


def test_the_buckets_say_where_a_console_differs(hands: Hands, database: Database) -> None:
    for number in range(3):
        hands.report(f"case-{number}")
    with database.read() as connection:
        before = by_bucket(connection, "city", "e").sums
    hands.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    with database.read() as connection:
        after = by_bucket(connection, "city", "e").sums
        with pytest.raises(LookupError):
            by_bucket(connection, "nowhere", "e")
    assert [n for n in range(256) if before[n] != after[n]] == [bucket("case-1")]


STEPS = st.lists(st.tuples(st.sampled_from(["case-1", "case-2", "case-3"]), st.integers(0, 5)), min_size=1, max_size=12)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_after_any_walk_all_digests_are_true(steps, hands: Hands, feeds: Feeds, database: Database, clock) -> None:
    for case_id, choice in steps:
        _step(hands, case_id, choice)
    assert_true(feeds, database)


def _step(hands: Hands, case_id: str, choice: int) -> None:
    """Something to be done with a case; what cannot be done now is refused, and changes no digest."""
    if choice == 0:
        hands.report(case_id)
    elif choice == 1:
        hands.do("chen", Role.ACCEPTOR, "accept", case_id)
        hands.do("zhao", Role.SHIFT_LEADER, "file", case_id, body={"condition": "event-01-10-1"})
    elif choice == 2:
        hands.do("wang", Role.DISPATCHER, "dispatch", case_id, body={"unit": "west", "helpers": ["east"]})
    elif choice == 3:
        hands.do("wang", Role.DISPATCHER, "dispatch", case_id, body={"unit": "east"})
    elif choice == 4:
        hands.do("wang", Role.DISPATCHER, "recall", case_id)
    else:
        hands.do("li", Role.DISPATCHER, "note", case_id, body={"text": "x"})


def test_the_numbers_of_the_database_are_those_of_the_memory(hands: Hands, feeds: Feeds, database: Database) -> None:
    hands.dispatched("case-1")
    with database.read() as connection:
        rows = connection.execute(select(tables.feed_heads.c.feed_id, tables.feed_heads.c.digest))
        kept = {row.feed_id: row.digest for row in rows}
    assert kept == {feed: head.digest for feed, head in feeds.heads.items()}
