"""Lines that tell something: strips above a list, the one silent notice with its recall, alerts, skeleton rows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from console.ui.elided import ElidedLabel, PlaceLabel
from console.ui.look.buttons import KeyButton
from console.ui.look.look import Look
from console.ui.look.parts import IconLabel, LampLabel, key_cap_width, label, restyle
from console.ui.look.sizes import Height, Space


def _row(frame: QFrame, look: Look, name: str, height: int) -> QHBoxLayout:
    frame.setObjectName(name)
    frame.setFixedHeight(look.px(height))
    row = QHBoxLayout(frame)
    row.setContentsMargins(look.px(Space.PANEL), 0, look.px(Space.WIDE), 0)
    row.setSpacing(look.px(Space.STEP))
    return row


def _down(*parts: QWidget | QLayout) -> QVBoxLayout:
    """Lines below one another, without a gap."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    for part in parts:
        column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
    column.addStretch(1)
    return column


class Strip(QFrame):
    """A line above a list: words left, what a key does at the right, e.g. `新到 3 件 … 并入 [.]`; a click acts too."""

    asked = Signal()

    def __init__(self, look: Look, key: str = "", action: str = "") -> None:
        super().__init__()
        row = _row(self, look, "raised", Height.STRIP)
        self._words = ElidedLabel("", "two")
        row.addWidget(self._words, 1)
        if key:
            self.button = KeyButton(look, action, key, kind="line")
            self.button.clicked.connect(self.asked)
            row.addWidget(self.button)

    def show_words(self, words: str) -> None:
        """Say something else."""
        self._words.setText(words)
        self.setAccessibleName(words)


ACT_KEY = "Ctrl+E"


class OfflineStrip(QFrame):
    """Being offline, said calmly: since when, that work goes on, how old the data are; and what somebody can do now.

    With another `icon` it says of a training the same: how long still, what counts, the score, and its end.
    """

    act_asked = Signal()

    def __init__(self, look: Look, icon: str = "unlink") -> None:
        super().__init__()
        row = _row(self, look, "offline", Height.OFFLINE_STRIP)
        self._strong, self._words, self._age = label(role="unsent15"), ElidedLabel(), label(role="two")
        row.addWidget(IconLabel(look, icon, "unsent", 18))
        row.addWidget(self._strong)
        row.addWidget(self._words, 1)
        row.addWidget(self._age)
        self.act = KeyButton(look, "", ACT_KEY, kind="chip")
        self.act.clicked.connect(self.act_asked)
        self.act.hide()
        row.addWidget(self.act)

    def offer(self, words: str) -> None:
        """What a click does; "" = nothing."""
        self.act.set_text(words)
        self.act.setVisible(bool(words))

    def show_words(self, strong: str, words: str, age: str) -> None:
        """For how long, what that means, and the age of the data."""
        self._strong.setText(strong)
        self._words.setText(words)
        self._age.setText(age)
        self.setAccessibleName(f"{strong} {words} {age}")


