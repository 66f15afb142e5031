"""Buttons: each stands with the key that works it; one per window is primary and named by its effect."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from console.ui.look.look import Look
from console.ui.look.parts import KeyCap
from console.ui.look.sizes import Height, Space, Type


def button(look: Look, text: str, kind: str = "", icon: str = "") -> QPushButton:
    """A plain button, or of a kind of the style sheet: primary, quiet, chip. Reached by Tab, not by the mouse."""
    made = QPushButton(text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        made.setIcon(look.icon(icon, "on_accent" if kind == "primary" else "text2", 18))
        made.setIconSize(QSize(look.px(18), look.px(18)))
    return made


def tool_button(look: Look, icon: str, words: str) -> QPushButton:
    """A square button of 32 px that shows only an icon; `words` are its accessible name and its tool tip."""
    made = QPushButton()
    made.setProperty("kind", "tool")
    made.setIcon(look.icon(icon, "text"))
    made.setIconSize(QSize(look.px(20), look.px(20)))
    made.setFixedSize(look.px(Height.CONTROL), look.px(Height.CONTROL))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(words)
    made.setToolTip(words)
    return made


class KeyButton(QWidget):
    """A button with its key cap: `clicked` is emitted for the mouse and for `click()`, which the key handler calls."""

    clicked = Signal()

    def __init__(self, look: Look, text: str, key: str, kind: str = "", icon: str = "") -> None:
        super().__init__()
        self.key = key
        self.button = self._make(look, text, kind, icon)
        self.cap = KeyCap(look, key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(Space.PAIR))
        row.addWidget(self.button, 1)
        row.addWidget(self.cap)
        self.cap.setVisible(bool(key))  # in its place by now: before, it would be a window of its own for a moment
        self.button.clicked.connect(self.clicked)
        self.setFocusProxy(self.button)
        self.set_text(text)

    def _make(self, look: Look, text: str, kind: str, icon: str) -> QPushButton:
        return button(look, text, kind, icon)

    def set_text(self, text: str) -> None:
        """Name the button by its effect; a screen reader hears the key too."""
        self.button.setText(text)
        self.button.setAccessibleName(f"{text} ({self.key})" if self.key else text)

    def text(self) -> str:
        """What the button says."""
        return self.button.text()

    def click(self) -> None:
        """Do what the button does; nothing while it is disabled."""
        self.button.click()


LEAST = 104
"""Width of a primary button that says little."""


class RoomyButton(QPushButton):
    """A button as wide as its words and a margin; where there is less room its words end in "…".

    The style sheet gives a primary button no padding, or the focus ring would cross the words: room is made here.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.words = ""
        self._margin, self._least = Space.BLOCK, LEAST
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # its hint is no minimum
        self.setProperty("kind", "primary")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def be_snug(self) -> None:
        """Take no more room than the words need: it stands in one row with others."""
        self._margin, self._least = Space.WIDE, 0
        self.updateGeometry()

    def say(self, words: str) -> None:
        """Name it by its effect."""
        self.words = words
        self.setToolTip(words)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all the words."""
        words = self._look.metrics(Type.MAIN, True).horizontalAdvance(self.words)
        wide = round(words) + 2 * self._look.px(self._margin)
        return QSize(max(self.minimumSizeHint().width(), wide), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a word."""
        return QSize(self._look.px(self._least), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * self._look.px(Space.STEP)
        metrics = self._look.metrics(Type.MAIN, True)
        self.setText(metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, room))


class PrimaryButton(KeyButton):
    """The one primary button of a window."""

    button: RoomyButton

    def __init__(self, look: Look, text: str, key: str) -> None:
        super().__init__(look, text, key, kind="primary")

    def _make(self, look: Look, text: str, kind: str, icon: str) -> RoomyButton:
        return RoomyButton(look)

    def set_text(self, text: str) -> None:
        """Name the button by its effect; a screen reader hears all of it and the key."""
        self.button.say(text)
        self.button.setAccessibleName(f"{text} ({self.key})")

    def text(self) -> str:
        """What the button says, whether or not there is room for all of it."""
        return self.button.words


class Segments(QWidget):
    """A row of joined buttons of which one is on; `chosen` gives its index when a person picks another."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], accessible_name: str) -> None:
        super().__init__()
        self.setAccessibleName(accessible_name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, name in enumerate(names):
            row.addWidget(self._segment(index, name))
        self.set_current(0)
        self._group.idClicked.connect(self.chosen)

    def _segment(self, index: int, name: str) -> QPushButton:
        segment = QPushButton(name)
        segment.setProperty("kind", "seg")
        segment.setProperty("first", index == 0)
        segment.setCheckable(True)
        segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        segment.setMinimumWidth(_bold_width(segment) + 24)
        self._group.addButton(segment, index)
        return segment

    def current(self) -> int:
        """Index of the one that is on."""
        return self._group.checkedId()

    def take_focus(self) -> None:
        """The keys go to the one that is on."""
        self._group.button(self.current()).setFocus()

    def set_current(self, index: int) -> None:
        """Put another one on without telling anybody."""
        self._group.button(index).setChecked(True)


def _bold_width(made: QPushButton) -> int:
    """The width of a button's words in bold: it is bold while it is on, and must not grow then."""
    made.ensurePolished()
    font = made.font()
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(made.text())
