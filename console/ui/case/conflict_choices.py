"""The ways out of a conflict as buttons below one another, and the tick that carries words along. Never scrolled away.

A way that is closed keeps its place: beside it, in its tool tip and for a screen reader stands why.
"""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from console.ui.case.choices import Choice
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.look import Look
from console.ui.look.parts import label

WIDE = 280
KEYS = ("1", "2", "3", "4")


class ElidedTick(QCheckBox):
    """A tick in one line: words that have no room end in "…", the tool tip and a screen reader have them all."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Other words."""
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    def words(self) -> str:
        """All of it, whether or not there is room."""
        return self._words

    def minimumSizeHint(self) -> QSize:
        """The box alone."""
        return QSize(self._beside(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._beside()
        self.setText(QFontMetricsF(self.font()).elidedText(self._words, Qt.TextElideMode.ElideRight, room))

    def _beside(self) -> int:
        """Px of the box and of what lies between it and the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        return words.left() + 4


class ConflictChoices(QWidget):
    """Up to four choices, each with its key and what it brings; `taken` brings the one that a person took."""

    taken = Signal(object)  # Choice

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._found: tuple[Choice, ...] = ()
        self.first = PrimaryButton(look, "", KEYS[0])
        self._buttons: tuple[KeyButton, ...] = (self.first, *(KeyButton(look, "", key) for key in KEYS[1:]))
        self._means = tuple(label(role="two15", wrap=True) for _ in self._buttons)
        self.carry, self._head = ElidedTick(), label(role="two15")
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._head)
        for at, (button, means) in enumerate(zip(self._buttons, self._means, strict=True)):
            button.clicked.connect(partial(self._take, at))
            line = across(button, means)
            line.setStretch(1, 1)
            column.addLayout(line)
        column.addWidget(self.carry)

    def show_choices(self, found: tuple[Choice, ...], *, mine: bool) -> None:
        """These, the safest first; `mine`: who sits here now wished what took no effect."""
        self._found = found
        own = self.tr("Your command did not take effect, and it is not lost. Choose:")
        others = self.tr("The command did not take effect, and it is not lost. Choose:")
        self._head.setText(own if mine else others)
        for at, (button, means) in enumerate(zip(self._buttons, self._means, strict=True)):
            choice = found[at] if at < len(found) else None
            for part in (button, means):
                part.setVisible(choice is not None)
            if choice:
                _show(button, choice)
                means.setText(choice.means)
        self._align()

    def _align(self) -> None:
        """All buttons are as wide as the one that says most; what they bring stands in a column beside them."""
        wide = max(button.sizeHint().width() for button in self._buttons if not button.isHidden())
        for button in self._buttons:
            button.setFixedWidth(max(self._look.px(WIDE), wide))

    def show_carry(self, words: str, *, ticked: bool | None) -> None:
        """The tick with these words, "" = none; `ticked` None leaves it as the person has it."""
        self.carry.say(words)
        self.carry.setVisible(bool(words))
        if ticked is not None:
            self.carry.setChecked(ticked)

    def press(self, key: str) -> bool:
        """A digit; False when no choice has it."""
        if key not in KEYS[: len(self._found)]:
            return False
        self._buttons[KEYS.index(key)].click()
        return True

    @Slot(int)
    def _take(self, at: int) -> None:
        self.taken.emit(self._found[at])


def _show(button: KeyButton, choice: Choice) -> None:
    button.set_text(choice.words)
    button.setEnabled(choice.possible)
    button.button.setToolTip(choice.words if choice.possible else f"{choice.words}\n{choice.means}")
    button.button.setAccessibleDescription(choice.means)
