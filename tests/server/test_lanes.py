"""Lanes: many writers at once, and each feed is still dense, chained and told in order; no case number comes twice."""

import hashlib
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from rules.commands import Actor, Command, Outcome, Role
from rules.protocol import Push, PushAnswer, Pushed
from rules.wire import START, chain, command_hash, decode_row, unchained
from server import tables
from server.access.sessions import Access, Session, mac_of
from server.casebook import transactions
from server.casebook.book import Casebook, Wish
from server.casebook.judge import Judge
from server.cities import Cities
from server.database import Database
from server.feeds.service import Feeds
from tests.server.small_city import NOW, Hands, small_city

FEEDS = ("city", "410102", "410103")
WRITERS = 8
CASES = 3  # of each writer
THE_UNITS = ("west", "east", "bureau")


@pytest.fixture
def elsewhere(database: Database, database_url: str, clock, cities_folder: Path) -> Iterator[Casebook]:
    """The casebook of a second server on the same database."""
    other = Database(database_url)
    cities = Cities(other, cities_folder, lambda _: small_city())
    yield Casebook(other, clock, cities, Feeds(other), Judge())
    other.close()


def together(*works: Callable[[], object]) -> None:
    """Run them at once; the first error of any is raised."""
    errors: list[BaseException] = []
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait()
            work()
        except BaseException as error:  # noqa: BLE001  it is raised below, on the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


class Writer:
    """Moves cases of its own from feed to feed."""

    def __init__(self, casebook: Casebook, name: str) -> None:
        self.hands = Hands(casebook)
        self.name = name
        self._chance = random.Random(name)
        self._count = 0

    def work(self) -> None:
        """Some cases, each given to two units one after the other, with helpers in other districts."""
        for n in range(CASES):
            case_id = f"{self.name}-case-{n}"
            self.do("chen", Role.ACCEPTOR, "report", case_id, words="有暴露垃圾", category="event-01-10")
            self.do("chen", Role.ACCEPTOR, "accept", case_id)
            self.do("zhao", Role.SHIFT_LEADER, "file", case_id, condition="event-01-10-1")
            first, second, third = self._chance.sample(THE_UNITS, 3)
            self.do("wang", Role.DISPATCHER, "dispatch", case_id, unit=first, helpers=[third])
            self.do("wang", Role.DISPATCHER, "recall", case_id)
            self.do("wang", Role.DISPATCHER, "dispatch", case_id, unit=second)

    def do(self, who: str, role: Role, verb: str, case_id: str, **body: object) -> None:
        """One thing; what is refused is refused."""
        self._count += 1
        self.hands.do(who, role, verb, case_id, id=f"{self.name}-{self._count}", body=body)


