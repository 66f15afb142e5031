"""The review window: before and after side by side, the facts, the verdict; its own seat, read-only without one."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from console.facts import REVIEW, Ask, Delta, Offers, Refusal, ShownCase
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.held_keys import HeldKeys
from console.ui.key_overlay import KeyOverlay
from console.ui.keys import is_enter, is_plain, key_of, without_text
from console.ui.layouts import across, clear, frame, holder
from console.ui.look.buttons import button
from console.ui.look.parts import LampLabel, hair, label, set_role
from console.ui.look.tags import TagLabel
from console.ui.look.words import sentence
from console.ui.notices import Notices
from console.ui.offers import Action, actions, find
from console.ui.photo_pane import PhotoPane, Zoom
from console.ui.photos import Photos
from console.ui.review.ahead import KeysAhead
from console.ui.review.cases import ReviewCases
from console.ui.review.evidence import sides
from console.ui.review.side import OTHER, ReviewSide
from console.ui.review.strip import BEFORE, ReviewStrip
from console.ui.sign_in import SignIn
from console.ui.status_line import StatusLine
from rules.case import Photo, Stage
from rules.commands import Actor, Role
from rules.deadlines import Lamp

VERDICTS = {"A": "accept", "R": "reject", "V": "check", "H": "later", "S": "back"}
ROLES = {Lamp.OVER: "over13", Lamp.NEAR: "near13"}


class ReviewWindow(QMainWindow):
    """The review seat's window."""

    closing = Signal()
    case_linked = Signal(str)  # the case that the main window is to show too, while the two are linked

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._context, self._words = context, CaseWords(context)
        self.photos = Photos(context.enquiries, REVIEW, self)
        self.cases = ReviewCases(context.board)
        self.zoom = Zoom()
        look = context.look
        self.before = PhotoPane(look, self.photos, self.zoom, self.tr("before"))
        self.after = PhotoPane(look, self.photos, self.zoom, self.tr("after"))
        self.strip, self.side = ReviewStrip(context, self.photos), ReviewSide(context, self._words)
        self.notices = Notices(context, self._words, REVIEW)
        self.status = StatusLine(context, self.tr("← → cases   T mark   L main window follows   U recall   ? keys"))
        self.keys = KeyOverlay(context, self, ("review",))
        self.rejecting, self._ahead, self._held_keys = False, KeysAhead(), HeldKeys(self)
        self._linked = False
        self._actor: Actor | None = None
        self._found: tuple[Action, ...] = ()
        self._shown_id, self._closing_after = "", dict[str, tuple[str, ...]]()
        self._make_head()
        self._lay_out()
        self._connect()
        self.setWindowTitle(self.tr("Griddesk · review"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_text(self)
        self._show_person()
        self.show_case()

    # -- made once ------------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self._lamp = LampLabel(self._context.look, "none", "", 20)
        self._matter, self._place = ElidedLabel(role="title"), ElidedLabel()
        self._about = ElidedLabel(role="two15")
        self._clock_left, self._count, self._clock = label(role="two"), label(role="two"), label(role="clock")
        self._synthetic = label(self.tr("synthetic data"), "two")
        self._tags = QHBoxLayout()
        self._tags.setSpacing(6)
        self.person = button(self._context.look, "", "quiet", "user")
        self.person.clicked.connect(self._sign)
        self._before_meta, self._after_meta = label(role="two15"), label(role="two15")
        self._zoom_words = label(role="two")

    def _lay_out(self) -> None:
        px = self._context.look.px
        head = across(
            self._lamp, self._matter, self._place, self._tags, self._about, None, self._synthetic, self._clock_left,
            hair(vertical=True), self._count, self.person, self._clock, spacing=12, margins=(16, 0, 16, 0),
        )  # fmt: skip
        self._bar = frame("bar", head)
        self._bar.setFixedHeight(px(56))
        panes = QHBoxLayout()
        panes.setSpacing(2)
        for title, meta, pane, extra in (
            (self.tr("Before"), self._before_meta, self.before, self._zoom_words),
            (self.tr("After"), self._after_meta, self.after, label(self.tr("B blinks   W swipes"), "two")),
        ):
            panes.addLayout(self._pane(title, meta, pane, extra), 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(panes, 1)
        left.addWidget(hair())
        self.notices.setObjectName("panel")
        self.notices.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot = across(self.strip, self.notices, spacing=0)  # beside: a photo that is marked must not move
        foot.setStretch(0, 3)
        foot.setStretch(1, 2)
        left.addLayout(foot)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(hair(vertical=True))
        middle.addWidget(self.side)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(holder(column))
        self.setMinimumSize(px(1000), px(640))

    def _pane(self, title: str, meta: QWidget, pane: PhotoPane, extra: QWidget) -> QVBoxLayout:
        head = holder(across(label(title, "head"), meta, None, extra, margins=(16, 0, 12, 0)))
        head.setObjectName("panel")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(self._context.look.px(36))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(pane, 1)
        return column

    def _connect(self) -> None:
        board = self._context.board
        self.cases.changed.connect(self.show_case)
        self.side.deed.connect(self.do)
        self.side.reason_picked.connect(self.reject)
        self.side.words_field.returnPressed.connect(self.setFocus)
        self.strip.picked.connect(self._pick)
        self.zoom.changed.connect(self._show_zoom)
        board.offers.connect(self._take_offers)
        board.seats_changed.connect(self._show_person)
        self._context.people.changed.connect(self._show_person)
        board.cases_changed.connect(self._close_passed)
        board.refused.connect(self._refused)
        self.photos.follow(board)
        self._context.second.connect(self._tick)
        self._context.city_changed.connect(self.show_case)
        self._show_zoom()

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot()
    def show_case(self) -> None:
        """Show the present case of the review."""
        shown = self.cases.shown
        other = (shown.id if shown else "") != self._shown_id
        self._shown_id = shown.id if shown else ""
        if other:
            self.photos.ask_again()
            self._found, self.rejecting = (), False
            self.before.marking = self.after.marking = False
        self._show_head(shown)
        self._show_photos(shown, other)
        self.side.show_case(shown, self._found, self.rejecting)
        self._tick()
        if shown is not None and self._context.actor(REVIEW) is not None and other:
            self._ask_offers(shown)
        if other:
            self._tell_link()

    def _show_head(self, shown: ShownCase | None) -> None:
        self._matter.setText(self._words.matter(shown) if shown else self.tr("Nothing to review"))
        self._place.setText(self._words.place(shown) if shown else "")
        clear(self._tags)
        for tag in self._words.tags(shown) if shown else ():
            self._tags.addWidget(TagLabel(self._context.look, tag.kind, tag.text))
        stage = self._context.texts.text(f"stage.{shown.case.stage}") if shown else ""
        self._about.setText(" · ".join(part for part in (shown.number if shown else "", stage) if part))
        city = self._context.city
        self._synthetic.setVisible(bool(city and city.synthetic))
        at, total = self.cases.place
        self._count.setText(f"{at} / {total}")

    def _show_photos(self, shown: ShownCase | None, other: bool) -> None:
        both = sides(shown.case) if shown else None
        before = both.before[:2][-1] if both and both.before else None
        after = both.after[0] if both and both.after else None
        if other:
            self._put(self.before, before)
            self._put(self.after, after)
            for pane in (self.before, self.after):
                self.photos.get(pane.sha256, "full") if pane.sha256 else None
        elif after is not None and not self.after.sha256:
            self._put(self.after, after)
        for meta, photo, title in (
            (self._before_meta, before, self.tr("Before")), (self._after_meta, after, self.tr("After")),
        ):  # fmt: skip
            meta.setText(self._meta(photo).removeprefix(title).removeprefix(" · "))
        self.strip.show_case(shown)
        self.strip.choose(self.before.sha256, self.after.sha256)

    def _put(self, pane: PhotoPane, photo: Photo | None) -> None:
        empty = self.tr("no photo from before") if pane is self.before else self.tr("no photo of the work yet")
        stamp = self._stamp(photo) if photo else ()
        pane.show_photo(photo.sha256 if photo else "", stamp, empty)

    def _meta(self, photo: Photo | None) -> str:
        if photo is None:
            return ""
        at = self._context.words.at(photo.taken_at, self._context.now()) if photo.taken_at else ""
        kind = sentence(self._context.texts.text(f"photo.{photo.kind}"))
        return " · ".join(part for part in (kind, at) if part)

    def _stamp(self, photo: Photo) -> tuple[str, ...]:
        at = f"{photo.lat / 1e7:.5f} N  {photo.lon / 1e7:.5f} E" if photo.lon or photo.lat else ""
        return tuple(line for line in (self._meta(photo), at) if line)

    @Slot(str, str)
    def _pick(self, side: str, sha256: str) -> None:
        shown = self.cases.shown
        photo = next((each for each in shown.case.photos if each.sha256 == sha256), None) if shown else None
        self._put(self.before if side == BEFORE else self.after, photo)
        self.strip.choose(self.before.sha256, self.after.sha256)

    @Slot()
    def _show_zoom(self) -> None:
        self._zoom_words.setText(self.tr("zoom {0} %").format(round(100 * self.zoom.factor)))

    @Slot()
    def _show_person(self) -> None:
        actor = self._context.actor(REVIEW)
        self.person.setText(self._context.people.of(actor) if actor else self.tr("Read only · sign in"))
        self.person.setAccessibleName(self.person.text())
        if actor == self._actor:
            return  # a name came, or the other seat changed: what this person may do stays, and so does a key's effect
        self._actor, self._found, self.rejecting = actor, (), False
        shown = self.cases.shown
        self.side.show_case(shown, (), False)
        if shown is not None and actor is not None:
            self._ask_offers(shown)

    def _ask_offers(self, shown: ShownCase) -> None:
        self._ahead.ask()
        self._context.board.ask_offers(REVIEW, shown.id)

    @Slot(object)
    def _take_offers(self, offers: Offers) -> None:
        if offers.seat == REVIEW and offers.case_id == self._shown_id:
            self._found = actions(offers.offers)
            self.rejecting = self.rejecting and find(self._found, "verify_fail") is not None
            self.side.show_case(self.cases.shown, self._found, self.rejecting)
            for key in self._ahead.answered():
                if offers.case_id == self._shown_id and not self._ahead.takes(key):
                    self._judge(key)

    @Slot()
    def _tick(self) -> None:
        shown, now = self.cases.shown, self._context.now()
        self._clock.setText(self._context.words.clock_seconds(now))
        lamp = self._words.lamp(shown) if shown else Lamp.NONE
        self._lamp.show_lamp(lamp.value, self._words.lamp_words(lamp))
        self._clock_left.setText(self._words.clock(shown) if shown else "")
        set_role(self._clock_left, ROLES.get(lamp, "two"))

    # -- what is done ---------------------------------------------------------------------------------------------

    @Slot(str)
    def do(self, deed: str) -> None:
        """A button or its key."""
        deeds = {
            "accept": self._accept, "reject": self._start_reject, "check": self._send_check, "later": self.cases.later,
            "sign_in": self._sign, "back": self._send_back,
        }  # fmt: skip
        deeds[deed]()
        self.setFocus()

    def _accept(self) -> None:
        """Verification passed; where the person may also close and all conditions are ticked, closed: two events."""
        shown = self.cases.shown
        passing, closing = find(self._found, "verify_pass"), find(self._found, "close")
        if shown is None or not (passing or closing):
            return
        ticked = self.side.ticked()
        if closing is not None:
            self._wish(shown, closing, {"closing": list(ticked)})
        elif passing is not None:
            against = self.side.words_field.text().strip()
            if Role.SHIFT_LEADER in self._context.roles(REVIEW) and self.side.all_ticked():
                self._closing_after[shown.id] = ticked
            self._wish(shown, passing, {"reason": against} if against else {})

    @Slot(object)
    def _close_passed(self, delta: Delta) -> None:
        for shown in delta.changed:
            if shown.id in self._closing_after and shown.case.stage is Stage.TO_CLOSE:
                ticked = self._closing_after.pop(shown.id)
                self._context.board.do(REVIEW, "close", shown.id, "", {"closing": list(ticked)})

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        if refusal.seat == REVIEW:
            self._closing_after.pop(refusal.case_id, None)
            if refusal.case_id == self._shown_id:
                self._ahead.allow()
            self.cases.keep(refusal.case_id)

    def _start_reject(self) -> None:
        if find(self._found, "verify_fail") is not None:
            self.rejecting = True
            self.side.show_case(self.cases.shown, self._found, True)

    @Slot(str)
    def reject(self, reason: str) -> None:
        """Reject with a coded reason; what was marked on the photo goes with it, the next case is shown at once."""
        shown, action = self.cases.shown, find(self._found, "verify_fail")
        if shown is None or action is None:
            return
        words = self.side.words_field.text().strip()
        if reason == OTHER and not words:
            self.side.words_field.setFocus()
            return
        body: dict[str, object] = {"reason": reason}
        if words:
            body["text"] = words
        if self.after.marks:
            mark = {"sha256": self.after.sha256, "kind": "marked", "of": self.after.sha256}
            body["photos"] = [{**mark, "marks": [list(each) for each in self.after.marks]}]
        self.rejecting = False
        self._wish(shown, action, body)
        if self.cases.current == shown.id:
            self.cases.leave()

    def _send_check(self) -> None:
        shown, action = self.cases.shown, find(self._found, "send_check")
        if shown is not None and action is not None:
            self._ahead.judge()
            self._context.board.do(REVIEW, action.verb, shown.id, action.target, {})

    def _send_back(self) -> None:
        shown, action = self.cases.shown, find(self._found, "send_back")
        words = self.side.words_field.text().strip()
        if shown is not None and action is not None:
            self._wish(shown, action, {"reason": words} if words else {})

    def _wish(self, shown: ShownCase, action: Action, body: dict[str, object]) -> None:
        self.side.words_field.clear()
        self._ahead.judge()
        self._context.board.do(REVIEW, action.verb, shown.id, action.target, body)

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
        if event.isAutoRepeat() or not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.cases.step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() == Qt.Key.Key_Backspace and self.after.marking:
            self.after.drop_mark()
        elif event.key() == Qt.Key.Key_Space:
            self._blink()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key_of(event) == "Z":
            self._context.board.recall_last(REVIEW)
        elif is_enter(event) and "sign_in" in self.side.buttons:
            self._sign()
        else:
            return is_plain(event) and self._take_letter(key_of(event), event)
        return True

    def _take_letter(self, key: str, event: QKeyEvent) -> bool:
        if self._ahead.takes(key) or self._judge(key):
            return True
        simple = {
            "T": self._toggle_marking, "Z": self.zoom.step, "U": self.notices.recall, "B": self._blink,
            "W": self._swipe, "L": self._toggle_link,
        }  # fmt: skip
        if key in simple:
            simple[key]()
        elif key == "/" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.keys.open()
        else:
            return False
        return True

    def _judge(self, key: str) -> bool:
        if key.isdigit():
            return self._take_digit(int(key))
        if VERDICTS.get(key) not in self.side.buttons:
            return False
        self.do(VERDICTS[key])
        return True

    def _take_digit(self, digit: int) -> bool:
        if self.rejecting:
            if reason := self.side.reason(digit):
                self.reject(reason)
            return True
        if digit == 0:
            self.zoom.fit()
            return True
        return self.side.tick(digit)

    def _blink(self) -> None:
        self.after.blink("" if self.after.blinking else self.before.sha256)

    def _swipe(self) -> None:
        self.after.swipe("" if self.after.swiping else self.before.sha256)

    def _toggle_link(self) -> None:
        self._linked = not self._linked
        self.notices.say(
            self.tr("The main window follows this one") if self._linked else self.tr("The main window goes its own way")
        )
        self._tell_link()

    def _tell_link(self) -> None:
        if self._linked and self._shown_id:
            self.case_linked.emit(self._shown_id)

    def _toggle_marking(self) -> None:
        self.after.marking = not self.after.marking and bool(self.after.sha256)
        shape = Qt.CursorShape.CrossCursor if self.after.marking else Qt.CursorShape.ArrowCursor
        self.after.setCursor(shape)
        if self.after.marking:
            self.notices.say(self.tr("Draw rectangles on the photo; Backspace takes the last away, T ends"))

    def _escape(self) -> None:
        self.rejecting = self.after.marking = False
        self._ahead.forget()
        self.after.blink("")
        self.after.swipe("")
        self.side.show_case(self.cases.shown, self._found, False)
        self.setFocus()

    # -- size and end ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow monitor the head leaves out what the side says too."""
        super().resizeEvent(event)
        self._about.setVisible(self.width() >= self._context.look.px(1500))

    def showEvent(self, event: QShowEvent) -> None:
        """The window itself takes the keys."""
        super().showEvent(event)
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
