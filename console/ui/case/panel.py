"""The case panel: facts at the left, the decision at the right; forms, the unit picker and cards take its place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console.facts import DESK, Conflict, Offers, ShownCase
from console.ui.case.decide import DecidePane
from console.ui.case.deeds import Deeds
from console.ui.case.early import EarlyKey
from console.ui.case.facts import FactsPane
from console.ui.case.forms import CaseForms
from console.ui.case.pages import CasePages
from console.ui.case_words import CaseWords
from console.ui.claims import ClaimGate
from console.ui.context import Context
from console.ui.keys import takes_text
from console.ui.layouts import down, holder
from console.ui.look.buttons import RoomyButton
from console.ui.look.parts import restyle
from console.ui.notices import Notices
from console.ui.offers import TAKE_OVER, Action, actions, find
from console.ui.photos import Photos
from rules.case import Stage

if TYPE_CHECKING:
    from console.ui.forms.photo_files import PhotoFile
    from console.ui.forms.verb_form import VerbForm

CLAIMED = "eye"  # icon of what is said of claims


class CasePanel(QWidget):
    """One case at a time; what is done is wished from the board for the desk seat."""

    doing = Signal(str)  # id of the case that this desk is about to change
    focus_back = Signal()  # a form or card is left: the queue takes the keys again
    offers_known = Signal(object)  # tuple of Action
    page_changed = Signal()  # case, conflict card or nothing
    asks = Signal()  # a form or a card wants to be seen
    take_over_asked = Signal(str, str)  # case, reason

    def __init__(self, context: Context, words: CaseWords, photos: Photos) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._words = context, words
        self._shown: ShownCase | None = None
        self._early = EarlyKey(context.ticks)
        self._came_from: QWidget | None = None
        self._deeds = Deeds(context.board, self)
        self.facts = FactsPane(context, words, photos)
        self.decide = DecidePane(context, words, photos)
        self.notices = Notices(context, words, DESK, self._offered)
        self._gate = ClaimGate(context, DESK, self.say_claim)
        self.forms = CaseForms(context, self.decide)
        self.pages = CasePages(context, self.facts, holder(down(self.forms, margins=(16, 12, 16, 12))))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.pages, 1)
        outer.addWidget(self.notices)  # beside no case: the deed that emptied the list can still be recalled

    def _connect(self) -> None:
        board = self._context.board
        self.pages.currentChanged.connect(self.page_changed)
        self.pages.asks.connect(self.asks)
        self.pages.left.connect(self.focus_back)
        self._deeds.doing.connect(self.doing)
        self.decide.asked.connect(self.start)
        self.decide.other_unit_asked.connect(self.pick_unit)
        self.forms.unit_picked.connect(self._unit_picked)
        self.forms.done.connect(self._form_done)
        self.forms.left.connect(self.leave_form)
        self.facts.reporter.left.connect(self.focus_back)
        self.facts.charge.left.connect(self.focus_back)
        self.facts.photos_out.another.connect(self._add_photo)
        board.offers.connect(self._take_offers)
        board.conflicts_changed.connect(self.show_conflicts)
        self._context.second.connect(self.facts.tick)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The halves follow the size."""
        super().resizeEvent(event)
        self.pages.follow(self.width(), self.height())

    def set_aside(self, aside: bool) -> None:
        """While something else in the window waits for its deed, that one has the window's one primary button."""
        self.setProperty("aside", aside)
        for button in self.findChildren(RoomyButton):
            restyle(button)
        self.decide.deeds.hold_enter(aside)

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def case_id(self) -> str:
        """The case that is shown, "" for none."""
        return self._shown.id if self._shown else ""

    @property
    def looked_at(self) -> str:
        """The case that the panel is about now: that of the conflict card while it stands here."""
        return self.pages.conflict.case_id if self.pages.shows_conflict else self.case_id

    def show_case(self, shown: ShownCase | None) -> None:
        """Show a case; another one closes whatever form was open. A conflict card stays above it until it is left."""
        other = shown is None or self._shown is None or self._shown.id != shown.id
        self._shown = shown
        if other:
            self.forms.close_all()
            self.offers_known.emit(())
        if shown is not None:
            self.facts.show_case(shown)
            self.decide.show_case(shown, () if other else self.decide.offered)
        self.pages.show_case(shown is not None)
        if other:
            self._early.ask(waits=shown is not None)
        if shown is not None and other:
            self._context.board.ask_offers(DESK, shown.id)

    @Slot(object)
    def _take_offers(self, offers: Offers) -> None:
        if self._shown is not None and offers.seat == DESK and offers.case_id == self._shown.id:
            found = actions(offers.offers)
            self.decide.show_case(self._shown, found)
            self.offers_known.emit(found)
            if early := self._early.answered():
                self.press(early)

    @Slot(object)
    def show_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """A conflict takes the case's place once; put off, it waits in its list, and while a form is open, for that."""
        if not self.busy or self.pages.shows_conflict:
            self.pages.show_conflicts(conflicts)

    # -- what is done ---------------------------------------------------------------------------------------------

    def dispatch(self, case_id: str) -> None:
        """One click or Enter: the case goes to the unit that is shown for it; without one, a unit is asked for."""
        shown = self._context.board.case(case_id)
        if shown is None or self._deeds.dispatches(case_id) or shown.case.stage is not Stage.TO_DISPATCH:
            return
        if not self._context.may_dispatch:
            return
        unit = self.decide.unit if case_id == self.case_id else self._words.unit_code(shown)
        if unit and self._gate.passes(case_id, "dispatch"):
            self._deeds.dispatch(case_id, unit)
        elif not unit and case_id == self.case_id:
            self.pick_unit()

    @property
    def open_case(self) -> ShownCase | None:
        """The case that is shown, None while a form or a card is in its place."""
        return self._shown if self.pages.shows_case and not self.busy else None

    def say_claim(self, words: str) -> None:
        """Something about who has the case in hand."""
        self.notices.say(words, icon=CLAIMED)

    def press(self, key: str) -> bool:
        """A letter on the case; False when nothing has it."""
        if not self.pages.shows_case or self.busy:
            return False
        return self.decide.deeds.press(key) or self.facts.reporter.press(key) or self._early.keep(key)

    def _offered(self, case_id: str) -> tuple[Action, ...]:
        """What the case offers, if it is the one that is shown."""
        return self.decide.offered if case_id and case_id == self.case_id else ()

    @Slot(object)
    def ask(self, action: Action) -> None:
        """Do a deed by its name; where it may be done to several legs, ask first to which."""
        self.decide.deeds.ask(action)

    @Slot(object)
    def start(self, action: Action) -> None:
        """Do a deed, or ask first what it needs."""
        if self._shown is None:
            return
        if action.verb == "dispatch":
            self.dispatch(self._shown.id)
        elif not self._gate.passes(self._shown.id, action.verb):
            return
        elif action.asks:
            self.open_form(action)
        else:
            self._deeds.do(self._shown.id, action.verb, action.target, self.decide.check.body(action))

    def open_form(self, action: Action, known: Mapping[str, str] | None = None) -> None:
        """Ask for what a deed on the case needs; `known` are words that stand in it already."""
        shown = self._shown
        if shown is None:
            return
        unit = self._called(action, shown) if action.verb == "told" else ""
        names, words = self._context.names, dict(known or {})
        self._came_from = self.window().focusWidget()
        words |= {"to": names.duty(unit), "phone": names.phone(unit)} if unit else {}
        if action.verb == "uphold_decline" and shown.case.decline_answer:
            words["answer"] = shown.case.decline_answer  # what was proposed is read before it is agreed to
        self.forms.open_form(action, shown, words, unit)
        self.asks.emit()
        self.forms.focus_first()

    @Slot(object)
    def _add_photo(self, photo: "PhotoFile") -> None:
        """Another photo in the place of those that cannot be had: it goes with a note, once a person has read it."""
        action = find(self.decide.offered, "note")
        if action is None:
            self.notices.say(self._context.say("rule.not_signed_in"))
            return
        if self.form is None or self.form.action != action:
            self.open_form(action, {"text": self.tr("In place of a photo that did not reach the centre")})
        self.forms.take_photo(photo, self.facts.photos_out.missing)

    def _called(self, action: Action, shown: ShownCase) -> str:
        """The unit that a phone call goes to: that of the leg, else the one that has the case."""
        leg = next((leg for leg in shown.case.legs if leg.id == action.target), None)
        return leg.unit if leg else self._words.unit_code(shown)

    @Slot(object, object, object)
    def _form_done(self, action: Action, body: Mapping[str, object], blobs: tuple[bytes, ...]) -> None:
        if self._shown is None:
            return
        case_id = self._shown.id
        if action == TAKE_OVER:
            self.leave_form()
            self.take_over_asked.emit(case_id, body.get("reason", ""))
            return
        if not self._gate.passes(case_id, action.verb):
            return
        replaced = self.forms.replaced if blobs else ()
        self.leave_form()
        self._deeds.do(case_id, action.verb, action.target, body, blobs, replaced)

    @Slot()
    def pick_unit(self) -> None:
        """Another unit than the proposed one, by two letters, pinyin or code."""
        if self._shown is None or find(self.decide.offered, "dispatch") is None:
            return
        self.forms.open_picker(self._shown)
        self.asks.emit()
        self.forms.focus_first()

    @Slot(str)
    def _unit_picked(self, code: str) -> None:
        self.forms.close_all()
        self.decide.choose_unit(code)
        self.focus_back.emit()  # the next Enter dispatches: no conflict may come between

    @Slot()
    def leave_form(self) -> None:
        """Back without a deed; what has waited for the form's end comes now."""
        self.forms.close_all()
        self._give_keys_back()
        self.show_conflicts(self._context.board.conflicts)

    def _give_keys_back(self) -> None:
        """The keys go where they were when the form was opened: the map, the rail; else the queue."""
        back, self._came_from = self._came_from, None
        if back is None or not isValid(back) or not back.isVisible() or self.isAncestorOf(back) or takes_text(back):
            self.focus_back.emit()
        else:
            back.setFocus()

    @property
    def form(self) -> "VerbForm | None":
        """The form of a verb that is open."""
        return self.forms.form

    @property
    def busy(self) -> bool:
        """Whether a form or the unit picker is open."""
        return self.forms.busy
