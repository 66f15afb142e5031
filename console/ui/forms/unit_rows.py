"""Units in a list: the names in one column, the codes in another, and beside one of them a word for what it is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from console.ui.look.look import Look
from console.ui.look.sizes import Space, Type

CODE, NAME, MARK = (Qt.ItemDataRole.UserRole + n for n in range(3))
MOST = 0.6  # of the width belongs to the names; a longer one ends in "…"

ModelIndex = QModelIndex | QPersistentModelIndex


def unit_row(name: str, code: str, mark: str) -> QListWidgetItem:
    """One unit; a screen reader hears it as one line."""
    item = QListWidgetItem("   ".join(part for part in (name, code, mark) if part))
    for role, words in ((CODE, code), (NAME, name), (MARK, mark)):
        item.setData(role, words)
    return item


class UnitRows(QStyledItemDelegate):
    """Paints the rows of a list; `measure` it when the list has other rows."""

    def __init__(self, look: Look, units: QListWidget) -> None:
        super().__init__(units)
        self._look, self._units = look, units
        self._metrics = look.metrics(Type.MAIN)
        self._names = self._codes = 0.0

    def measure(self) -> None:
        """Each column is as wide as its longest word."""
        rows = [self._units.item(row) for row in range(self._units.count())]
        self._names, self._codes = (self._widest([str(row.data(role)) for row in rows]) for role in (NAME, CODE))

    def _widest(self, words: list[str]) -> float:
        return max(map(self._metrics.horizontalAdvance, words), default=0.0)

    def code_at(self) -> float:
        """Where the codes begin, from the left edge of the list."""
        return min(self._names, MOST * self._units.viewport().width()) + self._look.px(2 * Space.PANEL)

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """The row itself shows the name alone."""
        super().initStyleOption(option, index)
        room = self.code_at() - self._look.px(Space.PANEL)
        option.text = self._metrics.elidedText(str(index.data(NAME)), Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """The row with its name, then the code and the word in their columns."""
        super().paint(painter, option, index)
        row: QRect = option.rect
        at = row.x() + round(self.code_at())
        for role, ink, wide in ((CODE, "text2", self._codes + self._look.px(Space.PANEL)), (MARK, "accent", 0.0)):
            place = QRect(QPoint(at, row.top()), row.bottomRight())
            painter.setPen(self._look.colour(ink))
            painter.setFont(self._look.font(Type.MAIN))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data(role)))
            at += round(wide)
