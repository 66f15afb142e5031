"""A console of L2 with all its threads and real files, and who sits at it; no windows."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.app.core import Core, Server
from console.board import Board
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.enquiries import Enquiries
from console.facts import DESK, Ask, Recorded
from console.store.store import Store
from console.sync.client import Client
from tests.together.faults.checker.outbox import OutboxFile
from tests.together.faults.l1.photos import named
from tests.together.faults.l2.proxy import FaultProxy
from tests.together.faults.l3.fleet import PASSWORD

if TYPE_CHECKING:
    from tests.together.faults.l2.town import Town

PATIENCE_S = 180.0


class Seat(QObject):
    """A console and who sits at it. `said` are the keys of what it said, `refusals` the rules of its refusals."""

    def __init__(self, town: "Town", name: str, login: str, server: str = "", scope: str = "*") -> None:
        super().__init__()
        self.town, self.name, self.login = town, name, login
        self.scope = None if scope == "*" else frozenset(scope.split())  # the feeds that it may see, None = all
        self.folder = town.folder / name
        self.proxy = FaultProxy(town.web.port)
        self.proxy.said = town.bitten
        self.server = server or self.proxy.url
        self.others: tuple[str, ...] = ()
        self.skew = 0
        self.said: list[str] = []
        self.refusals: list[str] = []
        self.failures: list[str] = []
        self.recorded: list[str] = []
        self._answered = self._refused = 0  # wishes that came to an end, and those of them that were refused
        town.web.parts.access.offer_enrolment(f"once-{name}", scope)

    def start(self, *, joined: bool = True) -> "Seat":
        """Open the files, and sit down when the server answers; `joined` False: its files alone."""
        clock = Clock(wall=lambda: time.time_ns() // 1_000_000 + self.skew)
        self.board = Board(clock.now)
        desk = self.folder
        store = Store(lambda: Desk(open_files(desk, "test", None), clock))
        self.core = Core(self.board, Enquiries(), store)
        self.failures.clear()
        self.board.notice.connect(self.take_notice)
        self.board.refused.connect(self.take_refusal)
        self.board.recorded.connect(self.take_recorded)
        self.core.failed.connect(self.take_failed)
        self.core.start()
        self.town.until(lambda: self.board.is_loaded or bool(self.failures), f"{self.name} to open its files")
        if joined and not self.failures:
            self.core.connect_to(Server(self.server, Client, f"once-{self.name}", self.others))
            self.town.until(lambda: self.board.city is not None and self.board.link.online, f"{self.name} to join")
            self.sign_in()
        return self

    def sign_in(self) -> None:
        """Sit down."""
        self.core.enquiries.ask(Ask.SIGN_IN, seat=DESK, args={"login": self.login, "password": PASSWORD})
        self.town.until(lambda: self.board.seats[DESK].signed_in, f"{self.login} to sign in")

    @Slot(object)
    def take_notice(self, notice: object) -> None:
        """It said something."""
        self.said.append(notice.key)  # type: ignore[attr-defined]

    @Slot(object)
    def take_refusal(self, refusal: object) -> None:
        """It refused something."""
        self.refusals.append(refusal.rule)  # type: ignore[attr-defined]

    @Slot(object)
    def take_failed(self, error: object) -> None:
        """Its files could not be opened."""
        self.failures.append(error.rule)  # type: ignore[attr-defined]

    @Slot(object)
    def take_recorded(self, recorded: Recorded) -> None:
        """It called a command queued."""
        self.recorded.append(recorded.pending.id)
        self.town.witness.recorded[recorded.pending.id] = self.name

    # an operator ------------------------------------------------------------------------------------------------------
    def report(self, count: int = 1, phone: str = "", photo: bytes = b"") -> list[str]:
        """New matters; the ids of their commands, once they are called queued."""
        personal = {"name": "张三", "phone": phone} if phone else {}
        for _ in range(count):
            body: dict[str, object] = {"words": f"{self.name} {self.town.next()}", "category": "event-01-10"}
            if photo:
                body["photos"] = [named(photo)]
            self.board.do(DESK, "report", body=body, blobs=[photo] if photo else [], personal=personal)
        return self._told(count)

    def does(self, verb: str, case_id: str, **body: object) -> str:
        """One deed on a case; the id of its command, once that is called queued."""
        self.board.do(DESK, verb, case_id, body=body)
        (command_id,) = self._told(1)
        return command_id

    def _told(self, count: int) -> list[str]:
        """Wait until so many wishes more than before were recorded or refused; the ids of the recorded ones."""
        before, self._answered = self._answered, self._answered + count
        refused = self._refused
        self.town.until(lambda: len(self.recorded) + len(self.refusals) >= before + count, f"wishes of {self.name}")
        self._refused = len(self.refusals)
        return self.recorded[before - refused :]

    def is_drained(self) -> bool:
        """Whether nothing waits here, and nothing there."""
        heads = {feed: seq for feed, seq in self.town.heads().items() if self.scope is None or feed in self.scope}
        quiet = self.board.link.online and not self.board.outbox and self.marks() == heads
        return quiet and not self.waiting()

    def waiting(self) -> int:
        """How many commands wait on its disk: what the windows are told comes a moment later."""
        return sum(entry.state in {"queued", "offered"} for entry in OutboxFile(self.name, self.folder).entries())

    def marks(self) -> dict[str, int]:
        """How far its cache has come."""
        cursor = self.core.store.room.desk.cursor()  # one reference, read whole: the store's thread never changes it
        return {feed: mark.seq for feed, mark in cursor.marks.items()}

    def has_sent(self) -> bool:
        """Whether it calls all its photos sent."""
        return set(OutboxFile(self.name, self.folder).photos().values()) <= {"sent"}

    def drain(self, seconds: float = PATIENCE_S) -> None:
        """Wait until nothing waits."""
        self.town.until(self.is_drained, f"{self.name} to drain: {self.board.link}", seconds)

    def stop(self) -> None:
        """End the program in order."""
        self.core.close()

    def restart(self) -> None:
        """End it and start it."""
        self.stop()
        self.start()

    def close(self) -> None:
        """The end of it."""
        self.core.close()
        self.proxy.close()
