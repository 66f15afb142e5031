"""A map on which an area is drawn or altered: by clicks, or by keys with the cross in the middle of the map.

A click adds a corner behind the marked one, or marks the corner that it hits; the buttons do the same at the cross.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.duties.sheet import Sheet
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import label
from console.ui.map.view import MapView
from rules.areas import box_of
from rules.duties import Ring
from rules.kinds import MOST_CORNERS


class Drawing(QWidget):
    """`changed` brings nothing: ask `corners`. While it is not `drawing`, clicks only say `pointed`."""

    changed = Signal()
    pointed = Signal(int, int)  # lon, lat in 1e-7 degree

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.corners: list[tuple[int, int]] = []
        self.marked, self.drawing = -1, False
        look = context.look
        self.view = MapView(look, context.texts, context.language)
        self.sheet = Sheet(look, self.view)
        self._says = label(role="two", wrap=True)
        self.add = KeyButton(look, self.tr("Corner here"), "A")
        self.shift = KeyButton(look, self.tr("Move it here"), "M")
        self.drop = KeyButton(look, self.tr("Remove it"), "D")
        self.next = KeyButton(look, self.tr("Next corner"), "N")
        self._bar = QWidget()
        self._bar.setLayout(across(self.add, self.next, self.shift, self.drop, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        column.addWidget(self._bar)
        column.addWidget(self._says)
        self.add.clicked.connect(self._add_at_cross)
        self.shift.clicked.connect(self._move_to_cross)
        self.drop.clicked.connect(self._drop)
        self.next.clicked.connect(self._mark_next)
        self.view.point_chosen.connect(self._clicked)
        context.city_changed.connect(self._show_city)
        context.board.geometry_changed.connect(self._show_city)
        self._show_city()
        self._show()

    @Slot()
    def _show_city(self) -> None:
        city = self._context.city
        if city is not None and city.grids is not None:
            self.view.set_city(city.grids, city.synthetic)

    def stop(self) -> None:
        """End the threads of the map."""
        self.view.stop()

    # what is shown ----------------------------------------------------------------------------------------------------
    def show_areas(self, others: Sequence[tuple[Ring, ...]], chosen: tuple[Ring, ...]) -> None:
        """Outlines that are not drawn here."""
        self.sheet.show_areas(others, chosen)

    def begin(self, ring: Ring) -> None:
        """Draw anew, or alter this ring."""
        self.corners, self.drawing = list(ring), True
        self.marked = len(self.corners) - 1
        self._show()

    def end(self) -> None:
        """Nothing is drawn any more."""
        self.corners, self.marked, self.drawing = [], -1, False
        self._show()

    def look_at(self, rings: Sequence[Ring]) -> None:
        """Come to where the rings are."""
        box = box_of(rings)
        if self.view.live is not None and box.west <= box.east:
            self.view.live.show_box(*box)

    def _show(self) -> None:
        self.sheet.show_drawing(self.corners, self.marked, drawing=self.drawing)
        self._bar.setVisible(self.drawing)
        has = 0 <= self.marked < len(self.corners)
        for each in (self.shift, self.drop, self.next):
            each.setEnabled(has)
        self.add.setEnabled(len(self.corners) < MOST_CORNERS)
        self._says.setText(self._words())

    def _words(self) -> str:
        if not self.drawing:
            return self.tr("A click says who is responsible there")
        told = self.tr("{0} corners: a click adds one, on a corner it marks it; the keys work at the cross")
        return told.format(len(self.corners))

    # what is done -----------------------------------------------------------------------------------------------------
    @Slot(int, int)
    def _clicked(self, lon: int, lat: int) -> None:
        if not self.drawing:
            self.pointed.emit(lon, lat)
            return
        hit = self.sheet.corner_near(lon, lat)
        if hit >= 0:
            self.marked = hit
            self._show()
        else:
            self._add((lon, lat))

    def _add(self, corner: tuple[int, int]) -> None:
        if len(self.corners) < MOST_CORNERS:
            self.marked += 1
            self.corners.insert(self.marked, corner)
            self._changed()

    @Slot()
    def _add_at_cross(self) -> None:
        if self.view.live is not None:
            self._add(self.view.live.middle())

    @Slot()
    def _move_to_cross(self) -> None:
        if self.view.live is not None and 0 <= self.marked < len(self.corners):
            self.corners[self.marked] = self.view.live.middle()
            self._changed()

    @Slot()
    def _drop(self) -> None:
        if 0 <= self.marked < len(self.corners):
            del self.corners[self.marked]
            self.marked = min(self.marked, len(self.corners) - 1)
            self._changed()

    @Slot()
    def _mark_next(self) -> None:
        if self.corners:
            self.marked = (self.marked + 1) % len(self.corners)
            self._show()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def take_key(self, key: str) -> bool:
        """`A`, `N`, `M`, `D` while an area is drawn; whether it was one of them."""
        buttons = {"A": self.add, "N": self.next, "M": self.shift, "D": self.drop}
        if not self.drawing or key not in buttons:
            return False
        buttons[key].click()
        return True

    def take_focus(self) -> None:
        """The keys go to the map: arrows move it under the cross."""
        if self.view.live is not None:
            self.view.live.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
