"""A label that takes only room that nothing else needs: whole words or none, never a word cut in two."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

FIRST = 1000
"""The stretch with which it comes before the springs of its row."""
APART = "   "  # between two hints


class YieldingLabel(QLabel):
    """Shows the longest of its forms that fits whole, at the right end; the tool tip has the whole.

    Its row must give it the stretch `FIRST`: it asks for nothing, or for its shortest form where it `stays`, and grows
    as far as room is left over.
    """

    def __init__(self, role: str = "", *, stays: bool = False) -> None:
        super().__init__()
        self._stays = stays
        self._forms: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def show_forms(self, *forms: str) -> None:
        """Other words, the longest form first."""
        self._forms = forms
        self.setText(forms[0] if forms else "")
        self.setToolTip(self.text())
        self._measure()

    def show_hints(self, *hints: str) -> None:
        """The least important hint stands first and is the first to go."""
        self.show_forms(*(APART.join(hints[at:]) for at in range(len(hints))))

    def fitted(self) -> str:
        """What there is room for."""
        wide = self.fontMetrics().horizontalAdvance
        return next((form for form in self._forms if wide(form) <= self.width()), "")

    def sizeHint(self) -> QSize:
        """No width of its own, or that of its shortest form."""
        kept = self._forms[-1] if self._stays and self._forms else ""
        return QSize(self.fontMetrics().horizontalAdvance(kept), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """It gives way so far."""
        return self.sizeHint()

    def _measure(self) -> None:
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance(self.text()))
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """The whole is as wide as its type makes it."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The form that fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.fitted())
        painter.end()
