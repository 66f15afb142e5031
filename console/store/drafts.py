"""Drafts of forms on their way to the disk and back: kept as they are typed, told when the files are open."""

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Draft
from console.models.errors import LocalFilesError
from console.store.room import Room


class DraftKeeping(QObject):
    """From the board and to it."""

    known = Signal(object)  # tuple of Draft: what was typed before this start

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._told = False  # that the disk does not take them

    def begin(self) -> None:
        """The files are open."""
        desk = self._room.desk
        self.known.emit(() if desk.files.outbox.read_only else desk.files.outbox.drafts.all(desk.clock.now()))

    @Slot(object)
    def take(self, draft: Draft) -> None:
        """Keep it; without values it is forgotten. That the disk does not take it is said once."""
        outbox = self._room.desk.files.outbox
        if outbox.read_only:
            return
        try:
            outbox.drafts.keep(draft) if draft.values else outbox.drafts.drop(draft.form)
        except LocalFilesError as error:
            if not self._told:
                self._room.say("error.draft_not_kept", error.details, "error")
            self._told = True
        else:
            self._told = False
