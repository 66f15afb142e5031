"""Another history: a database that was put back, a standby that took over, a primary that was left behind."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from rules.wire import Row
from server import dialect, tables
from server.__main__ import main
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.database import Database, DatabaseAway
from server.feeds import looks
from server.feeds.history import History, Mark, OldDatabase, read_mark, write_mark
from server.feeds.service import Cursor, Feeds, SnapshotNeeded
from server.feeds.writer import FeedWriter
from tests.server.small_city import NOW, Hands


class Lineages:
    """Says what the database system calls itself."""

    def __init__(self) -> None:
        self.here = ""

    def __call__(self, _connection: object) -> str:
        """The lineage at present."""
        return self.here


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Lineages:
    """The lineage of the database system, by hand."""
    lineages = Lineages()
    monkeypatch.setattr(looks, "lineage", lineages)
    monkeypatch.setattr(dialect, "lineage", lineages)
    return lineages


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a server keeps what it told."""
    return tmp_path / "watermark.json"


@pytest.fixture
def watched(database: Database, clock, file: Path, system: Lineages) -> Feeds:
    """Feeds that are watched over."""
    return Feeds(database, History(database, clock, file))


def hands_of(database: Database, clock, cities, feeds: Feeds) -> Hands:
    """Somebody to do things on these feeds."""
    return Hands(Casebook(database, clock, cities, feeds, Judge()))


def put_back(database: Database, feed: str, seq: int) -> None:
    """Make the database as it was when the feed ended at `seq`: as a restored backup or a stale standby has it."""
    table, heads = tables.feed, tables.feed_heads
    with database.write() as connection:
        connection.execute(delete(table).where(table.c.feed_id == feed, table.c.seq > seq))
        chain = connection.scalar(select(table.c.chain).where(table.c.feed_id == feed, table.c.seq == seq))
        connection.execute(update(heads).where(heads.c.feed_id == feed).values(seq=seq, chain=chain))


def whys(database: Database) -> list[str]:
    """Why each epoch began."""
    with database.read() as connection:
        return list(connection.scalars(select(tables.epochs.c.why).order_by(tables.epochs.c.no)))


def test_a_look_at_what_is_as_it_was_begins_nothing(watched: Feeds, database, clock, cities, file: Path) -> None:
    hands_of(database, clock, cities, watched).report("case-1")
    watched.refresh()
    watched.refresh()
    assert whys(database) == ["first"]
    assert read_mark(file).heads["city"][0] == 1
    assert Feeds(database, History(database, clock, file)).epoch == watched.epoch


def test_rows_that_are_no_more_are_served_no_more(feeds: Feeds, casebook: Casebook, database: Database) -> None:
    """Without a history too: the memory gives way to the database."""
    hands = Hands(casebook)
    for number in range(3):
        hands.report(f"case-{number}")
    put_back(database, "city", 1)
    feeds.refresh()
    assert feeds.heads["city"].seq == 1
    assert [line.seq for line in feeds.after("city", 0, 9)] == [1]


def test_a_database_that_fell_behind_begins_an_epoch_that_goes_on_where_chains_fit(
    watched: Feeds, database, clock, cities
) -> None:
    hands = hands_of(database, clock, cities, watched)
    for number in range(3):
        hands.report(f"case-{number}")
    chains = [line.chain for line in watched.after("city", 0, 9)]
    before = watched.epoch
    put_back(database, "city", 2)
    watched.refresh()
    assert (watched.epoch.no, watched.epoch.continues, whys(database)) == (before.no + 1, True, ["first", "restored"])
    assert watched.check(before.id, {"city": Cursor(2, chains[1])}) == watched.epoch
    with pytest.raises(SnapshotNeeded):
        watched.check(before.id, {"city": Cursor(3, chains[2])})
    assert watched.knows(before.id)
    assert not watched.knows("another")


def test_it_is_noticed_at_the_next_start_too_and_the_epoch_is_above_all_that_were_told(
    watched: Feeds, database, clock, cities, file: Path
) -> None:
    hands = hands_of(database, clock, cities, watched)
    hands.report("case-1")
    hands.report("case-2")
    watched.refresh()
    write_mark(file, replace(read_mark(file), epoch_no=7))  # five epochs later the backup of the first is put back
    put_back(database, "city", 1)
    later = Feeds(database, History(database, clock, file))
    assert (later.epoch.no, later.epoch.continues, later.heads["city"].seq) == (8, True, 1)


def test_rows_written_anew_over_lost_ones_are_noticed(watched: Feeds, database, clock, cities) -> None:
    hands = hands_of(database, clock, cities, watched)
    hands.report("case-1")
    hands.report("case-2")
    put_back(database, "city", 1)
    with database.write() as connection:
        writer = FeedWriter(connection)
        writer.append(Row("city", 0, "city", NOW, note="other"))
        writer.flush()
    watched.refresh()
    assert watched.epoch.no == 2
    assert b'"note":"other"' in watched.after("city", 1, 9)[0].line


