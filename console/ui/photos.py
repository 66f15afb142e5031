"""Photos by content: asked for once, decoded away from the GUI thread, kept while they are needed."""

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from console.board import Board
from console.enquiries import Enquiries
from console.facts import DESK, Answer, Ask, Denied, LinkState, Unreachable
from console.ui.look import Look
from console.ui.look.sizes import Type

THUMB, FULL = "thumb", "full"
KEPT = 128_000_000
"""Bytes of pixmaps: thirty photos of one megapixel, two of twelve; the oldest go first."""

Key = tuple[str, str]
Reply = Answer | Unreachable | Denied


class _Decode(QRunnable):
    def __init__(self, key: Key, content: bytes, photos: "Photos") -> None:
        super().__init__()
        self._key, self._content, self._photos = key, content, photos

    def run(self) -> None:
        """Decode, in the form in which it is painted, and hand the picture to the GUI thread."""
        picture = QImage.fromData(self._content)
        self._photos.decoded.emit(self._key, picture.convertToFormat(QImage.Format.Format_RGB32))


class Photos(QObject):
    """`changed` names a photo and its size when its pixmap is here, or when it cannot be had now.

    What could not be had is not asked for again before `again`: the line is back, or somebody else sits here.
    """

    decoded = Signal(object, QImage)  # emitted on a worker's thread; only the slot below listens to it
    changed = Signal(str, str)
    again = Signal()

    def __init__(self, enquiries: Enquiries, seat: str = DESK, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._enquiries, self._seat = enquiries, seat
        self._kept: dict[Key, QPixmap] = {}
        self._asked: dict[str, Key] = {}
        self._missing: set[Key] = set()
        self._online = True
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        enquiries.answered.connect(self._answered)
        self.decoded.connect(self._keep)

    def get(self, sha256: str, size: str = THUMB) -> QPixmap | None:
        """The photo if it is here; else None, and it is asked for."""
        key = (sha256, size)
        if key in self._kept:
            return self._kept[key]
        if key not in self._missing and key not in self._asked.values():
            question = self._enquiries.ask(Ask.PHOTO, sha256, self._seat, {"size": size})
            self._asked[question.id] = key
        return None

    def kept(self, sha256: str, size: str) -> QPixmap | None:
        """The photo if it is here; it is not asked for."""
        return self._kept.get((sha256, size))

    def is_missing(self, sha256: str, size: str) -> bool:
        """Whether it was asked for in vain."""
        return (sha256, size) in self._missing

    def follow(self, board: Board) -> None:
        """Ask again for what is missing when the line is back, and when somebody else sits here."""
        self._online = board.link.online
        board.link_changed.connect(self._line_changed)
        board.seats_changed.connect(self.ask_again)

    @Slot(object)
    def _line_changed(self, link: LinkState) -> None:
        back, self._online = link.online and not self._online, link.online
        if back:
            self.ask_again()

    @Slot()
    def ask_again(self) -> None:
        """What could not be had may be asked for again."""
        if self._missing:
            self._missing.clear()
            self.again.emit()

    @Slot(object)
    def _answered(self, reply: Reply) -> None:
        key = self._asked.pop(reply.question.id, None)
        if key is None:
            return
        if isinstance(reply, Answer) and isinstance(reply.content, bytes):
            self._pool.start(_Decode(key, reply.content, self))
        else:
            self._miss(key)

    def _miss(self, key: Key) -> None:
        self._missing.add(key)
        self.changed.emit(*key)

    @Slot(object, QImage)
    def _keep(self, key: Key, image: QImage) -> None:
        if image.isNull():
            self._miss(key)
            return
        self._kept[key] = QPixmap.fromImage(image)
        while len(self._kept) > 1 and sum(_bytes(each) for each in self._kept.values()) > KEPT:
            del self._kept[next(iter(self._kept))]
        self.changed.emit(*key)

    def stop(self) -> None:
        """Wait for what is being decoded."""
        self._pool.waitForDone()


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * pixmap.depth() // 8


class Thumbnail(QWidget):
    """One small photo with its caption below; what cannot be had says so in its own place."""

    clicked = Signal(str)

    def __init__(self, look: Look, photos: Photos, sha256: str, caption: str, size: QSize) -> None:
        super().__init__()
        self._look, self._photos, self.sha256, self._caption = look, photos, sha256, caption
        self.chosen = False
        self.set_size(size)
        self.setAccessibleName(caption)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        photos.changed.connect(self._changed)
        photos.again.connect(self.update)

    def set_size(self, size: QSize) -> None:
        """The size of the photo; its caption needs a line more."""
        self.setFixedSize(size.width(), size.height() + self._look.px(20))

    @Slot(str, str)
    def _changed(self, sha256: str, size: str) -> None:
        if (sha256, size) == (self.sha256, THUMB):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The photo fills its place, cut at the sides; the caption stands below."""
        painter = QPainter(self)
        place = self.rect().adjusted(0, 0, 0, -self._look.px(20))
        painter.fillRect(place, self._look.colour("control"))
        pixmap = self._photos.get(self.sha256)
        if pixmap is not None:
            whole = pixmap.scaled(
                place.size() * self.devicePixelRatioF(),
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            source = whole.rect()
            source.setSize(place.size() * self.devicePixelRatioF())
            source.moveCenter(whole.rect().center())
            painter.drawPixmap(place, whole, source)
        else:
            painter.setPen(self._look.colour("text3"))
            painter.setFont(self._look.font(Type.SECOND))
            missing = self._photos.is_missing(self.sha256, THUMB)
            words = self.tr("not here yet") if missing else self.tr("loading")
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        if self.chosen:
            painter.setPen(self._look.colour("accent"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.setPen(self._look.colour("text2"))
        painter.setFont(self._look.font(Type.SECOND))
        line = self.rect().adjusted(0, place.height() + 2, 0, 0)
        caption = self._look.metrics(Type.SECOND).elidedText(self._caption, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption)
        painter.end()

    def mouseReleaseEvent(self, event: object) -> None:
        """Choose it."""
        self.clicked.emit(self.sha256)
