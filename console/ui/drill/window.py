"""The window of outage drills: begin one, see how long it lasts, end it; and what the drills so far came to."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console.facts import SEATS, LinkState
from console.facts.drills import MINUTES, DrillRecord
from console.ui.context import Context
from console.ui.drill.page import DrillPage
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton, Segments, button
from console.ui.look.parts import hair, label
from console.ui.look.words import sentence
from rules.powers import Data, Deed

SHOWN = 8  # drills so far
_COLUMNS = ("time", "by", "lasted", "commands", "calls", "drained")


class DrillWindow(QWidget):
    """Not modal: work goes on beside it. `opened` brings the file of a report that was asked for."""

    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Outage drill"))
        self._context = context
        self._head, self._state = label(self.tr("Outage drill"), "title"), label(role="unsent15")
        self._says = label(role="over13", wrap=True)
        self.minutes = Segments([self.tr("{0} min").format(each) for each in MINUTES], self.tr("how long"))
        self.minutes.set_current(1)
        self.begin = PrimaryButton(context.look, self.tr("Begin the drill"), "Enter")
        self.finish = KeyButton(context.look, self.tr("End the drill"), "E")
        self.back = KeyButton(context.look, self.tr("Close"), "Esc")
        self._past = QGridLayout()
        self._lay_out()
        self._connect()
        self._show_link(context.board.link)
        self.resize(context.look.px(860), context.look.px(520))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addLayout(across(self._head, None, self._state))
        column.addWidget(label(self._meaning(), wrap=True))
        self._long = label(self.tr("How long"), "two")
        column.addLayout(across(self._long, self.minutes, None))
        column.addWidget(self._says)
        column.addLayout(across(self.begin, self.finish, None, self.back))
        column.addWidget(hair())
        self._past_head = label(self.tr("Drills so far"), "head")
        column.addWidget(self._past_head)
        self._past.setHorizontalSpacing(16)
        self._past.setVerticalSpacing(4)
        column.addLayout(self._past)
        column.addStretch(1)

    def _meaning(self) -> str:
        return self.tr(
            "This desk works as if the server could not be reached: nothing goes out and nothing comes in. "
            "What you do is real and goes out in order when the drill ends. "
            "A real urgent case, or a real loss of the line, ends it at once."
        )

    def _connect(self) -> None:
        board = self._context.board
        self.begin.clicked.connect(self._begin)
        self.finish.clicked.connect(board.drills.end)
        self.back.clicked.connect(self.hide)
        board.link_changed.connect(self._show_link)
        board.drills.refused.connect(self._show_refusal)
        self._context.second.connect(self._tick)

    # what it does -----------------------------------------------------------------------------------------------------
    def seat(self) -> str:
        """The seat of who may begin a drill; the first one when nobody may, who is then told so."""
        return next((seat for seat in SEATS if self._context.reach(Data.DRILLS, Deed.CHANGE, seat)), SEATS[0])

    @Slot()
    def _begin(self) -> None:
        self._says.setText("")
        self._context.board.drills.begin(self.seat(), MINUTES[self.minutes.current()])

    @property
    def says(self) -> str:
        """Why no drill begins, "" when nothing stands against it."""
        return self._says.text()

    @Slot(str, object)
    def _show_refusal(self, rule: str, details: Mapping[str, object]) -> None:
        told = {name: str(value) for name, value in details.items()}
        self._says.setText(sentence(self._context.say(rule, told)))

    def showEvent(self, event: QShowEvent) -> None:
        """The keys are with the length that is chosen."""
        super().showEvent(event)
        self.minutes.take_focus()

    # what it shows ----------------------------------------------------------------------------------------------------
    @Slot(object)
    def _show_link(self, link: LinkState) -> None:
        is_on = link.drill_until > 0
        if is_on:
            left = self._context.words.left(max(0, link.drill_until - self._context.now()))
            self._state.setText(self.tr("Drill · {0} left").format(left))
            self._says.setText("")
        self._state.setVisible(is_on)
        self.finish.setVisible(is_on)
        for part in (self.begin, self.minutes, self._long):
            part.setVisible(not is_on)

    @Slot()
    def _tick(self) -> None:
        if self._context.board.link.drill_until:
            self._show_link(self._context.board.link)

    def show_known(self, drills: tuple[tuple[DrillRecord, str], ...]) -> None:
        """The last drills, the latest first, each with its report."""
        _empty(self._past)
        self._past_head.setVisible(bool(drills))
        if drills:
            for column, name in enumerate(_COLUMNS):
                self._past.addWidget(label(sentence(self._context.texts.text(f"drill.{name}")), "two"), 0, column)
        for row, (record, page) in enumerate(reversed(drills[-SHOWN:]), 1):
            self._show_record(row, record, page)

    def _show_record(self, row: int, record: DrillRecord, page: str) -> None:
        figures = DrillPage(self._context.texts, record.zone).figures(record)
        at = f"{self._context.words.day(record.began)} {self._context.words.clock(record.began)}"
        by = self._context.people.name(record.login) or record.by
        for column, words in enumerate((at, by, *figures)):
            self._past.addWidget(label(words), row, column)
        if page:
            shown = button(self._context.look, self.tr("Open the report"), "line")
            shown.setAccessibleName(self.tr("Open the report of {0}").format(at))
            shown.clicked.connect(lambda _=False, page=page: self._open(page))
            self._past.addWidget(shown, row, len(_COLUMNS))

    def _open(self, page: str) -> None:
        self.opened.emit(page)
        QDesktopServices.openUrl(QUrl.fromLocalFile(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys beside the buttons."""
        enter = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        for keys, shown in ((enter, self.begin), ({Qt.Key.Key_E}, self.finish), ({Qt.Key.Key_Escape}, self.back)):
            if event.key() in keys and not event.modifiers() and not shown.isHidden():
                shown.click()
                event.accept()
                return
        super().keyPressEvent(event)


def _empty(grid: QGridLayout) -> None:
    while grid.count():
        item = grid.takeAt(0)
        if item and (shown := item.widget()):
            shown.hide()
            shown.deleteLater()
