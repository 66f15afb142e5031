"""The side of the review: closing conditions to tick, what is known, the map, the reasons, the verdicts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from console.facts import REVIEW, ShownCase
from console.ui.case.check_line import VERB as SEND_CHECK
from console.ui.case.check_line import CheckLine
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.evidence import facts, sides
from console.ui.layouts import across, clear
from console.ui.link_words import LinkWords
from console.ui.look.buttons import KeyButton, PrimaryButton, button
from console.ui.look.parts import KeyCap, LampLabel, hair, label
from console.ui.look.sizes import Type
from console.ui.look.words import sentence
from console.ui.offers import Action, find
from console.ui.review.closing import ClosingBoxes
from console.ui.review.inset import Inset
from console.ui.review.recall import RecallWords
from console.ui.review.verdict_words import VerdictWords
from console.ui.wrap import WrapLayout
from rules.deed import OPEN_CHECKS

WIDE = 424
LOW = 700
"""Below this height reasons are shown only while one is awaited."""
MOST_REASONS = 8
APART = 14  # between a verdict's key cap and the next verdict: twice what is within
BESIDE_WORDS = 60  # margins and the key cap, beside the words of a reason
OTHER = "other"  # a reason of the city's list by this code must be told in words


class ReviewSide(QFrame):
    """`deed` brings accept | reject | check | recall | back | later | sign_in; `reason_picked` the reason."""

    deed = Signal(str)
    reason_picked = Signal(str)

    def __init__(self, context: Context, words: CaseWords) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._context, self._words, self._line = context, words, LinkWords(context)
        self.setFixedWidth(context.look.px(WIDE))
        self.closing = ClosingBoxes(context)
        self.buttons: dict[str, KeyButton] = {}
        self._case_id = ""
        self._reasons: tuple[str, ...] = ()
        self._rejects, self._brief = (False, False), False
        self._inset = Inset(context)
        self.words_field = VerdictWords(context)
        self.recall = RecallWords(context)
        self.check = CheckLine(context)
        self._build()

    def _build(self) -> None:
        self._facts, self._grid = QVBoxLayout(), QGridLayout()
        self._facts.setSpacing(4)
        self._told = label(role="two", wrap=True)
        inner = QWidget()
        inner.setObjectName("panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(6)
        column.addWidget(self.closing)
        column.addWidget(hair())
        column.addWidget(label(self.tr("What is known"), "head"))
        column.addLayout(self._facts)
        column.addWidget(self._told)
        column.addWidget(self._inset)  # last: where there is too little height, it is the map that is cut and no words
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._reject_head = label(role="head")
        self._why = label(role="two", wrap=True)  # why there is no verdict to give
        self._verdicts = WrapLayout(spacing=self._context.look.px(APART))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 12)
        whole.setSpacing(6)
        whole.addWidget(area, 1)
        self._lower = QVBoxLayout()
        self._lower.setContentsMargins(16, 0, 16, 0)
        self._lower.setSpacing(6)
        for part in (hair(), self._reject_head):
            self._lower.addWidget(part)
        self._grid.setVerticalSpacing(0)
        self._lower.addLayout(self._grid)
        self._lower.addWidget(self.words_field)
        self._lower.addWidget(self._why)
        self._lower.addWidget(self.recall)
        self._lower.addWidget(self.check)
        self._lower.addLayout(self._verdicts)
        whole.addLayout(self._lower)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_case(self, shown: ShownCase | None, found: tuple[Action, ...], rejecting: bool) -> None:
        """Show a case with what may be done; `rejecting` while a reason is awaited."""
        other = (shown.id if shown else "") != self._case_id
        self._case_id = shown.id if shown else ""
        if other or find(found, "recall") is None:
            self.recall.rest()
        if other:
            self.closing.show_case(shown)
            self.words_field.show_case(self._case_id)
        self._show_facts(shown)
        self._rejects = (find(found, "verify_fail") is not None, rejecting)
        self._show_reasons(*self._rejects)
        self.closing.offer(self._context.may_record and self._context.actor(REVIEW) is not None, rejecting)
        self._show_verdicts(shown, found, rejecting)
        self._show_why(shown)
        self.check.show_case(shown.case if shown else None, find(found, SEND_CHECK) is not None)

    def reason(self, number: int) -> str:
        """The code of the reason with this number, "" for none."""
        return self._reasons[number - 1] if 0 < number <= len(self._reasons) else ""

    def _show_facts(self, shown: ShownCase | None) -> None:
        clear(self._facts)
        self._told.setText(f"“{shown.case.words}”" if shown and shown.case.words else "")
        if shown is None:
            self._inset.show_case(None, "none", ())
            return
        for fact in facts(self._context, shown.case):
            shape = "attend" if fact.look else "done"
            mark = LampLabel(
                self._context.look, shape, self._context.texts.text("mark.evidence") if fact.look else "", 16
            )
            line = across(mark, label(sentence(fact.words), "strong" if fact.look else "", wrap=True))
            line.setStretch(1, 1)
            self._facts.addLayout(line)
        both = sides(shown.case)
        before = tuple((self.tr("B"), photo.lon, photo.lat) for photo in both.before[:1])
        after = tuple((self.tr("A"), photo.lon, photo.lat) for photo in both.after)
        self._inset.show_case(shown.case, self._words.lamp(shown).value, (*before, *after))

    def _show_reasons(self, may: bool, rejecting: bool) -> None:
        clear(self._grid)
        reasons = self._context.names.reject_reasons() if may else {}
        self._reasons = tuple(reasons)[:MOST_REASONS]
        self._brief = self._is_low()
        self._reject_head.setVisible(may)
        self.words_field.setVisible(may)
        self._reject_head.setText(
            self.tr("A number chooses the reason, Esc goes back") if rejecting else self.tr("Reject: R, then a number")
        )
        beside = self._columns([reasons[code] for code in self._reasons])
        for place, code in enumerate(self._reasons if rejecting or not self._brief else ()):
            choice = button(self._context.look, reasons[code], "quiet")
            choice.setStyleSheet("text-align: left; padding: 0 4px;")
            choice.clicked.connect(lambda _on=False, code=code: self.reason_picked.emit(code))
            self._grid.addLayout(
                across(KeyCap(self._context.look, str(place + 1)), choice, None, spacing=4),
                place // beside,
                place % beside,
            )

    def _is_low(self) -> bool:
        """Whether there is too little height for conditions and reasons at once: these come with `R` then."""
        return self.height() < self._context.look.px(LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reasons and the map come and go with the height."""
        super().resizeEvent(event)
        self._inset.spare(self._is_low())
        if self._is_low() != self._brief:
            self._show_reasons(*self._rejects)

    def _columns(self, reasons: list[str]) -> int:
        """Two where the longest reasons of both have room beside each other; none is ever cut short."""
        px, wide = self._context.look.px, self._context.look.metrics(Type.MAIN).horizontalAdvance
        longest = [max(map(wide, reasons[column::2]), default=0) for column in (0, 1)]
        return 2 if sum(longest) + 2 * px(BESIDE_WORDS) < px(WIDE) else 1

    def _show_verdicts(self, shown: ShownCase | None, found: tuple[Action, ...], rejecting: bool) -> None:
        clear(self._verdicts)
        self.buttons = {}
        if self._context.actor(REVIEW) is None:
            self._verdict("sign_in", self.tr("Sign in at this seat"), "Enter", primary=True)
            return
        if shown is None:
            return
        accept = find(found, "verify_pass") or find(found, "close")
        if accept is not None:
            words = (
                self.tr("Accept") if accept.verb == "verify_pass" else sentence(self._context.texts.text("verb.close"))
            )
            self._verdict("accept", words, "A", primary=not rejecting)
        if find(found, "verify_fail") is not None:
            self._verdict("reject", self.tr("Reject"), "R")
        if find(found, "send_check") is not None:
            self._verdict("check", self.tr("Field check"), "V")
        if find(found, "recall") is not None:
            self._verdict("recall", self.tr("Take the check back"), "V")
        if find(found, "send_back") is not None:
            self._verdict("back", sentence(self._context.texts.text("verb.send_back")), "S")
        self._verdict("later", self.tr("Later"), "H")

    def _show_why(self, shown: ShownCase | None) -> None:
        """Why there is no verdict to give now, where it is not the want of a sign-in."""
        actor = self._context.actor(REVIEW)
        words = ""
        if not self._context.may_record and actor is not None:
            words = self._line.closed(self._context.board.link)
        elif shown is not None and actor is not None and actor.id in shown.case.dispatchers:
            words = self.tr("You dispatched this case: somebody else gives the verdict")
        elif shown is not None and actor is not None and any(each.stage in OPEN_CHECKS for each in shown.case.checks):
            words = self.tr("A field check is out: the verdict waits for its answer")
        self._why.setText(words)
        self._why.setVisible(bool(words))

    def _verdict(self, deed: str, words: str, key: str, primary: bool = False) -> None:
        look = self._context.look
        made = PrimaryButton(look, words, key) if primary else KeyButton(look, words, key)
        if isinstance(made, PrimaryButton):
            made.button.be_snug()
        made.button.setMinimumWidth(0)
        made.button.setStyleSheet("padding: 0 8px; min-width: 0;")
        made.clicked.connect(lambda: self.deed.emit(deed))
        self.buttons[deed] = made
        self._verdicts.addWidget(made)
