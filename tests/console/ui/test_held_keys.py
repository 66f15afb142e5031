"""A held key repeats as what it is, also where Qt takes a repeat for a new press."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.ui.held_keys import HeldKeys

ENTER_CODE = 36


class Keys(QWidget):
    """Keeps the presses that reach it: (key, whether a repeat)."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[tuple[int, bool]] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.append((event.nativeScanCode(), event.isAutoRepeat()))


def send(widget: QWidget, kind: QEvent.Type, at: int, code: int = ENTER_CODE) -> None:
    """As Qt hands a key of the X server to the native window."""
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(kind, Qt.Key.Key_Return, none, code, 0, 0, "", False, 1)
    event.setTimestamp(at)
    QCoreApplication.sendEvent(widget.windowHandle(), event)


def test_a_press_at_the_instant_of_its_release_is_a_repeat(qtbot: QtBot) -> None:
    keys = Keys()
    qtbot.addWidget(keys)
    keys.show()
    held = HeldKeys(keys)
    held.watch()
    held.watch()  # a second time adds nothing

    send(keys, QEvent.Type.KeyPress, 1000)
    send(keys, QEvent.Type.KeyRelease, 1660)
    send(keys, QEvent.Type.KeyPress, 1660)  # the server repeats
    send(keys, QEvent.Type.KeyRelease, 1700)
    send(keys, QEvent.Type.KeyPress, 1760)  # a person
    send(keys, QEvent.Type.KeyRelease, 1800)
    send(keys, QEvent.Type.KeyPress, 1800, code=10)  # another key

    assert keys.pressed == [(ENTER_CODE, False), (ENTER_CODE, True), (ENTER_CODE, False), (10, False)]
