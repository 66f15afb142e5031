"""What stands in the queue's place while it has no rows: what is being loaded, or why nothing is to do."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.facts import Making
from console.ui.context import Context
from console.ui.keys import without_text
from console.ui.layouts import across, clear, down, holder
from console.ui.lists import digits_of, lists_for
from console.ui.look.buttons import KeyButton
from console.ui.look.lines import SkeletonRows
from console.ui.look.parts import label

ROWS = 12
AT_ONCE = 200  # ms: what is there within them is not announced
LONG = 1_000  # ms after which it is told how long it takes


class Vacant(QStackedWidget):
    """It keeps the keys' place. `say_empty` and `say_loading` may be called as often as one likes.

    `list_asked` when the person takes the step that is offered: to a list where there is something to do.
    """

    list_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._loads, self._since = "", 0
        self._offered: tuple[str, int] = ("", 0)
        self.making = Making.NOTHING
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_text(self)
        self._words = label(role="two15", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._steps = across()
        self._empty = holder(down(None, self._words, self._steps, None, spacing=16))
        self._rows = SkeletonRows(context.look, "", ROWS)
        self._told = label(role="two")
        self._blank = QWidget()  # for the first moment
        self._loading = holder(down(self._rows, self._told, None, spacing=12, margins=(0, 0, 16, 0)))
        self._told.setContentsMargins(16, 0, 0, 0)
        for page in (self._empty, self._blank, self._loading):
            self.addWidget(page)
        self._soon = QTimer(self, singleShot=True, interval=AT_ONCE)
        self._soon.timeout.connect(self._show_rows)
        context.second.connect(self._tell)

    def rest(self) -> None:
        """There are rows, and nothing to say."""
        self._loads = ""
        self._soon.stop()

    def say_empty(self, words: str, here: str = "") -> None:
        """Nothing is to do, and why; `here` is the list that is looked at: another one is offered."""
        self.rest()
        self._words.setText(words)
        self._offer(here)
        self.setCurrentWidget(self._empty)

    def say_loading(self, words: str) -> None:
        """Something is on its way: grey rows after a moment, and how long it has taken after a while."""
        if not self._loads:
            self._since = self._context.now()
            self.setCurrentWidget(self._blank)
            self._soon.start()
        self._loads = words
        self._tell()

    def say_waiting(self) -> None:
        """The first cases are awaited; the first start makes the city that they come from, which takes its time."""
        words = {
            Making.NOTHING: self.tr("Waiting for the first cases from the server"),
            Making.DEMO_CITY: self.tr("The demo city is being made: about half a minute, at the first start only"),
            Making.TRAINING_CITY: self.tr("The city of this training is being made: about half a minute"),
        }
        self.say_loading(words[self.making])

    def _offer(self, here: str) -> None:
        """The first list of this person's with a key on which a case waits."""
        counts = self._context.board.counts()
        keyed = digits_of(lists_for(self._context.roles()))
        found = ((name, digit) for name, digit in keyed.items() if here and name != here and name in counts)
        name, digit = next((each for each in found if counts[each[0]].total), ("", ""))
        offered = (name, counts[name].total if name else 0)
        if offered == self._offered:
            return
        self._offered = offered
        clear(self._steps)
        if name:
            self._add_step(name, offered[1], digit)

    def _add_step(self, name: str, total: int, digit: str) -> None:
        named, number = self._context.texts.text(f"list.{name}"), self._context.words.number(total)
        step = KeyButton(self._context.look, self.tr("See {list} {n}").format(list=named, n=number), f"Ctrl+{digit}")
        step.clicked.connect(lambda: self.list_asked.emit(name))
        self._steps.addStretch(1)
        self._steps.addWidget(step)
        self._steps.addStretch(1)

    @property
    def loads(self) -> str:
        """What is being loaded, in words; "" for nothing."""
        return self._loads

    @Slot()
    def _show_rows(self) -> None:
        self.setCurrentWidget(self._loading)

    @Slot()
    def _tell(self) -> None:
        lasted = self._context.now() - self._since
        more = self.tr("{0} so far").format(self._context.words.span(lasted)) if lasted >= LONG else ""
        self._told.setText(" · ".join(part for part in (self._loads, more) if part))
        self._rows.setAccessibleName(self._loads)
