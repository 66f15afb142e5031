"""One request to be decided: who asks, why, with which proof, how long it may wait; and what each answer brings."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from console.ui.case.consequences import Consequences
from console.ui.case.requests.before import chain, grounds, precedents
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label, set_role
from console.ui.look.words import sentence
from console.ui.offers import Action
from console.ui.photos import Photos, Thumbnail
from console.ui.wrap import WrapLayout
from rules.assignment import Request
from rules.case import Case
from rules.deadlines import Lamp, deadline

PHOTO = (100, 68)
ANSWER = 184  # width of the buttons: what they bring stands in a column beside them
INK = {Lamp.OVER: "over13", Lamp.NEAR: "near13"}


class RequestCard(QFrame):
    """`asked` brings the answer that was chosen; `photo_asked` a proof that is to be seen large."""

    asked = Signal(object)  # Action
    photo_asked = Signal(str)  # sha256

    def __init__(
        self, context: Context, photos: Photos, consequences: Consequences, request: Request,
        answers: tuple[Action, ...], first: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self._context, self._photos, self._consequences = context, photos, consequences
        self.request, self._answers = request, answers
        self._clock, self._left = label(role="two"), ""
        self._reason = label(wrap=True)
        self._means: dict[str, QLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(6)
        title = label(self._title(), "title", wrap=True)
        head = across(title, self._clock)
        head.setStretch(0, 1)
        self._column.addLayout(head)
        self._column.addWidget(label(self._who(), "two", wrap=True))
        self._column.addWidget(self._reason)
        self._reason.setText(f"“{context.names.reason(request.reason)}”")
        self._proofs = WrapLayout(spacing=8)
        self._column.addLayout(self._proofs)
        for number, action in enumerate(answers):
            self._add_answer(action, primary=first and number == 0)
        self._before = label(role="two", wrap=True)  # below the answers: these must be seen first
        self._column.addWidget(self._before)
        self.setAccessibleName(f"{self._title()}: {request.reason}")

    def _title(self) -> str:
        kind = self._context.texts.text(f"request.{self.request.kind}")
        asks = self.tr("{unit} asks: {kind}")
        who = self._context.names.unit(self.request.unit) or self._context.people.name(self.request.by)
        return asks.format(unit=who, kind=kind)

    def _who(self) -> str:
        context, request = self._context, self.request
        until = self.tr("until {at}").format(at=context.words.due(request.until)) if request.until else ""
        days = self.tr("{n} days").format(n=request.days) if request.days else ""
        level = self.tr("decided by: {who}").format(who=context.names.level(request)) if request.level else ""
        parts = (context.people.name(request.by), context.words.at(request.at, context.now()), until, days, level)
        return " · ".join(part for part in parts if part)

    def _add_answer(self, action: Action, *, primary: bool) -> None:
        look, words = self._context.look, sentence(self._context.deed(action.verb))
        key = action.key
        made = PrimaryButton(look, words, key) if primary else KeyButton(look, words, key)
        made.clicked.connect(lambda: self.asked.emit(action))
        made.setFixedWidth(look.px(ANSWER) + made.cap.sizeHint().width())
        self._means[action.verb] = label(role="two15", wrap=True)
        row = across(made, self._means[action.verb])
        row.setStretch(1, 1)
        self._column.addLayout(row)

    def show_case(self, case: Case) -> None:
        """The case as it stands now: its proofs and what each answer would bring."""
        if not self._proofs.count():
            self._show_proofs(case)
        self._show_before(case)
        for action in self._answers:
            found = self._consequences.of(case, action.verb, action.target, {}, action.form)
            self._means[action.verb].setText(found.words)
        self.tick()

    def _show_before(self, case: Case) -> None:
        """How it came to this, and what is known of like cases."""
        known = self._context, case, self.request
        told = (*chain(*known), *grounds(*known), precedents(*known))
        self._before.setText("\n".join(line for line in told if line))
        self._before.setVisible(bool(self._before.text()))

    def _show_proofs(self, case: Case) -> None:
        px = self._context.look.px
        for photo in case.photos:
            if photo.owner == self.request.id:
                caption = self._context.texts.text(f"photo.{photo.kind}")
                size = QSize(px(PHOTO[0]), px(PHOTO[1]))
                made = Thumbnail(self._context.look, self._photos, photo.sha256, sentence(caption), size)
                made.clicked.connect(self.photo_asked)
                self._proofs.addWidget(made)

    def tick(self) -> None:
        """The decision's own clock runs on."""
        city, now = self._context.city, self._context.now()
        ends = deadline("decide", self.request.clock, city.calendar, city.policies.near_percent) if city else None
        words = self._left_words(ends.lamp(now), ends.time_left(now)) if ends else ""
        if words != self._left:
            self._left = words
            self._clock.setText(words)
            set_role(self._clock, INK.get(ends.lamp(now), "two") if ends else "two")

    def _left_words(self, lamp: Lamp, left: int) -> str:
        texts, how = self._context.texts, "left" if lamp in {Lamp.IN_TIME, Lamp.NEAR} else str(lamp)
        name = texts.text("clock.decide")
        return sentence(texts.text(f"console.clock_{how}", name=name, left=self._context.words.left(left)))
