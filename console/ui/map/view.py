"""`MapView`: the map as the windows know it. It shows at once and fills in when the city is prepared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtGui import QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from console.ui.look import Look
from console.ui.map.case import MapCase
from console.ui.map.case_label import CaseLabel
from console.ui.map.elements import ElementMarks, ElementPoints
from console.ui.map.feed import CaseFeed
from console.ui.map.loading import CityLoader
from console.ui.map.overlay import Overlay
from console.ui.map.pins import Pins, Point
from console.ui.map.tally import Tally
from console.ui.paced import Paced

if TYPE_CHECKING:
    from console.ui.map.camera import Camera
    from console.ui.map.linework import Linework
    from console.ui.map.live_city import LiveCity
    from console.ui.map.plan import Plan
    from console.ui.map.raster import Raster
    from rules.grid import Grids

LAMPS = ("in_time", "near", "over", "paused", "unsent")


class TextSource(Protocol):
    """Words of the field by key, in the person's language."""

    def text(self, key: str) -> str:
        """The words; raises KeyError for an unknown key."""


class MapView(QWidget):
    """Map of one city with its open cases. `grid_chosen` gives a grid's number, the other `…_chosen` a case's id.

    `point_chosen` gives longitude and latitude in 1e-7 degree, for every click that hits no case. `language` is "zh_CN"
    or "en". `stop` must be called before the widget goes.
    """

    case_chosen = Signal(str)
    grid_chosen = Signal(int)
    point_chosen = Signal(int, int)
    dispatch_asked = Signal(str)
    view_changed = Signal()
    answering = Signal()  # the city is here with all cases that are known

    def __init__(self, look: Look, texts: TextSource, language: str) -> None:
        super().__init__()
        self._look, self._language = look, language
        self._loader: CityLoader | None = None
        self._grids: Grids | None = None
        self._live: LiveCity | None = None
        self._chosen, self._synthetic = "", False
        self._feed = CaseFeed(self)
        self._feed.fed.connect(self._apply)
        self._feed.emptied.connect(self._answer)
        self.setObjectName("map")
        self.setMinimumSize(look.px(240), look.px(200))
        self.setAccessibleName(self.tr("Map"))
        self._overlay = Overlay(look, [(lamp, texts.text(f"lamp.{lamp}")) for lamp in LAMPS], self)
        self._tally = Tally(self._feed.cases, self._overlay, self)
        self._counting = Paced(self._tally.say, self)
        self._overlay.layer_chosen.connect(self._show_layer)
        self._overlay.parts_chosen.connect(self._show_parts)
        self._overlay.zoom_asked.connect(self._zoom)
        self._overlay.fit_asked.connect(self._fit)
        self._pins = Pins(look, self._screen_of_point, self)
        self._elements = ElementMarks(look, self._camera, self)
        self._offered: tuple[ElementPoints, ...] = ()
        self._overlay.elements_chosen.connect(self._show_elements)
        self._label = CaseLabel(look, self)
        self._label.dispatch_asked.connect(self._ask_dispatch)

    # -- what the windows say ------------------------------------------------------------------------------------------

    def set_city(self, grids: Grids, synthetic: bool) -> None:
        """Show a city; what is shown now stays until the new one is prepared. `synthetic` data are marked as such."""
        if self._loader is not None:
            self._loader.wait()
        self._grids, self._synthetic = grids, synthetic
        self._loader = CityLoader(grids, self._look.tokens)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.start()

    def show_cases(self, changed: Sequence[MapCase], removed: Sequence[str]) -> None:
        """Take changes; many at once are taken in slices."""
        self._feed.take(changed, removed)

    def choose(self, case_id: str | None) -> None:
        """Mark a case as the chosen one, and move the map only when it is out of sight. None: nothing is chosen."""
        self._chosen = case_id or ""
        if self._live is not None:
            self._live.choose(self._chosen)
        self._place_label()

    def centre_on(self, case_id: str) -> None:
        """Put a case into the middle, at the scale of a district or closer."""
        if self._live is not None:
            self._live.centre_on(case_id)

    def show_places(self, points: Sequence[Point], chosen: int) -> None:
        """Mark points (1e-7 degree) by their numbers, and come to the chosen one; none takes the marks away."""
        self._pins.show_points(points, chosen)
        self._pins.setGeometry(self.rect())
        if self._live is not None and 0 <= chosen < len(points):
            self._live.come_to(points[chosen])

    @property
    def places(self) -> tuple[Point, ...]:
        """The points that are marked."""
        return self._pins.points

    def offer_elements(self, layers: Sequence[ElementPoints]) -> None:
        """The layers of the six elements that a person may lay over the map; each says whose it is, and as of when."""
        self._offered = tuple(layers)
        self._overlay.offer_elements([(layer.key, layer.words) for layer in layers])

    @property
    def elements(self) -> tuple[ElementPoints, ...]:
        """The layers of elements that are on."""
        return self._elements.layers

    def choose_elements(self, keys: Sequence[str]) -> None:
        """Lay these layers of elements over the map, and no other."""
        self._overlay.choose_elements(keys)

    @Slot(object)
    def _show_elements(self, keys: tuple[str, ...]) -> None:
        chosen = [layer for layer in self._offered if layer.key in keys]
        self._elements.show_layers(chosen, self._grids.plane if self._grids is not None else None)
        self._elements.setGeometry(self.rect())
        self._overlay.say_elements("\n".join(layer.words for layer in chosen))

    def _camera(self) -> Camera | None:
        return self._live.canvas.camera if self._live is not None else None

    def _screen_of_point(self, point: Point) -> tuple[float, float] | None:
        return self._live.screen_of_point(point) if self._live is not None else None

    def set_as_of(self, text: str | None) -> None:
        """While offline, say how old the data are instead of how many cases are open; None ends it."""
        self._tally.set_as_of(text or "")

    def stop(self) -> None:
        """End the threads of the map; afterwards it only shows what it has."""
        self._feed.stop()
        self._tally.stop()
        if self._loader is not None:
            self._loader.loaded.disconnect(self._on_loaded)
            self._loader.wait()
            self._loader = None
        if self._live is not None:
            self._live.stop()

    @property
    def answers(self) -> bool:
        """Whether the city is here with all cases that are known, so that a click is answered."""
        return self._live is not None and not self._feed.waits

    @property
    def is_drawn(self) -> bool:
        """Whether it answers and nothing is left to draw."""
        return self._live is not None and not self._feed.waits and self._live.is_drawn

    @property
    def live(self) -> LiveCity | None:
        """The city under the hand, None until it is prepared; for what is laid over the map."""
        return self._live

    # -- the city arrives ----------------------------------------------------------------------------------------------

    @Slot(object, object, object)
    def _on_loaded(self, plan: Plan, linework: Linework, raster: Raster) -> None:
        from console.ui.map.live_city import LiveCity

        if self._grids is None:
            return
        if self._live is not None:
            self._live.stop()
            self._live.canvas.hide()
            self._live.canvas.deleteLater()
        self._live = LiveCity(plan, linework, raster, self._grids, self._look, self._language, self)
        canvas = self._live.canvas
        canvas.setAccessibleName(self.tr("Map"))
        canvas.moved.connect(self._on_moved)
        canvas.clicked.connect(self._on_clicked)
        canvas.entered.connect(self._ask_dispatch)
        canvas.installEventFilter(self)
        canvas.setGeometry(self.rect())
        canvas.keep_free(self._overlay.covered)
        canvas.show()
        canvas.lower()
        self._overlay.city_is_shown(self._synthetic)
        self._live.show_layer(self._overlay.layer)
        self._live.show_parts(self._overlay.parts)
        self._tally.follow(self._live)
        self._feed.all_anew()  # the city is painted with its first marks, not once without them

    @Slot()
    def _answer(self) -> None:
        if self._live is not None:
            self.answering.emit()

    @Slot(object)
    def _apply(self, ids: list[str]) -> None:
        if self._live is not None and ids:
            cases = self._feed.cases
            known = [cases[case_id] for case_id in ids if case_id in cases]
            self._live.change(known, [case_id for case_id in ids if case_id not in cases])
            if self._chosen in ids:
                self._live.choose(self._chosen)
                self._place_label()
        if self._feed.waits:
            self._counting.ask()
        else:
            self._tally.say()

    # -- what a person does --------------------------------------------------------------------------------------------

    @Slot(int)
    def _show_layer(self, index: int) -> None:
        if self._live is not None:
            self._live.show_layer(index)

    @Slot(object)
    def _show_parts(self, parts: dict[str, bool]) -> None:
        if self._live is not None:
            self._live.show_parts(parts)

    @Slot(int)
    def _zoom(self, steps: int) -> None:
        if self._live is not None:
            self._live.canvas.zoom(steps)

    @Slot()
    def _fit(self) -> None:
        if self._live is not None:
            self._live.canvas.fit()

    @Slot(QPoint)
    def _on_clicked(self, at: QPoint) -> None:
        if self._live is None:
            return
        case = self._live.case_at(at)
        if case is not None:
            self.choose(case.id)
            self.case_chosen.emit(case.id)
            return
        self.point_chosen.emit(*self._live.point_at(at))
        if (grid := self._live.grid_at(at)) is not None:
            self.grid_chosen.emit(grid)

    @Slot()
    def _ask_dispatch(self) -> None:
        case = self._feed.cases.get(self._chosen)
        if case is not None and case.dispatch_to:
            self.dispatch_asked.emit(case.id)

    @Slot()
    def _on_moved(self) -> None:
        self._place_label()
        self._pins.update()
        self._elements.update()
        self._tally.follow_move()
        self.view_changed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Say which grid is under the resting pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._live is not None:
            at = event.pos()
            words = self._elements.words_at(at, *self._live.point_at(at)) or self._live.words_at(at)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return False

    # -- where things lie ----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything at its edge."""
        if self._live is not None:
            self._live.canvas.setGeometry(self.rect())
        self._overlay.arrange()
        self._pins.setGeometry(self.rect())
        self._elements.setGeometry(self.rect())
        self._place_label()

    def _place_label(self) -> None:
        case = self._feed.cases.get(self._chosen)
        at = self._live.screen_of(case) if self._live is not None and case is not None else None
        if self._live is None or case is None or at is None:
            self._label.hide()
            return
        self._label.show_case(case.label, case.dispatch_to)
        taken = [*self._overlay.places, *self._live.district_names]
        self._label.stand_by(QPoint(*map(round, at)), self.rect(), taken)
