"""Lines that tell something: strips above a list, the one silent notice with its recall, alerts, skeleton rows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from console.ui.elided import ElidedLabel
from console.ui.look.buttons import KeyButton, button
from console.ui.look.look import Look
from console.ui.look.parts import IconLabel, LampLabel, label, restyle
from console.ui.look.sizes import Height, Space


def _row(frame: QFrame, look: Look, name: str, height: int) -> QHBoxLayout:
    frame.setObjectName(name)
    frame.setFixedHeight(look.px(height))
    row = QHBoxLayout(frame)
    row.setContentsMargins(look.px(Space.PANEL), 0, look.px(Space.WIDE), 0)
    row.setSpacing(look.px(Space.STEP))
    return row


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


class OfflineStrip(QFrame):
    """Being offline, said calmly: since when, that work goes on, and how old the data are; in a drill, its end."""

    end_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = _row(self, look, "offline", Height.OFFLINE_STRIP)
        self._strong, self._words, self._age = label(role="unsent15"), ElidedLabel(), label(role="two")
        row.addWidget(IconLabel(look, "unlink", "unsent", 18))
        row.addWidget(self._strong)
        row.addWidget(self._words, 1)
        row.addWidget(self._age)
        self.end = button(look, "", "line")
        self.end.clicked.connect(self.end_asked)
        self.end.hide()
        row.addWidget(self.end)

    def offer_end(self, words: str) -> None:
        """What can be ended by a click; "" = nothing."""
        self.end.setText(words)
        self.end.setVisible(bool(words))

    def show_words(self, strong: str, words: str, age: str) -> None:
        """For how long, what that means, and the age of the data."""
        self._strong.setText(strong)
        self._words.setText(words)
        self._age.setText(age)
        self.setAccessibleName(f"{strong} {words} {age}")


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


class AlertLine(QFrame):
    """What must be acted on: it stays until the deed or an acknowledgement."""

    act_asked = Signal()

    def __init__(self, look: Look, action: str, key: str = "G") -> None:
        super().__init__()
        row = _row(self, look, "alert", Height.PANEL_HEAD + Space.STEP)
        self._lamp = LampLabel(look, "none", "")
        self._words, self._whole = ElidedLabel(role="strong"), label(role="strong")
        row.addWidget(self._lamp)
        row.addWidget(self._words, 1)
        row.addWidget(self._whole)
        row.addWidget(IconLabel(look, "sound"))
        act = KeyButton(look, action, key)
        act.clicked.connect(self.act_asked)
        row.addWidget(act)

    def show_alert(self, shape: str, mark: str, words: str, whole: str) -> None:
        """Shape and what it says, what is cut short where there is little room, and what never is."""
        said = f"{mark}: {words} · {whole}" if whole else f"{mark}: {words}"
        if said == self.accessibleName():
            return
        if self.property("shape") != shape:
            self.setProperty("shape", shape)  # the bar at the left has its colour
            restyle(self)
        self._lamp.show_lamp(shape, mark)
        self._words.setText(words)
        self._whole.setText(whole)
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
