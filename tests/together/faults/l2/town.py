"""A server that really answers HTTP, real files, and consoles with all their threads, in this process; no windows.

The scripts break lines, files and programs in it. At the end all is healed, it must drain, and the checker looks.
"""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QCoreApplication, QEventLoop

from rules.pack import decode_city
from server.cities import Cities
from server.clock import SystemClock
from server.database import Database
from server.parts import Parts, put_together
from server.settings import Settings
from tests.together.faults.checker.findings import Violation, Witness
from tests.together.faults.checker.instant import Instant
from tests.together.faults.checker.judge import Checker
from tests.together.faults.checker.source import Source
from tests.together.faults.l2.proxy import Bite
from tests.together.faults.l2.seat import PATIENCE_S, Seat
from tests.together.faults.l2.web import Web
from tests.together.faults.l3.fleet import make_world
from tests.together.faults.tally import Tally

SHARE = 4  # the checker rests so many times as long as it looked, but for the end of a script


class Violated(Exception):
    """A script saw itself that an invariant does not hold: its name, and what was seen."""

    def __init__(self, invariant: str, what: str) -> None:
        super().__init__(f"{invariant} {what}")


class Town:
    """One server and the consoles of the scripts; in a folder of its own."""

    def __init__(self, folder: Path, seed: int, tally: Tally) -> None:
        self.folder, self.dice, self.tally = folder, Random(seed), tally
        self.data = folder / "server"
        self.witness = Witness()
        self.seats: list[Seat] = []
        self._numbers = 0
        self.looks = self.files = 0  # of the checker, at the books; outboxes and caches that it read meanwhile
        self.seen: dict[Violation, None] = {}  # what did not hold at some instant, each once
        self._may_look = 0.0
        make_world(f"sqlite:///{self.data / 'griddesk.db'}", self.data)
        self.web = Web(self.parts())

    def parts(self) -> Parts:
        """The server's parts over its database; another instance each time."""
        settings = Settings(data=self.data)
        database = Database(settings.database_url)
        return put_together(settings, database, SystemClock(), Cities(database, settings.packs, decode_city))

    def heads(self) -> dict[str, int]:
        """How far the server's feeds have come."""
        return {feed: head.seq for feed, head in self.web.parts.feeds.heads.items()}

    def settled_ids(self) -> set[str]:
        """The commands that have an outcome in the server's books."""
        source = Source(str(self.data / "griddesk.db"))
        try:
            return {str(row[0]) for row in source.rows("SELECT id FROM commands")}
        finally:
            source.close()

    def next(self) -> int:
        """A number that no other matter of this town has."""
        self._numbers += 1
        return self._numbers

    def bitten(self, bite: Bite) -> None:
        """A fault bit."""
        self.tally.bit(bite.fault, bite.proof)

    def seat(self, login: str = "liu", *, joined: bool = True, scope: str = "*") -> Seat:
        """A new console, with somebody at it. `scope`: the feeds that it may see, "*" = all."""
        self.seats.append(Seat(self, f"seat-{len(self.seats)}", login, scope=scope))
        return self.seats[-1].start(joined=joined)

    def until(self, holds: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
        """Let everything go on until it holds, and look what else holds then; TimeoutError when it never does."""
        self._until(holds, what, seconds)
        if time.monotonic() >= self._may_look:
            self.look()

    def look(self) -> None:
        """What must hold at any instant, also now, in the middle of a script."""
        began = time.monotonic()
        looked = Instant(str(self.data / "griddesk.db"), self._folders(), self.witness, self._scopes()).look()
        self.looks, self.files = self.looks + looked.server, self.files + looked.files
        self.seen |= dict.fromkeys(looked.found)
        self._may_look = time.monotonic() + SHARE * (time.monotonic() - began)

    def _until(self, holds: Callable[[], object], what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds:g} s for {what}")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    def settled(self) -> list[str]:
        """Heal all, let it drain, end the consoles; what the checker finds then."""
        late: list[str] = []
        for seat in self.seats:
            seat.proxy.heal()
        for seat in self.seats:
            try:
                seat.drain()
            except TimeoutError as error:
                late.append(f"I9 {seat.name}: {error}")
        for seat in self.seats:
            seat.close()
        return late + self._checked()

    def _checked(self) -> list[str]:
        photos = self.data / "blobs"
        checker = Checker(str(self.data / "griddesk.db"), self._folders(), self.witness, photos, scopes=self._scopes())
        found = checker.whole(quiet=True)
        checker.close()
        return [*map(str, found), *(f"{each} (while it ran)" for each in self.seen)]

    def _folders(self) -> dict[str, Path]:
        return {seat.name: seat.folder for seat in self.seats}

    def _scopes(self) -> dict[str, frozenset[str]]:
        return {seat.name: seat.scope for seat in self.seats if seat.scope is not None}

    def close(self) -> None:
        """The end of it; seats that are open still end first."""
        for seat in self.seats:
            seat.close()
        self.web.stop()
