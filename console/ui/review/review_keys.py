"""The keys of the review window: verdicts, digits, and what is done with the photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from console.ui.keys import is_enter, is_plain, key_of
from console.ui.review.ahead import KeysAhead

if TYPE_CHECKING:
    from console.ui.review.window import ReviewWindow

DEEDS = frozenset("TU123456789")
"""Keys that a seat has only while somebody sits there, beside those of the verdicts."""
VERDICTS = {"A": ("accept",), "R": ("reject",), "V": ("check", "recall"), "H": ("later",), "S": ("back",)}


class ReviewKeys:
    """Does what a key stands for in `window`; verdict keys wait in `ahead` until it is known what may be done."""

    def __init__(self, window: ReviewWindow, ahead: KeysAhead) -> None:
        self._window, self._ahead = window, ahead

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        window, compare = self._window, self._window.compare
        if event.key() == Qt.Key.Key_Escape:
            window.escape()
        elif event.key() == Qt.Key.Key_F8:
            window.main_asked.emit()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            window.cases.step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() == Qt.Key.Key_Backspace and compare.marking:
            compare.after.drop_mark()
        elif event.key() == Qt.Key.Key_Space:
            compare.blink()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key_of(event) == "Z":
            self._recall()
        elif is_enter(event) and "sign_in" in window.side.buttons:
            window.do("sign_in")
        else:
            return is_plain(event) and self._take_letter(key_of(event), event)
        return True

    def _take_letter(self, key: str, event: QKeyEvent) -> bool:
        window, compare = self._window, self._window.compare
        if key in DEEDS and window.actor is None:
            return False
        if self._ahead.takes(key) or self.judge(key):
            return True
        simple = {
            "T": compare.toggle_marking, "Z": compare.zoom.step, "U": self._recall, "B": compare.blink,
            "W": compare.swipe, "L": window.link.toggle,
        }  # fmt: skip
        if key in simple:
            simple[key]()
        elif key == "/" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            window.keys.open()
        else:
            return False
        return True

    def _recall(self) -> None:
        if self._window.actor is not None:
            self._window.notices.recall()

    def judge(self, key: str) -> bool:
        """A verdict or a digit, taken now; False when it means nothing on this case."""
        window = self._window
        if key.isdigit():
            return self._take_digit(int(key))
        deed = next((each for each in VERDICTS.get(key, ()) if each in window.side.buttons), "")
        if deed:
            window.do(deed)
        return bool(deed)

    def _take_digit(self, digit: int) -> bool:
        window = self._window
        if window.verdict.rejecting:
            if reason := window.side.reason(digit):
                window.verdict.reject(reason)
            return True
        if digit == 0:
            window.compare.zoom.fit()
            return True
        return window.side.closing.tick(digit)
