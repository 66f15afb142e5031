"""The command field: find a case or a list, or do a verb of the chosen case; Enter does the hit."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from console.facts import ShownCase
from console.ui.case.aims import heads
from console.ui.case_search import CaseSearch, FittingCase
from console.ui.context import Context
from console.ui.finding import fit_of_name
from console.ui.keys import is_enter
from console.ui.lists import digits_of, lists_for
from console.ui.look.parts import IconLabel
from console.ui.offers import Action

WIDE, LIST_WIDE, SHOWN = 440, 560, 8
ROW, EDGE = 30, 5
PAUSE_MS = 80  # typing on restarts the search


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: a case to go to, a list to open, or a verb of the chosen case to do; `words` say the effect."""

    words: str
    case_id: str = ""
    action: Action | None = None
    list: str = ""


Fitting = tuple[int, Hit]
"""How well a line fits (`finding`), and the line."""


class CommandField(QLineEdit):
    """`go_to` a case, `open_list`, or `do` a verb; `closed` when the focus should go back where it was."""

    go_to = Signal(str)
    open_list = Signal(str)
    do = Signal(object)  # Action
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._actions: tuple[Action, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self.setMaximumWidth(context.look.px(WIDE))
        self.setMinimumWidth(context.look.px(140))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPlaceholderText(self.tr("Press / for a number, place, unit or verb"))
        self.setAccessibleName(self.tr("command field"))
        self.setTextMargins(context.look.px(24), 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        icon = IconLabel(context.look, "search", "text2", 18)
        icon.setParent(self)
        icon.move(context.look.px(10), context.look.px(7))
        self._list = QListWidget()
        self._list.setObjectName("overlay")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("what was found"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self._cases, self._entered = CaseSearch(context, SHOWN, self), False
        self._cases.done.connect(self._show)
        self.textEdited.connect(self._edited)
        self.installEventFilter(self)

    def offer(self, actions: tuple[Action, ...]) -> None:
        """The verbs of the chosen case."""
        self._actions = heads(actions)

    def open(self) -> None:
        """Take the focus, empty."""
        self.clear()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _edited(self) -> None:
        """Other words: what was entered before them is not meant any more."""
        self._entered = False
        self._timer.start()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was found last."""
        return self._hits

    # -- searching ------------------------------------------------------------------------------------------------

    @property
    def _typed(self) -> str:
        return self.text().strip().lstrip("/").lower()

    @Slot()
    def _search(self) -> None:
        if self._typed:
            self._cases.begin(self._typed)
        else:
            self._cases.stop()
            self._show([])

    @Slot(object)
    def _show(self, cases: list[FittingCase]) -> None:
        """What fits best goes first; of what fits alike, verbs before lists before cases."""
        typed = self._typed
        found = [*self._verbs(typed), *self._lists(typed)] if typed else []
        found += [(fit, Hit(self._line(shown), shown.id)) for fit, shown in cases]
        self._hits = tuple(hit for _, hit in nsmallest(SHOWN, found, key=itemgetter(0)))
        self._list.clear()
        for hit in self._hits:
            self._list.addItem(self._line_of(hit))
        if typed and not self._hits:
            self._list.addItem(self._nothing())
        self._list.setCurrentRow(0)
        self._place()
        if self._entered:
            self._take()

    def _line_of(self, hit: Hit) -> QListWidgetItem:
        """As wide as the list: words that are longer end in an ellipsis."""
        item = QListWidgetItem(hit.words)
        item.setSizeHint(QSize(0, self._context.look.px(ROW)))
        return item

    def _nothing(self) -> QListWidgetItem:
        """A line that cannot be taken."""
        item = QListWidgetItem(self.tr("nothing found on this desk"))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _verbs(self, typed: str) -> Iterator[Fitting]:
        for action in self._actions:
            name = self._context.texts.text(f"verb.{action.verb}")
            if (fit := fit_of_name(name, typed, action.verb)) is not None:
                yield fit, Hit(name, action=action)

    def _lists(self, typed: str) -> Iterator[Fitting]:
        groups = lists_for(self._context.roles())
        digits = digits_of(groups)
        for name in (name for group in groups for name in group):
            title, digit = self._context.texts.text(f"list.{name}"), digits.get(name, "")
            if (fit := fit_of_name(title, typed, digit)) is not None:
                words = self.tr("List {0}").format(title)
                yield fit, Hit(f"{words}  Ctrl+{digit}" if digit else words, list=name)

    def _line(self, shown: ShownCase) -> str:
        names = self._context.names
        stage = self._context.texts.text(f"stage.{shown.case.stage}")
        return f"{names.number(shown.number)}  {names.matter(shown.case)}  {names.place(shown.case)} · {stage}"

    # -- taking ---------------------------------------------------------------------------------------------------

    @Slot()
    def _take(self) -> None:
        row = self._list.currentRow()
        hit = self._hits[row] if 0 <= row < len(self._hits) else None
        self._close()
        if hit and hit.action:
            self.do.emit(hit.action)
        elif hit and hit.list:
            self.open_list.emit(hit.list)
        elif hit:
            self.go_to.emit(hit.case_id)

    def _close(self) -> None:
        self._timer.stop()
        self._cases.stop()
        self._entered = False
        self._list.hide()
        self.clear()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter does the line, Esc goes back, the arrows move; all else is text."""
        if watched is self and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if is_enter(event):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
        else:
            return False
        return True

    def _enter(self) -> None:
        """Do the line that is chosen; while it is still being looked for, as soon as it is found."""
        if self._timer.isActive():
            self._timer.stop()
            self._entered = True
            self._search()
        elif self._cases.busy:
            self._entered = True
        else:
            self._take()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was found goes when the focus goes."""
        super().focusOutEvent(event)
        self._entered = False
        self._list.hide()

    def _place(self) -> None:
        """Under the field, within its window, above everything."""
        window: QWidget = self.window()
        self._list.setParent(window)
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        wide = min(self._context.look.px(LIST_WIDE), window.width() - corner.x())
        rows = max(self._list.count(), 1)
        self._list.setGeometry(corner.x(), corner.y(), wide, rows * self._context.look.px(ROW) + 2 * EDGE)
        self._list.setVisible(bool(self.text()))
        self._list.raise_()
