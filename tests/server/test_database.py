"""The database: notes wait for no lane, a still read stands still, and what it cannot do is told by what is known."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, insert, select, text

import server.database
from server import dialect, tables
from server.database import CannotKeep, CommitWaits, Database, DatabaseAway
from server.dialect import engines
from server.feeds.service import Feeds
from tests.fixtures.children import wait_until

NOWHERE = "postgresql+psycopg://griddesk@127.0.0.1:1/none"


@pytest.fixture
def bare(database_url: str) -> Iterator[Database]:
    """A database with its tables and nothing in them."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def lanes(postgres_url: str) -> Iterator[Database]:
    """A database that has lanes."""
    database = Database(postgres_url)
    yield database
    database.close()


def add_period(database: Database, period: str) -> None:
    """Write a row that no feed tells of."""
    with database.note() as connection:
        connection.execute(insert(tables.case_numbers).values(period=period, last=1))


def periods(connection) -> list[str]:
    """Those rows."""
    return list(connection.scalars(select(tables.case_numbers.c.period)))


def test_a_still_read_does_not_see_what_is_committed_meanwhile(bare: Database) -> None:
    with bare.read(still=True) as connection:
        assert periods(connection) == []
        add_period(bare, "1504#")
        assert periods(connection) == []
    with bare.read() as connection:
        assert periods(connection) == ["1504#"]


def test_a_note_waits_for_nobody_who_has_the_house(lanes: Database) -> None:
    with lanes.write():
        add_period(lanes, "1504#")
    with lanes.read() as connection:
        assert periods(connection) == ["1504#"]


def test_lanes_of_other_feeds_are_written_at_once(lanes: Database, postgres_url: str) -> None:
    elsewhere = Database(postgres_url)  # another process: only the database itself keeps them apart
    try:
        with lanes.write({"city"}), elsewhere.write({"410102"}):
            pass
    finally:
        elsewhere.close()


def test_the_house_waits_for_every_lane(bare: Database, database_url: str) -> None:
    told: list[str] = []
    elsewhere = Database(database_url)

    def take_house() -> None:
        with elsewhere.write():
            told.append("house")

    with bare.write({"city"}):
        house = threading.Thread(target=take_house)
        house.start()
        house.join(0.3)  # the time in which it would come in if nothing held it
        told.append("lane")
    house.join()
    elsewhere.close()
    assert told == ["lane", "house"]


def test_what_follows_a_commit_comes_before_the_next_turn(bare: Database) -> None:
    told: list[int] = []

    def write(n: int) -> None:
        with bare.write({"city"}, then=lambda: told.append(n)):
            told.append(n)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told[::2] == told[1::2]
    assert sorted(told[::2]) == list(range(6))


def test_a_database_that_cannot_be_reached_is_away_and_no_fault_of_ours() -> None:
    database = Database(NOWHERE)
    with pytest.raises(DatabaseAway), database.read():
        pass
    with pytest.raises(CannotKeep) as failure, database.write():
        pass
    assert failure.value.is_known
    database.close()


def cut_off(database: Database, connection: Connection) -> None:
    """End the connection from the other side, which its own one learns at its next word."""
    mine = connection.scalar(text("SELECT pg_backend_pid()"))
    with database.note() as other:
        other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})


def test_a_commit_that_nobody_answered_is_not_said_to_have_changed_nothing(lanes: Database) -> None:
    with pytest.raises(CannotKeep) as failure, lanes.write() as connection:
        cut_off(lanes, connection)
    assert not failure.value.is_known
    assert "is not known" in failure.value.text("en")
    with pytest.raises(CannotKeep) as failure, lanes.write() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert failure.value.is_known
    assert "nothing was changed" in failure.value.text("en")


def test_what_is_committed_is_kept_whatever_the_role_was_set_to(lanes: Database) -> None:
    with lanes.read() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "off"  # of the tests' own server
    with lanes.write({"city"}) as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"
    with lanes.note() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"


def test_the_lock_of_a_feed_is_the_same_everywhere() -> None:
    assert dialect.lane_key("city") == int.from_bytes(bytes.fromhex("35cd87f39178f512"), "big", signed=True)
    assert len({dialect.lane_key(feed) for feed in ("city", "410102", "410103", "")}) == 4


def test_a_system_has_a_lineage_of_its_own(bare: Database) -> None:
    with bare.read() as connection:
        found = dialect.lineage(connection)
        assert connection.scalar(text("SELECT 1")) == 1  # asking has not spoilt the transaction
    if bare.has_lanes:
        system, _, timeline = found.partition("-")
        assert system.isdigit()
        assert timeline == "00000001"
    else:
        assert dialect.is_place(found)


def test_a_lane_whose_holder_hangs_is_given_up_in_time_and_the_others_go_on(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines.APPLY_LIMITS, "lock_timeout", "200ms")
    hanging, other = Database(postgres_url), Database(postgres_url)
    with hanging.write({"city"}):
        with pytest.raises(CannotKeep, match="nothing was changed"), other.write({"410102", "city"}):
            pass
        with other.write({"410102"}):
            pass
        with pytest.raises(CannotKeep), other.write():
            pass
    with other.write():
        pass
    hanging.close()
    other.close()


def test_a_connection_that_leads_to_another_system_is_not_used_until_that_one_was_looked_at(lanes: Database) -> None:
    lanes.lineage = "7-00000002"  # what was looked at last; whether this one was promoted or left behind is not known
    for transaction in (lanes.write, lanes.note, lanes.read):
        with pytest.raises(DatabaseAway), transaction():
            pytest.fail("it was used")
    with lanes.read(whichever=True) as connection:
        lanes.lineage = dialect.lineage(connection)
    assert lanes.lineage
    add_period(lanes, "1504#")
    with lanes.read() as connection:
        assert periods(connection) == ["1504#"]


def test_what_was_looked_at_is_what_is_worked_on(database: Database, feeds: Feeds) -> None:
    with database.read() as connection:
        assert database.lineage == dialect.lineage(connection)
    assert database.lineage
    database.lineage = "7-00000002"
    feeds.refresh()
    add_period(database, "1504#")


def test_nothing_new_is_begun_while_a_commit_waits_for_a_standby(
    lanes: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    let_go = threading.Event()
    event.listen(lanes._writer, "commit", lambda _: let_go.wait(60))  # as PostgreSQL: without end, without a word
    waiting = threading.Thread(target=add_period, args=(lanes, "1504#"))
    waiting.start()
    wait_until(lambda: lanes.committing_s() > 0, "a commit under way")
    monkeypatch.setattr(server.database, "COMMIT_S", 1e-9)
    for transaction in (lanes.write, lanes.note):
        with pytest.raises(CommitWaits), transaction():
            pytest.fail("it was begun")
    with lanes.read() as connection:
        assert periods(connection) == []
    let_go.set()
    waiting.join()
    add_period(lanes, "1505#")
    assert [said.levelname for said in caplog.records if said.name == "server.database"] == ["ERROR", "WARNING"]
