"""The window of who is responsible: lists of lines on the left, one line with the map on the right, the trial before
anything is put in force."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.ui.context import Context
from console.ui.duties.drafts import KIND_ORDER, Drafts, Line, State
from console.ui.duties.drawing import Drawing
from console.ui.duties.forcing import Forcing
from console.ui.duties.line_form import LineForm
from console.ui.duties.model import LineModel
from console.ui.duties.pointing import words_at
from console.ui.duties.trial_view import TrialView
from console.ui.duties.words import rings_of
from console.ui.keys import key_of, takes_text
from console.ui.layouts import across, down, holder
from console.ui.look.buttons import KeyButton, Segments
from console.ui.look.parts import hair, label
from rules.amending import Value
from rules.city import Duty
from rules.duties import DutyArea, DutyLayer, Ruling, Watch

NEW_KINDS = frozenset({"row", "layer", "area", "watch"})


class LineTable(QTableView):
    """A table that moves by its keys and leaves all letters to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt would look for a line that begins with the letter."""
        if event.text().strip() or event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Escape}:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DutyWindow(QWidget):
    """Not modal. `go_to` brings a case of the trial."""

    go_to = Signal(str)

    def __init__(self, context: Context, drafts: Drafts, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Who is responsible"))
        self._context, self.drafts = context, drafts
        self._line: Line | None = None
        self.form: LineForm | None = None
        texts = context.texts
        self.kinds = Segments([texts.text(f"duty.kinds_{kind}") for kind in KIND_ORDER], self.tr("which lines"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("find: unit, place, matter, number"))
        self.search.setAccessibleName(self.tr("find"))
        self.model = LineModel(context)
        self.table = self._made_table()
        self.drawing = Drawing(context)
        self.trial = TrialView(context)
        look = context.look
        self.back = KeyButton(look, self.tr("Close"), "Esc")
        self.forcing = Forcing(context, drafts, self.back)
        self.new = KeyButton(look, self.tr("New line"), "+")
        self.take_out = KeyButton(look, self.tr("Take out"), "Del")
        self.undo = KeyButton(look, self.tr("As in force"), "Z")
        self.draw = KeyButton(look, self.tr("Draw"), "W")
        self._here = label(role="two15", wrap=True)
        self._lay_out()
        self._connect()
        self.resize(look.px(1500), look.px(860))
        self._city_changed()

    # -- made once -----------------------------------------------------------------------------------------------------

    def _made_table(self) -> QTableView:
        table = LineTable()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("lines"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._context.look.px(30))
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((84, 130, 0, 116, 64)):
            if width:
                table.setColumnWidth(column, self._context.look.px(width))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        left = down(across(self.kinds, None), self.search, self.table, across(self.new, self.take_out, self.undo, None))
        self._area = QScrollArea()
        self._area.setObjectName("panel")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        formed = down(self._area, across(self.draw, None))
        beside = QSplitter()
        beside.addWidget(holder(formed))
        beside.addWidget(holder(down(self.drawing, self._here)))
        beside.setSizes([self._context.look.px(320), self._context.look.px(580)])
        self.right = QStackedWidget()
        self.right.addWidget(beside)
        self.right.addWidget(self.trial)
        whole = QSplitter()
        whole.addWidget(holder(left))
        whole.addWidget(self.right)
        whole.setSizes([self._context.look.px(560), self._context.look.px(900)])
        whole.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(whole, 1)
        column.addWidget(hair())
        column.addWidget(self.forcing)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._show_kind)
        self.search.textChanged.connect(self._show_lines)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.new.clicked.connect(self._new)
        self.take_out.clicked.connect(self._take_out)
        self.undo.clicked.connect(self._undo)
        self.draw.clicked.connect(self._draw)
        self.back.clicked.connect(self.hide)
        self.drawing.changed.connect(self._drawn)
        self.drawing.pointed.connect(self._pointed)
        self.forcing.tried.connect(self._tried)
        self.forcing.left.connect(self.show_line)
        self.trial.go_to.connect(self.go_to)
        self.trial.fault_chosen.connect(self.choose)
        self._context.city_changed.connect(self._city_changed)
        self._context.board.geometry_changed.connect(self._show_map)

    def stop(self) -> None:
        """End the threads of the map."""
        self.drawing.stop()

    # -- the lines -----------------------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """Of which kind the lines are that are shown."""
        return KIND_ORDER[self.kinds.current()]

    @Slot()
    def _city_changed(self) -> None:
        if self._context.city is not None:
            self.drafts.stand_on(self._context.city)
            self.forcing.changed()
            self._show_kind()

    @Slot()
    def _show_kind(self) -> None:
        self.new.setEnabled(self.kind in NEW_KINDS)
        self._show_lines()
        self.show_line()

    @Slot()
    def _show_lines(self) -> None:
        code = self._line.code if self._line and self._line.kind == self.kind else ""
        self.model.show_lines(tuple(self.drafts.lines(self.kind)), self.search.text())
        row = max(self.model.row_of(code), 0)
        if self.model.rowCount():
            self.table.selectRow(row)
        else:
            self._choose_line(None)

    @Slot(str, str)
    def choose(self, kind: str, code: str) -> None:
        """Show a line."""
        self.kinds.set_current(KIND_ORDER.index(kind))
        self.search.clear()
        self._show_kind()
        row = self.model.row_of(code)
        if row >= 0:
            self.table.selectRow(row)
        self.show_line()

    @Slot()
    def show_line(self) -> None:
        """The line and the map in the place of a trial."""
        self.right.setCurrentIndex(0)

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        self._choose_line(self.model.line(index.row()))

    def _choose_line(self, line: Line | None) -> None:
        self._line = line
        self.drawing.end()
        city = self.drafts.drawn_up()
        self.form = None
        if line is not None and city is not None:
            self.form = LineForm(self._context, line.kind, line.value, city)
            self.form.setEnabled(line.state is not State.GONE)
            self.form.edited.connect(self._edited)
            self._area.setWidget(self.form)
        else:
            empty = QWidget()
            empty.setObjectName("panel")
            self._area.setWidget(empty)
        self._show_buttons()
        self._show_map()

    def _show_buttons(self) -> None:
        line = self._line
        self.take_out.setEnabled(line is not None and line.state is not State.GONE)
        self.undo.setEnabled(line is not None and bool(line.state))
        self.draw.setEnabled(line is not None and line.kind in {"area", "ruling"} and line.state is not State.GONE)

    @Slot()
    def _show_map(self) -> None:
        """Every drawn area thin, what the line covers strong."""
        city = self.drafts.drawn_up()
        if city is None:
            return
        others = [area.rings for area in city.areas] + [ruling.rings for ruling in city.rulings]
        chosen = rings_of(city, self._line.value) if self._line and not self.drawing.drawing else ()
        self.drawing.show_areas(others, chosen)
        self.drawing.look_at(chosen)

    # -- what is done --------------------------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        value = self.form.value() if self.form is not None else None
        if value is not None and self._line is not None:
            self._keep(value)

    def _keep(self, value: Value) -> None:
        """Draw the line up anew; the form stays as it is, for somebody types in it."""
        line = self._line
        if line is None:
            return
        was = line.code if line.state is State.NEW else ""
        if was and was != _code(value):
            self.drafts.undo(line.kind, was)
        self.drafts.put(line.kind, value)
        self._renew(line.kind, _code(value))

    def _renew(self, kind: str, code: str) -> None:
        """Show the lines again with this one chosen, and leave the form alone."""
        model = self.table.selectionModel()
        model.blockSignals(True)
        self.model.show_lines(tuple(self.drafts.lines(kind)), self.search.text())
        row = self.model.row_of(code)
        if row >= 0:
            self.table.selectRow(row)
        model.blockSignals(False)
        self.table.viewport().update()
        self._line = next((each for each in self.drafts.lines(kind) if each.code == code), None)
        self._show_buttons()
        self.forcing.changed()

    @Slot()
    def _new(self) -> None:
        if self.kind not in NEW_KINDS:
            return
        code = self.drafts.free_code(self.kind)
        self.drafts.put(self.kind, self._blank(code))
        self.forcing.changed()
        self.choose(self.kind, code)
        if self.form is not None:
            self.form.focus_first()

    def _blank(self, code: str) -> Value:
        """A new line; of a row, like the one that is chosen."""
        like = self._line.value if self._line else None
        unit = next(iter(self.drafts.city.units)) if self.drafts.city else ""
        if self.kind == "row":
            return replace(like, no=code) if isinstance(like, Duty) else Duty(code, unit)
        if self.kind == "watch":
            return replace(like, no=code) if isinstance(like, Watch) else Watch(code, unit, "", "")
        return DutyLayer(int(code), "") if self.kind == "layer" else DutyArea(code, code)

    @Slot()
    def _take_out(self) -> None:
        if self._line is not None:
            kind, code = self._line.kind, self._line.code
            if self._line.state is State.NEW:
                self.drafts.undo(kind, code)
            else:
                self.drafts.take_out(kind, code)
            self.forcing.changed()
            self._show_kind()

    @Slot()
    def _undo(self) -> None:
        if self._line is not None:
            self.drafts.undo(self._line.kind, self._line.code)
            self.forcing.changed()
            self._show_kind()

    @Slot()
    def _draw(self) -> None:
        """Draw or alter the outer ring of the line; a second time: done."""
        if self.drawing.drawing:
            self.drawing.end()
            self._show_map()
            return
        if self._line is not None and isinstance(self._line.value, DutyArea | Ruling):
            rings = self._line.value.rings
            self.drawing.begin(rings[0] if rings else ())
            self.drawing.show_areas([area.rings for area in self._context.city.areas] if self._context.city else [], ())
            self.drawing.take_focus()

    @Slot()
    def _drawn(self) -> None:
        value = self.form.value() if self.form is not None else None
        if isinstance(value, DutyArea | Ruling) and self._line is not None:
            corners = tuple(self.drawing.corners)
            value = replace(value, rings=(corners,) if len(corners) > 2 else ())
            if self.form is not None:
                self.form.take(value)
            self._keep(value)

    @Slot(int, int)
    def _pointed(self, lon: int, lat: int) -> None:
        row = self._line.value if self._line and isinstance(self._line.value, Duty) else None
        self._here.setText(words_at(self._context, self.drafts.drawn_up(), lon, lat, row))

    @property
    def here(self) -> str:
        """Who is responsible at the point that was clicked."""
        return self._here.text()

    @Slot(object)
    def _tried(self, trial: object) -> None:
        self.trial.show_trial(trial)  # type: ignore[arg-type]
        self.right.setCurrentIndex(1)
        self.trial.table.setFocus()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys beside the buttons; text fields have taken theirs before."""
        focus = self.focusWidget()
        if (
            focus is not None
            and takes_text(focus)
            and isinstance(focus, QLineEdit)
            and event.key() != Qt.Key.Key_Escape
        ):
            super().keyPressEvent(event)
            return
        key, plain = key_of(event), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() == Qt.Key.Key_Delete:
            self.take_out.click()
        elif event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Insert}:
            self.new.click()
        elif plain and self.drawing.take_key(key):
            pass
        elif plain and key in {"Z", "W"}:
            {"Z": self.undo, "W": self.draw}[key].click()
        elif plain and key == "T":
            self.forcing.try_it.click()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Out of the drawing, out of the trial, out of the window."""
        if self.drawing.drawing:
            self._draw()
        elif self.right.currentIndex() == 1:
            self.show_line()
            self.table.setFocus()
        else:
            self.hide()


def _code(value: Value) -> str:
    return str(getattr(value, {DutyLayer: "number", DutyArea: "code"}.get(type(value), "no")))
