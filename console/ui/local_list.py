"""This desk's own lists in the queue's place: what is not sent yet, in order, and the conflicts that wait."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.facts import Conflict, Pending
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.keys import is_enter, without_text
from console.ui.look.parts import label
from console.ui.look.sizes import Height
from console.ui.rail import CONFLICTS, UNSENT


class LocalList(QWidget):
    """`show_list("unsent" | "conflicts")`; a line brings its case or its conflict."""

    case_chosen = Signal(str)
    conflict_chosen = Signal(str)

    def __init__(self, context: Context, words: CaseWords) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._words, self._name = context, words, UNSENT
        self._head = label(role="head")
        self._head.setContentsMargins(16, 0, 12, 0)
        self._head.setFixedHeight(context.look.px(Height.PANEL_HEAD))
        self.lines = QListWidget()
        self.lines.setWordWrap(True)
        without_text(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.lines, 1)
        self.lines.itemClicked.connect(self._take)
        context.board.outbox_changed.connect(self._refresh)
        context.board.conflicts_changed.connect(self._refresh)
        self.hide()

    def show_list(self, name: str) -> None:
        """One of the two lists."""
        self._name = name
        self._refresh()
        self.lines.setFocus()

    @Slot()
    def _refresh(self) -> None:
        board = self._context.board
        if self._name == CONFLICTS:
            title, lines = self.tr("Conflicts"), [(each.id, self._say_conflict(each)) for each in board.conflicts]
        else:
            title, lines = self.tr("Unsent"), [(each.case_id, self._say_pending(each)) for each in board.outbox]
        self._head.setText(f"{title} {len(lines)}")
        self.lines.setAccessibleName(title)
        self.lines.clear()
        for about, words in lines:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, about)
            self.lines.addItem(item)

    def _say_pending(self, pending: Pending) -> str:
        texts = self._context.texts
        unit = f" → {self._context.names.unit(pending.unit)}" if pending.unit else ""
        parts = [
            f"{pending.k}   {self._context.words.clock_seconds(pending.issued_at)}",
            texts.text(f"verb.{pending.verb}") + unit,
            self._case(pending.case_id) or pending.number,
            texts.text(f"sending.{pending.state}"),
            pending.last_error,
        ]
        return " · ".join(part for part in parts if part)

    def _say_conflict(self, conflict: Conflict) -> str:
        texts, command = self._context.texts, conflict.command
        why = self._context.say(conflict.outcome.rule, conflict.outcome.details) if conflict.outcome.rule else ""
        parts = (texts.text(f"verb.{command.verb}"), self._case(command.case_id), why)
        return " · ".join(part for part in parts if part)

    def _case(self, case_id: str) -> str:
        shown = self._context.board.case(case_id)
        return f"{self._words.matter(shown)} {self._words.place(shown)}" if shown else ""

    @Slot()
    def _take(self) -> None:
        item = self.lines.currentItem()
        if item is not None:
            about = str(item.data(Qt.ItemDataRole.UserRole))
            (self.conflict_chosen if self._name == CONFLICTS else self.case_chosen).emit(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the line; other keys are the window's."""
        if is_enter(event) and not event.isAutoRepeat():
            self._take()
        else:
            event.ignore()
