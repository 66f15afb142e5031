"""Many consoles at once, on the shipped rounds without their threads' event loops; and a disk that is slow to sync."""

import threading
import time
from collections.abc import Sequence
from statistics import median

from console.facts import Changes, Cursor, Station
from console.sync.client import Client
from console.sync.rounds import PollRounds
from rules.protocol import Mark
from tests.together.faults.l2.proxy import FaultProxy
from tests.together.faults.l2.script import script
from tests.together.faults.l2.seat import Seat
from tests.together.faults.l2.town import Town

HERD = 50
ROWS = 300
ROUNDS_95 = 6  # that 95 of 100 need at most, until they are served: a herd that is refused comes again and again
SLOW_S = 0.004
SYNCS_EACH = 8  # of both sides together that a command may take at most


def p95(found: Sequence[float]) -> float:
    """What 95 of 100 stay within."""
    return sorted(found)[max(0, -(-len(found) * 95 // 100) - 1)]


class Follower(threading.Thread):
    """One console that follows the feeds, and forgets what it read."""

    def __init__(self, town: Town, number: int, url: str, cursor: Cursor) -> None:
        super().__init__(daemon=True)
        name = f"herd-{town.next()}-{number}"
        town.web.parts.access.offer_enrolment(name)
        self._rounds = PollRounds(Client(url), name, name)
        self._rounds.know(Station(name, 1))
        self.cursor, self.rows = cursor, 0
        self.rounds = self.refused = 0  # since `begin_anew`: asked in all, and in vain
        self.took = 0.0  # seconds of the round that brought the first rows since then
        self._since = time.monotonic()
        self._is_over = threading.Event()

    def begin_anew(self) -> None:
        """Count from here."""
        self.rounds, self.refused, self.took, self._since = 0, 0, 0.0, time.monotonic()

    def run(self) -> None:
        """Round after round."""
        while not self._is_over.is_set():
            if not self.took:
                self.rounds += 1
            for told in self._rounds.run(self.cursor, 1):
                self._take(told)

    def _take(self, told: object) -> None:
        if isinstance(told, Station):
            self._rounds.know(told)
        elif isinstance(told, Changes):
            self.rows += len(told.lines)
            if told.lines and not self.took:
                self.took = time.monotonic() - self._since
            self.cursor = Cursor(told.head.epoch_id, self.cursor.marks | told.tail.to)
        elif hasattr(told, "lost"):
            self.refused += not self.took
            self._is_over.wait(min(told.lost.wait_ms / 1000, 1))

    def end(self) -> None:
        """No round after this one."""
        self._is_over.set()


def _from_the_start(town: Town) -> Cursor:
    return Cursor(town.web.parts.feeds.epoch.id, {feed: Mark(0, "0" * 64) for feed in town.heads()})


def _at_heads(town: Town, herd: list[Follower]) -> bool:
    heads = town.heads()
    return all({feed: mark.seq for feed, mark in each.cursor.marks.items()} == heads for each in herd)


def _followed(town: Town, proxy: FaultProxy) -> list[Follower]:
    herd = [Follower(town, number, proxy.url, _from_the_start(town)) for number in range(HERD)]
    for each in herd:
        each.start()
    return herd


@script("H1", is_long=True)
def fifty_come_back_at_once(town: Town) -> None:
    """The line of all of them breaks and is back: each is served within few rounds, and an operator beside them too."""
    seat, proxy = town.seat(), FaultProxy(town.web.port)
    herd = _followed(town, proxy)
    town.until(lambda: _at_heads(town, herd), "the herd to follow", 300)
    proxy.is_down = True
    proxy.cut()
    seat.report(3)
    seat.drain()
    for each in herd:
        each.begin_anew()
    proxy.is_down = False
    seat.report()
    town.until(lambda: _at_heads(town, herd), "the herd to be back", 300)
    town.tally.bit("H1", f"{HERD} came back at once: {_served(herd)}")
    seat.drain()
    _end(herd, proxy)


@script("H2", is_long=True)
def fifty_after_eight_hours(town: Town) -> None:
    """All are far behind when they come: each gets every row, within few rounds."""
    seat = town.seat()
    seat.report(ROWS)
    seat.drain(600)
    proxy, behind = FaultProxy(town.web.port), sum(town.heads().values())
    herd = _followed(town, proxy)
    town.until(lambda: _at_heads(town, herd), "the herd to catch up", 600)
    assert all(each.rows >= behind for each in herd), [each.rows for each in herd]
    town.tally.bit("H2", f"{HERD} were {behind} rows behind: {_served(herd)}")
    _end(herd, proxy)


def _served(herd: list[Follower]) -> str:
    """How soon each was served; AssertionError where too many had to ask again and again. Seconds are told alone."""
    rounds, seconds = p95([each.rounds for each in herd]), p95([each.took for each in herd])
    assert all(each.took for each in herd), "somebody was never served"
    assert rounds <= ROUNDS_95, sorted(each.rounds for each in herd)
    return f"p95 {rounds:g} rounds, {p95([each.refused for each in herd]):g} of them in vain, {seconds:.2f} s"


def _end(herd: list[Follower], proxy: FaultProxy) -> None:
    for each in herd:
        each.end()
    proxy.close()
    for each in herd:
        each.join(30)


@script("H3")
def slow_fsync(town: Town) -> None:
    """Each sync of the disk takes milliseconds: a command needs few of them, all are recorded, and none is lost."""
    from tests.together.faults.l2.slow import slow_syncs  # takes SQLite's layer over: only where it is wanted

    with slow_syncs(town.folder, SLOW_S) as took:
        seat = town.seat()
        needed = [_syncs_of(town, seat, took) for _ in range(30)]
        seat.drain()
        seat.stop()
    middle = median(took) * 1000
    assert middle >= 2, middle
    assert min(needed) >= 1, "a command was called queued before its bytes were synced"
    assert p95(needed) <= SYNCS_EACH, sorted(needed)
    town.tally.bit("H3", f"{len(took)} syncs took {middle:.1f} ms in the median, a command p95 {p95(needed):g} of them")
    seat.start()


def _syncs_of(town: Town, seat: Seat, took: list[float]) -> int:
    """How many syncs came until a command was called queued."""
    before = len(took)
    seat.report()
    return len(took) - before
