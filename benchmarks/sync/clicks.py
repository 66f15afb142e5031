"""A desk that dispatches case after case: `python -m benchmarks.sync.clicks ASKED.json`.

ASKED names, beside what `Headless` needs, the ids of `cases`, the `pause` between two clicks in ms, and before which
click it says the line `rows`. The last line of its output is JSON: the instant of each click by case (asked), ms until
it was durable in order (durable) and until the windows' thread knew (known), ms of a bare write and fdatasync beside
each (raw), bytes that the GUI thread and all threads gave to the disk meanwhile (gui, all).
"""

import json
import os
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer

from benchmarks.sync.headless import Headless, now
from console.facts import DESK, Recorded, Refusal

PAGE = b"\0" * 4096


class Raw:
    """A file to which one page is added at a time, on a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._thread = ThreadPoolExecutor(1)

    def begin(self) -> "Future[float]":
        """One page; the ms until it is on the disk."""
        return self._thread.submit(self._write)

    def _write(self) -> float:
        began = now()
        os.write(self._file, PAGE)
        os.fdatasync(self._file)
        return now() - began


class Clicks(Headless):
    """One click after the other; a bare write halfway between two."""

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(asked)
        self._cases: list[str] = asked["cases"]
        self._raw, self._writes = Raw(Path(asked["folder"])), list["Future[float]"]()
        self._asked: dict[str, float] = {}
        self._durable: list[float] = []
        self._known: list[float] = []
        self._began = False
        self.board.loaded.connect(self._come)
        self.core.store.wishes.recorded.connect(self._kept, Qt.ConnectionType.DirectConnection)
        self.board.recorded.connect(self._recorded)
        self.board.refused.connect(self._refused)

    def _come(self) -> None:
        if not self._connected:
            self.connect()
            self.sign_in()
            self._wait()

    def _wait(self) -> None:
        """Until somebody sits here and all the cases are on the board."""
        if not (self.signed_in and all(map(self.board.case, self._cases))):
            QTimer.singleShot(50, self._wait)
            return
        QTimer.singleShot(2000, self._begin)  # what a start brings along is over

    def _begin(self) -> None:
        self._gui, self._all = _written(threading.get_native_id()), _written()
        self._click()

    def _click(self) -> None:
        done = len(self._durable)
        if done == self.asked.get("rows"):
            self._say_rows()
        case_id = self._cases[done]
        case = self.board.case(case_id)
        assert case is not None
        self._asked[case_id] = now()
        self.board.do(DESK, "dispatch", case_id, body={"unit": case.case.district})

    def _say_rows(self) -> None:
        """What this very line costs is not the console's."""
        before = _written(threading.get_native_id())
        print("rows", flush=True)
        self._gui += _written(threading.get_native_id()) - before

    def _kept(self, recorded: Recorded) -> None:
        """On the store's thread, the moment its commit is done."""
        self._durable.append(now() - self._asked[recorded.pending.case_id])

    def _recorded(self, recorded: Recorded) -> None:
        self._known.append(now() - self._asked[recorded.pending.case_id])
        QTimer.singleShot(self.asked["pause"] // 2, self._write)

    def _refused(self, refusal: Refusal) -> None:
        raise RuntimeError(f"refused: {refusal.rule}")

    def _write(self) -> None:
        self._writes.append(self._raw.begin())
        then = self._click if len(self._durable) < len(self._cases) else self._finish
        QTimer.singleShot(self.asked["pause"] // 2, then)

    def _finish(self) -> None:
        gui, whole = _written(threading.get_native_id()) - self._gui, _written() - self._all
        self.found = {"asked": self._asked, "durable": self._durable, "known": self._known, "gui": gui, "all": whole}
        self.found["raw"] = [write.result() for write in self._writes]
        self.end()


def _written(thread: int = 0) -> int:
    """Bytes that this thread of ours, or all of them, caused to be sent to the disk."""
    told = Path(f"/proc/self/task/{thread}/io" if thread else "/proc/self/io").read_text(encoding="ascii")
    return int(next(line for line in told.splitlines() if line.startswith("write_bytes")).split()[1])


if __name__ == "__main__":
    application = QCoreApplication([])
    print(json.dumps(Clicks(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()))
