"""The places that an address may mean, below its field: arrows and Enter there, or a click, take one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from console.ui.context import Context
from rules.geocoder.answer import SURE, How, Place

_ROWS = 5  # that are seen without scrolling
_LIKELY = 60


class Candidates(QListWidget):
    """Shows places; `chosen` = the number of the one that the marker stands on, `taken` the place decided for."""

    chosen = Signal(int)
    taken = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._places: tuple[Place, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay in the field
        self.setAccessibleName(self.tr("Places that this address may mean"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.currentRowChanged.connect(self.chosen)
        self.itemClicked.connect(self.take)
        self.hide()

    @property
    def places(self) -> tuple[Place, ...]:
        """What is shown."""
        return self._places

    def show_places(self, places: Sequence[Place]) -> None:
        """Show these, the first one chosen; none hides the list."""
        self._places = tuple(places)
        self.clear()
        for number, place in enumerate(places, 1):
            item = QListWidgetItem(self.words(number, place))
            item.setToolTip(self.doubts(place))
            self.addItem(item)
        self.setVisible(bool(places))
        if places:
            rows = min(len(places), _ROWS)
            self.setFixedHeight(
                rows * max(self.sizeHintForRow(0), self._context.look.px(26)) + 2 * self.frameWidth() + 2
            )
            self.setCurrentRow(0)

    def words(self, number: int, place: Place) -> str:
        """One row: number, place, district and street, how sure it is, and why it may not be."""
        where = " ".join(filter(None, (self._area(place.district), self._area(place.street))))
        sure = f"{self._sureness(place)} {place.confidence} %"
        told = (f"{number}  {place.text(self._context.language)}", where, sure, self.doubts(place))
        return " · ".join(part for part in told if part)

    def _area(self, code: str) -> str:
        names = self._context.city.places if self._context.city else {}
        zh, en = names.get(code, ("", ""))
        return zh if self._context.language == "zh_CN" else en or zh

    def _sureness(self, place: Place) -> str:
        """A name that several places bear leaves each of them no more than likely."""
        if place.confidence < _LIKELY:
            return self.tr("doubtful")
        return self.tr("sure") if place.confidence >= SURE and How.SEVERAL not in place.how else self.tr("likely")

    def doubts(self, place: Place) -> str:
        """What of the address was not as the city writes it."""
        texts = self._context.texts
        return self.tr(", ").join(texts.text(f"geocode.how.{how}", datum=_datum(place)) for how in place.how)

    def step(self, rows: int) -> None:
        """Move the choice."""
        self.setCurrentRow(min(max(self.currentRow() + rows, 0), self.count() - 1))

    @Slot()
    def take(self) -> None:
        """Decide for the place that is chosen."""
        row = self.currentRow()
        if 0 <= row < len(self._places):
            self.taken.emit(self._places[row])


def _datum(place: Place) -> str:
    return {"wgs84": "WGS84", "gcj02": "GCJ-02", "bd09": "BD-09"}.get(place.datum, "CGCS2000")