class LastingStrip(QFrame):
    """What holds as long as it stands there, in as many lines as it needs: that nothing can be recorded, and why."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        self.setObjectName("offline")
        self._look = look
        self._strong, self._words = label(role="unsent15"), label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(Space.PANEL), look.px(Space.TIGHT), look.px(Space.WIDE), look.px(Space.TIGHT))
        row.setSpacing(look.px(Space.STEP))
        for part, stretch in ((IconLabel(look, icon, "unsent", 18), 0), (self._strong, 0), (self._words, 1)):
            row.addWidget(part, stretch)

    def show_words(self, strong: str, words: str) -> None:
        """What holds, and why."""
        self._strong.setText(strong)
        self._words.setText(words)
        self.setAccessibleName(f"{strong} {words}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many lines as the width makes of the words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        row = self.layout()
        wanted = row.heightForWidth(self.width()) if row is not None else 0
        self.setFixedHeight(max(self._look.px(Height.OFFLINE_STRIP), wanted))


DONE, REFUSED, TOLD = "check", "cross", "note"  # icons of a notice


class NoticeLine(QFrame):
    """The one silent notice: what was done, and the recall that counts down beside its key."""

    recall_asked = Signal()

    def __init__(self, look: Look, key: str = "U") -> None:
        super().__init__()
        row = _row(self, look, "notice", Height.PRIMARY)
        self.setMinimumHeight(look.px(Height.PRIMARY))
        self.setMaximumHeight(2 * look.px(Height.PRIMARY))  # what went wrong may need a second line
        self.icon = DONE
        self._icon = IconLabel(look, DONE, "text2", 18)
        self._words = label(wrap=True)
        self._recall = KeyButton(look, "", key, kind="line")
        self._recall.clicked.connect(self.recall_asked)
        for part, stretch in ((self._icon, 0), (self._words, 1), (self._recall, 0)):
            row.addWidget(part, stretch)

    def show_notice(self, words: str, recall: str = "", icon: str = DONE) -> None:
        """Say what happened; `recall` names the recall with its seconds left, empty when there is none."""
        self._words.setText(words)
        if icon != self.icon:
            self.icon = icon
            self._icon.show_icon(icon)
        self._recall.set_text(recall)
        self._recall.setVisible(bool(recall))
        self.setAccessibleName(f"{words} {recall}".strip())


@dataclass(frozen=True, slots=True)
class AlertWords:
    """What an alert says: which unit, what with it, where, which matter, whom to call, and how many more there are."""

    unit: str
    state: str = ""
    place: str = ""
    matter: str = ""
    phone: str = ""
    more: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        parts = (self.state, self.unit, self.place, self.matter, self.phone, self.more)
        return " · ".join(part for part in parts if part)


class AlertLine(QFrame):
    """What must be acted on: it stays until the deed or an acknowledgement. `key` is "" where a key goes elsewhere."""

    act_asked = Signal()

    def __init__(self, look: Look, action: str, key: str = "G") -> None:
        super().__init__()
        row = _row(self, look, "alert", Height.PANEL_HEAD + Space.STEP)
        self._lamp = LampLabel(look, "none", "")
        self._unit, self._state, self._place = ElidedLabel(role="strong"), label(role="strong"), PlaceLabel()
        self._phone, self._more = label(role="strong"), label()
        row.addWidget(self._lamp)
        row.addLayout(self._said(look), 1)
        row.addLayout(_down(self._phone, self._more))
        row.addWidget(IconLabel(look, "sound"))
        act = KeyButton(look, action, key)
        act.clicked.connect(self.act_asked)
        row.addWidget(act)
        if not key:
            row.addSpacing(look.px(Space.PAIR) + key_cap_width(look, "G"))  # the buttons stand below one another

    def _said(self, look: Look) -> QVBoxLayout:
        """Two lines: the unit has one to itself; what is with it, and where."""
        below = QHBoxLayout()
        below.setSpacing(look.px(Space.STEP))
        below.addWidget(self._state)
        below.addWidget(self._place, 1)
        return _down(self._unit, below)

    def show_alert(self, shape: str, mark: str, words: AlertWords) -> None:
        """Shape and what it says, and the words."""
        said = f"{mark}: {words.spoken}"
        if said == self.accessibleName():
            return
        if self.property("shape") != shape:
            self.setProperty("shape", shape)  # the bar at the left has its colour
            restyle(self)
        self._lamp.show_lamp(shape, mark)
        self._unit.setText(words.unit)
        self._state.setText(words.state)
        self._place.show_place(words.place, words.matter)
        self._phone.setText(words.phone)
        self._more.setText(words.more)
        self._more.setVisible(bool(words.more))
        self.setAccessibleName(said)


class SkeletonRows(QWidget):
    """Grey bars in the place of rows that are being loaded; the accessible name says what is loading."""

    def __init__(self, look: Look, words: str, rows: int = 2) -> None:
        super().__init__()
        self._look, self._rows = look, rows
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """The height of the rows that will stand here."""
        return QSize(self._look.px(240), self._rows * self._look.px(Height.QUEUE_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A lamp's place and two lines for each row."""
        painter = QPainter(self)
        high, bar, grey = self._look.px(Height.QUEUE_ROW), self._look.px(8), self._look.colour("line")
        left, wide = self._look.px(50), self.width() - self._look.px(66)
        for row in range(self._rows):
            top = row * high
            painter.fillRect(QRectF(self._look.px(Space.PANEL), top + self._look.px(14), 2 * bar, bar), grey)
            painter.fillRect(QRectF(left, top + self._look.px(10), wide * (0.9 - 0.2 * (row % 2)), bar), grey)
            painter.fillRect(QRectF(left, top + self._look.px(26), wide * (0.6 - 0.1 * (row % 3)), bar), grey)
        painter.end()
