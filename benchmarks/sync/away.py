"""A desk that works on while its server is gone: `python -m benchmarks.sync.away ASKED.json`.

ASKED names, beside what `Headless` needs, how many `cases` are there, and how many `deeds` are done without a line:
dispatches of that many of them, one after the other. It says the line `here` when somebody sits there and all cases are
on the board, then `away` when it knows that the line is gone, and ends when all deeds are durable.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer

from benchmarks.sync.headless import Headless
from console.facts import DESK, Line, Recorded, Refusal, ShownCase
from rules.case import Stage
from rules.city import City


class Away(Headless):
    """On the line, without it, at work."""

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(asked)
        self._todo: list[tuple[str, str]] = []
        self._done = 0
        self.board.loaded.connect(self._come)
        self.board.recorded.connect(self._recorded)
        self.board.refused.connect(self._refused)

    def _come(self) -> None:
        if not self._connected:
            self.connect()
            self._sit_down()

    def _sit_down(self) -> None:
        """Once all is here: this is a known workstation by then, and who sits there may unlock it without a line."""
        if self.board.link.online and len(self.board.cases()) >= self.asked["cases"]:
            self.sign_in()
            self._wait()
        else:
            QTimer.singleShot(50, self._sit_down)

    def _wait(self) -> None:
        """Until somebody sits there; then until the line is gone."""
        if self.signed_in and not self._todo:
            self._todo = self._work()
            print("here", flush=True)
        if self._todo and self.board.link.line is Line.OFFLINE:
            print("away", flush=True)
            self._next()
        else:
            QTimer.singleShot(50, self._wait)

    def _work(self) -> list[tuple[str, str]]:
        """Cases that wait for their dispatch, and the unit of each."""
        waiting = (shown for shown in self.board.cases().values() if shown.case.stage is Stage.TO_DISPATCH)
        city = self.board.city
        assert city is not None
        found = [(shown.id, _unit(shown, city)) for shown in waiting][: self.asked["deeds"]]
        if not found:
            raise RuntimeError("no case waits for its dispatch")
        return found

    def _next(self) -> None:
        case_id, unit = self._todo[self._done]
        self.board.do(DESK, "dispatch", case_id, body={"unit": unit})

    def _recorded(self, recorded: Recorded) -> None:  # noqa: ARG002 - one at a time
        self._done += 1
        if self._done < len(self._todo):
            self._next()
        else:
            self.found = {"deeds": self._done}
            self.end()

    def _refused(self, refusal: Refusal) -> None:
        raise RuntimeError(f"refused: {refusal.rule}")


def _unit(shown: ShownCase, city: City) -> str:
    """Who is proposed; else the district itself, where it is a unit; else the first of all."""
    known = (shown.proposal.unit if shown.proposal else "", shown.case.district, *city.units)
    return next(code for code in known if code in city.units)


if __name__ == "__main__":
    application = QCoreApplication([])
    print(json.dumps(Away(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()))
