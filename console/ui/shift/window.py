"""The window of the hand-over list: what the next shift must know; taken over, printed, or left for later."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.keys import is_enter, key_of
from console.ui.layouts import across, clear, holder
from console.ui.look.buttons import KeyButton, PrimaryButton, button
from console.ui.look.parts import hair, label
from console.ui.shift.words import Line, Section


class ShiftWindow(QWidget):
    """Not modal: work goes on beside it. `go_to` brings the case of a line."""

    taken = Signal()  # the person here takes the desk over
    left = Signal()  # the person here signs out
    print_asked = Signal()
    go_to = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Hand-over list"))
        self._context = context
        self._head, self._says = label(role="two15", wrap=True), label(role="two", wrap=True)
        look = context.look
        self.take = PrimaryButton(look, self.tr("I have the desk"), "Enter")
        self.leave = PrimaryButton(look, self.tr("Sign out"), "Enter")
        self.print = KeyButton(look, self.tr("Print"), "P")
        self.back = KeyButton(look, self.tr("Later"), "Esc")
        self.paper = button(look, self.tr("Open the PDF"), "line")
        self._file = ""
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._lay_out()
        self.take.clicked.connect(self.taken)
        self.leave.clicked.connect(self.left)
        self.print.clicked.connect(self.print_asked)
        self.back.clicked.connect(self.hide)
        self.paper.clicked.connect(self._open)
        self.resize(look.px(820), look.px(560))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("ground")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.addLayout(self._list)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Hand-over list"), "title"))
        column.addWidget(self._head)
        column.addWidget(scroll, 1)
        column.addWidget(hair())
        printed = across(self._says, self.paper)
        printed.setStretch(0, 1)
        column.addLayout(printed)
        column.addLayout(across(self.take, self.leave, self.print, None, self.back))

    def show_list(self, head: str, sections: Iterable[Section], *, takes: bool, leaves: bool) -> None:
        """`takes`: who sits here may take the desk over; `leaves`: who sits here is about to sign out."""
        self._head.setText(head)
        self.say("")
        clear(self._list)
        found = tuple(sections)
        if not found:
            self._list.addWidget(label(self._context.texts.text("shift.nothing"), "two15", wrap=True))
        for section in found:
            self._list.addWidget(label(section.name, "head"))
            for line in section.lines:
                self._list.addWidget(self._row(line))
        self.take.setVisible(takes and not leaves)
        self.leave.setVisible(leaves)

    def _row(self, line: Line) -> QWidget:
        row = across(label(line.words, "two15", wrap=True), self._way(line))
        row.setStretch(0, 1)
        return holder(row)

    def _way(self, line: Line) -> QWidget:
        shown = button(self._context.look, self.tr("Show"), "quiet")
        shown.setAccessibleName(self.tr("Show: {0}").format(line.words))
        shown.clicked.connect(partial(self._go, line.case_id))
        shown.setVisible(bool(line.case_id) and self._context.board.case(line.case_id) is not None)
        return shown

    def _go(self, case_id: str) -> None:
        self.go_to.emit(case_id)

    def say(self, words: str, file: str = "") -> None:
        """What came of the print, and the `file` of it; or why it cannot be taken over."""
        self._says.setText(words)
        self._file = file
        self.paper.setVisible(bool(file))

    @Slot()
    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._file))

    @property
    def says(self) -> str:
        """That sentence, "" for none."""
        return self._says.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys beside the buttons."""
        if event.isAutoRepeat():
            event.ignore()
        elif is_enter(event) and not (self.take.isHidden() and self.leave.isHidden()):
            (self.leave if self.take.isHidden() else self.take).click()
        elif key_of(event) == "P" and not event.modifiers():
            self.print.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.click()
        else:
            super().keyPressEvent(event)
