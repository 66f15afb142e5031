"""The right half of the case panel: the proposal or the next step, the deadline before the deed, and the buttons."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from console.facts import DESK, ShownCase
from console.ui.case.actions import ActionBar
from console.ui.case.check_line import VERB as SEND_CHECK
from console.ui.case.check_line import CheckLine
from console.ui.case.consequences import Consequences
from console.ui.case.coordination import CoordinationPane
from console.ui.case.legs.view import LegTree
from console.ui.case.next_step import step_lines
from console.ui.case.preview import preview_of
from console.ui.case.proposal_words import ProposalWords
from console.ui.case.requests.pending import PendingRequests
from console.ui.case_words import CaseWords, live_legs
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.layouts import across
from console.ui.look.deadline_bar import DeadlineBar
from console.ui.look.parts import label
from console.ui.look.words import sentence
from console.ui.offers import Action, find, primary
from console.ui.photos import Photos
from rules.calendar import MINUTE, DayKind
from rules.case import Stage
from rules.deadlines import Preview


class DecidePane(QWidget):
    """Shows one case; `asked` brings the deed of a button."""

    asked = Signal(object)  # Action
    other_unit_asked = Signal()

    def __init__(self, context: Context, words: CaseWords, photos: Photos) -> None:
        super().__init__()
        self._context, self._words = context, words
        self._proposal = ProposalWords(context)
        self._shown: ShownCase | None = None
        self._unit = ""  # chosen instead of the proposed one
        self._actions: tuple[Action, ...] = ()
        self._head, self._edition = label(role="cap"), label(role="cap")
        self._title, self._part = ElidedLabel(role="title"), label(role="two")
        self._sentence, self._more = label(wrap=True), label(role="two", wrap=True)
        self._limit = label(role="two15", wrap=True)
        self.bar = DeadlineBar(context.look, context.words)
        self._minute = 0  # of the preview that is shown
        self._consequences = Consequences(context)
        self.tree = LegTree(context)
        self.coordination = CoordinationPane(context)
        self.requests = PendingRequests(context, photos)
        self.requests.asked.connect(self.asked)
        self.check = CheckLine(context)
        self.deeds = ActionBar(context)
        self.tree.asked.connect(self.deeds.ask_about)
        self.deeds.asked.connect(self.asked)
        self.deeds.other_unit_asked.connect(self.other_unit_asked)
        context.second.connect(self.tick)
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(self.requests)
        column.addLayout(across(self._head, None, self._edition))
        column.addLayout(across(self._title, self._part, None))
        for part in (self._sentence, self._more, self.tree, self.coordination):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(area, 1)
        whole.addWidget(self._limit)
        whole.addWidget(self.bar)
        whole.addWidget(self.check)
        whole.addWidget(self.deeds)

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def unit(self) -> str:
        """The unit that a dispatch goes to: the one chosen here, else the proposed one, "" for none."""
        if self._unit:
            return self._unit
        return self._words.unit_code(self._shown) if self._shown else ""

    @property
    def offered(self) -> tuple[Action, ...]:
        """What may be done."""
        return self._actions

    def show_case(self, shown: ShownCase, found: tuple[Action, ...]) -> None:
        """Show a case and what may be done with it."""
        if self._shown is None or self._shown.id != shown.id or shown.case.stage is not Stage.TO_DISPATCH:
            self._unit = ""
        self._shown, self._actions = shown, found
        self.check.show_case(shown.case, find(found, SEND_CHECK) is not None)
        self._refresh()

    def choose_unit(self, code: str) -> None:
        """Show another unit instead of the proposed one, with its own deadline; nothing is sent yet."""
        self._unit = code
        self._refresh()

    @Slot()
    def tick(self) -> None:
        """The preview follows the clock by the minute."""
        if self._shown is not None and self._context.now() // MINUTE != self._minute:
            self._show_ahead(self._shown)

    def _show_ahead(self, shown: ShownCase) -> None:
        """What the primary deed would bring: the deadline of a dispatch, in words what any other changes."""
        waits = shown.case.stage is Stage.TO_DISPATCH
        self._show_preview(shown if waits else None)
        if not waits:
            self._show_outcome(shown)

    def _show_outcome(self, shown: ShownCase) -> None:
        """Of a deed that asks for nothing first; a form says it itself."""
        main = primary(action for action in self._actions if not action.verb.startswith("grant_"))
        asks = main is None or main.asks
        said = "" if asks or main is None else self._outcome(shown, main)
        self._limit.setText(said)
        self._limit.setVisible(bool(said))

    def _outcome(self, shown: ShownCase, action: Action) -> str:
        found = self._consequences.of(shown.case, action.verb, action.target, {}, action.form)
        deed, brings = sentence(self._context.deed(action.verb, shown.case.stage)), " · ".join(found.lines)
        return self.tr("{deed}: {brings}").format(deed=deed, brings=brings) if brings else ""

    def _refresh(self) -> None:
        shown = self._shown
        if shown is None:
            return
        waits = shown.case.stage is Stage.TO_DISPATCH
        self._keep_places(waits)
        self._show_proposal(shown) if waits else self._show_step(shown)
        self._show_ahead(shown)
        effect = self.tr("Dispatch → {unit}").format(unit=self._context.names.unit(self.unit))
        self.coordination.show_case(shown.case)
        apart = self.requests.show_case(shown.case, self._actions)
        for part in (self._head, self._edition, self._title, self._part):
            part.setVisible(self.requests.isHidden())  # what is asked for stands in their place
        self.deeds.show_actions(
            tuple(action for action in self._actions if action not in apart), shown.case, effect, bool(self.unit), apart
        )

    def _keep_places(self, waits: bool) -> None:
        """From case to case nothing moves while it is asked what may be done."""
        for part in (self._limit, self.bar, self.deeds):
            policy = part.sizePolicy()
            if policy.retainSizeWhenHidden() != waits:
                policy.setRetainSizeWhenHidden(waits)
                part.setSizePolicy(policy)

    def _show_proposal(self, shown: ShownCase) -> None:
        words = self._proposal.of(shown)
        again = shown.case.round > 0
        self._head.setText(self.tr("Proposal for the re-dispatch") if again else self.tr("Proposal"))
        self._edition.setText(words.edition)
        self._title.setText(self._context.names.unit(self.unit) if self.unit else self.tr("No proposal"))
        self._part.setText(self.tr("lead") if self.unit else "")
        chosen = [self.tr("Chosen by you instead of the proposal."), self._proposal.numbers(self._unit, shown)]
        self._sentence.setText(" ".join(chosen) if self._unit else words.sentence)
        self._more.setText(words.more)
        self._sentence.show()
        self._more.setVisible(bool(words.more))
        self.tree.show_case(shown.case if live_legs(shown.case) else None)

    def _show_step(self, shown: ShownCase) -> None:
        self._head.setText(self.tr("Stage"))
        self._edition.setText("")
        self._title.setText(self._context.texts.text(f"stage.{shown.case.stage}"))
        self._part.setText(self._words.unit(shown))
        lines = step_lines(self._context, shown)
        self._sentence.setText("\n".join(lines[:3]))
        self._more.setText("\n".join(lines[3:]))
        self._sentence.setVisible(bool(lines))
        self._more.setVisible(len(lines) > 3)
        self.tree.show_case(shown.case)

    def _show_preview(self, shown: ShownCase | None) -> None:
        city, actor = self._context.city, self._context.actor(DESK)
        may = shown is not None and find(self._actions, "dispatch") is not None
        found, now = None, self._context.now()
        self._minute = now // MINUTE
        if shown is not None and may and self.unit and city and actor:
            found = preview_of(shown.case, self.unit, actor, city, now)
        self.bar.setVisible(found is not None)
        self._limit.setVisible(found is not None)
        if found is not None:
            self.bar.say_in(self._context.words)
            self.bar.show_preview(found)
            self._limit.setText(self._limit_words(found))

    def _limit_words(self, found: Preview) -> str:
        limit = self._context.names.limit(found.limit)
        parts = [self.tr("If dispatched now"), self.tr("{limit} to handle").format(limit=limit)]
        if found.used:
            left = self._context.words.span(max(0, found.total - found.used))
            parts.append(self.tr("{left} of it left").format(left=left))
        if DayKind.HOLIDAY in found.days_off:
            parts.append(self.tr("holidays not counted"))
        elif DayKind.WEEKEND in found.days_off:
            parts.append(self.tr("weekend not counted"))
        if not found.known:
            parts.append(self.tr("holidays of that year are not listed yet"))
        return "  ·  ".join(parts)
