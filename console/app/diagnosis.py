"""Writes down how the start went and how long the windows kept an event waiting: `main.py --diagnosis FILE`.

Lines of JSON; `at` is the system's monotonic clock in ms, the same for all programs of a machine. One line for each
instant, {"instant": "painted" | "cases" | "map" | "tiles" | "asked" | "recorded" | "online" | "even", "at": …} ("even":
nothing waits on either side any more), and one each second {"waits": [ms, …], "at": …, "seconds": …}: how long events
waited before the loop took them, if over 1 ms.
"""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Slot

from console.board import Board
from console.facts import LinkState

if TYPE_CHECKING:
    from console.ui.map.view import MapView

BEAT = 4  # ms between two beats
_NOTED = 1.0  # ms; shorter waits are not noted
_PERIOD = 1000.0  # ms between two lines


def _now() -> float:
    return time.monotonic_ns() / 1e6


def _is_even(link: LinkState) -> bool:
    return link.online and link.as_of > 0 and not link.behind and not link.unsent


class Heartbeat(QObject):
    """Beats come from a thread of Qt's own, which needs nothing of Python: also who holds the interpreter is seen.

    When beats fail to come, the windows were busy: an event that came just after the last beat waited that long.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.waits: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._thread = QThread(self)
        self._timer.moveToThread(self._thread)
        self._timer.timeout.connect(self._beat, Qt.ConnectionType.QueuedConnection)
        self._thread.started.connect(self._timer.start)
        self._thread.finished.connect(self._timer.deleteLater)
        self._thread.start(QThread.Priority.TimeCriticalPriority)

    @Slot()
    def _beat(self) -> None:
        now = _now()
        if self._last and now - self._last - BEAT > _NOTED:
            self.waits.append(round(now - self._last - BEAT, 1))
        self._last = now

    def stop(self) -> None:
        """End the thread."""
        self._thread.quit()
        self._thread.wait()


class Diagnosis(QObject):
    """Watches one run. `stop` before the program ends."""

    def __init__(self, file: Path, board: Board) -> None:
        super().__init__()
        self._file, self._since = file, _now()
        self._heart = Heartbeat(self)
        self._lines = QTimer(self, interval=int(_PERIOD))
        self._lines.timeout.connect(self._write_waits)
        self._lines.start()
        self._looking = QTimer(self, interval=2)
        self._looking.timeout.connect(self._look)
        self._map: MapView | None = None
        self._seen: set[str] = set()
        board.loaded.connect(self._cases)
        board.wished.connect(self._asked)
        board.recorded.connect(self._recorded)
        self._line = LinkState()
        board.link_changed.connect(self._follow)

    def painted(self, at: float) -> None:
        """The main window was painted for the first time at this instant, before this object was there."""
        self._seen.add("painted")
        self._write({"instant": "painted", "at": round(at, 2)})

    def watch(self, shown: "MapView") -> None:
        """Say when this map has all cases that are known, and when all its tiles are drawn."""
        self._map = shown

    def stop(self) -> None:
        """Write what is left."""
        self._heart.stop()
        self._write_waits()

    @Slot()
    def _cases(self) -> None:
        """All cases of the cache are in the queue; the next turn of the loop belongs to whoever asks."""
        self._note("cases")
        self._looking.start()

    @Slot()
    def _asked(self) -> None:
        self._note("asked")

    @Slot()
    def _recorded(self) -> None:
        self._note("recorded")

    @Slot(object)
    def _follow(self, link: LinkState) -> None:
        if link.online and not self._line.online:
            self._note("online")
        if _is_even(link) and not _is_even(self._line):
            self._note("even")
        self._line = link

    @Slot()
    def _look(self) -> None:
        if self._map is None or not self._map.answers:
            return
        if "map" not in self._seen:
            self._note("map")
        elif self._map.is_drawn:
            self._looking.stop()
            self._note("tiles")

    def _note(self, instant: str) -> None:
        self._seen.add(instant)
        self._write({"instant": instant, "at": round(_now(), 2)})

    @Slot()
    def _write_waits(self) -> None:
        now = _now()
        self._write({"waits": self._heart.waits, "at": round(now, 2), "seconds": round((now - self._since) / 1000, 3)})
        self._heart.waits = []
        self._since = now

    def _write(self, line: dict[str, object]) -> None:
        with self._file.open("a", encoding="ascii") as file:
            file.write(json.dumps(line) + "\n")
