"""Many consoles at once, on the shipped rounds without their threads' event loops; and a disk that is slow to sync."""

import threading
from statistics import median

from console.facts import Changes, Cursor, Station
from console.sync.client import Client
from console.sync.rounds import PollRounds
from rules.protocol import Mark
from tests.together.faults.l2.proxy import FaultProxy
from tests.together.faults.l2.script import script
from tests.together.faults.l2.town import Town

HERD = 50
ROWS = 300


class Follower(threading.Thread):
    """One console that follows the feeds, and forgets what it read."""

    def __init__(self, town: Town, number: int, url: str, cursor: Cursor) -> None:
        super().__init__(daemon=True)
        name = f"herd-{town.next()}-{number}"
        town.web.parts.access.offer_enrolment(name)
        self._rounds = PollRounds(Client(url), name, name)
        self._rounds.know(Station(name, 1))
        self.cursor, self.rows = cursor, 0
        self._is_over = threading.Event()

    def run(self) -> None:
        """Round after round."""
        while not self._is_over.is_set():
            for told in self._rounds.run(self.cursor, 1):
                self._take(told)

    def _take(self, told: object) -> None:
        if isinstance(told, Station):
            self._rounds.know(told)
        elif isinstance(told, Changes):
            self.rows += len(told.lines)
            self.cursor = Cursor(told.head.epoch_id, self.cursor.marks | told.tail.to)
        elif hasattr(told, "lost"):
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
    """The line of all of them breaks and is back: each is served again, and an operator beside them too."""
    seat, proxy = town.seat(), FaultProxy(town.web.port)
    herd = _followed(town, proxy)
    town.until(lambda: _at_heads(town, herd), "the herd to follow", 300)
    proxy.is_down = True
    proxy.cut()
    seat.report(3)
    seat.drain()
    proxy.is_down = False
    town.until(lambda: _at_heads(town, herd), "the herd to be back", 300)
    town.tally.bit("H1", f"{HERD} came back at once, each read {herd[0].rows} rows")
    _end(herd, proxy)


@script("H2", is_long=True)
def fifty_after_eight_hours(town: Town) -> None:
    """All are far behind when they come: each gets every row."""
    seat = town.seat()
    seat.report(ROWS)
    seat.drain(600)
    proxy, behind = FaultProxy(town.web.port), sum(town.heads().values())
    herd = _followed(town, proxy)
    town.until(lambda: _at_heads(town, herd), "the herd to catch up", 600)
    assert all(each.rows >= behind for each in herd), [each.rows for each in herd]
    town.tally.bit("H2", f"{HERD} were {behind} rows behind")
    _end(herd, proxy)


def _end(herd: list[Follower], proxy: FaultProxy) -> None:
    for each in herd:
        each.end()
    proxy.close()
    for each in herd:
        each.join(30)


@script("H3")
def slow_fsync(town: Town) -> None:
    """Each sync of the disk takes milliseconds: commands are recorded one after the other, and none is lost."""
    from tests.together.faults.l2.slow import slow_syncs  # takes SQLite's layer over: only where it is wanted

    with slow_syncs(town.folder, 0.004) as took:
        seat = town.seat()
        seat.report(30)
        seat.drain()
        seat.stop()
    middle = median(took) * 1000
    assert middle >= 2, middle
    town.tally.bit("H3", f"{len(took)} syncs took {middle:.1f} ms in the median")
    seat.start()
