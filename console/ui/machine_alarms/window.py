"""The window of alarms: the list, the picture of the one chosen, accept or reject one or many with one key."""

from collections.abc import Mapping

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QSplitter, QTableView, QVBoxLayout, QWidget

from console.facts import DESK, Delta, Refusal, ShownCase
from console.ui.alarm_words import line
from console.ui.context import Context
from console.ui.keys import is_enter, is_plain, key_of, takes_text, without_text
from console.ui.layouts import across, down, holder
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label
from console.ui.machine_alarms.model import LIST, AlarmModel
from console.ui.photo_pane import PhotoPane
from console.ui.photo_zoom import Zoom
from console.ui.photos import Photos
from console.ui.watermark import Watermark
from rules.commands import Role
from rules.powers import Data, Deed

DIGITS = "123456789"


class AlarmTable(QTableView):
    """A table that moves by its keys and leaves all letters and digits to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt would look for a line that begins with the letter; Ctrl+A chooses all."""
        ends = is_enter(event) or event.key() == Qt.Key.Key_Escape
        if ends or (is_plain(event) and event.text().strip()):
            event.ignore()
        else:
            super().keyPressEvent(event)


class AlarmWindow(QWidget):
    """Not modal. `go_to` brings the case of an alarm into the main window."""

    go_to = Signal(str)

    def __init__(self, context: Context, photos: Photos, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Alarms of machines"))
        self._context = context
        look = context.look
        self.model = AlarmModel(context)
        self.table = self._made_table()
        self.picture = PhotoPane(look, photos, Zoom(), self.tr("picture of the alarm"))
        self.facts, self.says = label(role="two15", wrap=True), label(role="two15", wrap=True)
        self.accept = PrimaryButton(look, self.tr("Accept"), "A")
        self.reject = KeyButton(look, self.tr("Reject"), "R")
        self.open_case = KeyButton(look, self.tr("Show the case"), "Enter")
        self.back = KeyButton(look, self.tr("Close"), "Esc")
        self.reason = QComboBox()
        self.reason.setAccessibleName(self.tr("why it is rejected"))
        self._lay_out()
        self._connect()
        self.resize(look.px(1360), look.px(760))
        self.watermark = Watermark(context, DESK, self)
        self._city_changed()

    def _made_table(self) -> AlarmTable:
        table = AlarmTable()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("alarms to review"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._context.look.px(30))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((180, 64, 56, 0, 110, 110, 90)):
            if width:
                table.setColumnWidth(column, self._context.look.px(width))
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        without_text(table)
        return table

    def _lay_out(self) -> None:
        whole = QSplitter()
        whole.addWidget(self.table)
        whole.addWidget(holder(down(self.picture, self.facts, margins=(12, 0, 0, 0))))
        whole.setSizes([self._context.look.px(820), self._context.look.px(500)])
        whole.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(whole, 1)
        column.addWidget(self.says)
        column.addLayout(across(self.accept, self.reject, self.reason, None, self.open_case, self.back))

    def _connect(self) -> None:
        board, chosen = self._context.board, self.table.selectionModel()
        chosen.selectionChanged.connect(self._chosen)
        chosen.currentRowChanged.connect(self._current)
        self.accept.clicked.connect(self._accept)
        self.reject.clicked.connect(self._reject)
        self.open_case.clicked.connect(self._open_case)
        self.back.clicked.connect(self.hide)
        board.cases_changed.connect(self._changed)
        board.loaded.connect(self._show)
        board.seats_changed.connect(self._show_buttons)
        board.refused.connect(self._refused)
        self._context.city_changed.connect(self._city_changed)

    # -- what is shown -------------------------------------------------------------------------------------------------

    @Slot()
    def _city_changed(self) -> None:
        reasons = self._context.names.alarm_reasons()
        self.reason.clear()
        self.reason.setEditable(not reasons)  # these are counted by their codes
        for n, (code, words) in enumerate(reasons.items(), 1):
            self.reason.addItem(f"{n}  {words}" if n <= len(DIGITS) else words, code)
        self._show()

    @Slot(object)
    def _changed(self, delta: Delta) -> None:
        if delta.removed or any(LIST in each.lists or each.case.alarm is not None for each in delta.changed):
            self._show()

    @Slot()
    def _show(self) -> None:
        """The list anew; what was chosen stays chosen, and where that has gone the next one is."""
        chosen, row = [each.id for each in self.chosen()], self.table.currentIndex().row()
        if not self.model.show_alarms(self._context.board.cases().values()):
            return
        rows = self.model.rows_of(chosen) or [min(max(row, 0), self.model.rowCount() - 1)]
        selection = QItemSelection()
        for each in rows:
            if each >= 0:
                selection.select(self.model.index(each, 0), self.model.index(each, 0))
        flags = QItemSelectionModel.SelectionFlag
        found = self.table.selectionModel()
        found.select(selection, flags.ClearAndSelect | flags.Rows)
        if rows[0] >= 0:
            found.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
        self._show_current()

    def chosen(self) -> tuple[ShownCase, ...]:
        """The alarms that are chosen, in the order of the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(shown for row in rows if (shown := self.model.shown(row)) is not None)

    @Slot(QModelIndex)
    def _current(self, _index: QModelIndex) -> None:
        self._show_current()

    @Slot()
    def _chosen(self) -> None:
        self._show_buttons()

    def _show_current(self) -> None:
        """The picture that says most: the last one."""
        shown = self.model.shown(self.table.currentIndex().row())
        photos = shown.case.photos if shown else ()
        empty = self._context.texts.text("alarm.no_frame") if shown else self._context.texts.text("alarm.none")
        self.picture.show_photo(photos[-1].sha256 if photos else "", (), empty)
        self.facts.setText(line(self._context, shown.case) if shown else "")
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        many = len(self.chosen())
        may = Role.ACCEPTOR in self._context.reach(Data.MATTER, Deed.CHANGE).roles
        for made in (self.accept, self.reject, self.reason):
            made.setEnabled(bool(many) and may)
        self.open_case.setEnabled(many == 1)
        key = "alarm.chosen" if may else "alarm.not_yours"
        self.says.setText(self._context.texts.text(key, n=many, of=self.model.rowCount()))

    # -- what is done --------------------------------------------------------------------------------------------------

    @Slot()
    def _accept(self) -> None:
        self._do("accept_alarm", {})

    @Slot()
    def _reject(self) -> None:
        code = self.reason.currentData()
        reason = str(code) if code else self.reason.currentText().strip()
        if not reason:
            self.says.setText(self._context.say("rule.reason"))
            self.reason.setFocus()
            return
        self._do("reject_alarm", {"reason": reason})

    def _do(self, verb: str, body: Mapping[str, object]) -> None:
        """The same deed on each that is chosen: a command of its own for each."""
        for shown in self.chosen():
            self._context.board.do(DESK, verb, shown.id, body=body)

    @Slot()
    def _open_case(self) -> None:
        for shown in self.chosen()[:1]:
            self.go_to.emit(shown.id)

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        if refusal.verb in {"accept_alarm", "reject_alarm"} and self.isVisible():
            self.says.setText(self._context.say(refusal.rule, refusal.details))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys beside the buttons; a digit rejects with that reason."""
        focus, key = self.focusWidget(), key_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif not is_plain(event) or (focus is not None and takes_text(focus)):
            super().keyPressEvent(event)
        elif is_enter(event):
            self.open_case.click()
        elif key in {"A", "R"}:
            (self.accept if key == "A" else self.reject).click()
        elif key and key in DIGITS[: self.reason.count()] and self.reject.isEnabled():
            self.reason.setCurrentIndex(DIGITS.index(key))
            self.reject.click()
        else:
            super().keyPressEvent(event)
