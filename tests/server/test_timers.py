"""What happens by itself: suspensions that end, cases that leave the live scope, feed rows that grow old."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rules.commands import Actor, Grant, Role
from rules.wire import START, decode_case, decode_row
from server import tables
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.feeds.service import Cursor, SnapshotNeeded
from server.timers import Timers
from tests.server.small_city import MINUTE, NOW, PACK, Hands, small_city

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE


@pytest.fixture
def timers(database, clock, cities, feeds, casebook) -> Timers:
    """The timers over the small city."""
    return Timers(database, clock, cities, feeds, casebook)


@pytest.fixture
def hands(casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def kinds(feeds, feed: str) -> list[str]:
    """The kinds of a feed's rows."""
    return [decode_row(line.line).kind for line in feeds.after(feed, 0, 100)]


def test_a_suspension_ends_by_itself_once(timers: Timers, hands: Hands, database, clock) -> None:
    hands.dispatched("case-1")
    leg = "u-west", Role.UNIT
    hands.do(*leg, "sign", "case-1")
    asked = hands.do(*leg, "ask_suspension", "case-1", body={"reason": "天气", "until": NOW + DAY})
    assert asked.state == "accepted", asked
    granted = hands.do("wang", Role.DISPATCHER, "grant_suspension", "case-1")
    assert granted.state == "accepted", granted
    timers.tick()
    assert stored(database).suspended_at
    clock.at = NOW + DAY
    timers.tick()
    assert not stored(database).suspended_at
    version = stored(database).version
    timers.tick()
    assert stored(database).version == version


def stored(database):
    """The one case."""
    with database.read() as connection:
        return decode_case(bytes(connection.scalar(select(tables.cases.c.image))))


def test_an_ended_case_leaves_the_live_scope_after_the_citys_hours(timers: Timers, hands: Hands, clock, feeds) -> None:
    hands.report("case-1")
    hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已说明"})
    clock.at = NOW + 24 * HOUR
    timers.tick()
    assert kinds(feeds, "city") == ["case", "case"]
    clock.at += 1
    timers.tick()
    assert kinds(feeds, "city") == ["case", "case", "retired"]
    timers.tick()
    assert kinds(feeds, "city") == ["case", "case", "retired"]


def test_a_city_put_in_force_by_another_process_is_seen(database, clock, cities_folder, feeds) -> None:
    packs = {PACK: small_city(), b"another pack": replace(small_city(), version="small-2")}
    here, elsewhere = (Cities(database, cities_folder, packs.__getitem__) for _ in range(2))
    timers = Timers(database, clock, here, feeds, Casebook(database, clock, here, feeds, Judge()))
    assert here.current.version == "small-1"
    with database.write() as connection:
        elsewhere.install(connection, b"another pack", packs[b"another pack"], clock.now())
    timers.tick()
    assert here.current.version == "small-2"


def test_an_open_case_stays_however_old(timers: Timers, hands: Hands, clock) -> None:
    hands.filed("case-1")
    clock.at = NOW + 400 * DAY
    assert timers.retire() == 0


def test_rows_older_than_thirty_days_are_forgotten_and_older_cursors_need_a_snapshot(
    timers, hands, clock, feeds
) -> None:
    hands.report("case-1")
    hands.report("case-2")
    clock.at = NOW + 31 * DAY
    hands.report("case-3")
    chains = [line.chain for line in feeds.after("city", 0, 9)]
    assert timers.forget_old_rows() == 2
    feeds.refresh()
    feeds.check(feeds.epoch.id, {"city": Cursor(3, chains[2])})
    for seq, chain in ((0, START), (2, chains[1])):
        with pytest.raises(SnapshotNeeded):
            feeds.check(feeds.epoch.id, {"city": Cursor(seq, chain)})


def report_with_phone(hands: Hands, case_id: str) -> None:
    """A case whose reporter left a telephone number."""
    body = {"words": "有暴露垃圾", "category": "event-01-10", "source": "hotline", "personal": f"p-{case_id}"}
    command = hands.command("chen", Role.ACCEPTOR, "report", case_id, body=body)
    outcome = hands.casebook.do(command, Actor("chen", grants=(Grant(Role.ACCEPTOR),)), {"phone": "13700000000"})
    assert outcome.state == "accepted", outcome


def personal_of(database) -> list[str]:
    """The cases of which personal data are kept."""
    with database.read() as connection:
        return sorted(connection.scalars(select(tables.personal.c.case_id)))


def test_personal_data_go_after_the_citys_days_from_the_end_of_the_case(timers, hands: Hands, clock, database) -> None:
    for case_id in ("case-1", "case-2"):
        report_with_phone(hands, case_id)
    hands.do("chen", Role.ACCEPTOR, "answer", "case-1", body={"answer": "已说明"})
    clock.at = NOW + 180 * DAY
    timers.tick()
    assert personal_of(database) == ["case-1", "case-2"]
    clock.at += 2 * HOUR
    timers.tick()
    assert personal_of(database) == ["case-2"]  # still open, however old
    audit = tables.personal_audit
    with database.read() as connection:
        kept = connection.execute(select(audit.c.case_id, audit.c.actor, audit.c.at, audit.c.reason)).all()
    assert [tuple(row) for row in kept] == [("case-1", "system", NOW + 180 * DAY + 2 * HOUR, "personal_days 180")]
