"""Looks at what comes during an outage drill without taking it: a real urgent case must end the drill at once.

The rows are asked for ahead of the cache's cursor, a few seconds at a time. The cursor itself stays where it is, so
after the drill, or after a crash in the middle of one, everything comes again.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from console.facts import Changes, Cursor
from console.models.incoming import urgent_images
from console.store.room import Room
from rules.protocol import ChangesHead, Mark
from rules.wire import WireError


class Scouting(QObject):
    """Part of the arrivals."""

    urgent = Signal(str)  # number of an urgent case that this desk does not know of
    lost = Signal()  # what comes cannot be judged ahead of the cursor

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._ahead: dict[str, Mark] = {}  # of the last question that went ahead of the cursor

    def looks(self, changes: Changes) -> bool:
        """True when this batch must not be taken: a drill holds it back, or it was asked for ahead of the cursor."""
        if not (self._room.watch.drill or self._ahead):
            return False
        self._ahead = {**self._ahead, **changes.tail.to}
        if self._room.watch.drill:
            self._judge(changes)
        return True

    def place(self, cursor: Cursor) -> Cursor:
        """From where to ask next: in a drill ahead of the cursor, and not for long; else from the cursor."""
        if not self._room.watch.drill:
            self._ahead = {}
            return cursor
        return replace(cursor, marks=cursor.marks | self._ahead, brief=True)

    def is_ahead(self, head: ChangesHead) -> bool:
        """Whether this batch begins behind rows that are not here: what lies between would be lost by taking it."""
        marks = self._room.desk.cursor().marks
        return any(span.since > marks[feed].seq for feed, span in head.feeds.items() if feed in marks)

    def give_up(self) -> None:
        """What is here is replaced by a snapshot: no time for a drill."""
        self._ahead = {}
        if self._room.watch.drill:
            self.lost.emit()

    def _judge(self, changes: Changes) -> None:
        desk = self._room.desk
        if changes.head.epoch_id != desk.cursor().epoch:
            self.lost.emit()
            return
        try:
            found = urgent_images(changes.lines)
        except WireError:
            self.lost.emit()
            return
        for image in found:
            here = desk.cached(image.id)
            if here is None or not here.urgent:
                self.urgent.emit(image.number)
                return
