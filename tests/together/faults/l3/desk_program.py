"""A console without windows as a program: the shipped core, board, store and network, told what to do by lines.

On stdin: {"do": "wish", "count": n} | {"do": "state"} | {"do": "confirm"} | {"do": "recall"} | {"do": "stop"}. What
became of it comes on stdout at once: a pipe keeps what a program said that is dead by now, so whoever reads it is the
witness of each command that was called queued.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer, Slot

from console.app.core import Core, Server
from console.board import Board
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.enquiries import Enquiries
from console.facts import DESK, Ask, Notice, Offers, Recorded, Refusal
from console.store.store import Store
from console.sync.client import Client
from rules.lifecycle import Offer
from tests.together.faults.l3.wishing import body_of, personal_of

_AGAIN_MS = 500


class Operator(QObject):
    """Sits at the seat, does what it is told, and says what it sees."""

    def __init__(self, core: Core, login: str, password: str, dice: Random, name: str) -> None:
        super().__init__()
        self._core, self._board, self._dice, self._name = core, core.board, dice, name
        self._args = {"login": login, "password": password}
        self._left, self._made, self._asked = 0, 0, ""
        self._asking = False
        board = self._board
        board.offers.connect(self.take_offers)
        board.recorded.connect(self.take_recorded)
        board.refused.connect(self.take_refusal)
        board.notice.connect(self.take_notice)
        core.enquiries.answered.connect(self.take_answer)
        core.failed.connect(self.take_failed)
        self._timer = QTimer(self, interval=_AGAIN_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._read = b""
        self._stdin = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._stdin.activated.connect(self.read)

    @Slot()
    def read(self) -> None:
        """Lines came; the end of them is the end of the program."""
        told = os.read(0, 65536)
        *lines, self._read = (self._read + told).split(b"\n")
        for line in lines:
            asked = json.loads(line)
            self._deeds()[asked["do"]](asked)
        if not told:
            QCoreApplication.quit()

    def _deeds(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "wish": self._wish,
            "state": lambda _: self._tell_state(),
            "confirm": lambda _: self._board.confirm_old([each.id for each in self._board.old], "send"),
            "recall": lambda _: self._board.recall_last(DESK),
            "stop": lambda _: QCoreApplication.quit(),
        }

    @Slot()
    def look(self) -> None:
        """Nobody sits here yet: sign in, over the line or without it."""
        if self._board.is_loaded and not self._board.seats[DESK].signed_in and not self._asking:
            self._asking = True
            self._core.enquiries.ask(Ask.SIGN_IN, seat=DESK, args=self._args)
        elif self._left and not self._asked:
            self._next()

    @Slot(object)
    def take_answer(self, _: object) -> None:
        """A sign-in came to something."""
        self._asking = False

    # wishes -----------------------------------------------------------------------------------------------------------
    def _wish(self, asked: dict[str, Any]) -> None:
        self._left += int(asked["count"])
        if not self._asked:
            self._next()

    def _next(self) -> None:
        """Ask what may be done on one of the cases, or on a new one."""
        self._asked = ""
        if not self._left or not self._board.seats[DESK].signed_in or self._board.city is None:
            return
        cases = sorted(self._board.cases())
        case_id = "" if not cases or self._dice.random() < 0.15 else self._dice.choice(cases)
        self._asked = f"offers {case_id}"
        self._board.ask_offers(DESK, case_id)

    @Slot(object)
    def take_offers(self, told: Offers) -> None:
        """What may be done there: do one of these."""
        if self._asked != f"offers {told.case_id}" or told.seat != DESK:
            return
        if not told.offers:
            self._asked = ""
            QTimer.singleShot(0, self, self._next)
            return
        self._do(told.case_id, self._dice.choice(told.offers))

    def _do(self, case_id: str, offer: Offer) -> None:
        self._made += 1
        number = f"{self._name}-{os.getpid()}-{self._made}"
        body, personal = body_of(offer, self._dice, self._board.now(), number), personal_of(offer, number)
        if personal:
            self._say("secret", text=personal["phone"])
        self._asked = self._board.do(DESK, offer.verb, case_id, offer.target, body, (), personal)

    @Slot(object)
    def take_recorded(self, recorded: Recorded) -> None:
        """The console calls it queued: from here on it must never be lost."""
        pending = recorded.pending
        self._say("recorded", id=pending.id, verb=pending.verb)
        self._done(recorded.wish)

    @Slot(object)
    def take_refusal(self, refusal: Refusal) -> None:
        """The console says no."""
        self._say("refused", rule=refusal.rule)
        self._done(refusal.wish)

    def _done(self, wish: str) -> None:
        if self._asked == wish:
            self._left = max(0, self._left - 1)
            self._asked = ""
            QTimer.singleShot(0, self, self._next)

    # what it says -----------------------------------------------------------------------------------------------------
    @Slot(object)
    def take_notice(self, notice: Notice) -> None:
        """The console says something."""
        self._say("notice", key=notice.key)

    @Slot(object)
    def take_failed(self, error: object) -> None:
        """The files could not be opened: it says so and ends, as the console does."""
        self._say("failed", error=repr(error))
        QCoreApplication.quit()

    def _tell_state(self) -> None:
        board, link = self._board, self._board.link
        self._say(
            "state",
            loaded=board.is_loaded,
            signed=board.seats[DESK].signed_in,
            left=self._left,
            outbox=len(board.outbox),
            old=len(board.old),
            line=link.line.value,
            reason=link.reason,
            behind=link.behind,
            as_of=link.as_of,
            conflicts=len(board.conflicts),
            cases=len(board.cases()),
        )

    def _say(self, what: str, **told: object) -> None:
        os.write(1, json.dumps({"is": what, **told}).encode() + b"\n")


def main() -> int:
    """Open the files, talk to the server, do as told."""
    parser = argparse.ArgumentParser(description="a console without windows")
    parser.add_argument("--name", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--server", action="append", required=True)
    parser.add_argument("--once", default="")
    parser.add_argument("--login", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    application, clock = QCoreApplication([]), Clock()
    board = Board(clock.now)
    core = Core(board, Enquiries(), Store(lambda: Desk(open_files(asked.folder, "test", None), clock)))
    operator = Operator(core, asked.login, asked.password, Random(asked.seed), asked.name)
    core.start()
    core.connect_to(Server(asked.server[0], Client, asked.once, tuple(asked.server[1:])))
    application.exec()
    core.close()
    del operator
    return 0


if __name__ == "__main__":
    sys.exit(main())
