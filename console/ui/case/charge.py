"""Who is in charge of the place of a case: collector, grid leaders and road chiefs, with the office's phone.

A number of their own is shown on request with a reason, and the server keeps a record of every look.
"""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from console.facts import DESK, Answer, Ask, Denied, Question, Unreachable
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import button
from console.ui.look.parts import label
from console.ui.look.words import sentence
from rules.calendar import MINUTE
from rules.case import Case
from rules.charge import InCharge, on_the_place
from rules.charge_words import line, person
from rules.powers import Data, Deed


class ChargePane(QWidget):
    """Hidden where nobody is laid down; what was revealed goes with the next case."""

    left = Signal()  # the reason was given or dropped: the keys go back

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case: Case | None = None
        self._minute = 0
        self._people: tuple[InCharge, ...] = ()
        self._offered: tuple[InCharge, ...] | None = None  # whose number may be asked for; None = the menu is old
        self._asked: InCharge | None = None
        self._question: Question | None = None
        self._says, self._told = label(role="two", wrap=True), label(wrap=True)
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._begin)
        self.number_button = button(context.look, sentence(context.texts.text("charge.mobile")), "chip")
        self.number_button.setMenu(self.menu)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Reason for looking"))
        self.reason.returnPressed.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = across(self._says, self.number_button)
        row.setStretch(0, 1)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self._told)
        context.enquiries.answered.connect(self._answered)
        context.second.connect(self._tick)
        self.hide()

    @property
    def says(self) -> str:
        """Everybody, a line each."""
        return self._says.text()

    @property
    def told(self) -> str:
        """What was revealed, or why it was not."""
        return self._told.text()

    def show_case(self, case: Case) -> None:
        """The people of a place; another case seals what was shown."""
        if self._case is None or case.id != self._case.id:
            self._people, self._question, self._asked = (), None, None
            self.hide()
            self.reason.clear()
            self.reason.hide()
            self._told.setText("")
            self._told.hide()
        self._case = case
        self._refresh(case)
        self._offer()

    def _refresh(self, case: Case) -> None:
        city, now = self._context.city, self._context.now()
        self._minute = now // MINUTE
        found = on_the_place(case, city, now) if city is not None else ()
        if found == self._people:
            return  # an open menu stays as it is
        self._people, self._offered = found, None
        self.setVisible(bool(self._people))
        if city is None or not self._people:
            return
        texts = self._context.texts
        self._says.setText("\n".join(sentence(line(each, city, texts, self._at)) for each in self._people))
        self._offer()

    def _offer(self) -> None:
        """Rights change with who sits here and by the clock; an open menu stays as it is."""
        offered = tuple(each for each in self._people if self._may_ask(each))
        self.number_button.setVisible(bool(offered))
        if offered != self._offered:
            self._offered = offered
            self._fill()

    def _may_ask(self, each: InCharge) -> bool:
        """Whether there is a number of the person's own, which may be shown at this desk."""
        city, may = self._context.city, self._context.reach(Data.PEOPLE, Deed.REVEAL)
        return each.staff.private and city is not None and may.covers_staff(each.staff, city)

    def _fill(self) -> None:
        self.menu.clear()
        for n, each in enumerate(self._people):
            if self._may_ask(each):
                self.menu.addAction(person(each, self._context.texts)).setData(n)

    @Slot()
    def _tick(self) -> None:
        """Shifts change by the clock alone."""
        if self._case is not None and self._context.now() // MINUTE != self._minute:
            self._refresh(self._case)

    def _at(self, instant: int) -> str:
        return self._context.words.at(instant, self._context.now())

    @Slot(QAction)
    def _begin(self, picked: QAction) -> None:
        self.begin(int(picked.data()))

    def begin(self, number: int) -> None:
        """Ask for the reason to see the own number of the number-th person."""
        self._asked = self._people[number]
        texts = self._context.texts
        name = person(self._asked, texts)
        self.reason.setPlaceholderText(f"{name}: {texts.text('charge.reason')}")
        self.reason.show()
        self.reason.setFocus()

    @Slot()
    def _ask(self) -> None:
        if self._asked is not None and (words := self.reason.text().strip()):
            args = {"reason": words}
            self._question = self._context.enquiries.ask(Ask.STAFF_PHONE, self._asked.staff.code, DESK, args)
            self.reason.clear()
            self.reason.hide()
            self.left.emit()

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id or self._asked is None:
            return
        self._question = None
        texts = self._context.texts
        if isinstance(reply, Answer):
            phone = reply.content.get("phone", "") if isinstance(reply.content, Mapping) else ""
            self._told.setText(texts.text("charge.mobile_of", name=person(self._asked, texts), phone=phone or "–"))
        else:
            key = reply.rule if isinstance(reply, Denied) else reply.reason
            self._told.setText(self._context.say(key, reply.details))
        self._told.show()
