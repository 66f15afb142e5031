"""Before and after side by side at the same zoom, the strip of all photos below: looked at, compared, marked."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.evidence import sides
from console.ui.layouts import across, holder
from console.ui.look.parts import hair, label
from console.ui.look.sizes import Space
from console.ui.look.words import sentence
from console.ui.notices import Notices
from console.ui.photo_pane import PhotoPane
from console.ui.photo_zoom import Zoom
from console.ui.photos import FULL, Photos
from console.ui.review.strip import BEFORE, HIGH, ReviewStrip
from rules.case import Photo

HEAD = 36
STRIP = 360  # width that photos keep beside a notice
BANDS = 112  # height above and below a photo of 4 : 3, where its stamp hides nothing of it


class Comparison(QWidget):
    """`beside` stands at the right of the strip: what comes and goes there moves no photo."""

    def __init__(self, context: Context, photos: Photos, notices: Notices) -> None:
        super().__init__()
        self._context, self._photos, self._notices = context, photos, notices
        self._shown: ShownCase | None = None
        self.zoom = Zoom()
        self.before = PhotoPane(context.look, photos, self.zoom, self.tr("before"))
        self.after = PhotoPane(context.look, photos, self.zoom, self.tr("after"))
        self.strip = ReviewStrip(context, photos)
        self._before_meta, self._after_meta = ElidedLabel(role="two15"), ElidedLabel(role="two15")
        self._zoom_words = label(role="two")
        self._lay_out(notices)
        self.strip.picked.connect(self._pick)
        self.zoom.changed.connect(self._show_zoom)
        self._show_zoom()

    def _lay_out(self, beside: QWidget) -> None:
        panes = QHBoxLayout()
        panes.setSpacing(2)
        for title, meta, pane, extra in (
            (self.tr("Before"), self._before_meta, self.before, self._zoom_words),
            (self.tr("After"), self._after_meta, self.after, label(self.tr("B blinks   W swipes"), "two")),
        ):
            panes.addLayout(self._pane(title, meta, pane, extra), 1)
        beside.setObjectName("panel")
        beside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        beside.setContentsMargins(0, 0, self._context.look.px(Space.WIDE), 0)
        self.strip.setMinimumWidth(self._context.look.px(STRIP))
        foot = across(self.strip, beside, spacing=0)
        foot.setStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(panes, 1)
        column.addWidget(hair())
        column.addLayout(foot)

    def _pane(self, title: str, meta: QWidget, pane: PhotoPane, extra: QWidget) -> QVBoxLayout:
        head = holder(across(label(title, "head"), meta, None, extra, margins=(16, 0, 12, 0)))
        head.setObjectName("panel")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(self._context.look.px(HEAD))
        head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # both panes are as wide as each other
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(pane, 1)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Height of which the panes could make nothing is the strip's."""
        super().resizeEvent(event)
        px = self._context.look.px
        photo = self.width() // 2 * 3 // 4
        self.strip.take(self.width(), self.height() - px(HEAD) - photo - px(BANDS) - px(HIGH))

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_case(self, shown: ShownCase | None, other: bool) -> None:
        """The photos of a case; of the same case (not `other`) what is looked at stays."""
        self._shown = shown
        both = sides(shown.case) if shown else None
        before = both.before[:2][-1] if both and both.before else None
        after = both.after[0] if both and both.after else None
        if other:
            self.mark(False)
            self._put(self.before, before)
            self._put(self.after, after)
            for pane in (self.before, self.after):
                self._photos.get(pane.sha256, FULL) if pane.sha256 else None
        elif after is not None and not self.after.sha256:
            self._put(self.after, after)
        for meta, photo, title in (
            (self._before_meta, before, self.tr("Before")), (self._after_meta, after, self.tr("After")),
        ):  # fmt: skip
            meta.setText(self._meta(photo).removeprefix(title).removeprefix(" · "))
        self.strip.show_case(shown)
        self.strip.choose(self.before.sha256, self.after.sha256)

    def _put(self, pane: PhotoPane, photo: Photo | None) -> None:
        empty = self.tr("no photo from before") if pane is self.before else self.tr("no photo of the work yet")
        pane.show_photo(photo.sha256 if photo else "", self._stamp(photo) if photo else (), empty)

    def _meta(self, photo: Photo | None) -> str:
        if photo is None:
            return ""
        at = self._context.words.at(photo.taken_at, self._context.now()) if photo.taken_at else ""
        kind = sentence(self._context.texts.text(f"photo.{photo.kind}"))
        return " · ".join(part for part in (kind, at) if part)

    def _stamp(self, photo: Photo) -> tuple[str, ...]:
        at = f"{photo.lat / 1e7:.5f} N  {photo.lon / 1e7:.5f} E" if photo.lon or photo.lat else ""
        return tuple(line for line in (self._meta(photo), at) if line)

    @Slot(str, str)
    def _pick(self, side: str, sha256: str) -> None:
        photos = self._shown.case.photos if self._shown else ()
        photo = next((each for each in photos if each.sha256 == sha256), None)
        self._put(self.before if side == BEFORE else self.after, photo)
        self.strip.choose(self.before.sha256, self.after.sha256)

    @Slot()
    def _show_zoom(self) -> None:
        self._zoom_words.setText(self.tr("zoom {0} %").format(round(100 * self.zoom.factor)))

    # -- looking and marking --------------------------------------------------------------------------------------

    def blink(self) -> None:
        """The photo from before in the place of the other, and back."""
        self.after.blink("" if self.after.blinking else self.before.sha256)

    def swipe(self) -> None:
        """The photo from before over the left part of the other, and away."""
        self.after.swipe("" if self.after.swiping else self.before.sha256)

    @property
    def marking(self) -> bool:
        """Whether the pointer draws rectangles on the photo of the work."""
        return self.after.marking

    def toggle_marking(self) -> None:
        """`T`: draw on the photo of the work, or end it."""
        self.mark(not self.marking)

    def mark(self, on: bool) -> None:
        """Begin or end to mark the photo of the work, if there is one."""
        self.after.marking = on and bool(self.after.sha256)
        self.after.setCursor(Qt.CursorShape.CrossCursor if self.after.marking else Qt.CursorShape.ArrowCursor)
        words = self.tr("Draw rectangles on the photo; Backspace takes the last away, T ends")
        if self.after.marking:
            self._notices.say(words)
        else:
            self._notices.unsay(words)

    def marked(self) -> tuple[dict[str, object], ...]:
        """The marked photo as a command names it; nothing when nothing is marked."""
        if not self.after.marks:
            return ()
        marks = [list(each) for each in self.after.marks]
        return ({"sha256": self.after.sha256, "kind": "marked", "of": self.after.sha256, "marks": marks},)

    def rest(self) -> None:
        """Both photos as they are."""
        self.mark(False)
        self.after.blink("")
        self.after.swipe("")
