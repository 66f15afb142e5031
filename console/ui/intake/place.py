"""Where a report is: by words, by coordinates, or by a click on the map; says in which grid it lies."""

import re

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import button
from console.ui.look.parts import label
from rules.datum import DATUMS, OutsideDatum, to_cgcs2000

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
    """Address and point; `changed` when either changes."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.point: tuple[int, int] | None = None
        self._given = ""
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
        column.addWidget(label(self.tr("Coordinates"), "two"))
        given = across(self.coordinates, self.datum)
        given.setStretch(0, 1)
        column.addLayout(given)
        column.addWidget(self._grid)
        self.address.editingFinished.connect(self._find_if_new)
        self.address.textChanged.connect(self.changed)
        self.coordinates.textEdited.connect(self._typed)

    def clear(self) -> None:
        """Begin anew."""
        self.address.clear()
        self._set(None, "")

    def restore(self, address: str, coordinates: str, datum: str) -> None:
        """Show what was kept."""
        self.address.setText(address)
        self.datum.setCurrentIndex(max(0, self.datum.findData(datum)))
        self.coordinates.setText(coordinates)
        self._typed(coordinates)

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
        grids = self._context.city.grids if self._context.city else None
        near = grids.nearby(lon, lat) if grids else None
        if near is not None and not self.address.text().strip():
            self.address.setText(near.text(self._context.language))

    @Slot()
    def look_up(self) -> None:
        """Read the point out of the words of the address."""
        grids = self._context.city.grids if self._context.city else None
        found = grids.find_place(self.address.text()) if grids else None
        if found is not None:
            self._set(found, f"{found[1] / UNIT:.6f}, {found[0] / UNIT:.6f}")
        elif self.address.text().strip():
            self._grid.setText(self.tr("not found by these words: click the map, or enter coordinates"))

    @Slot()
    def _find_if_new(self) -> None:
        if self.point is None and not self.coordinates.text().strip():
            self.look_up()

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
        self.point, self._given = point, words
        self._say_grid()
        self.changed.emit()

    def _say_grid(self) -> None:
        grids = self._context.city.grids if self._context.city else None
        if self.point is None or grids is None:
            self._grid.setText("")
            return
        here = grids.locate(*self.point)
        if here is None:
            self._grid.setText(self.tr("outside every grid: it is kept in a list of its own"))
        else:
            self._grid.setText(self.tr("unit grid {0}").format(grids.codes[here]))
