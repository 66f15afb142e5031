"""This desk's own lists in the queue's place: what is not sent yet, in order, and the conflicts that wait."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QStackedLayout, QVBoxLayout, QWidget

from console.facts import Conflict, Pending, Sending
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.keys import is_enter, without_text
from console.ui.local_lines import LINE, LocalDelegate, LocalLine, item_of
from console.ui.look.parts import hair, label
from console.ui.look.sizes import Height
from console.ui.look.words import sentence
from console.ui.rail_model import CONFLICTS, UNSENT


class LocalList(QWidget):
    """`show_list("unsent" | "conflicts")`; a line brings its case or its conflict."""

    case_chosen = Signal(str)
    conflict_chosen = Signal(str)

    def __init__(self, context: Context, words: CaseWords) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._words, self._name = context, words, UNSENT
        self._shown: tuple[LocalLine, ...] = ()
        self._head = label(role="head")
        self._head.setContentsMargins(16, 0, 12, 0)
        self._head.setFixedHeight(context.look.px(Height.PANEL_HEAD))
        self.lines = QListWidget()
        self.lines.setItemDelegate(LocalDelegate(context.look))
        self.lines.setUniformItemSizes(True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        without_text(self.lines)
        self._empty = label(role="two15", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QStackedLayout()
        self._body.addWidget(self.lines)
        self._body.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.alerts = QVBoxLayout()  # they stay in sight, whatever list is looked at
        column.addLayout(self.alerts)
        column.addWidget(self._head)
        column.addWidget(hair())
        column.addLayout(self._body, 1)
        self.lines.itemClicked.connect(self._take)
        context.board.outbox_changed.connect(self._refresh)
        context.board.conflicts_changed.connect(self._refresh)
        context.board.link_changed.connect(self._refresh)
        self.hide()

    def show_list(self, name: str) -> None:
        """One of the two lists."""
        self._name = name
        self._refresh()
        self.lines.setCurrentRow(0)
        self.lines.setFocus()

    @Slot()
    def _refresh(self) -> None:
        board, conflicts = self._context.board, self._name == CONFLICTS
        title = self.tr("Conflicts") if conflicts else self.tr("Unsent")
        made = map(self._conflict, board.conflicts) if conflicts else map(self._pending, board.unsent)
        lines = tuple(made)
        self._head.setText(f"{title} {len(lines)}")
        self.lines.setAccessibleName(title)
        self._empty.setText(
            self.tr("No conflicts. A command that met another deed waits here for your decision")
            if conflicts
            else self.tr("Nothing unsent. What is done without a line is kept here and sent in order")
        )
        self._body.setCurrentWidget(self.lines if lines else self._empty)
        if lines != self._shown:
            self._fill(lines)

    def _fill(self, lines: tuple[LocalLine, ...]) -> None:
        """What was chosen stays chosen."""
        row, about = self.lines.currentRow(), self._about()
        self._shown = lines
        self.lines.clear()
        for line in lines:
            self.lines.addItem(item_of(line))
        same = next((at for at, line in enumerate(lines) if line.about == about), min(row, len(lines) - 1))
        self.lines.setCurrentRow(same)

    def _pending(self, pending: Pending) -> LocalLine:
        texts, board = self._context.texts, self._context.board
        unit = f" → {self._context.names.unit(pending.unit)}" if pending.unit else ""
        waits = pending.state is Sending.OFFERED and not board.link.online  # nothing is being sent without a line
        state = texts.text(f"sending.{Sending.QUEUED if waits else pending.state}")
        at = self._context.words.clock_seconds(pending.issued_at)
        why = self._context.say(pending.last_error) if pending.last_error else ""
        below = " · ".join(part for part in (str(pending.k), at, why) if part)
        mark = "conflict" if pending.state is Sending.CONFLICT else "unsent"
        strong = sentence(texts.text(f"verb.{pending.verb}")) + unit
        return LocalLine(
            pending.case_id,
            mark,
            strong,
            self._case(pending.case_id) or self._context.names.number(pending.number),
            below,
            state,
        )

    def _conflict(self, conflict: Conflict) -> LocalLine:
        texts, command = self._context.texts, conflict.command
        why = self._context.say(conflict.outcome.rule, conflict.outcome.details) if conflict.outcome.rule else ""
        at = self._context.words.clock_seconds(command.issued_at)
        below = " · ".join(part for part in (at, why) if part)
        strong = sentence(texts.text(f"verb.{command.verb}"))
        state = texts.text("sending.conflict")
        return LocalLine(conflict.id, "conflict", strong, self._case(command.case_id), below, state)

    def _case(self, case_id: str) -> str:
        shown = self._context.board.case(case_id)
        return f"{self._words.matter(shown)} {self._words.place(shown)}" if shown else ""

    def _about(self) -> str:
        item = self.lines.currentItem()
        return item.data(LINE).about if item else ""

    @Slot()
    def _take(self) -> None:
        if about := self._about():
            (self.conflict_chosen if self._name == CONFLICTS else self.case_chosen).emit(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the line; other keys are the window's."""
        if is_enter(event) and not event.isAutoRepeat():
            self._take()
        else:
            event.ignore()
