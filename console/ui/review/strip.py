"""The strip under the panes: all photos before and after, those of earlier rounds, and the rounds in words."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.evidence import sides
from console.ui.layouts import clear
from console.ui.look.parts import hair, label
from console.ui.look.words import sentence
from console.ui.photos import Photos, Thumbnail
from rules.case import Case, Photo

HIGH = 128
PICTURE = (100, 70)
BEFORE, AFTER = "before", "after"
MANY = 3  # rounds in words, each of which has one line at most


class ReviewStrip(QFrame):
    """`picked` brings the side and the photo."""

    picked = Signal(str, str)

    def __init__(self, context: Context, photos: Photos) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._context, self._photos = context, photos
        self.setFixedHeight(context.look.px(HIGH))
        self._thumbnails: list[Thumbnail] = []
        self._row = QHBoxLayout()
        self._row.setContentsMargins(16, 8, 16, 4)
        self._row.setSpacing(8)
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
        words = QVBoxLayout()
        words.setContentsMargins(8, 0, 0, 0)
        words.setSpacing(1)
        rounds = self._rounds(case)
        for line in rounds:
            words.addWidget(label(line, "two", wrap=True) if len(rounds) < MANY else ElidedLabel(line, role="two"))
        words.addStretch(1)
        self._row.addLayout(words, 1)

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
