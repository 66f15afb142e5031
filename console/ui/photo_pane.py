"""One photo, as large as there is room: zoomed and moved; words drawn over it are data; rectangles can be marked."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from console.ui.keys import without_text
from console.ui.look import Look
from console.ui.look.sizes import Type
from console.ui.photo_marks import Mark, box_of, mark_of, paint_box, paint_edge
from console.ui.photo_zoom import STEP, Zoom
from console.ui.photos import FULL, THUMB, Photos


class PhotoPane(QWidget):
    """Shows a photo; in marking mode the pointer draws rectangles, else it moves the picture.

    While the full photo is not here, the small one stands in for it, and the pane says so.
    """

    marks_changed = Signal()

    def __init__(self, look: Look, photos: Photos, zoom: Zoom, name: str) -> None:
        super().__init__()
        self._look, self._photos, self._zoom = look, photos, zoom
        self._sha256, self._instead, self._swiped = "", "", ""
        self._edge = 0.0  # of what is swiped over the photo, in px from the left
        self._stamp: tuple[str, ...] = ()
        self._empty = ""
        self.marks: tuple[Mark, ...] = ()
        self.marking = False
        self._pressed: QPointF | None = None
        self._drawn = QRectF()
        self.setMinimumSize(look.px(240), look.px(200))
        self.setAccessibleName(name)
        without_text(self)
        zoom.changed.connect(self.update)
        photos.changed.connect(self._photo_changed)
        photos.again.connect(self.update)

    @property
    def sha256(self) -> str:
        """The photo that is shown, "" for none."""
        return self._sha256

    def show_photo(self, sha256: str, stamp: tuple[str, ...], empty: str, marks: tuple[Mark, ...] = ()) -> None:
        """Show a photo with what is known of it; `empty` is said when there is none."""
        self._sha256, self._stamp, self._empty, self.marks = sha256, stamp, empty, marks
        self._instead = ""
        self.swipe("")

    def blink(self, sha256: str) -> None:
        """Show another photo in this one's place until called with "" again."""
        self._instead = sha256
        self.update()

    @property
    def blinking(self) -> bool:
        """Whether another photo stands in this one's place."""
        return bool(self._instead)

    def swipe(self, sha256: str) -> None:
        """Lay another photo over the left part of this one, up to the pointer, until called with "" again."""
        self._swiped, self._edge = sha256, self.width() / 2
        self.setMouseTracking(bool(sha256))
        self.update()

    @property
    def swiping(self) -> bool:
        """Whether another photo lies over the left part."""
        return bool(self._swiped)

    def drop_mark(self) -> None:
        """Take the last rectangle away."""
        self.marks = self.marks[:-1]
        self.marks_changed.emit()
        self.update()

    @property
    def words(self) -> str:
        """What is said in the photo's place, or over the small one that stands in for it; "" when it is here."""
        if not self._sha256:
            return self._empty
        wanted = self._instead or self._sha256
        if self._photos.kept(wanted, FULL) is not None:
            return ""
        if not self._photos.is_missing(wanted, FULL):
            return self.tr("loading")
        return self.tr("the photo is not on this desk; it is fetched when the line is back")

    @Slot(str, str)
    def _photo_changed(self, sha256: str, _size: str) -> None:
        if sha256 in {self._sha256, self._instead, self._swiped}:
            self.update()

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The photo, its stamp, its marks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("ground"))
        full = self._paint_photo(painter, self._instead or self._sha256)
        if self._swiped:
            self._paint_swiped(painter)
        if not full:
            self._paint_words(painter)
        self._paint_stamp(painter)
        painter.end()

    def _paint_photo(self, painter: QPainter, sha256: str) -> bool:
        """A photo with its marks, or the small one that stands in for it; whether the full one is here."""
        full = self._photos.get(sha256, FULL) if sha256 else None
        pixmap = full or self._photos.kept(sha256, THUMB)
        if pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = self._place(pixmap)
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
            if sha256 == self._sha256:
                self._paint_marks(painter, place)
        return full is not None

    def _paint_swiped(self, painter: QPainter) -> None:
        left = QRectF(0, 0, self._edge, self.height())
        painter.save()
        painter.setClipRect(left)
        painter.fillRect(left, self._look.colour("ground"))
        self._paint_photo(painter, self._swiped)
        painter.restore()
        paint_edge(painter, self._look, self._edge, self.height())

    def _paint_words(self, painter: QPainter) -> None:
        """In the middle; over the small photo, in a strip above it."""
        place = self.rect()
        if self._photos.kept(self._instead or self._sha256, THUMB) is not None:
            place.setHeight(self._look.px(32))
            painter.fillRect(place, self._look.colour("panel", 215))
        painter.setFont(self._look.font(Type.MAIN))
        painter.setPen(self._look.colour("text2"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.words)

    def _place(self, pixmap: QPixmap) -> QRectF:
        return self._zoom.place(QSizeF(pixmap.size()), QSizeF(self.size()))

    def _paint_marks(self, painter: QPainter, place: QRectF) -> None:
        boxes = [box_of(mark, place) for mark in self.marks]
        if self.marking and not self._drawn.isNull():
            boxes.append(self._drawn)
        for number, box in enumerate(boxes, 1):
            paint_box(painter, self._look, box, self.tr("mark {0}").format(number))

    def _paint_stamp(self, painter: QPainter) -> None:
        if not self._stamp:
            return
        px = self._look.px
        painter.setFont(self._look.font(Type.SECOND))
        high = px(20) * len(self._stamp) + px(8)
        wide = max(self._look.metrics(Type.SECOND).horizontalAdvance(line) for line in self._stamp) + px(20)
        box = QRectF(px(8), self.height() - high - px(8), wide, high)
        painter.fillRect(box, self._look.colour("panel", 215))
        painter.setPen(self._look.colour("text"))
        for number, line in enumerate(self._stamp):
            at = QRectF(box.x() + px(10), box.y() + px(4) + number * px(20), wide, px(20))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, line)

    # -- pointer --------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom both panes."""
        self._zoom.by(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rectangle or a move."""
        self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rectangle, move the picture, or move the edge of what is swiped."""
        if self._pressed is None:
            self._edge = event.position().x()
            self.update()
            return
        if self.marking:
            self._drawn = QRectF(self._pressed, event.position()).normalized()
            self.update()
            return
        by = event.position() - self._pressed
        self._pressed = event.position()
        factor = self._zoom.factor
        self._zoom.move(-by.x() / (self.width() * factor), -by.y() / (self.height() * factor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the rectangle."""
        if self.marking and self._pressed is not None and not self._drawn.isNull():
            self._keep(self._drawn)
        self._pressed, self._drawn = None, QRectF()
        self.update()

    def _keep(self, drawn: QRectF) -> None:
        pixmap = self._photos.get(self._sha256, FULL) if self._sha256 else None
        if pixmap is None:
            return
        if (mark := mark_of(drawn, self._place(pixmap))) is not None:
            self.marks = (*self.marks, mark)
            self.marks_changed.emit()
