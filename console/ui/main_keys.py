"""The keys of the main window that its focused part did not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from console.ui.keys import is_plain, key_of

if TYPE_CHECKING:
    from console.ui.main_window import MainWindow

LAYOUT_KEYS = {Qt.Key.Key_F5: 0, Qt.Key.Key_F6: 1, Qt.Key.Key_F7: 2}


class MainKeys:
    """Does what a key stands for in `window`."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        window, key = self._window, key_of(event)
        if event.key() in LAYOUT_KEYS:
            number = LAYOUT_KEYS[Qt.Key(event.key())]
            window.top.layouts.set_current(number)
            window.arrangement.show_layout(number)
        elif event.key() == Qt.Key.Key_F8:
            window.review_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            window.escape()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._take_ctrl(key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif is_plain(event):
            return self._take_letter(key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return False
        return True

    def _take_ctrl(self, key: str, shift: bool) -> bool:
        window = self._window
        if key.isdigit() and (name := window.rail.list_at_digit(key)):
            window.choice.pick_list(name)
        elif key == "Z":
            window.recall()
        elif key == "H" and shift:
            window.seat_menu.shift_asked.emit()
        elif key == "P":
            window.seat_menu.papers_asked.emit()
        elif key == "N" and window.asides.may_register:
            window.asides.register()
        elif key == "E" and window.seat_menu.act():
            return True
        else:
            return bool(key) and window.case.press(f"Ctrl+{key}")
        return True

    def _take_letter(self, key: str, shift: bool) -> bool:
        window = self._window
        simple = {
            ".": window.queue.merge,
            "U": window.recall,
            "M": window.show_on_map,
            "I": window.asides.show_photos,
            "G": window.go_to_alert,
            "X": window.choice.show_old,
        }
        if key == "K":
            window.claims.press(over=shift)
        elif key == "/":
            window.asides.keys.open() if shift else window.open_command()
        elif key == "U" and not window.case.notices.counts_down and window.case.press(key):
            return True  # the recall window has passed: the rules ask for a reason
        elif key in simple:
            simple[key]()
        else:
            return bool(key) and window.case.press(key)
        return True
