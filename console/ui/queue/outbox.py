"""What waits for the server, docked under the queue during an outage: in sending order, each with its state."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console.facts import Pending, Sending, ShownCase
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.layouts import across, clear, holder
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import LampLabel, hair, label
from console.ui.look.sizes import Height
from console.ui.photo_words import PhotoLine, photo_lines, state_words, why

SHOWN = 7  # so many lines at most; the head says how many there are


class OutboxPanel(QWidget):
    """The last lines of the outbox; the newest has its recall while its time lasts."""

    recall_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._head, self._age = label(role="unsent15"), label(role="two")
        self._rows = QGridLayout()
        self._rows.setContentsMargins(18, 0, 12, 0)
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(4, 1)
        lamp = LampLabel(context.look, "unsent", context.texts.text("mark.unsent"), 16)
        note = label(self.tr("sent in this order; on this desk's disk"), "two")
        head = holder(across(lamp, self._head, note, None, self._age, margins=(16, 0, 12, 0)))
        head.setFixedHeight(context.look.px(34))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (hair(), head, hair()):
            column.addWidget(part)
        column.addLayout(self._rows)
        self.hide()
        context.board.outbox_changed.connect(self._refresh)
        context.board.photos.changed.connect(self._tick)
        context.board.link_changed.connect(self._tick)
        context.second.connect(self._tick)
        self.show_outbox(context.board.outbox)

    def setVisible(self, visible: bool) -> None:
        """Hidden it rests; what changed meanwhile is shown with it."""
        if visible and self.isHidden():
            self.show_outbox(self._context.board.outbox)
        super().setVisible(visible)

    @Slot(object)
    def _refresh(self, outbox: tuple[Pending, ...]) -> None:
        if not self.isHidden():
            self.show_outbox(outbox)

    def show_outbox(self, outbox: tuple[Pending, ...]) -> None:
        """Show what waits now."""
        photos = photo_lines(self._context)
        clear(self._rows)
        self._say_head(outbox)
        commands = outbox[-(SHOWN - len(photos)) :]
        for line, pending in enumerate(commands):
            self._add(line, self._command_cells(pending))
        for line, photo in enumerate(photos, len(commands)):
            self._add(line, self._photo_cells(photo))
        self._add_recall(outbox, len(commands) - 1)

    def _say_head(self, outbox: tuple[Pending, ...]) -> None:
        words, board = self._context.words, self._context.board
        parts = [self.tr("unsent {0}").format(words.number(len(outbox)))] if outbox else []
        if count := board.photos.count:
            parts.append(self._context.texts.text("photo_out.several", n=words.number(count)))
        self._head.setText(" · ".join(parts))
        issued = [each.issued_at for each in outbox[:1]] + [photo.issued_at for photo in board.photos.all]
        first = min(filter(None, issued), default=0)
        self._age.setText(self.tr("oldest {0}").format(words.ago(self._context.now() - first)) if first else "")

    def _add(self, line: int, cells: tuple[QWidget, ...]) -> None:
        for column, cell in enumerate(cells):
            cell.setFixedHeight(self._context.look.px(Height.OUTBOX_ROW))
            self._rows.addWidget(cell, line, column)

    def _command_cells(self, pending: Pending) -> tuple[QWidget, ...]:
        words, texts = self._context.words, self._context.texts
        return (
            label(words.number(pending.k), "two"),
            label(words.clock_seconds(pending.issued_at), "two"),
            label(texts.text(f"verb.{pending.verb}"), "strong"),
            label(f"→ {self._context.names.unit(pending.unit)}" if pending.unit else ""),
            ElidedLabel(self._about(pending), "two15", Qt.TextElideMode.ElideMiddle),
            label(
                texts.text(f"sending.{self._state(pending)}"),
                "conflict13" if pending.state is Sending.CONFLICT else "unsent",
            ),
        )

    def _photo_cells(self, line: PhotoLine) -> tuple[QWidget, ...]:
        words, photo = self._context.words, line.photo
        shown = self._context.board.case(photo.case_id)
        about = self._case(shown) if shown else ""
        state = ElidedLabel(state_words(self._context, photo), "conflict13" if line.needs_somebody else "unsent")
        state.setToolTip(why(self._context, photo))
        return (
            label("", "two"),
            label(words.clock_seconds(photo.issued_at) if photo.issued_at else "", "two"),
            label(self._context.texts.text("photo_out.several", n=words.number(line.count)), "strong"),
            label(""),
            ElidedLabel(about, "two15", Qt.TextElideMode.ElideMiddle),
            state,
        )

    def _state(self, pending: Pending) -> Sending:
        """Without a line nothing is being sent: what was offered once waits like the rest."""
        waits = pending.state is Sending.OFFERED and not self._context.board.link.online
        return Sending.QUEUED if waits else pending.state

    def _about(self, pending: Pending) -> str:
        shown = self._context.board.case(pending.case_id)
        if shown is None:
            return self._context.names.number(pending.number)
        return self._case(shown)

    def _case(self, shown: ShownCase) -> str:
        return f"{self._context.names.matter(shown.case)}  {self._context.names.place(shown.case)}"

    def _add_recall(self, outbox: tuple[Pending, ...], line: int) -> None:
        left = (outbox[-1].recall_until - self._context.now()) // 1000 if outbox else 0
        if left > 0:
            recall = KeyButton(self._context.look, self.tr("recall {0} s").format(left), "U", kind="chip")
            recall.clicked.connect(self.recall_asked)
            self._rows.addWidget(recall, line, 5)

    @Slot()
    def _tick(self) -> None:
        if self.isVisible():
            self.show_outbox(self._context.board.outbox)
