"""A label in one line that gives way to the width: what does not fit ends in "…", the tool tip has it all."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


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
        fitted = self.fontMetrics().elidedText(self.text(), self._elide, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitted)
        painter.end()
