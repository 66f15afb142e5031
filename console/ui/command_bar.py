"""The command field: find a case by number, place or unit, or do a verb of the chosen case; Enter does the hit."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from console.facts import ShownCase
from console.ui.case.aims import heads
from console.ui.context import Context
from console.ui.keys import is_enter
from console.ui.look.parts import IconLabel
from console.ui.offers import Action

WIDE, LIST_WIDE, SHOWN = 440, 560, 8
ROW, EDGE = 30, 5
PAUSE_MS = 80  # typing on restarts the search


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: a case to go to, or a verb of the chosen case to do; `words` say the effect."""

    words: str
    case_id: str = ""
    action: Action | None = None


class CommandField(QLineEdit):
    """`go_to` a case, or `do` a verb; `closed` when the focus should go back where it was."""

    go_to = Signal(str)
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
        self._list.itemClicked.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.textEdited.connect(self._timer.start)
        self.installEventFilter(self)

    def offer(self, actions: tuple[Action, ...]) -> None:
        """The verbs of the chosen case."""
        self._actions = heads(actions)

    def open(self) -> None:
        """Take the focus, empty."""
        self.clear()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was found last."""
        return self._hits

    # -- searching ------------------------------------------------------------------------------------------------

    @Slot()
    def _search(self) -> None:
        typed = self.text().strip().lstrip("/").lower()
        self._hits = (*self._verbs(typed), *self._cases(typed))[:SHOWN] if typed else ()
        self._list.clear()
        for hit in self._hits:
            self._list.addItem(QListWidgetItem(hit.words))
        if typed and not self._hits:
            self._list.addItem(self._nothing())
        self._list.setCurrentRow(0)
        self._place()

    def _nothing(self) -> QListWidgetItem:
        """A line that cannot be taken."""
        item = QListWidgetItem(self.tr("nothing found on this desk"))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _verbs(self, typed: str) -> list[Hit]:
        names = [(self._context.texts.text(f"verb.{action.verb}"), action) for action in self._actions]
        return [Hit(name, action=action) for name, action in names if typed in name.lower() or typed == action.verb]

    def _cases(self, typed: str) -> list[Hit]:
        """Cases that every word fits."""
        wanted = [(word, self._units(word)) for word in typed.split()]
        found = []
        for shown in self._context.board.cases().values():
            if all(self._fits(shown, word, units) for word, units in wanted):
                found.append(Hit(self._line(shown), shown.id))
                if len(found) == SHOWN:
                    break
        return found

    def _units(self, word: str) -> frozenset[str]:
        city = self._context.city
        units = city.units.values() if city else ()
        return frozenset(u.code for u in units if word in u.name.lower() or word in u.name_en.lower())

    def _fits(self, shown: ShownCase, word: str, units: frozenset[str]) -> bool:
        case = shown.case
        if shown.number.lower().endswith(word) or word in case.address.lower() or word in case.address_en.lower():
            return True
        if word in self._context.names.matter(case).lower() or word in case.external_number.lower():
            return True
        return any(leg.unit in units for leg in case.legs)

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
        elif hit:
            self.go_to.emit(hit.case_id)

    def _close(self) -> None:
        self._timer.stop()
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
            self._timer.stop()
            self._search()
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was found goes when the focus goes."""
        super().focusOutEvent(event)
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
