"""Work that is done at once when it is asked for seldom, and a few times a second however often it is asked for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

PACE_MS = 200  # five times a second: as quick as one reads


class Paced(QObject):
    """Does `work` on the first `ask`, then once after each pause of `ms` in which it was asked for again."""

    def __init__(self, work: Callable[[], None], parent: QObject, ms: int = PACE_MS) -> None:
        super().__init__(parent)
        self._work, self._again = work, False
        self._pause = QTimer(self, interval=ms, singleShot=True)
        self._pause.timeout.connect(self._over)

    @Slot()
    def ask(self) -> None:
        """The work is to be done, by the end of the pause."""
        if self._pause.isActive():
            self._again = True
        else:
            self._do()

    @property
    def waits(self) -> bool:
        """Whether something is still to be done."""
        return self._again

    @Slot()
    def _over(self) -> None:
        if self._again:
            self._do()

    def _do(self) -> None:
        self._again = False
        self._pause.start()
        self._work()
