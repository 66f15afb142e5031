"""The window of a training: points, figures, every fault with what would have been right, earlier runs."""

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import hair, label
from console.ui.training.fault_row import FaultRow
from console.ui.training.told import ShownFault, Told


class TrainingWindow(QWidget):
    """Not modal: work goes on beside it. `case_chosen` when a fault's case is asked for."""

    case_chosen = Signal(str)
    end_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Training"))
        self._context, self._page = context, ""
        self._faults: tuple[ShownFault, ...] | None = None
        self._head, self._left = label(role="title"), label(role="two")
        self._targets = label(role="two", wrap=True)
        self._points, self._of = label(role="num"), label(role="two")
        self._figures, self._runs = QGridLayout(), QGridLayout()
        self._rows = QVBoxLayout()
        self.finish = KeyButton(context.look, self.tr("End and see the score"), "E")
        self.print = KeyButton(context.look, self.tr("Open the page to print"), "P")
        self.back = KeyButton(context.look, self.tr("Close"), "Esc")
        self.finish.clicked.connect(self.end_asked)
        self.print.clicked.connect(self._open_page)
        self.back.clicked.connect(self.hide)
        self._lay_out()
        self.resize(context.look.px(980), context.look.px(720))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(across(self._head, None, self._left))
        column.addWidget(self._targets)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(self._side())
        middle.addWidget(hair(vertical=True))
        middle.addWidget(self._list(), 1)
        column.addLayout(middle, 1)
        column.addLayout(across(self.finish, self.print, None, self.back))

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addLayout(across(self._points, self._of, None))
        for grid in (self._figures, self._runs):
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(4)
        side.addLayout(self._figures)
        self._runs_head = label(self.tr("Runs so far"), "head")
        side.addSpacing(8)
        side.addWidget(self._runs_head)
        side.addLayout(self._runs)
        side.addStretch(1)
        return side

    def _list(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("ground")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def show_score(self, told: Told) -> None:
        """The score so far, or of the whole."""
        self._page = told.page
        self._head.setText(self.tr("Training · {0} · seed {1}").format(told.name, told.seed))
        say = self._context.texts.text
        says = (say(f"training.{key}", **told.limits) for key in ("targets", "targets_after"))
        self._targets.setText(" · ".join(says))
        left = self.tr("{0} min left").format(told.minutes)
        self._left.setText(self.tr("over") if told.over else left)
        self._points.setText(str(told.points))
        self._of.setText(self.tr("of {0} points").format(told.full))
        self._fill_figures(told)
        if told.faults != self._faults:
            self._faults = told.faults
            self._fill_faults(told.faults)
        self.finish.setVisible(not told.over)
        self.print.setVisible(bool(told.page))

    def _fill_figures(self, told: Told) -> None:
        _empty(self._figures)
        for row, (name, value) in enumerate(told.figures):
            self._figures.addWidget(label(name, "two"), row, 0)
            self._figures.addWidget(label(value, "strong"), row, 1, Qt.AlignmentFlag.AlignRight)
        _empty(self._runs)
        self._runs_head.setVisible(bool(told.runs))
        for row, run in enumerate(reversed(told.runs[-8:])):
            self._runs.addWidget(label(self.tr("{0} · seed {1}").format(run.day, run.seed), "two"), row, 0)
            self._runs.addWidget(label(run.points, "strong"), row, 1, Qt.AlignmentFlag.AlignRight)

    def _fill_faults(self, faults: tuple[ShownFault, ...]) -> None:
        _empty(self._rows)
        for fault in faults:
            self._rows.addWidget(FaultRow(self._context, fault, self.case_chosen.emit))
        if not faults:
            self._rows.addWidget(label(self.tr("No faults so far."), "two"))
        self._rows.addStretch(1)

    @Slot()
    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys beside the buttons."""
        for key, shown in ((Qt.Key.Key_E, self.finish), (Qt.Key.Key_P, self.print), (Qt.Key.Key_Escape, self.back)):
            if event.key() == key and not event.modifiers() and not shown.isHidden():
                shown.click()
                event.accept()
                return
        super().keyPressEvent(event)


def _empty(grid: QGridLayout | QVBoxLayout) -> None:
    while grid.count():
        item = grid.takeAt(0)
        if item and (shown := item.widget()):
            shown.hide()
            shown.deleteLater()
