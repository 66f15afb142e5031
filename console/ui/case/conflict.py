"""The conflict card: before the cut, mine, meanwhile, now; choices, each with its consequence. Never modal."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from console.facts import Conflict, Wish
from console.ui.case.choices import Choice, Choices
from console.ui.case.conflict_edit import kept, make_form
from console.ui.case.conflict_fields import ConflictFields
from console.ui.case.conflict_table import ConflictTable
from console.ui.case.conflict_words import ConflictWords, is_mine
from console.ui.context import Context
from console.ui.forms.verb_form import VerbForm
from console.ui.keys import is_plain, key_of
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import LampLabel, hair, label

CHOICE = 280
KEYS = ("1", "2", "3", "4")


class ConflictCard(QFrame):
    """Shows one conflict with what followed from it; `later` puts it aside."""

    later = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self._context = context
        self._chain: tuple[Conflict, ...] = ()
        self._found: tuple[Choice, ...] = ()
        self._leaving: tuple[Conflict, ...] = ()  # a chain whose first one is being dropped
        context.board.conflicts_changed.connect(self._follow)
        self._choices, self._fields = Choices(context), ConflictFields(context)
        self._words = ConflictWords(context)
        self.form: VerbForm | None = None
        self._make()
        self._lay_out()

    # -- made once ------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        look, words = self._context.look, partial(label, role="two15", wrap=True)
        self._title, self._which, self._case = label(role="title"), label(role="two"), label(role="strong", wrap=True)
        self._when, self._why, self._fell, self._choose = label(role="two", wrap=True), words(), words(), words()
        self.call_off = label(role="strong", wrap=True)
        self._table = ConflictTable(look)
        self.drop = PrimaryButton(look, "", "1")
        self._buttons: tuple[KeyButton, ...] = (self.drop, *(KeyButton(look, "", key) for key in KEYS[1:]))
        self._means = tuple(words() for _ in self._buttons)
        self.carry = QCheckBox()
        self._back = KeyButton(look, self.tr("Later"), "Esc", kind="quiet")
        self._back.clicked.connect(self._put_off)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 12)
        self._column.setSpacing(8)
        lamp = LampLabel(self._context.look, "conflict", self._context.texts.text("mark.conflict"), 20)
        self._column.addLayout(across(lamp, self._title, None, self._which, self._back))
        for part in (self._case, self._when, self._why, self.call_off):
            self._column.addWidget(part)
        self._body = QWidget()
        self._fill_body(QVBoxLayout(self._body))
        self._column.addWidget(self._body, 1)

    def _fill_body(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._table, self._fell, hair(), self._choose):
            column.addWidget(part)
        for at, (button, means) in enumerate(zip(self._buttons, self._means, strict=True)):
            button.clicked.connect(partial(self._take, at))
            line = across(button, means)
            line.setStretch(1, 1)
            column.addLayout(line)
        column.addWidget(self.carry)
        column.addStretch(1)

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def conflict_id(self) -> str:
        """The conflict that is shown, "" for none."""
        return self._chain[0].id if self._chain else ""

    @property
    def case_id(self) -> str:
        """The case of that conflict, "" for none."""
        return self._chain[0].command.case_id if self._chain else ""

    def show_chain(self, chain: tuple[Conflict, ...], place: int, total: int) -> None:
        """Show a conflict and what followed from it; it is the `place`-th of `total`.

        A form that is being filled stays while it is about the same one.
        """
        conflict, other = chain[0], chain[0].id != self.conflict_id
        self._chain = chain
        if other:
            self._close_form()
        self._title.setText(self._named(conflict))
        self._which.setText(f"{place} / {total}")
        self._say(conflict)
        self._table.show_rows(self._words.heads(conflict), self._fields.rows(conflict))
        self._show_choices(conflict)
        self._show_carry(conflict, other)
        self.setAccessibleName(self._title.text())

    def _say(self, conflict: Conflict) -> None:
        case, names = conflict.now or conflict.mine or conflict.before, self._context.names
        rule = conflict.outcome.rule
        self._case.setText(f"{names.matter(case)}  {names.place(case)} · {case.number}" if case else "")
        self._when.setText(self._words.found(conflict))
        self._why.setText(self._context.say(rule, conflict.outcome.details) if rule else "")
        self._fell.setText(self._words.chain(self._chain))
        mine = self.tr("Your command did not take effect, and it is not lost. Choose:")
        theirs = self.tr("The command did not take effect, and it is not lost. Choose:")
        self._choose.setText(mine if is_mine(self._context, conflict) else theirs)
        self.call_off.setText(self._words.call_off(self._chain))
        for part in (self._why, self._fell, self.call_off):
            part.setVisible(bool(part.text()))

    def _named(self, conflict: Conflict) -> str:
        """What did not take effect, and whose it was when somebody else sits here now."""
        verb = self._context.texts.text(f"verb.{conflict.command.verb}")
        mine, met = is_mine(self._context, conflict), conflict.outcome.state == "superseded" or conflict.meanwhile
        if not mine:
            words = (
                self.tr("Conflict: “{verb}” by {who} met another deed")
                if met
                else self.tr("Not done: “{verb}” by {who}")
            )
            return words.format(verb=verb, who=conflict.author)
        words = self.tr("Conflict: your “{verb}” met another deed") if met else self.tr("Not done: your “{verb}”")
        return words.format(verb=verb)

    def _show_choices(self, conflict: Conflict) -> None:
        self._found = self._choices.of(conflict)
        for at, (button, means) in enumerate(zip(self._buttons, self._means, strict=True)):
            choice = self._found[at] if at < len(self._found) else None
            for part in (button, means):
                part.setVisible(choice is not None)
            if choice:
                button.set_text(choice.words)
                button.setToolTip(choice.words)
                button.setEnabled(choice.possible)
                means.setText(choice.means)
        self._align()

    def _align(self) -> None:
        """All buttons are as wide as the one that says most; what they bring stands in a column beside them."""
        wide = max(button.sizeHint().width() for button in self._buttons if not button.isHidden())
        for button in self._buttons:
            button.setFixedWidth(max(self._context.look.px(CHOICE), wide))

    def _show_carry(self, conflict: Conflict, other: bool) -> None:
        """The tick, where there are words that the case can still take."""
        words = self._words.carried(self._chain)
        can = bool(words) and self._choices.may_note(conflict, words)
        key = "conflict.carry" if is_mine(self._context, conflict) else "conflict.carry_theirs"
        self.carry.setText(self._context.texts.text(key, words=" ".join(words.split())) if can else "")
        self.carry.setVisible(can)
        if other or not can:
            self.carry.setChecked(can)

    # -- what is chosen -------------------------------------------------------------------------------------------

    @Slot()
    def _take(self, at: int) -> None:
        if not self._chain or at >= len(self._found) or not self._found[at].possible:
            return
        conflict, choice = self._chain[0], self._found[at]
        if choice.how == "edit":
            self._edit(conflict, choice)
        elif choice.verb:
            self._context.board.resolve(conflict.id, choice.how, self._instead(conflict, choice))
        elif choice.how == "drop":
            self._leave()
        else:
            self._context.board.resolve(conflict.id, choice.how)

    def _instead(self, conflict: Conflict, choice: Choice) -> Wish:
        """What is done in the place of the command that took no effect: with its end one commit."""
        note: Mapping[str, object] = {}
        if self.carry.isChecked() and choice.verb in {"reassign", "add_helper"}:
            note = {"note": self._words.carried(self._chain)}
        return Wish("", conflict.seat, choice.verb, conflict.command.case_id, choice.target, {**choice.body, **note})

    def _leave(self) -> None:
        """The words are recorded with the end of the first; only then go those that followed from it."""
        chain, board = self._chain, self._context.board
        words = self._words.carried(chain) if self.carry.isChecked() else ""
        first = chain[0]
        note = Wish("", first.seat, "note", first.command.case_id, "", {"text": words}) if words else None
        self._leaving = chain
        board.resolve(first.id, "drop", note)

    @Slot(object)
    def _follow(self, conflicts: tuple[Conflict, ...]) -> None:
        """Where the first of a chain has gone, those that followed go; one that could not be dropped keeps them."""
        here = {conflict.id for conflict in conflicts}
        if not self._leaving or self._leaving[0].id in here:
            return
        rest, self._leaving = self._leaving[1:], ()
        for each in rest:
            if each.id in here:
                self._context.board.resolve(each.id, "drop")

    def _edit(self, conflict: Conflict, choice: Choice) -> None:
        """The form stands in the place of table and choices until it is done or left."""
        if choice.form is None or conflict.now is None:
            return
        self._close_form()
        self.form = make_form(self._context, choice.form, conflict.now, conflict.command.body)
        self.form.done.connect(self._edited)
        self.form.left.connect(self._leave_form)
        self._body.hide()
        self._column.addWidget(self.form, 1)
        self.form.focus_first()

    @Slot(object, object)
    def _edited(self, body: Mapping[str, object], blobs: tuple[bytes, ...]) -> None:
        if self.form is None or not self._chain:
            return
        conflict, action = self._chain[0], self.form.action
        whole = kept(conflict.command.body, action, body)
        self._close_form()
        wish = Wish("", conflict.seat, action.verb, conflict.command.case_id, action.target, whole, blobs)
        self._context.board.resolve(conflict.id, "on_top", wish)

    @Slot()
    def _leave_form(self) -> None:
        self._close_form()
        self.drop.button.setFocus()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.close_draft()
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._body.show()

    @Slot()
    def _put_off(self) -> None:
        self._close_form()
        self.later.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 choose and Esc puts off, only while the card has the focus."""
        key = key_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self._put_off()
        elif self.form or event.isAutoRepeat() or not is_plain(event) or key not in KEYS[: len(self._found)]:
            event.ignore()
        else:
            self._buttons[KEYS.index(key)].click()
