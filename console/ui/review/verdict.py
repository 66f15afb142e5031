"""The verdict on the case under review: what may be said on it, and what is wished from the board when it is said."""

from PySide6.QtCore import QObject, Slot

from console.facts import REVIEW, ShownCase
from console.ui.claims import ClaimGate
from console.ui.context import Context
from console.ui.offers import Action, find
from console.ui.review.ahead import KeysAhead
from console.ui.review.cases import ReviewCases
from console.ui.review.closings import Closings
from console.ui.review.comparison import Comparison
from console.ui.review.side import OTHER, ReviewSide
from rules.commands import Role


class Verdict(QObject):
    """`found` is what may be done on the case that is shown; `rejecting` while a reason is awaited."""

    def __init__(
        self, context: Context, cases: ReviewCases, side: ReviewSide, compare: Comparison, ahead: KeysAhead,
        gate: ClaimGate,
    ) -> None:  # fmt: skip
        super().__init__(side)  # goes with the window
        self._context, self._cases, self._side, self._compare, self._ahead = context, cases, side, compare, ahead
        self._gate = gate
        self._closings = Closings(context.board)
        self.found: tuple[Action, ...] = ()
        self.rejecting = False

    def forget(self) -> None:
        """Another case or person: it is not known any more what may be done."""
        self.found, self.rejecting = (), False

    def offer(self, found: tuple[Action, ...]) -> None:
        """This may be done."""
        self.found = found
        self.rejecting = self.rejecting and find(found, "verify_fail") is not None

    def accept(self) -> None:
        """Verification passed; where the person may also close and all conditions are ticked, closed: two events."""
        shown = self._cases.shown
        passing, closing = find(self.found, "verify_pass"), find(self.found, "close")
        meant = closing or passing
        if shown is None or meant is None or not self._gate.passes(shown.id, meant.verb):
            return
        ticked = self._side.closing.ticked()
        if closing is not None:
            self._wish(shown, closing, {"closing": list(ticked)})
        elif passing is not None:
            against = self._side.words_field.text().strip()
            if Role.SHIFT_LEADER in self._context.roles(REVIEW) and self._side.closing.all_ticked():
                self._closings.expect(shown.id, ticked)
            self._wish(shown, passing, {"reason": against} if against else {})

    def start_reject(self) -> None:
        """Await a reason."""
        if find(self.found, "verify_fail") is not None:
            self.rejecting = True
            self._side.show_case(self._cases.shown, self.found, True)

    @Slot(str)
    def reject(self, reason: str) -> None:
        """Reject with a coded reason; what was marked on the photo goes with it, the next case is shown at once."""
        shown, action = self._cases.shown, find(self.found, "verify_fail")
        if shown is None or action is None:
            return
        words = self._side.words_field.text().strip()
        if reason == OTHER and not words:
            self._side.words_field.setFocus()
            return
        if not self._gate.passes(shown.id, action.verb):
            return
        body: dict[str, object] = {"reason": reason}
        if words:
            body["text"] = words
        if marked := self._compare.marked():
            body["photos"] = list(marked)
        self.rejecting = False
        self._wish(shown, action, body)
        if self._cases.current == shown.id:
            self._cases.leave()

    def send_check(self) -> None:
        """Have it looked at on the spot."""
        shown, action = self._cases.shown, find(self.found, "send_check")
        if shown is not None and action is not None and self._gate.passes(shown.id, action.verb):
            self._ahead.judge()
            body = self._side.check.body(action)
            self._context.board.do(REVIEW, action.verb, shown.id, action.target, body)

    def start_recall(self) -> None:
        """The check that is out is to be taken back: ask why."""
        if find(self.found, "recall") is not None:
            self._side.recall.ask()

    @Slot(str)
    def recall(self, words: str) -> None:
        """Take the check back: the verdict may be given without it."""
        shown, action = self._cases.shown, find(self.found, "recall")
        if shown is not None and action is not None and self._gate.passes(shown.id, action.verb):
            self._side.recall.rest()
            self._ahead.judge()
            self._context.board.do(REVIEW, action.verb, shown.id, action.target, {"reason": words})

    def send_back(self) -> None:
        """Give it back, with words if there are any."""
        shown, action = self._cases.shown, find(self.found, "send_back")
        words = self._side.words_field.text().strip()
        if shown is not None and action is not None and self._gate.passes(shown.id, action.verb):
            self._wish(shown, action, {"reason": words} if words else {})

    def _wish(self, shown: ShownCase, action: Action, body: dict[str, object]) -> None:
        self._side.words_field.take()
        self._ahead.judge()
        self._context.board.do(REVIEW, action.verb, shown.id, action.target, body)
