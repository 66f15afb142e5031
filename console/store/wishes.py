"""Wishes of the views, recorded or refused; a click ends here in one durable commit."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Recorded, Refusal, Wish
from console.models.errors import LocalFilesError
from console.store.room import Room
from rules.commands import NotAllowed

_REFUSALS = (NotAllowed, LocalFilesError)


class Wishes(QObject):
    """From the board."""

    recorded = Signal(object)  # Recorded
    refused = Signal(object)  # Refusal
    to_send = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room

    @Slot(object)
    def take_wish(self, wish: Wish) -> None:
        """Record it, or say why not."""
        try:
            pending = self._room.desk.do(wish)
        except _REFUSALS as error:
            self._refuse(wish, error)
            return
        self.recorded.emit(Recorded(wish.id, pending))
        self._after(frozenset({pending.case_id}))

    @Slot(str)
    def take_recall(self, seat: str) -> None:
        """`U`."""
        try:
            ids = self._room.desk.recall_last(seat)
        except _REFUSALS as error:
            self._refuse(Wish("", seat, "recall", ""), error)
            return
        self._room.say("notice.recalled", case_id=next(iter(ids)), seat=seat)
        self._after(ids)

    @Slot(str, str, object)
    def take_resolve(self, conflict: str, how: str, instead: Wish | None) -> None:
        """A person chose how a conflict ends."""
        try:
            ids = self._room.desk.resolve(conflict, how, instead)
        except _REFUSALS as error:
            self._say(error, instead)
            return
        self._after(ids, conflicts=True)

    @Slot(object, str)
    def take_confirm_old(self, ids: tuple[str, ...], how: str) -> None:
        """A person said whether these old commands still hold: "send" or "drop"."""
        try:
            shown = self._room.desk.confirm_old(ids, how)
        except _REFUSALS as error:
            self._say(error)
            return
        self._after(shown)

    @Slot(str, str)
    def take_offers_asked(self, seat: str, case_id: str) -> None:
        """What may this seat do?"""
        self._room.show_offers(seat, case_id)

    @Slot(bytes)
    def take_photo_again(self, body: bytes) -> None:
        """A person found a photo that was lost here or refused."""
        self._with_photos(lambda: self._room.desk.uploads.add_again(body))

    @Slot(object)
    def take_photos_given_up(self, photos: tuple[str, ...]) -> None:
        """A person does without these."""
        self._with_photos(lambda: self._room.desk.uploads.give_up(photos))

    def _with_photos(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except LocalFilesError as error:
            self._say(error)
        self._room.tell_photos()
        self.to_send.emit()

    def _say(self, error: NotAllowed | LocalFilesError, wish: Wish | None = None) -> None:
        """A choice could not be carried out: what was chosen among waits on."""
        if wish is not None:
            self._refuse(wish, error)
        else:
            self._room.say(error.rule, dict(error.details), "error")

    def _refuse(self, wish: Wish, error: NotAllowed | LocalFilesError) -> None:
        self.refused.emit(Refusal(wish.id, wish.seat, wish.verb, wish.case_id, error.rule, error.details))

    def _after(self, ids: frozenset[str], conflicts: bool = False) -> None:
        self._room.show_many(ids)
        self.to_send.emit()
        self._room.tell_counts(conflicts)
