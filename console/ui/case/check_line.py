"""Who a field check will go to, and why, or who has the one that is out; somebody else with a post may be chosen."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import button
from console.ui.look.parts import label
from console.ui.look.words import sentence
from console.ui.offers import Action
from rules.calendar import MINUTE
from rules.case import Case
from rules.charge import Checker, InCharge, checker
from rules.charge_words import checker_words, person, place, shift_words
from rules.check import Check
from rules.deed import OPEN_CHECKS

VERB = "send_check"


class CheckLine(QWidget):
    """Hidden while no check can be sent and none is out; what was chosen holds for the case that is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case: Case | None = None
        self._found: Checker | None = None
        self._chosen = ""  # account of somebody else than the proposed one
        self._out: Check | None = None
        self._minute = 0
        self._says = label(role="two", wrap=True)
        self.other_button = button(context.look, self.tr("Somebody else …"), "chip")
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._choose)
        self.other_button.setMenu(self.menu)
        line = across(self._says, self.other_button)
        line.setStretch(0, 1)
        self.setLayout(line)
        context.second.connect(self._tick)
        context.people.changed.connect(self._refresh)
        self.hide()

    @property
    def says(self) -> str:
        """What it says."""
        return self._says.text() if not self.isHidden() else ""

    def show_case(self, case: Case | None, may_send: bool) -> None:
        """The case, and whether a check can be sent for it by who sits here."""
        self._out = next((each for each in case.checks if each.stage in OPEN_CHECKS), None) if case else None
        may_send = may_send and self._out is None  # one at a time, whatever is still offered
        if case is None or self._case is None or case.id != self._case.id or not may_send:
            self._chosen = ""
        self._case = case if may_send else None
        self._refresh()

    def body(self, action: Action) -> dict[str, object]:
        """What goes with a deed: the chosen person of a check, nothing of any other."""
        return {"collector": self._chosen} if action.verb == VERB and self._chosen else {}

    @Slot()
    def _refresh(self) -> None:
        case, city, now = self._case, self._context.city, self._context.now()
        self._minute = now // MINUTE
        self._found = checker(case, city, now) if case is not None and city is not None else None
        proposes = self._found is not None and bool(city and city.organisation.posts)
        self.setVisible(proposes or self._out is not None)
        if self._found is not None:
            self._say(self._found)
            self._fill(self._found)
        elif self._out is not None:
            self._say_out(self._out)

    def _say_out(self, check: Check) -> None:
        """Who has the check that is out: a person, or whoever walks a grid."""
        name = self._context.people.name(check.collector) or self._context.names.area(check.collector)
        at = self._at(check.sent_at)
        self._says.setText(sentence(self._context.texts.text("check.out", name=name, at=at)))
        self.other_button.hide()

    def _say(self, found: Checker) -> None:
        texts, other = self._context.texts, self._other(found)
        words = self._named(other) if other else checker_words(found, texts, self._at)
        self._says.setText(sentence(f"{words} · {texts.text('check.why.chosen')}" if other else words))

    def _fill(self, found: Checker) -> None:
        """Everybody with an account; the proposed one first."""
        self.menu.clear()
        every = ((found.chosen,) if found.chosen else ()) + found.others
        known: dict[str, InCharge] = {}  # of somebody with several posts the first
        for each in every:
            if each.staff.login and each.staff.login not in known:
                known[each.staff.login] = each
                self.menu.addAction(self._named(each)).setData(each.staff.login)
        self.other_button.setVisible(len(known) > 1)

    def _named(self, each: InCharge) -> str:
        texts = self._context.texts
        return " · ".join((person(each, texts), place(each, texts), shift_words(each, texts, self._at)))

    def _other(self, found: Checker) -> InCharge | None:
        return next((each for each in found.others if self._chosen and each.staff.login == self._chosen), None)

    def _at(self, instant: int) -> str:
        return self._context.words.at(instant, self._context.now())

    @Slot(QAction)
    def _choose(self, picked: QAction) -> None:
        self.choose(str(picked.data()))

    def choose(self, login: str) -> None:
        """Send it to this account; the proposed one's is no choice of one's own."""
        self._chosen = "" if self._found is not None and login == self._found.login else login
        self._refresh()

    @Slot()
    def _tick(self) -> None:
        """Shifts change by the clock alone."""
        if self._case is not None and self._context.now() // MINUTE != self._minute:
            self._refresh()
