"""`K` and `Shift+K` on the case that is shown, by key or from the menu of its row."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.ui.claims import Claiming, left_lying
from console.ui.context import Context
from console.ui.offers import TAKE_OVER

if TYPE_CHECKING:
    from console.facts import ShownCase
    from console.ui.case.panel import CasePanel


class ClaimKeys(QObject):
    """Claims for the desk seat what its case panel shows; a take-over asks for its reason in the panel's form.

    What its holder has left lying is taken without one.
    """

    def __init__(self, context: Context, panel: "CasePanel") -> None:
        super().__init__(panel)
        self._context, self._panel = context, panel
        self._claiming = Claiming(context, panel.say_claim, self)
        panel.take_over_asked.connect(self._take_over)

    def press(self, over: bool = False) -> None:
        """The case is taken in hand, or let go; `over`: another's claim is taken over, with a reason."""
        shown = self._panel.open_case
        if shown is None:
            return
        if not over:
            self._claiming.toggle(shown)
        elif self._claiming.may_take_over(shown):
            if left_lying(self._context, shown):
                self._claiming.take_over(shown.id)
            else:
                self._panel.open_form(TAKE_OVER)

    def let_go(self) -> None:
        """The person turns away from the case: a claim on it goes too."""
        if (shown := self._panel.open_case) is not None:
            self._claiming.let_go(shown)

    def words(self, shown: "ShownCase") -> tuple[str, str, bool]:
        """What may be done about the claim on a case: the deed, its key, and whether it takes one over."""
        claim, text = shown.claim, self._context.texts.text
        if claim is not None and not claim.here:
            return text("verb.take_over"), "Shift+K", True
        return text("claim.deed_let_go" if claim else "claim.deed_take"), "K", False

    @Slot(str, str)
    def _take_over(self, case_id: str, reason: str) -> None:
        self._claiming.take_over(case_id, reason)
