"""How near a photo is seen, and where: one zoom for one pane, or for two that are compared."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, Signal

STEP, TWICE, MOST = 1.25, 2.0, 8.0


class Zoom(QObject):
    """Zoom (1 = the whole picture) and the point of the picture in the middle, for one pane or two."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.factor, self.x, self.y = 1.0, 0.5, 0.5

    def by(self, factor: float) -> None:
        """Come closer or go back, within bounds."""
        self.factor = min(max(self.factor * factor, 1.0), MOST)
        self._settle()

    def step(self) -> None:
        """Twice as near; after the nearest, the whole again."""
        self.by(TWICE if self.factor < MOST else 1 / MOST)

    def fit(self) -> None:
        """The whole picture."""
        self.factor, self.x, self.y = 1.0, 0.5, 0.5
        self.changed.emit()

    def move(self, dx: float, dy: float) -> None:
        """Move by parts of the picture."""
        self.x, self.y = self.x + dx, self.y + dy
        self._settle()

    def place(self, picture: QSizeF, pane: QSizeF) -> QRectF:
        """Where the whole of a picture of this size lies, in px of a pane."""
        size = picture.scaled(pane, Qt.AspectRatioMode.KeepAspectRatio) * self.factor
        middle = QPointF(pane.width() / 2, pane.height() / 2)
        if self.factor > 1:
            middle -= QPointF((self.x - 0.5) * size.width(), (self.y - 0.5) * size.height())
        return QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)

    def _settle(self) -> None:
        half = 0.5 / self.factor
        self.x, self.y = (min(max(each, half), 1 - half) for each in (self.x, self.y))
        self.changed.emit()
