"""The line at the foot of a window with the present first step, its key, and a way out."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.facts import Recorded
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.guide.guides import Guides
from console.ui.guide.steps import AGAIN, CHOOSE, GUIDES, RECALL, ROLES, TO_REVIEW, Progress, guides_of
from console.ui.look.buttons import button
from console.ui.look.parts import KeyCap, label


class GuideStrip(QFrame):
    """Goes on by itself when the step is done at `seat`; hidden when there is nothing to show."""

    def __init__(self, context: Context, guides: Guides, seat: str, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self._context, self._guides, self._seat = context, guides, seat
        self._person, self._guide = "", ""
        self._progress: Progress | None = None
        self._place, self._words = label(role="two"), ElidedLabel(role="strong")
        self._caps = QHBoxLayout()
        self._caps.setSpacing(4)
        self.skip = button(context.look, self.tr("Later"), "quiet")
        self.leave = button(context.look, self.tr("Do not show again"), "quiet")
        self.skip.clicked.connect(self._skip)
        self.leave.clicked.connect(self._leave)
        self._lay_out()
        context.board.recorded.connect(self._recorded)
        context.board.recall_asked.connect(self._recalled)
        context.board.seats_changed.connect(self._look_who)
        guides.asked.connect(self._look_who)
        guides.roles_known.connect(self._show)
        self._look_who()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 8, 2)
        row.setSpacing(12)
        row.addWidget(self._place)
        row.addLayout(self._caps)
        row.addWidget(self._words, 1)
        row.addWidget(self.skip)
        row.addWidget(self.leave)
        self.setFixedHeight(self._context.look.px(40))

    @property
    def words(self) -> str:
        """What is asked for now, "" when nothing is."""
        return "" if self.isHidden() else self._words.text()

    @Slot()
    def chose(self) -> None:
        """Another case was chosen."""
        self._did(CHOOSE)

    @Slot()
    def opened_roles(self) -> None:
        """The page of roles was opened."""
        self._did(ROLES)

    @Slot()
    def opened_review(self) -> None:
        """The review window was opened."""
        self._did(TO_REVIEW)

    @Slot(object)
    def _recorded(self, recorded: Recorded) -> None:
        pending = recorded.pending
        if pending.seat != self._seat:
            return
        self._did(pending.verb)
        shown = self._context.board.case(pending.case_id)
        if pending.verb == "dispatch" and shown is not None and shown.case.rework:
            self._did(AGAIN)

    @Slot(str)
    def _recalled(self, seat: str) -> None:
        if seat == self._seat:
            self._did(RECALL)

    def _did(self, deed: str) -> None:
        if self._progress is not None and self._progress.did(deed):
            self._show()

    @Slot()
    def _skip(self) -> None:
        if self._progress is not None:
            self._progress.skip()
            self._show()

    @Slot()
    def _leave(self) -> None:
        """All of this person's guides are seen."""
        for guide in guides_of(self._seat, self._context.roles(self._seat)):
            self._guides.end(self._person, guide)
        self._start()

    @Slot()
    def _look_who(self) -> None:
        """Somebody sat down, left, or wants to see it again."""
        actor = self._context.actor(self._seat)
        person = actor.id if actor is not None else ""
        if person != self._person or self._progress is None:
            self._person = person
            self._start()

    def _start(self) -> None:
        """The first guide that is new to the person."""
        known = guides_of(self._seat, self._context.roles(self._seat)) if self._person else ()
        self._guide = next((name for name in known if self._guides.wants(self._person, name)), "")
        self._progress = Progress(GUIDES[self._guide]) if self._guide else None
        self._show()

    @Slot()
    def _show(self) -> None:
        if self._progress is not None:
            self._progress.has_roles = self._guides.has_roles
        if self._progress is not None and self._progress.step is None:
            self._guides.end(self._person, self._guide)
            self._start()
            return
        self.setVisible(self._progress is not None)
        if self._progress is None or (step := self._progress.step) is None:
            return
        texts = self._context.texts
        number, count = self._progress.place
        self._place.setText(self.tr("First steps {0} / {1}").format(number, count))
        self._words.setText(texts.text(f"guide.{self._guide}.{step.name}"))
        self._show_keys(step.keys)

    def _show_keys(self, keys: tuple[str, ...]) -> None:
        while item := self._caps.takeAt(0):
            if shown := item.widget():
                shown.hide()
                shown.deleteLater()
        for key in keys:
            self._caps.addWidget(KeyCap(self._context.look, key), 0, Qt.AlignmentFlag.AlignVCenter)
