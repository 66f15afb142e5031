"""One line of this desk's own lists: a mark, what is wished about which case, and where it stands."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.ui.look import Look
from console.ui.look.sizes import Height, Type

Index = QModelIndex | QPersistentModelIndex
MARK, TEXT, EDGE = 14, 42, 12  # x of the mark, of the words, and the right edge
LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class LocalLine:
    """`about` is what a click opens; `mark` is a lamp's shape and, as `ink`, a colour's name in the theme."""

    about: str
    mark: str
    strong: str
    words: str
    below: str
    state: str

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return " · ".join(part for part in (self.strong, self.words, self.state, self.below) if part)


class LocalDelegate(QStyledItemDelegate):
    """Paints a line as high as a row of the queue, with the same two lines of type."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row of the queue."""
        return QSize(10, self._look.px(Height.QUEUE_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, mark, both lines, and the state at the right."""
        line, row = index.data(LINE), QRectF(option.rect)
        painter.save()
        self._paint_ground(painter, option, row)
        px = self._look.px
        side = px(16)
        mark = QPoint(round(row.x()) + px(MARK), round(row.y() + (row.height() - side) / 2))
        painter.drawPixmap(mark, self._look.lamp(line.mark, side, painter.device().devicePixelRatioF()))
        right = self._text(painter, row, row.right() - px(EDGE), line.state, Type.SECOND, line.mark)
        left, half = row.x() + px(TEXT), row.height() / 2
        upper = QRectF(left, row.y() + px(3), right - left - px(EDGE), half - px(3))
        lower = QRectF(left, row.y() + half, right - left - px(EDGE), half - px(3))
        upper.setLeft(self._words(painter, upper, line.strong, Type.MAIN, "text", bold=True) + px(EDGE))
        self._words(painter, upper, line.words, Type.MAIN, "text")
        self._words(painter, lower, line.below, Type.SECOND, "text2")
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: QRectF) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(row, self._look.colour("sel"))
            painter.fillRect(QRectF(row.x(), row.y(), 4, row.height()), self._look.colour("sel_line"))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._look.colour("sel_line"))
            for inset in (0.5, 1.5):
                painter.drawRect(row.adjusted(inset, inset, -inset, -inset))
        painter.fillRect(QRectF(row.x(), row.bottom() - 1, row.width(), 1), self._look.colour("line"))

    def _text(self, painter: QPainter, row: QRectF, right: float, text: str, size: Type, ink: str) -> float:
        """Words that end at `right`, in the middle of the row; where they begin."""
        wide = self._look.metrics(size, True).horizontalAdvance(text) + 1
        place = QRectF(right - wide, row.y(), wide, row.height())
        self._words(painter, place, text, size, ink, bold=True)
        return place.left()

    def _words(self, painter: QPainter, place: QRectF, text: str, size: Type, ink: str, *, bold: bool = False) -> float:
        """Words from the left, "…" where there is no room; where they end."""
        metrics = self._look.metrics(size, bold)
        painter.setFont(self._look.font(size, bold))
        painter.setPen(self._look.colour(ink))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        middle = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(place.left(), round(middle)), shown)
        return place.left() + metrics.horizontalAdvance(shown)
