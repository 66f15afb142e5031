"""A console without windows: board, store and network threads as they are shipped, for programs that measure them."""

import gc
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer

from console.app.core import Core, Server
from console.board import Board
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock, TestClock
from console.enquiries import Enquiries
from console.facts import DESK, Ask
from console.store.store import Store
from console.sync.client import Client

LONGEST = 600_000  # ms
SWITCH = 0.0002  # s, as `console.app.start` has it: so long a thread waits for another that holds the interpreter
NAME = "bench"  # the cache's, whatever the address of the server, unless another is asked for


def now() -> float:
    """Monotonic ms, the same in all programs of this machine."""
    return time.monotonic_ns() / 1e6


class Headless:
    """One console. `asked` names folder, url, enrol, login, password, and clock (a file) and name where there are any.

    A program derives from it, puts what it finds into `found` and ends by `end`.
    """

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.clock = clock = Clock(test=TestClock(Path(asked["clock"])) if asked.get("clock") else None)
        folder, name = Path(asked["folder"]), asked.get("name", NAME)
        self.board = Board(clock.now)
        self.core = Core(self.board, Enquiries(), Store(lambda: Desk(open_files(folder, name, None), clock)))
        self.found: dict[str, Any] = {}
        self._connected = self._over = False

    def connect(self) -> None:
        """The first word to the server; a second call changes nothing."""
        if not self._connected:
            self._connected = True
            self.core.connect_to(Server(self.asked["url"], Client, self.asked.get("enrol", "")))

    def sign_in(self) -> None:
        """Somebody sits down at the desk."""
        told = {"login": self.asked["login"], "password": self.asked["password"]}
        self.core.enquiries.ask(Ask.SIGN_IN, seat=DESK, args=told)

    @property
    def signed_in(self) -> bool:
        """Whether somebody sits there."""
        return self.board.seats[DESK].signed_in

    def end(self) -> None:
        """Everything was found."""
        self._over = True
        QCoreApplication.quit()

    def _fail(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What nobody expected ends the program."""
        sys.__excepthook__(kind, error, trace)
        QCoreApplication.quit()

    def run(self) -> dict[str, Any]:
        """Run to the end, and close; what was found. RuntimeError when it came to no end."""
        app = QCoreApplication.instance()
        assert app is not None
        gc.disable()
        sys.setswitchinterval(SWITCH)
        sys.excepthook = self._fail
        QTimer.singleShot(LONGEST, app.quit)
        self.core.start()
        app.exec()
        self.core.close()
        if not self._over:
            raise RuntimeError(f"it came no further than {self.found}")
        return self.found
