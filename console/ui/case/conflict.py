"""The conflict card: before the cut, mine, meanwhile, now; choices, each with its consequence. Never modal."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.facts import Conflict, Wish
from console.ui.case.choices import Choice, Choices
from console.ui.case.conflict_choices import ConflictChoices
from console.ui.case.conflict_edit import kept, make_form
from console.ui.case.conflict_fields import ConflictFields
from console.ui.case.conflict_sheet import ConflictSheet
from console.ui.case.conflict_words import ConflictWords, is_mine
from console.ui.context import Context
from console.ui.elided import ElidedLabel
from console.ui.forms.verb_form import VerbForm
from console.ui.keys import is_plain, key_of
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import LampLabel, hair, label


class ConflictCard(QFrame):
    """Shows one conflict with what followed from it; `later` puts it aside.

    Head and choices are always in sight, whatever the height of the window: what is read between them scrolls.
    """

    later = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self._context = context
        self._chain: tuple[Conflict, ...] = ()
        self._leaving: tuple[Conflict, ...] = ()  # a chain whose first one is being dropped
        context.board.conflicts_changed.connect(self._follow)
        self._found, self._fields = Choices(context), ConflictFields(context)
        self._words = ConflictWords(context)
        self.form: VerbForm | None = None
        self._may = context.may_record
        context.board.link_changed.connect(self._show_duty)
        self._make()
        self._lay_out()

    # -- made once ------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self._title, self._case, self._which = ElidedLabel("", "title"), ElidedLabel("", "strong"), label(role="two")
        self.sheet = ConflictSheet(self._context.look)
        self.choices = ConflictChoices(self._context.look)
        self.choices.taken.connect(self._take)
        self._back = KeyButton(self._context.look, self.tr("Later"), "Esc", kind="quiet")
        self._back.clicked.connect(self._put_off)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 10)
        self._column.setSpacing(6)
        lamp = LampLabel(self._context.look, "conflict", self._context.texts.text("mark.conflict"), 20)
        head = across(lamp, self._title, self._which, self._back)
        head.setStretch(1, 1)
        self._column.addLayout(head)
        self._column.addWidget(self._case)
        self._body = QWidget()
        self._fill_body(QVBoxLayout(self._body))
        self._column.addWidget(self._body, 1)

    def _fill_body(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.sheet, 1)
        for part in (hair(), self.choices):
            column.addWidget(part)

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
            self.sheet.to_top()
        self._title.setText(self._named(conflict))
        self._which.setText(f"{place} / {total}")
        self._say(conflict)
        self.sheet.show_rows(self._words.heads(conflict), self._fields.rows(conflict))
        self._show_choices(conflict)
        self._show_carry(conflict, other)
        self.setAccessibleName(self._title.text())

    def _say(self, conflict: Conflict) -> None:
        case, names = conflict.now or conflict.mine or conflict.before, self._context.names
        rule = conflict.outcome.rule
        self._case.setText(f"{names.matter(case)}  {names.place(case)} · {case.number}" if case else "")
        why = self._context.say(rule, conflict.outcome.details) if rule else ""
        found = " · ".join(part for part in (why, self._words.found(conflict)) if part)
        self.sheet.say(found, self._words.chain(self._chain), self._words.call_off(self._chain))

    def _named(self, conflict: Conflict) -> str:
        """What did not take effect, and whose it was when somebody else sits here now."""
        verb = self._context.texts.text(f"verb.{conflict.command.verb}")
        met = conflict.outcome.state == "superseded" or conflict.meanwhile
        if is_mine(self._context, conflict):
            mine = self.tr("Conflict: your “{verb}” met another deed") if met else self.tr("Not done: your “{verb}”")
            return mine.format(verb=verb)
        theirs = (
            self.tr("Conflict: “{verb}” by {who} met another deed") if met else self.tr("Not done: “{verb}” by {who}")
        )
        return theirs.format(verb=verb, who=conflict.author)

    def _show_choices(self, conflict: Conflict) -> None:
        """While nothing can be recorded here none of them can be taken."""
        found = self._found.of(conflict)
        if not self._may:
            found = tuple(replace(choice, possible=False) for choice in found)
        self.choices.show_choices(found, mine=is_mine(self._context, conflict))

    @Slot()
    def _show_duty(self) -> None:
        """Nothing can be recorded any more, or again."""
        if self._may != self._context.may_record:
            self._may = self._context.may_record
            if self._chain:
                self._show_choices(self._chain[0])
                self._show_carry(self._chain[0], other=False)

    def _show_carry(self, conflict: Conflict, other: bool) -> None:
        """The tick, where there are words that the case can still take."""
        words = self._words.carried(self._chain)
        can = bool(words) and self._may and self._found.may_note(conflict, words)
        key = "conflict.carry" if is_mine(self._context, conflict) else "conflict.carry_theirs"
        said = self._context.texts.text(key, words=" ".join(words.split())) if can else ""
        self.choices.show_carry(said, ticked=can if other or not can else None)

    # -- what is chosen -------------------------------------------------------------------------------------------

    @Slot(object)
    def _take(self, choice: Choice) -> None:
        if not self._chain:
            return
        conflict = self._chain[0]
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
        if self.choices.carry.isChecked() and choice.verb in {"reassign", "add_helper"}:
            note = {"note": self._words.carried(self._chain)}
        return Wish("", conflict.seat, choice.verb, conflict.command.case_id, choice.target, {**choice.body, **note})

    def _leave(self) -> None:
        """The words are recorded with the end of the first; only then go those that followed from it."""
        chain, board = self._chain, self._context.board
        words = self._words.carried(chain) if self.choices.carry.isChecked() else ""
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
        case = conflict.now or conflict.mine
        if choice.form is None or case is None:
            return
        self._close_form()
        self.form = make_form(self._context, choice.form, case, conflict.command.body)
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
        self.choices.first.button.setFocus()

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
        """1 to 4 choose, the page keys read on and Esc puts off, only while the card has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_off()
        elif self.form or not is_plain(event) or not self._presses(event):
            event.ignore()

    def _presses(self, event: QKeyEvent) -> bool:
        """A digit chooses, once however long it is held; page keys read on."""
        return (not event.isAutoRepeat() and self.choices.press(key_of(event))) or self.sheet.page(event.key())