def test_a_promoted_standby_begins_an_epoch_though_nothing_is_lost(
    watched: Feeds, database, clock, cities, system: Lineages
) -> None:
    system.here = "71-00000001"
    watched.refresh()  # told for the first time: only noted
    hands_of(database, clock, cities, watched).report("case-1")
    at = watched.heads["city"]
    before = watched.epoch
    system.here = "71-00000002"
    watched.refresh()
    assert whys(database) == ["first", "fail-over"]
    assert watched.epoch.lineage == "71-00000002"
    assert watched.check(before.id, {"city": Cursor(at.seq, at.chain)}).id == watched.epoch.id
    watched.refresh()
    assert watched.epoch.no == 2


def test_a_copy_in_another_system_is_noticed_without_the_servers_own_folder(
    watched: Feeds, database, clock, tmp_path: Path, system: Lineages
) -> None:
    system.here = "71-00000003"
    watched.refresh()
    system.here = "99-00000001"
    elsewhere = Feeds(database, History(database, clock, tmp_path / "another.json"))
    assert (elsewhere.epoch.no, elsewhere.epoch.lineage) == (2, "99-00000001")


def test_two_servers_begin_one_epoch(watched: Feeds, database, clock, tmp_path: Path, system: Lineages) -> None:
    system.here = "71-00000001"
    watched.refresh()
    other = Feeds(database, History(database, clock, tmp_path / "other.json"))
    system.here = "71-00000002"
    watched.refresh()
    other.refresh()
    assert other.epoch == watched.epoch
    assert whys(database) == ["first", "fail-over"]


def test_a_primary_that_was_left_behind_is_not_served(watched: Feeds, database, file: Path, system: Lineages) -> None:
    system.here = "71-00000002"
    watched.refresh()
    system.here = "71-00000001"
    with pytest.raises(OldDatabase, match="epoch new"):
        watched.refresh()
    for transaction in (database.read, database.note, database.write):
        with pytest.raises(DatabaseAway), transaction():  # by pages and timers no more than by consoles
            pytest.fail("it was used")
    system.here = "71-00000002"
    assert whys(database) == ["first"]


def test_what_was_told_is_not_believed_when_it_is_torn(database, clock, file: Path, caplog) -> None:
    for torn in ("", "{", '{"lineage": "", "epoch_no": 9}', "[]"):
        file.write_text(torn, encoding="utf-8")
        assert read_mark(file) == Mark()
        assert "watermark.json is not used" in caplog.text
        caplog.clear()
    assert Feeds(database, History(database, clock, file)).epoch.no == 1


def test_a_cursor_far_behind_is_told_to_take_a_snapshot_where_that_is_less(
    feeds: Feeds, casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.feeds import pages, service

    hands = Hands(casebook)
    hands.filed("case-1")  # three rows of one case
    assert service.FAR_ROWS > 2 * pages.KEPT_ROWS  # who begins with kept pages is not sent back to begin again
    monkeypatch.setattr(service, "FAR_ROWS", 1)
    with pytest.raises(SnapshotNeeded) as needed:
        feeds.check(feeds.epoch.id, {"city": Cursor(0, "0" * 64)})
    assert needed.value.why == "far"
    hands.report("case-2")
    hands.report("case-3")
    second = feeds.after("city", 0, 2)[1].chain
    feeds.check(feeds.epoch.id, {"city": Cursor(2, second)})  # three rows of three cases


def test_rows_of_another_server_are_no_reason_for_a_snapshot(
    feeds: Feeds, casebook: Casebook, database: Database
) -> None:
    """A cursor read there is beyond what was seen here."""
    other = Feeds(database)
    Hands(casebook).report("case-1")
    head = feeds.heads["city"]
    assert other.heads["city"].seq == 0
    assert other.check(feeds.epoch.id, {"city": Cursor(1, head.chain)}) == feeds.epoch
    assert other.heads["city"] == head


def test_an_epoch_begun_by_another_server_is_known_before_it_is_denied(feeds: Feeds, database: Database) -> None:
    with database.write() as connection:
        values = {"no": 2, "id": "newer", "at": NOW, "why": "fail-over", "continues": True}
        connection.execute(insert(tables.epochs).values(values))
    assert feeds.knows("newer")


def test_an_epoch_begun_by_hand_is_above_all_that_were_told(
    database_url: str, feeds: Feeds, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = feeds.heads["city"]
    before = feeds.epoch.id
    write_mark(file, Mark(epoch_no=11))
    asked = ["epoch", "new", "--why", "backup of Monday", "--data", str(file.parent), "--database", database_url]
    assert main(asked) == 0
    assert "12" in capsys.readouterr().out
    feeds.refresh()
    assert (feeds.epoch.no, feeds.epoch.continues) == (12, True)
    assert feeds.check(before, {"city": Cursor(at.seq, at.chain)}).no == 12
    assert main([*asked, "--above", "20"]) == 0
    feeds.refresh()
    assert feeds.epoch.no == 21
