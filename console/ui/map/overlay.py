"""Everything that lies over the canvas at its edges: colouring, marking of synthetic data, tools, legend, scale."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from console.ui.look import Look
from console.ui.look.buttons import Segments, tool_button
from console.ui.look.parts import label
from console.ui.look.sizes import Space
from console.ui.map.chrome import Legend, ScaleBar
from console.ui.map.steps import LABELS


class Overlay(QWidget):
    """Makes the parts as children of `over` and keeps them at its edges; itself it has no place on the screen.

    `layer_chosen` gives the colouring (0 open, 1 overdue, 2 responsibility grids), `parts_chosen` a dict of what is
    drawn, `zoom_asked` steps of the camera, `fit_asked` the whole city.
    """

    layer_chosen = Signal(int)
    parts_chosen = Signal(object)
    elements_chosen = Signal(object)  # keys of the layers of elements that are on, in order
    zoom_asked = Signal(int)
    fit_asked = Signal()

    def __init__(self, look: Look, lamps: list[tuple[str, str]], over: QWidget) -> None:
        super().__init__(over)
        self.hide()
        self._look, self._over = look, over
        self._empty = label(self.tr("Preparing the map"), "two")
        self._empty.setParent(over)
        self._marking = QLabel(self.tr("synthetic data"), over)
        self._marking.setObjectName("marking")
        self._marking.hide()
        self._elements: list[QAction] = []
        self._told = QLabel(over)  # of each layer of elements that is on
        self._told.setObjectName("marking")
        self._told.hide()
        names = [self.tr("Open"), self.tr("Overdue"), self.tr("Resp. grids")]
        self._layers = Segments(names, self.tr("What the colours say"))
        self._layers.setParent(over)
        self._layers.chosen.connect(self._show_layer)
        self.legend, self.scale = Legend(look, lamps, over), ScaleBar(look, over)
        self._menu = self._build_menu()
        self._tools = self._build_tools()
        self._show_layer(0)

    def _build_menu(self) -> QMenu:
        menu = QMenu(self._over)
        for words, name in (
            (self.tr("Street names"), "street_names"),
            (self.tr("Cases in time"), "in_time"),
            (self.tr("Suspended cases"), "paused"),
        ):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(name)
            action.toggled.connect(self._choose_parts)
        return menu

    def _build_tools(self) -> list[QPushButton]:
        tools = []
        for icon, words, slot in (
            ("plus", self.tr("Zoom in (+)"), self._zoom_in),
            ("minus", self.tr("Zoom out (-)"), self._zoom_out),
            ("fit", self.tr("Whole city (Home)"), self._fit),
            ("layers", self.tr("What is shown"), self._open_menu),
        ):
            tool = tool_button(self._look, icon, words)
            tool.setParent(self._over)
            tool.clicked.connect(slot)
            tools.append(tool)
        return tools

    @property
    def layer(self) -> int:
        """The colouring that is on."""
        return self._layers.current()

    @property
    def parts(self) -> dict[str, bool]:
        """What is drawn: fields of `console.ui.map.scene.Shown`."""
        chosen = (action for action in self._menu.actions() if action not in self._elements and action.data())
        return {str(action.data()): action.isChecked() for action in chosen}

    def offer_elements(self, layers: Sequence[tuple[str, str]]) -> None:
        """The layers of elements that can be shown, by key and words; those of before that are still there stay on."""
        on = {str(action.data()) for action in self._elements if action.isChecked()}
        for old in self._elements:
            self._menu.removeAction(old)
        self._elements = []
        if layers:
            self._elements.append(self._menu.addSeparator())
        for key, words in layers:
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setData(key)
            action.setChecked(key in on)
            action.toggled.connect(self._choose_elements)
            self._elements.append(action)
        self._choose_elements()

    def choose_elements(self, keys: Sequence[str]) -> None:
        """Tick these layers of elements, and no other."""
        for action in self._elements:
            action.setChecked(str(action.data()) in keys)

    def say_elements(self, words: str) -> None:
        """Whose the layers are that are on, and as of when."""
        self._told.setText(words)
        self._told.setVisible(bool(words))
        self.arrange()

    def city_is_shown(self, synthetic: bool) -> None:
        """The map is there; say whether its data are made up."""
        self._empty.hide()
        self._marking.setVisible(synthetic)
        self.arrange()

    def show_scale(self, words: str, mpp: float) -> None:
        """What the scale bar says."""
        self.scale.show_scale(words, mpp)
        self._arrange_plates()

    @property
    def covered(self) -> int:
        """How many px at the lower edge the legend takes."""
        return self.legend.sizeHint().height() + self._look.px(Space.WIDE + Space.STEP)

    @property
    def places(self) -> list[QRect]:
        """Where on the map something lies."""
        parts: list[QWidget] = [self._layers, self._marking, self._told, *self._tools, self.legend, self.scale]
        return [part.geometry() for part in parts if not part.isHidden()]

    def arrange(self) -> None:
        """Put everything at its edge."""
        gap, wide, high = self._look.px(Space.WIDE), self._over.width(), self._over.height()
        self._empty.adjustSize()
        self._empty.move((wide - self._empty.width()) // 2, (high - self._empty.height()) // 2)
        self._layers.adjustSize()
        self._layers.move(gap, gap)
        self._told.adjustSize()
        self._told.move(gap, gap + self._layers.height() + self._look.px(Space.TIGHT))
        self._marking.adjustSize()
        self._marking.move(self._layers.geometry().right() + gap, gap + self._look.px(2))
        top = gap
        for tool in self._tools:
            tool.move(wide - gap - tool.width(), top)
            top += tool.height() + self._look.px(Space.TIGHT)
        self._arrange_plates()

    def _arrange_plates(self) -> None:
        """Legend left, scale right; one above the other where there is no room for both."""
        gap, wide, high = self._look.px(Space.WIDE), self._over.width(), self._over.height()
        self.legend.resize(self.legend.sizeHint())
        self.scale.resize(self.scale.sizeHint())
        self.legend.move(gap, high - gap - self.legend.height())
        beside = self.legend.width() + self.scale.width() + 3 * gap <= wide
        lift = 0 if beside else self.legend.height() + self._look.px(Space.TIGHT)
        top = high - gap - self.scale.height() - lift
        below_tools = self._tools[-1].geometry().bottom() + self._look.px(Space.TIGHT) <= top
        aside = 0 if below_tools else self._tools[-1].width() + gap
        self.scale.move(wide - gap - self.scale.width() - aside, top)

    @Slot(int)
    def _show_layer(self, index: int) -> None:
        titles = (self.tr("open / grid"), self.tr("overdue % / resp. grid"), self.tr("open / resp. grid"))
        self.legend.show_layer(titles[index], LABELS[index])
        self.arrange()
        self.layer_chosen.emit(index)

    @Slot()
    def _choose_parts(self) -> None:
        self.parts_chosen.emit(self.parts)

    @Slot()
    def _choose_elements(self) -> None:
        self.elements_chosen.emit(tuple(str(action.data()) for action in self._elements if action.isChecked()))

    @Slot()
    def _zoom_in(self) -> None:
        self.zoom_asked.emit(2)

    @Slot()
    def _zoom_out(self) -> None:
        self.zoom_asked.emit(-2)

    @Slot()
    def _fit(self) -> None:
        self.fit_asked.emit()

    @Slot()
    def _open_menu(self) -> None:
        below = self._tools[-1].rect().bottomLeft()
        self._menu.popup(self._tools[-1].mapToGlobal(below))
