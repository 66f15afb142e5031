"""A label in one line that gives way to the width: what does not fit ends in "…", the tool tip has it all."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

MIDDLE, END = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
DOT = " · "
A_WORD = "00000"  # the least room for a matter: less of it tells nothing


def shortened(place: str, width: float, metrics: QFontMetricsF) -> str:
    """A place cut so that what stands behind the crossing (南 20 米; , 20 m S) stays whole: a cut number would lie."""
    cut = max(place.rfind("口") + 1, place.rfind(","))
    tail = place[cut:] if cut > 0 else ""
    room = width - metrics.horizontalAdvance(tail) - 1  # rounding must not cut it twice
    if not tail or metrics.horizontalAdvance(place) <= width or room < width * 0.25:
        return place
    return metrics.elidedText(place[:cut], END, room) + tail


def place_and_matter(place: str, matter: str, width: float, metrics: QFontMetricsF) -> str:
    """Both in so much room: the matter gives way first, then what stands before the place's distance."""
    if not place or not matter:
        return metrics.elidedText(shortened(place or matter, width, metrics), MIDDLE, width)
    room = width - metrics.horizontalAdvance(place + DOT) - 1
    cut = metrics.elidedText(matter, END, room)
    if cut == matter or room >= metrics.horizontalAdvance(A_WORD):
        return place + DOT + cut
    return metrics.elidedText(shortened(place, width, metrics), MIDDLE, width)


class ElidedLabel(QLabel):
    """`elide` says which end gives way."""

    def __init__(self, text: str = "", role: str = "", elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(text)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setToolTip(text)

    def setText(self, text: str) -> None:
        """Other words; the tool tip has all of them."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        return QSize(
            min(self.fontMetrics().averageCharWidth() * 6, super().sizeHint().width()), super().sizeHint().height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text as far as it fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.fitted())
        painter.end()

    def fitted(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self.text(), self._elide, self.width())


class PlaceLabel(ElidedLabel):
    """A place, and the matter as far as there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._place, self._matter = "", ""

    def show_place(self, place: str, matter: str) -> None:
        """Say another place and matter."""
        self._place, self._matter = place, matter
        self.setText(DOT.join(part for part in (place, matter) if part))

    def fitted(self) -> str:
        """The matter gives way first; distance and direction never do."""
        return place_and_matter(self._place, self._matter, self.width(), QFontMetricsF(self.font()))
