"""This desk's own lists in the queue's place: what is not sent yet, in order, and the conflicts that wait."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QListView, QStackedLayout, QVBoxLayout, QWidget

from console.facts import Conflict, Pending, Sending
from console.facts.photos import NEEDS_SOMEBODY, PhotoOut
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.keys import is_enter, without_text
from console.ui.local_lines import LocalDelegate, LocalLine
from console.ui.local_model import Item, LocalModel
from console.ui.look.parts import hair, label
from console.ui.look.sizes import Height
from console.ui.look.words import sentence
from console.ui.old_commands import OldCommands
from console.ui.paced import Paced
from console.ui.photo_words import state_words, why
from console.ui.rail_model import CONFLICTS, UNSENT

MANY, PACE_MS = 100, 1_000
"""Lines; of more, what changed is shown once a second: all lines on the screen are others each time."""


class LocalList(QWidget):
    """`show_list("unsent" | "conflicts")`; a line brings its case or its conflict. While it is hidden it rests.

    `shown` tells the case of the chosen line, "" for none: map and case panel show no other beside it.
    """

    shown = Signal(str)
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
        self.old = OldCommands(context, self._about)
        self.model = LocalModel(self._line)
        self.lines = QListView()
        self.lines.setModel(self.model)
        self.lines.setItemDelegate(LocalDelegate(context.look))
        self.lines.setUniformItemSizes(True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        without_text(self.lines)
        self._empty = label(role="two15", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._showing = Paced(self._show_anew, self, PACE_MS)
        self.lines.clicked.connect(self._click)
        self.lines.selectionModel().currentChanged.connect(self._tell)
        board = context.board
        for changed in (board.outbox_changed, board.conflicts_changed, board.link_changed, board.photos.changed):
            changed.connect(self._refresh)
        self.hide()

    def _lay_out(self) -> None:
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
        column.addWidget(self.old)
        column.addLayout(self._body, 1)

    def show_list(self, name: str) -> None:
        """One of the two lists; where old commands wait for a word, the keys are theirs."""
        self._name = name
        self._show()
        self.lines.setCurrentIndex(self.model.index(0))
        self._tell()
        if self.old.isHidden():
            self.lines.setFocus()
        else:
            self.old.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked."""
        super().showEvent(event)
        self._show()

    @Slot()
    def _refresh(self) -> None:
        if len(self.model.items) > MANY:
            self._showing.ask()
        else:
            self._show_anew()

    def _show_anew(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        board, conflicts = self._context.board, self._name == CONFLICTS
        items: tuple[Item, ...] = board.conflicts if conflicts else (*board.unsent, *board.photos.all)
        title = self.tr("Conflicts") if conflicts else self.tr("Unsent")
        self._head.setText(f"{title} {len(items)}")
        self.lines.setAccessibleName(title)
        self._empty.setText(
            self.tr("No conflicts. A command that met another deed waits here for your decision")
            if conflicts
            else self.tr("Nothing unsent. What is done without a line is kept here and sent in order")
        )
        self._body.setCurrentWidget(self.lines if items else self._empty)
        self.old.show_old(() if conflicts else board.old)
        self._fill(items)

    def _fill(self, items: tuple[Item, ...]) -> None:
        """What was chosen stays chosen."""
        row, chosen = self.lines.currentIndex().row(), self._chosen()
        if self.model.show(items):
            same = self.model.row_of(chosen)
            self.lines.setCurrentIndex(self.model.index(same if same >= 0 else min(row, len(items) - 1)))
            if same < 0:
                self._tell()

    def _line(self, item: Item) -> LocalLine:
        if isinstance(item, PhotoOut):
            return self._photo(item)
        return self._pending(item) if isinstance(item, Pending) else self._conflict(item)

    def _pending(self, pending: Pending) -> LocalLine:
        texts, board = self._context.texts, self._context.board
        unit = f" → {self._context.names.unit(pending.unit)}" if pending.unit else ""
        waits = pending.state is Sending.OFFERED and not board.link.online  # nothing is being sent without a line
        state = texts.text(f"sending.{Sending.QUEUED if waits else pending.state}")
        at = self._context.words.clock_seconds(pending.issued_at)
        why = self._context.say(pending.last_error, pending.error_details) if pending.last_error else ""
        below = " · ".join(part for part in (str(pending.k), at, why) if part)
        mark = "conflict" if pending.state is Sending.CONFLICT else "unsent"
        strong = sentence(texts.text(f"verb.{pending.verb}")) + unit
        return LocalLine(pending.case_id, mark, strong, self._about(pending), below, state)

    def _photo(self, photo: PhotoOut) -> LocalLine:
        at = self._context.words.clock_seconds(photo.issued_at) if photo.issued_at else ""
        below = " · ".join(part for part in (at, why(self._context, photo)) if part)
        mark = "conflict" if photo.state in NEEDS_SOMEBODY else "unsent"
        strong = sentence(self._context.texts.text("photo_out.one"))
        state = state_words(self._context, photo)
        return LocalLine(photo.case_id, mark, strong, self._case(photo.case_id), below, state)

    def _about(self, pending: Pending) -> str:
        return self._case(pending.case_id) or self._context.names.number(pending.number)

    def _conflict(self, conflict: Conflict) -> LocalLine:
        texts, command = self._context.texts, conflict.command
        why = self._context.say(conflict.outcome.rule, conflict.outcome.details) if conflict.outcome.rule else ""
        at = self._context.words.clock_seconds(command.issued_at)
        below = " · ".join(part for part in (at, conflict.author, why) if part)
        strong = sentence(texts.text(f"verb.{command.verb}"))
        state = texts.text("sending.conflict")
        return LocalLine(conflict.id, "conflict", strong, self._case(command.case_id), below, state)

    def _case(self, case_id: str) -> str:
        shown = self._context.board.case(case_id)
        return f"{self._words.matter(shown)} {self._words.place(shown)}" if shown else ""

    def _chosen(self) -> str:
        index = self.lines.currentIndex()
        return self.model.items[index.row()].id if index.isValid() else ""

    @Slot()
    def _tell(self) -> None:
        index = self.lines.currentIndex()
        item = self.model.items[index.row()] if index.isValid() else None
        self.shown.emit(_case_of(item) if item else "")

    @Slot()
    def _click(self) -> None:
        """A conflict is opened at once; the case of an unsent line stands beside it already."""
        if self._name == CONFLICTS:
            self._take()

    @Slot()
    def _take(self) -> None:
        index = self.lines.currentIndex()
        if index.isValid():
            about = self._line(self.model.items[index.row()]).about
            (self.conflict_chosen if self._name == CONFLICTS else self.case_chosen).emit(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the line; other keys are the window's."""
        if is_enter(event) and not event.isAutoRepeat():
            self._take()
        else:
            event.ignore()


def _case_of(item: Item) -> str:
    return item.command.case_id if isinstance(item, Conflict) else item.case_id
