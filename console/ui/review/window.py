"""The review window: before and after side by side, the facts, the verdict; its own seat, read-only without one."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout

from console.facts import REVIEW, Ask, Offers, Refusal, ShownCase
from console.ui.case_words import CaseWords
from console.ui.claims import ClaimGate
from console.ui.context import Context
from console.ui.guide import Guides, GuideStrip
from console.ui.held_keys import HeldKeys
from console.ui.key_overlay import KeyOverlay
from console.ui.keys import without_text
from console.ui.layouts import holder
from console.ui.look.parts import hair
from console.ui.notices import Notices
from console.ui.offers import Action, actions
from console.ui.paced import Paced
from console.ui.photos import Photos
from console.ui.review.ahead import KeysAhead
from console.ui.review.cases import ReviewCases
from console.ui.review.comparison import Comparison
from console.ui.review.head import ReviewHead
from console.ui.review.main_link import MainLink
from console.ui.review.review_keys import ReviewKeys
from console.ui.review.review_line import ReviewLine
from console.ui.review.side import ReviewSide
from console.ui.review.verdict import Verdict
from console.ui.sign_in import SignIn
from console.ui.watermark import Watermark
from rules.commands import Actor


class ReviewWindow(QMainWindow):
    """The review seat's window."""

    closing = Signal()
    main_asked = Signal()  # the main window is wanted in front

    def __init__(self, context: Context, guides: Guides | None = None) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._context, self._words = context, CaseWords(context)
        self.photos = Photos(context.enquiries, REVIEW, self)
        self.cases = ReviewCases(context.board)
        self.notices = Notices(context, self._words, REVIEW, self._offered)
        self.head = ReviewHead(context, self._words)
        self.compare = Comparison(context, self.photos, self.notices)
        self.side = ReviewSide(context, self._words)
        self.status = ReviewLine(context)
        self.guide = GuideStrip(context, guides or Guides(self), REVIEW, self)
        self.keys = KeyOverlay(context, self, ("review",))
        self._ahead, self._held_keys = KeysAhead(), HeldKeys(self)
        gate = ClaimGate(context, REVIEW, self.notices.say)
        self.verdict = Verdict(context, self.cases, self.side, self.compare, self._ahead, gate)
        self._taken = ReviewKeys(self, self._ahead)
        self._counting = Paced(self._show_place, self)
        self.link = MainLink(self.notices, self)
        self.actor: Actor | None = None  # who sits here
        self.status.show_keys(manned=False)
        self._shown_id = ""
        self._is_old = False  # it was changed while it was hidden
        self._lay_out()
        self._connect()
        self.setWindowTitle(self.tr("Griddesk · review"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_text(self)
        self._show_person()
        self.show_case()
        self.watermark = Watermark(context, REVIEW, self)

    def _offered(self, case_id: str) -> tuple[Action, ...]:
        """What the case offers, if it is the one that is shown."""
        return self.verdict.found if case_id and case_id == self._shown_id else ()

    # -- made once ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        px = self._context.look.px
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.compare, 1)
        middle.addWidget(hair(vertical=True))
        middle.addWidget(self.side)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(middle, 1)
        column.addWidget(self.guide)
        column.addWidget(self.status)
        self.setCentralWidget(holder(column))
        self.setMinimumSize(px(900), px(480))

    def _connect(self) -> None:
        board = self._context.board
        self.cases.changed.connect(self._case_changed)
        self.cases.counted.connect(self._counting.ask)
        self.side.deed.connect(self.do)
        self.side.reason_picked.connect(self.verdict.reject)
        self.side.recall.given.connect(self.verdict.recall)
        self.side.words_field.returnPressed.connect(self.setFocus)
        self.head.sign_asked.connect(self._sign)
        self.head.main_asked.connect(self.main_asked)
        board.offers.connect(self._take_offers)
        board.seats_changed.connect(self._show_person)
        self._context.people.changed.connect(self._show_person)
        board.refused.connect(self._refused)
        self.photos.follow(board)
        self._context.second.connect(self._tick)
        self._context.city_changed.connect(self.show_case)
        self._context.board.geometry_changed.connect(self.show_case)

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot()
    def _case_changed(self) -> None:
        """A window that nobody sees takes no time from those that are seen."""
        if self.isVisible():
            self.show_case()
        else:
            self._is_old = True

    @Slot()
    def show_case(self) -> None:
        """Show the present case of the review."""
        self._is_old = False
        shown = self.cases.shown
        other = (shown.id if shown else "") != self._shown_id
        self._shown_id = shown.id if shown else ""
        if other:
            self.photos.ask_again()
            self.verdict.forget()
        self.head.show_case(shown, self.cases.place)
        self.compare.show_case(shown, other)
        self._show_side()
        if shown is not None and self._context.actor(REVIEW) is not None and other:
            self._ask_offers(shown)
        if other:
            self.link.follow(self._shown_id)
            self.guide.chose()

    def _show_place(self) -> None:
        if self.isVisible():
            self.head.show_place(self.cases.place)

    @Slot()
    def _show_person(self) -> None:
        actor = self._context.actor(REVIEW)
        self.head.show_person()
        if actor == self.actor:
            return  # a name came, or the other seat changed: what this person may do stays, and so does a key's effect
        self.actor = actor
        self.verdict.forget()
        self.status.show_keys(manned=actor is not None)
        self.compare.mark(False)
        shown = self.cases.shown
        self._show_side()
        if shown is not None and actor is not None:
            self._ask_offers(shown)

    def _show_side(self) -> None:
        self.side.show_case(self.cases.shown, self.verdict.found, self.verdict.rejecting)

    def _ask_offers(self, shown: ShownCase) -> None:
        self._ahead.ask()
        self._context.board.ask_offers(REVIEW, shown.id)

    @Slot(object)
    def _take_offers(self, offers: Offers) -> None:
        if offers.seat == REVIEW and offers.case_id == self._shown_id:
            self.verdict.offer(actions(offers.offers))
            self._show_side()
            for key in self._ahead.answered():
                if offers.case_id == self._shown_id and not self._ahead.takes(key):
                    self._taken.judge(key)

    @Slot()
    def _tick(self) -> None:
        self.head.tick(self.cases.shown)

    # -- what is done ---------------------------------------------------------------------------------------------

    @Slot(str)
    def do(self, deed: str) -> None:
        """A button or its key."""
        deeds = {
            "accept": self.verdict.accept, "reject": self.verdict.start_reject, "check": self.verdict.send_check,
            "back": self.verdict.send_back, "later": self.cases.later, "sign_in": self._sign,
            "recall": self.verdict.start_recall,
        }  # fmt: skip
        self.setFocus()
        deeds[deed]()  # one that asks for words has the keys then

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        if refusal.seat == REVIEW:
            if refusal.case_id == self._shown_id:
                self._ahead.allow()
            self.cases.keep(refusal.case_id)

    @Slot()
    def _sign(self) -> None:
        if self._context.actor(REVIEW) is not None:
            self._context.enquiries.ask(Ask.SIGN_OUT, seat=REVIEW)
            return
        dialog = SignIn(self._context, REVIEW, self.tr("Sign in at the review seat"), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits by physical key."""
        if event.isAutoRepeat() or not self._taken.take(event):
            super().keyPressEvent(event)

    def escape(self) -> None:
        """`Esc`: back from whatever was begun."""
        self.verdict.rejecting = False
        self._ahead.forget()
        self.side.recall.rest()
        self.compare.rest()
        self._show_side()
        self.setFocus()

    # -- size and end ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The head follows the width."""
        super().resizeEvent(event)
        self.head.follow(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """The window itself takes the keys."""
        super().showEvent(event)
        self._show_place()
        if self._is_old:
            self.show_case()
        self._held_keys.watch()
        self.setFocus()

    def retire(self) -> None:
        """Another window takes this one's place, or the work ends."""
        self.photos.stop()
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing hides it: `F8` brings it back."""
        self.closing.emit()
        super().closeEvent(event)
