"""What comes in bulk is taken piece by piece, one turn of the loop each: a click waits for one piece, not for a batch.

Cases are shown in between, a few at a time: what the windows cannot keep up with is of no use to anybody.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from console.desk.incoming import Came, Incoming
from console.facts import Changes, Cursor, SnapshotPage
from console.models.errors import LocalFilesError, SnapshotMixed
from console.models.incoming import pieces_of
from console.store.room import Room

PIECE = 256  # rows of a batch in one turn: fewer would write the same pages of the cache over and over
PAGE_PIECE = 200  # cases of a page of a snapshot in one turn
SHOWN = 50  # cases in one turn
SHOW_EVERY = 250  # ms


class CatchingUp(QObject):
    """One batch or page at a time; `came` or `paged` when it is here, `failed` when the local files do not take it."""

    came = Signal(object, object)  # Came, Changes
    paged = Signal(object, object)  # Paged, SnapshotPage
    failed = Signal(object)  # LocalFilesError | SnapshotMixed

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._work: Iterator[None] = iter(())
        self._to_show: dict[str, None] = {}
        self._since = QElapsedTimer()
        self._since.start()
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._step)
        self.busy = self._draining = False

    @cached_property
    def _incoming(self) -> Incoming:
        """Made when the files are open."""
        return Incoming(self._room.desk)

    def resume(self) -> str:
        """Where a snapshot goes on that has not come to its end, "" = from its beginning."""
        return self._incoming.resume()

    def take(self, changes: Changes) -> None:
        """A batch of rows. What is left of an earlier one is asked for again from the cursor."""
        self._draining = False
        self._begin(self._changes(changes))

    def take_page(self, page: SnapshotPage) -> None:
        """A page of a snapshot. Where there is no other picture, what it brought is shown before more is taken."""
        self._draining = True
        self._begin(self._pages(page))

    def cease(self) -> None:
        """What is left of a batch or page is of no use; what was taken of it is shown."""
        self._work, self.busy = iter(()), False
        self._incoming.cease()

    def drop(self) -> None:
        """The files are about to be closed."""
        self.cease()
        self._turn.stop()
        self._to_show = {}

    def _begin(self, work: Iterator[None]) -> None:
        self._work, self.busy = work, True
        self._step()

    @Slot()
    def _step(self) -> None:
        """One turn: a piece; and cases to show, when it is time or nothing else is left."""
        if not (self._draining and self._to_show):
            with self._room.stalling():
                self._next_piece()
        if not self.busy or self._draining or self._since.hasExpired(SHOW_EVERY):
            self._show_some()
        if self.busy or self._to_show:
            self._room.breath.then(self._turn)

    def _next_piece(self) -> None:
        try:
            self.busy = self.busy and next(self._work, self) is None
        except (LocalFilesError, SnapshotMixed) as trouble:
            self.busy = False
            self.failed.emit(trouble)
        except BaseException:
            self.busy = False
            raise

    def _show_some(self) -> None:
        ids = tuple(self._to_show)[:SHOWN]
        for case_id in ids:
            del self._to_show[case_id]
        if ids:
            self._room.show(ids)
        self._since.restart()

    def _changes(self, changes: Changes) -> Iterator[None]:
        whole = Came(frozenset(), Cursor())
        over = False  # an epoch ended in one of the pieces
        for piece in pieces_of(changes, PIECE):
            came = self._incoming.changes(piece)
            self._to_show.update(dict.fromkeys(came.ids))
            over = over or not came.follow.epoch
            whole = Came(whole.ids | came.ids, came.follow, came.city or whole.city, whole.again + came.again)
            if piece.tail is not changes.tail:
                yield
        self._show_some()
        self.came.emit(replace(whole, follow=Cursor()) if over else whole, changes)

    def _pages(self, page: SnapshotPage) -> Iterator[None]:
        for paged in self._incoming.page(page, PAGE_PIECE):
            self._to_show.update(dict.fromkeys(paged.ids))
            if paged.over:
                self.paged.emit(paged, page)
            else:
                yield
