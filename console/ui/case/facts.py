"""The left half of the case panel: what the case is, where, in whose words, with which photos, and how it came here."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from console.facts import Answer, Ask, Denied, Question, ShownCase, Unreachable
from console.ui.case.history import history_line
from console.ui.case.reporter import ReporterLine
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.layouts import across, clear
from console.ui.look.parts import LampLabel, hair, label, set_role
from console.ui.look.tags import TagLabel
from console.ui.photos import Photos, Thumbnail
from console.ui.wrap import WrapLayout
from rules.case import Event
from rules.deadlines import Lamp

PHOTO = (148, 100)
ABREAST = 3  # photos beside one another; they are smaller where the half is narrow
GAP, MARGIN = 8, 16
NARROWEST = 250  # below it a line would be a word
ROLES = {Lamp.OVER: "over13", Lamp.NEAR: "near13"}


class FactsPane(QScrollArea):
    """Shows one case; asks for its events once it has been looked at for a moment."""

    photo_asked = Signal(str)

    def __init__(self, context: Context, words: CaseWords, photos: Photos) -> None:
        super().__init__()
        self._context, self._words, self._photos = context, words, photos
        self._shown: ShownCase | None = None
        self._events: tuple[Event, ...] = ()
        self._question: Question | None = None
        self._pictures: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._make()
        context.enquiries.answered.connect(self._answered)
        context.people.changed.connect(self._show_history)

    def _make(self) -> None:
        self._lamp = LampLabel(self._context.look, "none", "", 20)
        self._matter, self._clock = label(role="title", wrap=True), label(role="two")
        self._tags = WrapLayout(6)
        self._place, self._grids = label(wrap=True), label(role="two", wrap=True)
        self._told, self._condition, self._history = (
            label(wrap=True),
            label(role="two", wrap=True),
            label(role="two", wrap=True),
        )
        self._verdict = label(role="strong", wrap=True)
        self.reporter = ReporterLine(self._context)
        self._row = WrapLayout(GAP)
        inner = QWidget()
        inner.setObjectName("panel")
        # never wider than this half: a photo or a word that has no room here must not push the rest out of sight
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inner.setMinimumWidth(self._context.look.px(NARROWEST))
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(6)
        head = across(self._lamp, self._matter)
        head.setStretch(1, 1)
        column.addLayout(head)
        marks = across(self._tags, self._clock)
        marks.setStretch(0, 1)
        column.addLayout(marks)
        for part in (self._place, self._grids, self._verdict, self._told, self.reporter):
            column.addWidget(part)
        column.addLayout(self._row)
        column.addStretch(1)
        column.addWidget(hair())
        for line in (self._condition, self._history):
            column.addWidget(line)
        self.setWidget(inner)

    def show_case(self, shown: ShownCase) -> None:
        """Show a case, or the same after a change."""
        other = self._shown is None or self._shown.id != shown.id
        moved = other or (self._shown is not None and self._shown.case.events != shown.case.events)
        self._shown = shown
        if other:
            self._events = ()
        if moved:
            self._question = self._context.enquiries.ask(Ask.EVENTS, shown.id)
        self._show_head(shown)
        self._show_body(shown)
        self._show_photos(shown)
        self.tick()

    @Slot()
    def tick(self) -> None:
        """The clock in the title."""
        if self._shown is None:
            return
        lamp = self._words.lamp(self._shown)
        self._lamp.show_lamp(lamp.value, self._words.lamp_words(lamp))
        self._clock.setText(f"{self._words.clock_name(self._shown)} {self._words.left(self._shown)}".strip(" –"))
        set_role(self._clock, ROLES.get(lamp, "two"))

    def _show_head(self, shown: ShownCase) -> None:
        self._matter.setText(self._words.matter(shown))
        clear(self._tags)
        for tag in self._words.tags(shown):
            self._tags.addWidget(TagLabel(self._context.look, tag.kind, tag.text))

    def _show_body(self, shown: ShownCase) -> None:
        case, names = shown.case, self._context.names
        self._place.setText(self._words.place(shown))
        areas = " ".join(
            part for part in (names.areas(case), names.area(case.community) if case.community else "") if part
        )
        unit_grid = self.tr("unit grid {0}").format(case.unit_grid) if case.unit_grid else self.tr("outside every grid")
        duty_grid = self.tr("responsibility grid {0}").format(names.area(case.duty_grid)) if case.duty_grid else ""
        self._grids.setText(" · ".join(part for part in (areas, unit_grid, duty_grid) if part))
        self._told.setText(case.words)
        verdict = names.reason(case.verdict) if case.verdict else ""
        self._verdict.setText(self.tr("Came back: {0}").format(verdict) if verdict else "")
        self._verdict.setVisible(bool(verdict))
        self._condition.setText(self._condition_words(shown))
        self.reporter.show_case(shown)
        self._show_history()

    @Slot()
    def _show_history(self) -> None:
        if self._shown is not None:
            self._history.setText(history_line(self._context, self._shown.case, self._events))

    def _condition_words(self, shown: ShownCase) -> str:
        case, names = shown.case, self._context.names
        parts = [names.class_of(case.category) if case.category else "", shown.number]
        if case.condition:
            words = f"{names.condition_words(case.condition)}"
            parts.insert(
                1, self.tr("filing condition {no}: {words}").format(no=case.condition.rpartition("-")[2], words=words)
            )
        if case.external_number:
            parts.append(self.tr("hotline no. {0}").format(case.external_number))
        return " · ".join(part for part in parts if part)

    def _show_photos(self, shown: ShownCase) -> None:
        wanted = tuple(photo.sha256 for photo in shown.case.photos[-6:])
        if wanted == self._pictures:
            return
        self._pictures = wanted
        clear(self._row)
        for photo in shown.case.photos[-6:]:
            kind = self._context.texts.text(f"photo.{photo.kind}")
            taken = self._context.words.clock(photo.taken_at) if photo.taken_at else ""
            caption, size = f"{kind} {taken}".strip(), self._photo_size()
            thumbnail = Thumbnail(self._context.look, self._photos, photo.sha256, caption, size)
            thumbnail.clicked.connect(self.photo_asked)
            self._row.addWidget(thumbnail)

    def _photo_size(self) -> QSize:
        """So large that three stand abreast, beside the scroll bar too; else its coming would push one below."""
        px, bar = self._context.look.px, self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        room = (self.width() - bar - 2 * MARGIN - (ABREAST - 1) * GAP) // ABREAST
        wide = max(px(PHOTO[0]) // 2, min(px(PHOTO[0]), room))
        return QSize(wide, wide * PHOTO[1] // PHOTO[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The photos follow the width of this half."""
        super().resizeEvent(event)
        for thumbnail in self.findChildren(Thumbnail):
            thumbnail.set_size(self._photo_size())

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        if isinstance(reply, Answer) and isinstance(reply.content, tuple) and self._shown is not None:
            self._events = reply.content
            self._show_history()
