"""The strip under the panes: all photos before and after, those of earlier rounds, and the rounds in words."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.evidence import sides
from console.ui.layouts import clear, down, holder
from console.ui.look.parts import hair, label
from console.ui.look.words import sentence
from console.ui.photos import Photos, Thumbnail
from rules.case import Case, Photo

HIGH, MOST_HIGHER = 128, 64
PICTURE = (100, 70)
MARGIN, GAP = 16, 8
BEFORE, AFTER = "before", "after"
MANY = 2  # rounds in words, each of which has one line at most
WORDS = 140  # width that they keep beside many photos: one that wraps is never higher than a photo


class ReviewStrip(QFrame):
    """`picked` brings the side and the photo."""

    picked = Signal(str, str)

    def __init__(self, context: Context, photos: Photos) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._context, self._photos = context, photos
        self._higher, self._room = 0, 0
        self.setFixedHeight(context.look.px(HIGH))
        self._thumbnails: list[Thumbnail] = []
        self._row = QHBoxLayout()
        self._row.setContentsMargins(MARGIN, 8, MARGIN, 4)
        self._row.setSpacing(GAP)
        inner = QWidget()
        inner.setObjectName("panel")
        inner.setLayout(self._row)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_case(self, shown: ShownCase | None) -> None:
        """The photos of a case."""
        clear(self._row)
        self._thumbnails = []
        if shown is None:
            return
        case, both = shown.case, sides(shown.case)
        self._add(both.before, BEFORE)
        if both.before:
            self._row.addWidget(hair(vertical=True))
        self._add(both.after, AFTER)
        now = {photo.sha256 for photo in (*both.before, *both.after)}
        earlier = tuple(photo for photo in case.photos if photo.sha256 not in now and photo.round)
        if earlier:
            self._row.addWidget(hair(vertical=True))
            self._add(earlier, AFTER, earlier=True)
        self._row.addWidget(self._words(case), 1)
        self._size_photos()

    def _words(self, case: Case) -> QWidget:
        rounds = self._rounds(case)
        made = [
            label(line, "two", wrap=True) if len(rounds) < MANY else ElidedLabel(line, role="two") for line in rounds
        ]
        words = holder(down(*made, None, spacing=1, margins=(8, 0, 0, 0)))
        words.setMinimumWidth(self._context.look.px(WORDS))
        return words

    def take(self, room: int, spare: int) -> None:
        """Grow by the height that the panes leave over; in so wide a room photos grow as far as all stay in sight."""
        px = self._context.look.px
        self._higher, self._room = max(0, min(spare, px(MOST_HIGHER))), room - px(WORDS) - 2 * MARGIN
        self.setFixedHeight(px(HIGH) + self._higher)
        self._size_photos()

    def _size_photos(self) -> None:
        wide, high = map(self._context.look.px, PICTURE)
        each = self._room // max(1, len(self._thumbnails)) - 2 * GAP  # a hairline and its gap may stand beside it
        higher = max(0, min(self._higher, (each - wide) * high // wide))
        for thumbnail in self._thumbnails:
            thumbnail.set_size(QSize(wide + higher * wide // high, high + higher))

    def choose(self, before: str, after: str) -> None:
        """Frame the two photos that the panes show."""
        for thumbnail in self._thumbnails:
            thumbnail.chosen = thumbnail.sha256 in {before, after}
            thumbnail.update()

    def _add(self, photos: tuple[Photo, ...], side: str, earlier: bool = False) -> None:
        px = self._context.look.px
        for photo in photos:
            kind = self._context.texts.text(f"photo.{photo.kind}")
            round_ = self._context.texts.text("word.round", n=photo.round) if earlier else ""
            caption = sentence(f"{round_} {kind}".strip())
            thumbnail = Thumbnail(
                self._context.look, self._photos, photo.sha256, caption, QSize(px(PICTURE[0]), px(PICTURE[1]))
            )
            thumbnail.clicked.connect(lambda sha, side=side: self.picked.emit(side, sha))
            self._thumbnails.append(thumbnail)
            self._row.addWidget(thumbnail)

    def _rounds(self, case: Case) -> list[str]:
        """One line per round: unit, feedback, what became of it."""
        lines = []
        for leg in case.legs:
            if leg.role != "lead":
                continue
            at = self._context.words.at(leg.feedback_at, self._context.now()) if leg.feedback_at else ""
            said = self._context.texts.text("event.feedback") if at else self._context.texts.text(f"leg.{leg.stage}")
            verdict = (
                self._context.texts.text("event.verify_fail") if leg.feedback_at and leg.round < case.round else ""
            )
            round_ = self._context.texts.text("word.round", n=leg.round)
            parts = (round_, self._context.names.unit(leg.unit), f"{said} {at}".strip(), verdict)
            lines.append(" · ".join(part for part in parts if part))
        if case.verdict:
            lines.append(f"“{case.verdict}”")
        return lines[-4:]
