"""Photos of this desk that the server does not have, as the windows see them; what a person does about them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from console.facts.photos import PhotoOut, PhotosDelta
from rules.case import Case


class PhotosView(QObject):
    """Part of the board."""

    changed = Signal(object)  # PhotosDelta
    found_again = Signal(bytes)  # what a person found of those that were lost here or refused
    given_up = Signal(object)  # tuple of sha256: a person does without these

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_sha256: dict[str, PhotoOut] = {}

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._by_sha256)

    @property
    def all(self) -> tuple[PhotoOut, ...]:
        """All of them, those of the latest commands last."""
        return tuple(sorted(self._by_sha256.values(), key=lambda photo: photo.issued_at))

    def of(self, case: Case) -> tuple[PhotoOut, ...]:
        """Those that the case names, whichever command brought them."""
        named = dict.fromkeys(photo.sha256 for photo in case.photos)
        return tuple(self._by_sha256[sha256] for sha256 in named if sha256 in self._by_sha256)

    @Slot(object)
    def take(self, news: PhotosDelta) -> None:
        """Some came or stand otherwise, some are with the server now."""
        for sha256 in news.gone:
            self._by_sha256.pop(sha256, None)
        self._by_sha256.update({photo.sha256: photo for photo in news.changed})
        self.changed.emit(news)

    def again(self, content: bytes) -> None:
        """This is one that was lost here or refused: it goes."""
        self.found_again.emit(content)

    def give_up(self, photos: Iterable[str]) -> None:
        """Nobody looks for these any more."""
        self.given_up.emit(tuple(photos))
