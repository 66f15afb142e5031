"""The left half of the case panel: what the case is, where, in whose words, with which photos, and how it came here."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from console.facts import Answer, Ask, Denied, LinkState, Question, ShownCase, Unreachable
from console.ui.alarm_words import line as alarm_line
from console.ui.case.charge import ChargePane
from console.ui.case.history import history_line
from console.ui.case.photos_out import PhotosOutLine
from console.ui.case.reporter import ReporterLine
from console.ui.case_words import CaseWords, Said
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.evidence import newest_first
from console.ui.layouts import across, clear
from console.ui.look.parts import LampLabel, hair, label, set_role
from console.ui.look.tags import TagLabel
from console.ui.look.words import sentence
from console.ui.photos import Photos, Thumbnail
from console.ui.wrap import WrapLayout
from rules.case import Case, Event, Photo, Stage
from rules.deadlines import Lamp

PHOTO = (148, 100)
ABREAST = 3  # photos beside one another; they are smaller where the half is narrow
SHOWN = 6  # the first ones of those; the large view has all
GAP, MARGIN = 8, 16
COME_BACK = frozenset({Stage.ACCEPTED, Stage.TO_DISPATCH, Stage.WITH_UNITS})
"""Stages at which the word of an earlier round means the work at hand; later it is history."""
ROLES = {Lamp.OVER: "over13", Lamp.NEAR: "near13"}


class FactsPane(QWidget):
    """Shows one case; asks for its events once it has been looked at for a moment.

    Number, condition and history stay at the foot; what stands above them scrolls where it is higher than its place.
    """

    photo_asked = Signal(int)  # which of the case's photos, from 0

    def __init__(self, context: Context, words: CaseWords, photos: Photos) -> None:
        super().__init__()
        self._context, self._words, self._photos = context, words, photos
        self._shown: ShownCase | None = None
        self._events: tuple[Event, ...] = ()
        self._age = ""  # how old the history is, or that it cannot be had, while the server is not reached
        self._denied = False  # nobody who may read it had signed in
        self._question: Question | None = None
        self._pictures: tuple[str, ...] = ()
        self._make()
        context.enquiries.answered.connect(self._answered)
        context.people.changed.connect(self._show_history)
        context.board.link_changed.connect(self._line_changed)
        context.board.seats_changed.connect(self._seats_changed)

    def _make(self) -> None:
        self._lamp = LampLabel(self._context.look, "none", "", 20)
        self._clock = label(role="two")
        self._headed: tuple[str, tuple[Said, ...]] = ("", ())
        self._head = WrapLayout(GAP)
        self._place, self._grids = label(wrap=True), label(role="two", wrap=True)
        self._told, self._verdict = label(wrap=True), label(role="strong", wrap=True)
        self._condition, self._history = label(role="two", wrap=True), label(role="two", wrap=True)
        self.charge = ChargePane(self._context)
        self.reporter = ReporterLine(self._context)
        self._row = WrapLayout(GAP)
        self.photos_out = PhotosOutLine(self._context)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 12)
        whole.setSpacing(6)
        whole.addWidget(self._scrolling(), 1)
        for line in (hair(), self._condition, self._history):
            whole.addLayout(across(line, margins=(MARGIN, 0, MARGIN, 0)))

    def _scrolling(self) -> QScrollArea:
        """Head, words and photos.

        They are never wider than this half: a photo or a word that has no room must not push the rest out of sight.
        """
        inner = QWidget()
        inner.setObjectName("panel")
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, 12, MARGIN, 0)
        column.setSpacing(6)
        head = across(self._lamp, self._head, self._clock)
        head.setStretch(1, 1)
        column.addLayout(head)
        for part in (self._place, self._grids, self._verdict, self._told, self.charge, self.reporter):
            column.addWidget(part)
        column.addWidget(self.photos_out)
        column.addLayout(self._row)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        return self.area

    def show_case(self, shown: ShownCase) -> None:
        """Show a case, or the same after a change."""
        other = self._shown is None or self._shown.id != shown.id
        moved = other or (self._shown is not None and self._shown.case.events != shown.case.events)
        self._shown = shown
        if other:
            self._events = ()
            self._photos.ask_again()
        if moved:
            self._ask(shown)
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
        self._clock.setText(self._words.clock(self._shown))
        set_role(self._clock, ROLES.get(lamp, "two"))

    def _show_head(self, shown: ShownCase) -> None:
        matter, tags = self._words.matter(shown), self._words.headed(shown)
        if (matter, tags) == self._headed:
            return
        self._headed = (matter, tags)
        clear(self._head)
        self._matter = ElidedLabel(matter, role="title")
        self._head.addWidget(self._matter)
        for tag in tags:
            self._head.addWidget(TagLabel(self._context.look, tag.kind, tag.text))

    def _show_body(self, shown: ShownCase) -> None:
        case, names = shown.case, self._context.names
        self._place.setText(self._words.place(shown))
        areas = " ".join(
            part for part in (names.areas(case), names.area(case.community) if case.community else "") if part
        )
        unit_grid = self.tr("unit grid {0}").format(case.unit_grid) if case.unit_grid else self.tr("outside every grid")
        duty_grid = self.tr("responsibility grid {0}").format(names.area(case.duty_grid)) if case.duty_grid else ""
        self._grids.setText(" · ".join(part for part in (areas, unit_grid, duty_grid, self._owner(case)) if part))
        self._told.setText(case.words)
        standing = self._standing(case)
        self._verdict.setText(standing)
        self._verdict.setVisible(bool(standing))
        self._condition.setText(self._condition_words(shown))
        self.charge.show_case(case)
        self.reporter.show_case(shown)
        self._show_history()

    def _owner(self, case: Case) -> str:
        """Whose the component is that it is about; "" of an event and of what nobody knows."""
        owner = self._context.names.unit(case.owner)
        return self._context.texts.text("proposal.owner", owner=owner) if owner else ""

    def _standing(self, case: Case) -> str:
        """What must be known before anything is done: until when and why it is suspended, why it came back."""
        lines, names = [alarm_line(self._context, case)] if case.alarm else [], self._context.names
        if case.suspended_at:
            until = self._context.words.due(case.suspended_until)
            words = self._context.texts.text("page.suspended_until", time=until)
            lines.append(" · ".join(part for part in (words, names.reason(case.suspended_reason)) if part))
        if case.verdict and case.stage in COME_BACK:
            lines.append(self.tr("Came back: {0}").format(names.reason(case.verdict)))
        if case.declined_by:
            by, reason = self._context.people.name(case.declined_by), names.reason(case.decline_reason)
            lines.append(sentence(self._context.texts.text("decline.proposed", by=by, reason=reason)))
        return "\n".join([*lines, *self._ownership(case)])

    def _ownership(self, case: Case) -> tuple[str, ...]:
        """Whether it is looked for whose it is, and by which ruling somebody answers for it."""
        texts, words = self._context.texts, self._context.words
        said = []
        if case.ownership:
            at = texts.text("ownership.since", at=words.at(case.ownership_since, self._context.now()))
            said.append(f"{sentence(texts.text(f'ownership.{case.ownership}'))} · {at}")
        if case.ruling:
            unit = self._context.names.unit(case.ruled_unit)
            said.append(sentence(texts.text("ownership.ruled", no=case.ruling, unit=unit)))
        return tuple(said)

    @Slot()
    def _show_history(self) -> None:
        if self._shown is not None:
            line = history_line(self._context, self._shown.case, self._events)
            self._history.setText(" · ".join(part for part in (line, self._age) if part))

    def _condition_words(self, shown: ShownCase) -> str:
        case, names = shown.case, self._context.names
        parts = [names.class_of(case.category) if case.category else "", names.number(shown.number)]
        if case.condition:
            words = f"{names.condition_words(case.condition)}"
            parts.insert(
                1, self.tr("filing condition {no}: {words}").format(no=case.condition.rpartition("-")[2], words=words)
            )
        if case.draft_number and case.draft_number != shown.number:
            parts.append(names.number(case.draft_number))
        if case.external_number:
            parts.append(self.tr("hotline no. {0}").format(case.external_number))
        return sentence(" · ".join(part for part in parts if part))

    def _show_photos(self, shown: ShownCase) -> None:
        self.photos_out.show_case(shown)
        photos, order = shown.case.photos, newest_first(shown.case)[:SHOWN]
        wanted = tuple(photos[at].sha256 for at in order)
        if wanted == self._pictures:
            return
        self._pictures = wanted
        clear(self._row)
        for at in order:
            thumbnail = Thumbnail(
                self._context.look, self._photos, photos[at].sha256, self._caption(photos[at]), self._photo_size()
            )
            thumbnail.clicked.connect(lambda _sha256, at=at: self.photo_asked.emit(at))
            self._row.addWidget(thumbnail)

    def _caption(self, photo: Photo) -> str:
        kind = self._context.texts.text(f"photo.{photo.kind}")
        taken = self._context.words.clock(photo.taken_at) if photo.taken_at else ""
        return sentence(f"{kind} {taken}".strip())

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
        if self._shown is None or self._question is None or reply.question.id != self._question.id:
            return
        if isinstance(reply, Answer) and isinstance(reply.content, tuple):
            self._events, self._age = reply.content, self._age_of(reply)
        elif isinstance(reply, Unreachable):
            self._age = self.tr("the full history is not here, and the server is not reachable")
        else:
            self._denied = True
        self._show_history()

    def _age_of(self, answer: Answer) -> str:
        if not answer.from_cache:
            return ""
        return self.tr("history as of {0}").format(self._context.words.clock_seconds(answer.as_of))

    def _ask(self, shown: ShownCase) -> None:
        self._age, self._denied = "", False
        self._question = self._context.enquiries.ask(Ask.EVENTS, shown.id)

    @Slot(object)
    def _line_changed(self, link: LinkState) -> None:
        """What was answered from memory, or not at all, is asked again when the line is back."""
        if self._age and link.online and self._shown is not None:
            self._ask(self._shown)
            self._show_history()

    @Slot()
    def _seats_changed(self) -> None:
        """What was chosen before anybody signed in is asked again."""
        if self._denied and self._shown is not None:
            self._ask(self._shown)
