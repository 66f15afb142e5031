"""What stands in the queue's place while it has no rows: what is being loaded, or why nothing is to do."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.ui.context import Context
from console.ui.keys import without_text
from console.ui.layouts import down, holder
from console.ui.look.lines import SkeletonRows
from console.ui.look.parts import label

ROWS = 12
AT_ONCE = 200  # ms: what is there within them is not announced
LONG = 1_000  # ms after which it is told how long it takes


class Vacant(QStackedWidget):
    """It keeps the keys' place. `say_empty` and `say_loading` may be called as often as one likes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._loads, self._since = "", 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_text(self)
        self._empty = label(role="two15", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
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

    def say_empty(self, words: str) -> None:
        """Nothing is to do, and why."""
        self._loads = ""
        self._soon.stop()
        self._empty.setText(words)
        self.setCurrentWidget(self._empty)

    def say_loading(self, words: str) -> None:
        """Something is on its way: grey rows after a moment, and how long it has taken after a while."""
        if not self._loads:
            self._since = self._context.now()
            self.setCurrentWidget(self._blank)
            self._soon.start()
        self._loads = words
        self._tell()

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
