"""Keys that are held. Under X11 Qt takes some of their repeats for new presses, and a held Enter would send more cases.

The X server repeats a key as a release and a press at one instant. Qt calls the press a repeat only when it has read
both at once; a person needs tens of milliseconds between the two.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class HeldKeys(QObject):
    """Gives the window its presses with the right `isAutoRepeat`. `watch` once its native window is there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QObject | None = None
        self._released = (0, 0)  # scan code, ms of the X server

    def watch(self) -> None:
        """Begin; again when the native window is another one."""
        native = self._window.windowHandle()
        if native is not None and native is not self._watched:
            self._watched = native
            native.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass a repeat on as what it is."""
        if not isinstance(event, QKeyEvent):
            return False
        stamp = event.nativeScanCode(), event.timestamp()
        if event.type() == QEvent.Type.KeyRelease:
            self._released = stamp
        elif event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat() and stamp == self._released != (0, 0):
            QCoreApplication.sendEvent(watched, _repeated(event))
            return True
        return False


def _repeated(event: QKeyEvent) -> QKeyEvent:
    made = QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.nativeScanCode(), event.nativeVirtualKey(),
        event.nativeModifiers(), event.text(), True, event.count(), event.device(),
    )  # fmt: skip
    made.setTimestamp(event.timestamp())
    return made
