"""Where a report is: by words, by coordinates, or by a click on the map; in which grid it lies, and whose it is."""

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.intake.candidates import Candidates
from console.ui.intake.finding import Finding
from console.ui.keys import is_enter
from console.ui.layouts import across
from console.ui.look.buttons import button
from console.ui.look.parts import label
from rules.datum import DATUMS, OutsideDatum, to_cgcs2000
from rules.geocoder.answer import Kind, Place, Places, Written
from rules.places import COMPONENT, component_at

UNIT = 10_000_000  # 1e-7 degree
PAIR = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$")


class WrongPoint(ValueError):
    """What was typed is no pair of degrees."""


def read_point(typed: str) -> tuple[int, int]:
    """Longitude and latitude in 1e-7 degree from "34.7418, 113.6127", in either order. Raises WrongPoint.

    In China the longitude is always the larger of the two; elsewhere latitude comes first.
    """
    found = PAIR.match(typed)
    if not found:
        raise WrongPoint(typed)
    first, second = float(found[1]), float(found[2])
    lat, lon = (second, first) if abs(first) > 90 else (first, second)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise WrongPoint(typed)
    return round(lon * UNIT), round(lat * UNIT)


class PlaceField(QWidget):
    """Address and point; `changed` when either changes.

    What an address may mean stands below it: arrows and Enter take one. `places_changed` tells the map (points in 1e-7
    degree, number of the chosen one).
    """

    changed = Signal()
    places_changed = Signal(object, int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.point: tuple[int, int] | None = None
        self._given, self._category = "", ""
        self._by_words = False  # the point is that of the address
        self._heard = ""  # the address that the report's own words gave; while it stands, they may give another
        self._hears = False  # what is looked for are the words of the report
        self._finding = Finding(context.enquiries, self)
        self.candidates = Candidates(context)
        self.address, self.coordinates = QLineEdit(), QLineEdit()
        self.address.setAccessibleName(context.field("address"))
        self.address.setPlaceholderText(self.tr("a crossing, a house number …"))
        self.coordinates.setAccessibleName(self.tr("Coordinates"))
        self.datum = QComboBox()
        self.datum.setAccessibleName(self.tr("Datum"))
        names = ("CGCS2000", "WGS84 (GPS)", self.tr("GCJ-02 (Amap, Tencent)"), self.tr("BD-09 (Baidu)"))
        for code, name in zip(DATUMS, names, strict=True):
            self.datum.addItem(name, code)
        self.datum.currentIndexChanged.connect(self._read_again)
        self.coordinates.setPlaceholderText(self.tr("34.7418, 113.6127, or click the map"))
        self._find = button(context.look, self.tr("Find"), icon="search")
        self._find.clicked.connect(self.look_up)
        self._grid = label(role="two", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(context.field("address"), "two"))
        line = across(self.address, self._find)
        line.setStretch(0, 1)
        column.addLayout(line)
        column.addWidget(self.candidates)
        column.addWidget(label(self.tr("Coordinates"), "two"))
        given = across(self.coordinates, self.datum)
        given.setStretch(0, 1)
        column.addLayout(given)
        column.addWidget(self._grid)
        self.address.editingFinished.connect(self._find_if_new)
        self.address.textChanged.connect(self.changed)
        self.address.textEdited.connect(self._address_typed)
        self.address.installEventFilter(self)
        self.coordinates.textEdited.connect(self._coordinates_typed)
        self._finding.found.connect(self._show_found)
        self._finding.written.connect(self._show_written)
        self._finding.failed.connect(self._tell_failed)
        self.candidates.chosen.connect(self._point_out)
        self.candidates.taken.connect(self._take)

    def clear(self) -> None:
        """Begin anew."""
        self.address.clear()
        self._heard, self._hears = "", False
        self._finding.forget()
        self._set(None, "")

    def restore(self, address: str, coordinates: str, datum: str) -> None:
        """Show what was kept."""
        self.address.setText(address)
        self.datum.setCurrentIndex(max(0, self.datum.findData(datum)))
        self.coordinates.setText(coordinates)
        self._typed(coordinates)

    def said(self) -> str:
        """What is said of the place below it."""
        return self._grid.text()

    def is_empty(self) -> bool:
        """Whether nothing says where it is."""
        return not (self.point or self.address.text().strip() or self.coordinates.text().strip())

    def body(self) -> dict[str, object]:
        """What a report says of its place. Raises WrongPoint for coordinates that are none."""
        said: dict[str, object] = {"address": self.address.text().strip()} if self.address.text().strip() else {}
        if self.coordinates.text().strip() and self.point is None:
            raise WrongPoint(self.coordinates.text())
        if self.point is not None:
            said |= {
                "lon": self.point[0],
                "lat": self.point[1],
                "datum": self.datum.currentData(),
                "given": self._given,
            }
        return said

    @Slot(int, int)
    def take_point(self, lon: int, lat: int) -> None:
        """A click on the map; where nothing was written, the address is what lies nearby."""
        self._set((lon, lat), f"{lat / UNIT:.6f}, {lon / UNIT:.6f}")
        if not self.address.text().strip():
            self._finding.write((lon, lat))

    def show_component_of(self, category: str) -> None:
        """From now on name the nearest component of this class with its owner; "" = none."""
        self._category = category
        self._say_grid()

    def warm(self) -> None:
        """Somebody is going to type an address soon."""
        self._finding.warm()

    # -- places of an address ----------------------------------------------------------------------------------------

    @Slot()
    def look_up(self) -> None:
        """Look for the places of the address now."""
        if self.address.text().strip():
            self._finding.look(self.address.text())

    def hear(self, words: str) -> None:
        """The words of the report may name the place: what is sure is taken, several are offered below."""
        typed = self.address.text().strip()
        if (typed and typed != self._heard) or (self.point is not None and not self._by_words):
            return
        self._hears = True
        self._finding.hear(words)

    @Slot()
    def _find_if_new(self) -> None:
        if self.point is None and not self.coordinates.text().strip():
            self.look_up()

    @Slot(str)
    def _address_typed(self, typed: str) -> None:
        """A point that came from other words is none of these."""
        if self._by_words:
            self._set(None, "")
        self._hears = False
        self._finding.typed(typed)

    @Slot(object, bool)
    def _show_found(self, found: Places, finished: bool) -> None:
        """A place that is sure is taken when the typing is finished; of several the person takes one."""
        if self._hears and found.sure:
            self._take(found.places[0])
            return
        if finished and found.sure:
            self._take(found.places[0])
            return
        self._show(found.places)
        if finished and found.places:
            self._grid.setText(self.tr("%n place(s) fit: choose one with the arrows and Enter", "", len(found.places)))
        elif finished:
            self._grid.setText(self.tr("not found by these words: click the map, or enter coordinates"))

    def _show(self, places: tuple[Place, ...]) -> None:
        self.candidates.show_places(places)
        self._point_out(self.candidates.currentRow())

    @Slot(int)
    def _point_out(self, chosen: int) -> None:
        points = [(place.lon, place.lat) for place in self.candidates.places]
        self.places_changed.emit(points, chosen)

    @Slot(object)
    def _take(self, place: Place) -> None:
        """This is the place; figures instead of an address are put into words."""
        doubts = self.candidates.doubts(place)
        if self._hears:
            self._heard = place.text(self._context.language)
            self.address.setText(self._heard)
        self._set((place.lon, place.lat), f"{place.lat / UNIT:.6f}, {place.lon / UNIT:.6f}")
        self._given, self._by_words = self.address.text().strip(), True
        self.places_changed.emit([(place.lon, place.lat)], 0)
        if doubts:
            self._grid.setText(f"{self._grid.text()} · {doubts}")
        if place.kind in {Kind.COORDINATES, Kind.GRID}:
            self._finding.write((place.lon, place.lat))

    @Slot(object)
    def _show_written(self, told: Written | None) -> None:
        """The address of a point that was clicked, pasted, or given by a code."""
        if told is not None and (self._by_words or not self.address.text().strip()):
            self.address.setText(told.text(self._context.language))

    @Slot(str)
    def _tell_failed(self, reason: str) -> None:
        self._grid.setText(self._context.say(reason))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the address, while places are shown: arrows choose, Enter takes, Esc puts them away; the rest is text."""
        offers = watched is self.address and self.candidates.isVisible()
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if offers and pressed and isinstance(event, QKeyEvent) and self._is_done(event):
            return True
        return super().eventFilter(watched, event)

    def _is_done(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.candidates.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif (
            is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._finding.waits
        ):
            self.candidates.take()
        elif event.key() == Qt.Key.Key_Escape:
            self._show(())
        else:
            return False
        return True

    # -- coordinates -------------------------------------------------------------------------------------------------

    @Slot(str)
    def _coordinates_typed(self, typed: str) -> None:
        self._by_words = False
        self._show(())
        self._typed(typed)

    @Slot(str)
    def _typed(self, typed: str) -> None:
        try:
            self.point = self._converted(*read_point(typed))
        except (WrongPoint, OutsideDatum):
            self.point = None
        self._given = typed.strip()
        self._say_grid()
        self.changed.emit()

    def _converted(self, lon: int, lat: int) -> tuple[int, int]:
        """The point in CGCS2000; what was given and its datum are kept beside it."""
        degrees = to_cgcs2000(lon / UNIT, lat / UNIT, self.datum.currentData())
        return round(degrees[0] * UNIT), round(degrees[1] * UNIT)

    @Slot()
    def _read_again(self) -> None:
        if self.coordinates.text().strip():
            self._typed(self.coordinates.text())

    def _set(self, point: tuple[int, int] | None, words: str) -> None:
        self.coordinates.setText(words)
        self.datum.setCurrentIndex(0)  # clicks and crossings are CGCS2000
        self.point, self._given, self._by_words = point, words, False
        self._show(())
        self._say_grid()
        self.changed.emit()

    def _say_grid(self) -> None:
        grids = self._context.city.grids if self._context.city else None
        if self.point is None or grids is None:
            self._grid.setText("")
            return
        here = grids.locate(*self.point)
        if here is None:
            told = self.tr("outside every grid: it is kept in a list of its own")
        else:
            told = self.tr("unit grid {0}").format(grids.codes[here])
        self._grid.setText(" · ".join(part for part in (told, self._owner()) if part))

    def _owner(self) -> str:
        """The nearest component of the class asked, and whose it is; "" for what is no component."""
        city = self._context.city
        if city is None or city.gazetteer is None or self.point is None or not self._category.startswith(COMPONENT):
            return ""
        found = component_at(city, *self.point, self._category)
        if found is None:
            return self.tr("no such component within {0} m: owner unknown").format(city.policies.component_m)
        owner = self._context.names.unit(found.owner) if found.owner else self.tr("owner unknown")
        return self.tr("component {0}, {1} m away: {2}").format(found.code, round(found.metres), owner)
