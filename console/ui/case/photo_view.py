"""The photos of a case, one at a time and large, in the place of map and case; the queue stays in sight beside it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy

from console.facts import Delta, ShownCase
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.keys import is_plain, key_of, without_text
from console.ui.layouts import across, clear, down, frame, holder
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import label
from console.ui.look.sizes import Height
from console.ui.look.words import sentence
from console.ui.photo_pane import PhotoPane
from console.ui.photo_zoom import Zoom
from console.ui.photos import FULL, Photos, Thumbnail
from rules.case import Photo

SMALL, STRIP = (112, 75), 115


class PhotoView(QFrame):
    """`open` a case at one of its photos; `left` when the person goes back. It follows the case's changes."""

    left = Signal()

    def __init__(self, context: Context, words: CaseWords, photos: Photos) -> None:
        super().__init__()
        self.setObjectName("photos")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_text(self)
        self._context, self._words, self._photos = context, words, photos
        self._case_id, self._at = "", 0
        self._pictures: tuple[Photo, ...] = ()
        self.zoom = Zoom()
        self.pane = PhotoPane(context.look, photos, self.zoom, self.tr("photo"))
        self._title, self._which, self._percent = ElidedLabel(role="head"), label(role="two15"), label(role="two")
        self._strip = across(margins=(16, 8, 16, 0))
        self._area = self._scrolling(self._strip)
        self._lay_out()
        self.zoom.changed.connect(self._show_zoom)
        context.board.cases_changed.connect(self._cases_changed)

    def _lay_out(self) -> None:
        look = self._context.look
        buttons = (
            (self.tr("Previous"), "←", lambda: self.show_photo(self._at - 1)),
            (self.tr("Next"), "→", lambda: self.show_photo(self._at + 1)),
            (self.tr("Zoom"), "Z", self.zoom.step),
            (self.tr("Fit"), "0", self.zoom.fit),
            (self.tr("Back"), "Esc", self.left.emit),
        )
        made = [KeyButton(look, words, key) for words, key, _ in buttons]
        for each, (_, _, effect) in zip(made, buttons, strict=True):
            each.clicked.connect(effect)
        self._previous, self._next, *_ = made
        title = across(self._title, 8, self._which, margins=(16, 0, 16, 0))
        title.setStretch(0, 1)
        head = frame("panel", title)
        head.setFixedHeight(look.px(Height.PANEL_HEAD))
        keys = across(*made[:4], 8, self._percent, None, made[4], margins=(16, 4, 16, 12))
        foot = frame("panel", down(self._area, keys, spacing=4))
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setLayout(down(head, self.pane, foot, spacing=0, margins=(2, 2, 2, 2)))  # a focus ring has room
        self.pane.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _scrolling(self, row: QHBoxLayout) -> QScrollArea:
        """However many photos there are, the view does not grow wider."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(self._context.look.px(STRIP))
        inner = holder(row)
        inner.setObjectName("panel")
        area.setWidget(inner)
        return area

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """Which photo is shown, from 0."""
        return self._at

    def open(self, shown: ShownCase, at: int) -> None:
        """Show the `at`-th photo of a case, from 0."""
        self._case_id = shown.id
        self._photos.ask_again()
        self._take(shown)
        self.show_photo(at)

    def show_photo(self, at: int) -> None:
        """Another photo; there is none before the first nor after the last."""
        self._at = min(max(at, 0), len(self._pictures) - 1)
        photo = self._pictures[self._at]
        self.zoom.fit()
        self.pane.show_photo(photo.sha256, self._stamp(photo), "", photo.marks)
        number = self.tr("photo {at} of {total}").format(at=self._at + 1, total=len(self._pictures))
        self._which.setText(number)
        self.pane.setAccessibleName(f"{self._caption(photo)} · {number}")
        self._previous.setEnabled(self._at > 0)
        self._next.setEnabled(self._at < len(self._pictures) - 1)
        self._mark_chosen()
        for near in self._pictures[self._at + 1 : self._at + 2]:
            self._photos.get(near.sha256, FULL)  # the next one is here before it is asked for

    def _mark_chosen(self) -> None:
        for place, thumbnail in enumerate(self._thumbnails()):
            thumbnail.chosen = place == self._at
            thumbnail.update()
            if thumbnail.chosen:
                self._area.ensureWidgetVisible(thumbnail)

    def _take(self, shown: ShownCase) -> None:
        """Its photos, in the strip."""
        self._title.setText(
            f"{self._words.matter(shown)} · {self._words.place(shown)} · {self._context.names.number(shown.number)}"
        )
        self._pictures = shown.case.photos
        clear(self._strip)
        px = self._context.look.px
        for at, photo in enumerate(self._pictures):
            caption, size = self._caption(photo), QSize(px(SMALL[0]), px(SMALL[1]))
            thumbnail = Thumbnail(self._context.look, self._photos, photo.sha256, caption, size)
            thumbnail.clicked.connect(lambda _sha256, at=at: self.show_photo(at))
            self._strip.addWidget(thumbnail)
        self._strip.addStretch(1)

    def _thumbnails(self) -> list[Thumbnail]:
        items = (self._strip.itemAt(at) for at in range(self._strip.count()))
        return [widget for item in items if item and isinstance(widget := item.widget(), Thumbnail)]

    def _caption(self, photo: Photo) -> str:
        kind = self._context.texts.text(f"photo.{photo.kind}")
        taken = self._context.words.at(photo.taken_at, self._context.now()) if photo.taken_at else ""
        return sentence(f"{kind} {taken}".strip())

    def _stamp(self, photo: Photo) -> tuple[str, ...]:
        where = f"{photo.lat / 1e7:.5f} N  {photo.lon / 1e7:.5f} E" if photo.lon or photo.lat else ""
        return tuple(line for line in (self._caption(photo), where) if line)

    @Slot()
    def _show_zoom(self) -> None:
        self._percent.setText(self.tr("zoom {0} %").format(round(100 * self.zoom.factor)))

    @Slot(object)
    def _cases_changed(self, delta: Delta) -> None:
        for shown in delta.changed:
            if shown.id == self._case_id and self.isVisible() and shown.case.photos not in ((), self._pictures):
                self._take(shown)
                self.show_photo(self._at)

    # -- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The photo's own keys; all others are the window's."""
        simple = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in simple:
            self.show_photo(self._at + simple[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.show_photo(0)
        elif event.key() == Qt.Key.Key_End:
            self.show_photo(len(self._pictures) - 1)
        elif event.key() == Qt.Key.Key_Escape or (is_plain(event) and key_of(event) == "I"):
            self.left.emit()
        elif is_plain(event) and key_of(event) == "Z":
            self.zoom.step()
        elif is_plain(event) and key_of(event) == "0":
            self.zoom.fit()
        else:
            event.ignore()
