"""Poll on its thread: the rounds of greeting, snapshot and changes, what they tell as signals."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QElapsedTimer, QTimer, Signal, Slot

from console.facts import Changes, Cursor, Holding, SnapshotPage, SnapshotWanted, Station
from console.sync import poll
from console.sync.client import Client
from console.sync.rounds import CityTold, PollRounds, Told
from console.sync.waits import Wait
from console.sync.workers.worker import Worker

PACE = 100
"""Ms between two batches: where changes come without end, each batch costs the windows the same, large or small.

What waits already is asked for at once: a desk that was away for hours catches up as fast as it can take it in.
"""


class PollWorker(Worker):
    """Follows the feeds from the given cursor: one round after the other, each asked for by `follow`."""

    station_known = Signal(object)  # Station: a token of its own came
    city_told = Signal(str)
    answered_at = Signal(str)  # the address under which the server said hello
    changes = Signal(object)  # Changes
    snapshot_page = Signal(object)  # SnapshotPage
    snapshot_wanted = Signal(object)  # SnapshotWanted

    def __init__(self, client: Client, once: str, name: str) -> None:
        rounds = PollRounds(client, once, name)
        super().__init__(client, rounds.waits)
        self._rounds = rounds
        self.due.connect(self._go_on)
        self._cursor = Cursor()
        self._since = QElapsedTimer()
        self._breath = QTimer(self, singleShot=True)
        self._breath.timeout.connect(self._go_on)
        self._ways: Mapping[type, Callable[[Any], None]] = {
            Station: self.station_known.emit,
            CityTold: self._tell_greeting,
            Changes: self._tell_changes,
            SnapshotPage: self.snapshot_page.emit,
            SnapshotWanted: self.snapshot_wanted.emit,
            Wait: self._wait,
        }

    def _take_station(self, station: Station) -> None:
        self._rounds.know(station)

    @Slot(object)
    def hold(self, holding: Holding) -> None:
        """What the polls say of claims from the next one on."""
        self._rounds.hold(holding)

    @Slot(object)
    def follow(self, cursor: Cursor) -> None:
        """Go on from this cursor; after the last batch of changes not before its pace is over."""
        self._cursor = cursor
        early = PACE - self._since.elapsed() if self._since.isValid() else 0
        if early > 0:
            self._breath.start(early)
        else:
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """One round from the cursor."""
        self._breath.stop()
        self._timer.stop()
        if self._stopped or not self._rounds.is_known:
            return
        with self._guarded():
            for told in self._rounds.run(self._cursor, poll.BRIEF if self._cursor.brief else poll.WAIT):
                self._tell(told)

    def _tell(self, told: Told) -> None:
        if not self._stopped:
            self._ways[type(told)](told)

    def _tell_greeting(self, told: CityTold) -> None:
        self.answered_at.emit(told.address)
        self.city_told.emit(told.version)

    def _tell_changes(self, found: Changes) -> None:
        self._since.start() if found.lines and not found.head.more else self._since.invalidate()
        self.changes.emit(found)
