"""Shows the board on the map: each open case with a point as a mark, the chosen one with its unit."""

from PySide6.QtCore import QObject, QTimer, Slot

from console.facts import Delta, ShownCase
from console.ui.case_words import CaseWords, waits_for_dispatch
from console.ui.context import Context
from console.ui.element_points import element_points
from console.ui.map.case import MapCase
from console.ui.map.view import MapView
from rules.case import ENDED

SLICE = 50
"""Marks made per turn of the event loop; each may ask for its proposal."""


class MapLink(QObject):
    """Feeds a `MapView` from the board."""

    def __init__(self, context: Context, words: CaseWords, view: MapView) -> None:
        super().__init__(view)
        self._context, self._words, self._view = context, words, view
        self._again: list[str] = []
        self._dispatches = False
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._renew_some)
        context.board.cases_changed.connect(self._take)
        context.board.link_changed.connect(self._show_age)
        context.board.link_changed.connect(self._show_duty)
        context.board.seats_changed.connect(self._renew)
        context.city_changed.connect(self._show_city)
        context.board.geometry_changed.connect(self._show_city)
        self._show_city()

    @Slot()
    def _show_city(self) -> None:
        city = self._context.city
        if city is not None and city.grids is not None:
            self._view.set_city(city.grids, city.synthetic)
            self._view.offer_elements(element_points(self._context, city))
            self._renew()

    @Slot()
    def _renew(self) -> None:
        """All marks anew, in slices: ten thousand at once would be felt."""
        self._again = list(self._context.board.cases())
        self._slices.start()

    @Slot()
    def _renew_some(self) -> None:
        some, self._again = self._again[:SLICE], self._again[SLICE:]
        if not self._again:
            self._slices.stop()
        found = (self._context.board.case(case_id) for case_id in some)
        self._take(Delta(tuple(shown for shown in found if shown)))

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        shown = [case for case in delta.changed if case.case.stage not in ENDED and case.case.located]
        here = {case.id for case in shown}
        gone = [*delta.removed, *(case.id for case in delta.changed if case.id not in here)]
        dispatches = self._dispatches = self._context.may_dispatch
        self._view.show_cases([self._mark(case, dispatches) for case in shown], gone)

    def _mark(self, shown: ShownCase, dispatches: bool) -> MapCase:
        case = shown.case
        number, claim = self._words.short_number(shown), self._words.claim(shown)
        label = f"{self._words.matter(shown)} {number}".strip()
        return MapCase(
            id=shown.id,
            lon=case.lon,
            lat=case.lat,
            lamp=self._words.lamp(shown).value,
            urgent=case.urgent,
            unsent=shown.unsent,
            grid=self._grid(case.unit_grid),
            label=f"{label} · {claim}" if claim else label,
            dispatch_to=self._words.unit(shown) if dispatches and self._waits(shown) else "",
        )

    def _waits(self, shown: ShownCase) -> bool:
        return waits_for_dispatch(shown.case) and bool(self._words.unit_code(shown))

    def _grid(self, code: str) -> int:
        grids = self._context.city.grids if self._context.city else None
        try:
            return grids.index(code) if grids and code else -1
        except KeyError:  # a grid of an older edition of the city
            return -1

    @Slot()
    def _show_duty(self) -> None:
        """Nothing can be recorded any more, or again: other marks offer a dispatch."""
        if self._dispatches != self._context.may_dispatch:
            self._renew()

    @Slot(object)
    def _show_age(self) -> None:
        link = self._context.board.link
        age = self._context.words.clock_seconds(link.as_of) if link.as_of else "–"
        online = link.online or not link.as_of
        self._view.set_as_of(None if online else self.tr("as of {0}").format(age))
