"""A drawn area as a field of a form: how many corners it has, and a map of its own to draw them on."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.duties.drawing import Drawing
from console.ui.keys import key_of
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton, button
from console.ui.look.parts import label
from rules.case import Case
from rules.effects.ownership import around

AROUND_M = 120  # what is shown of the case's surroundings at first


class AreaField(QWidget):
    """`value` is a list of [lon, lat] in 1e-7 degree, None while nothing is drawn: then the radius counts."""

    changed = Signal()

    def __init__(self, context: Context, case: Case) -> None:
        super().__init__()
        self._context, self._case = context, case
        self.corners: list[tuple[int, int]] = []
        self._says = label(role="two15", wrap=True)
        self.draw = button(context.look, context.texts.text("duty.draw"), "chip")
        self.draw.clicked.connect(self._open)
        self.setLayout(across(self.draw, self._says, None))
        self.setFocusProxy(self.draw)
        self.dialog: AreaDialog | None = None
        self._show()

    def value(self) -> list[list[int]] | None:
        """The corners."""
        return [list(corner) for corner in self.corners] if len(self.corners) > 2 else None

    def _show(self) -> None:
        texts, count = self._context.texts, len(self.corners)
        self._says.setText(texts.text("duty.drawn", n=count) if count > 2 else texts.text("duty.around"))

    @Slot()
    def _open(self) -> None:
        self.dialog = AreaDialog(self._context, self._case, self.corners, self.window())
        self.dialog.accepted.connect(self._take)
        self.dialog.open()

    @Slot()
    def _take(self) -> None:
        if self.dialog is not None:
            self.corners = list(self.dialog.drawing.corners)
            self._show()
            self.changed.emit()


class AreaDialog(QDialog):
    """The map around the case, with the corners so far."""

    def __init__(self, context: Context, case: Case, corners: list[tuple[int, int]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(context.texts.text("field.area"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        look = context.look
        self.drawing = Drawing(context)
        self.take = PrimaryButton(look, self.tr("Take it"), "Enter")
        self.back = KeyButton(look, self.tr("Back"), "Esc")
        column = QVBoxLayout(self)
        column.addWidget(self.drawing, 1)
        column.addLayout(across(self.take, None, self.back))
        self.take.clicked.connect(self.accept)
        self.back.clicked.connect(self.reject)
        self.finished.connect(self.drawing.stop)
        self._near = around(case.lon, case.lat, AROUND_M) if case.located else ()
        self.drawing.begin(tuple(corners))
        self.drawing.show_areas((), (around(case.lon, case.lat, 5),) if case.located else ())
        self.drawing.view.answering.connect(self._come)
        self.resize(look.px(820), look.px(640))

    @Slot()
    def _come(self) -> None:
        if self._near:
            self.drawing.look_at((self._near,))
        self.drawing.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the drawing."""
        if not self.drawing.take_key(key_of(event)):
            super().keyPressEvent(event)