class Reader:
    """Follows every feed as a poll does, by its number alone, and notes what it saw."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.seen: dict[str, list[int]] = {feed: [] for feed in FEEDS}
        self.may_end = threading.Event()

    def follow(self) -> None:
        """Read until told to end, and once more."""
        while not self.may_end.wait(0.005):
            self.look()
        self.look()

    def look(self) -> None:
        """Read what is new in each feed."""
        table = tables.feed
        for feed in FEEDS:
            after = self.seen[feed][-1] if self.seen[feed] else 0
            wanted = select(table.c.seq).where(table.c.feed_id == feed, table.c.seq > after).order_by(table.c.seq)
            with self._database.read() as connection:
                self.seen[feed] += connection.scalars(wanted)


def check_feed(database: Database, feed: str) -> None:
    """Dense, chained over the bytes, and with the digest of the live cases that stand in it."""
    with database.read() as connection:
        table, heads = tables.feed, tables.feed_heads
        rows = connection.execute(select(table).where(table.c.feed_id == feed).order_by(table.c.seq)).all()
        head = connection.execute(select(heads).where(heads.c.feed_id == feed)).one()
        standing = connection.execute(select(tables.cases.c.image, tables.cases.c.feed, tables.cases.c.copies)).all()
    before = START
    for number, row in enumerate(rows, start=1):
        told = decode_row(bytes(row.line))
        before = chain(before, unchained(told))
        assert (row.seq, row.chain, told.seq) == (number, before, number)
    assert (head.seq, head.chain) == (len(rows), before)
    images = [bytes(row.image) for row in standing if feed in {row.feed, *row.copies.split()}]
    weights = (int.from_bytes(hashlib.sha256(image).digest()[:8], "big") for image in images)
    assert head.digest == rows[-1].digest == f"{sum(weights) % 2**64:016x}"


def test_many_writers_at_once_leave_dense_chained_feeds_and_no_reader_misses_a_row(
    casebook: Casebook, elsewhere: Casebook, database: Database, feeds: Feeds
) -> None:
    writers = [Writer((casebook, elsewhere)[n % 2], f"w{n}") for n in range(WRITERS)]
    reader = Reader(database)
    following = threading.Thread(target=reader.follow)
    following.start()

    def hold_up() -> None:
        with database.write({"410102"}):  # a slow transaction in one of the lanes
            threading.Event().wait(0.3)

    together(hold_up, *(writer.work for writer in writers))
    reader.may_end.set()
    following.join()
    for feed in FEEDS:
        check_feed(database, feed)
        assert reader.seen[feed] == list(range(1, feeds_head(database, feed) + 1))
    with database.read() as connection:
        numbers = Counter(connection.scalars(select(tables.cases.c.number)))
        states = Counter(connection.scalars(select(tables.commands.c.state)))
    assert (len(numbers), set(numbers.values())) == (WRITERS * CASES, {1})
    assert states == {"accepted": WRITERS * CASES * 6}
    feeds.refresh()
    assert {feed: feeds.heads[feed].seq for feed in FEEDS} == {feed: feeds_head(database, feed) for feed in FEEDS}


def feeds_head(database: Database, feed: str) -> int:
    """Where a feed stands."""
    with database.read() as connection:
        return connection.scalar(select(tables.feed_heads.c.seq).where(tables.feed_heads.c.feed_id == feed)) or 0


def test_a_command_that_comes_to_two_servers_at_once_is_done_once(
    casebook: Casebook, elsewhere: Casebook, database: Database
) -> None:
    hands, answers = Hands(casebook), dict[tuple[int, int], Outcome]()
    for n in range(6):
        command = hands.command(
            "chen", Role.ACCEPTOR, "report", f"case-{n}", id=f"twice-{n}", body={"words": "有暴露垃圾"}
        )

        def do(book: Casebook, which: int, command: Command = command, n: int = n) -> None:
            answers[n, which] = book.do(command, Actor("chen"))

        together(lambda do=do: do(casebook, 0), lambda do=do: do(elsewhere, 1))
        assert answers[n, 0] == answers[n, 1]
        assert answers[n, 0].state == "accepted"
    assert feeds_head(database, "city") == 6


class Console:
    """An enrolled console at which somebody is signed in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def offer(self, n: int) -> Pushed:
        """A report, signed."""
        session = self._session
        said = (f"c-{n}", "report", f"case-{n}", session.actor.id, Role.ACCEPTOR, NOW)
        command = Command(*said, body={"words": "垃圾"}, session=session.id)
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(session.key, hash_))


def test_a_push_that_comes_to_two_servers_at_once_is_settled_once(
    casebook: Casebook, elsewhere: Casebook, database: Database, clock
) -> None:
    session, _ = Access(database, clock).sign_in("chen", "right-horse", "desk")
    push = Push("console-1", 1, "", tuple(Console(session).offer(n) for n in range(1, 9)))
    answers: list[PushAnswer] = []
    together(*(lambda b=book: answers.append(b.push(push, "station", "console-1")) for book in (casebook, elsewhere)))
    assert answers[0].results == answers[1].results
    assert [result.outcome.state for result in answers[0].results] == ["accepted"] * 8
    assert [answer.last_n for answer in answers] == [8, 8]
    assert feeds_head(database, "city") == 8


def test_a_wrong_guess_of_the_lanes_costs_a_second_turn_and_nothing_else(
    casebook: Casebook, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "reach", lambda *_: frozenset())
    hands = Hands(casebook)
    assert hands.dispatched("case-1", "west").feed == "410102"
    hands.report("case-2")
    notes = [hands.command("wang", Role.DISPATCHER, "note", f"case-{n}", body={"text": "看过"}) for n in (1, 2)]
    one, other = casebook.do_all([Wish(note, Actor("wang")) for note in notes])  # two feeds: the third turn has all
    assert [(each.state, each.feed) for each in (one, other)] == [("accepted", "410102"), ("accepted", "city")]
    for feed in ("city", "410102"):
        check_feed(database, feed)
    with database.read() as connection:
        numbers = connection.scalars(select(tables.cases.c.number).order_by(tables.cases.c.number)).all()
        assert numbers == ["15042200001", "15042200002"]
        assert connection.scalars(select(tables.command_failures.c.id)).all() == []


def test_writers_of_many_feeds_never_wait_for_each_other(postgres_url: str) -> None:
    servers = [Database(postgres_url) for _ in range(2)]
    names = [f"feed-{n}" for n in range(6)]

    def write(database: Database, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(40):
            with database.write(chance.sample(names, chance.randint(1, 6))):
                pass

    together(*(lambda d=servers[n % 2], n=n: write(d, n) for n in range(6)))
    for database in servers:
        database.close()
