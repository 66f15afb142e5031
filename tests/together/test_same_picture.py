"""The console's cache and the server's digests of the same cases: two programs reckon, and nothing may differ."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.facts import Changes, Cursor, SnapshotPage
from console.models.audit import Audited, ToldDigests, audit
from console.models.keys import find_key
from console.models.shelf import Shelf
from rules.commands import Grant, Role
from rules.protocol import ChangesHead, ChangesTail, SnapshotHead, SnapshotTail
from rules.wire import decode
from server.access.accounts import Account, save
from server.access.sessions import Workstation
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.database import Database
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds
from server.feeds.pages import Pages
from server.feeds.service import Feeds
from server.feeds.telling import Telling
from server.migrate import migrate
from tests.server.conftest import HandClock
from tests.server.small_city import NOW, PACK, Hands, small_city

ROLES = {"wang": Role.DISPATCHER, "li": Role.DISPATCHER, "chen": Role.ACCEPTOR, "zhao": Role.SHIFT_LEADER}
WHOLE = Workstation("w", "console", None)
WEST = Workstation("w", "console", frozenset({"410102"}))


class World:
    """A server's books, and a console's cache that reads of them as over the line."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(f"sqlite:///{folder / 'server.db'}")
        migrate(self._database)
        clock, city = HandClock(NOW), small_city()
        cities = Cities(self._database, folder / "cities", lambda _: city)
        with self._database.write() as connection:
            cities.install(connection, PACK, city, NOW)
            add_feeds(connection, all_feeds(city))
            start_epoch(connection, NOW, "first")
            save(connection, [Account(login, login, "", "", "", (Grant(role),)) for login, role in ROLES.items()])
        self.feeds = Feeds(self._database)
        casebook = Casebook(self._database, clock, cities, self.feeds, Judge())
        self.hands = Hands(casebook)
        self._pages = Pages(self._database, cities, clock)
        self._telling = Telling(self.feeds, casebook, cities, clock)
        self._key = find_key(folder, None)
        self.shelf = Shelf(folder, self._key, "server")
        self.digests = ToldDigests()

    def close(self) -> None:
        """Both ends."""
        self.shelf.close()
        self._database.close()

    def page(self, station: Workstation, after: str = "", limit: int = 500) -> str:
        """The next page of a snapshot; where to go on."""
        first, *lines, last = self._pages.page(station, after, limit).splitlines()
        tail = decode(SnapshotTail, last)
        self.shelf.load(SnapshotPage(decode(SnapshotHead, first), tuple(lines), tail, not after))
        return tail.next

    def follow(self, station: Workstation, limit: int = 500) -> None:
        """All rows after the cursor."""
        more = True
        while more:
            cursor = self.shelf.cache.cursor()
            first, *lines, last = self._telling.batch(station, cursor.epoch, told(cursor), limit).splitlines()
            head = decode(ChangesHead, first)
            self.shelf.apply(Changes(head, tuple(lines), decode(ChangesTail, last)))
            self.digests.add(head)
            more = head.more

    def look(self) -> Audited:
        """The cache as it is on the disk."""
        assert self.shelf.on_disk is not None
        return audit(*self.shelf.on_disk)


def told(cursor: Cursor) -> str:
    """As it is asked for."""
    return ",".join(f"{feed}:{mark.seq}:{mark.chain}" for feed, mark in cursor.marks.items())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A server with four cases in three feeds."""
    made = World(tmp_path)
    made.hands.report("case-1")
    made.hands.dispatched("case-2", "west")
    made.hands.filed("case-3")
    made.hands.do("wang", Role.DISPATCHER, "dispatch", "case-3", body={"unit": "east", "helpers": ["west"]})
    made.hands.filed("case-4")
    yield made
    made.close()


def test_what_a_console_keeps_adds_up_to_what_the_server_tells(world: World) -> None:
    assert world.page(WHOLE) == ""
    world.follow(WHOLE)
    world.hands.do("wang", Role.DISPATCHER, "recall", "case-2")
    world.hands.do("wang", Role.DISPATCHER, "dispatch", "case-2", body={"unit": "east"})
    world.hands.do("li", Role.DISPATCHER, "note", "case-3", body={"text": "看过"})
    world.follow(WHOLE, limit=1)
    found = world.look()
    compared = {feed for feed, seq in found.marks.items() if world.digests.kept[feed].get(seq)}
    assert compared == set(world.feeds.heads)
    assert found.digests == {feed: head.digest for feed, head in world.feeds.heads.items() if head.digest != "0" * 16}
    assert (found.differs(world.digests.kept), found.changed(world.digests.ends)) == (frozenset(), frozenset())


def test_pages_of_different_instants_add_up_once_the_cursor_has_passed_them(world: World) -> None:
    after = world.page(WHOLE, limit=2)
    world.hands.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    world.hands.do("wang", Role.DISPATCHER, "recall", "case-2")
    world.hands.do("wang", Role.DISPATCHER, "dispatch", "case-4", body={"unit": "west"})
    while after:
        after = world.page(WHOLE, after, 1)
    for limit in (1, 1, 500):
        world.follow(WHOLE, limit)
        found = world.look()
        assert (found.differs(world.digests.kept), found.changed(world.digests.ends)) == (frozenset(), frozenset())
    assert found.digests == {feed: head.digest for feed, head in world.feeds.heads.items() if head.digest != "0" * 16}


def test_a_district_console_adds_up_its_own_feed_with_the_copies_in_it(world: World) -> None:
    world.page(WEST)
    world.follow(WEST)
    world.hands.do("wang", Role.DISPATCHER, "recall", "case-2")
    world.hands.do("wang", Role.DISPATCHER, "dispatch", "case-4", body={"unit": "west"})
    world.follow(WEST)
    found = world.look()
    assert found.digests == {"410102": world.feeds.heads["410102"].digest}
    assert (found.differs(world.digests.kept), found.changed(world.digests.ends)) == (frozenset(), frozenset())
    held = {case.id for part in world.shelf.images() for case in part}
    assert held == {"case-3", "case-4"}
