"""The conflict card: before the cut, mine, meanwhile, now; choices, each with its consequence. Never modal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from console.facts import Conflict
from console.ui.case.choices import Choice, Choices
from console.ui.case.preview import leg_due
from console.ui.case_words import lead_leg
from console.ui.context import Context
from console.ui.keys import is_plain, key_of
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import LampLabel, hair, label
from console.ui.look.sizes import Height
from console.ui.look.words import NONE
from rules.case import Case, Event

COLUMNS = (86, 130, 190, 200, 190)
CHOICE = 280
KEYS = ("1", "2", "3")


class ConflictCard(QFrame):
    """Shows the first of the conflicts; `later` puts it aside."""

    later = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self._context = context
        self._conflict: Conflict | None = None
        self._choices = Choices(context)
        look = context.look
        self._title, self._which, self._case = label(role="title"), label(role="two"), label(role="strong", wrap=True)
        self._why = label(role="two15", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        self.drop = PrimaryButton(look, "", "1")
        self._buttons: tuple[KeyButton, ...] = (self.drop, KeyButton(look, "", "2"), KeyButton(look, "", "3"))
        self._means = tuple(label(role="two15", wrap=True) for _ in self._buttons)
        self._found: tuple[Choice, ...] = ()
        back = KeyButton(look, self.tr("Later"), "Esc", kind="quiet")
        back.clicked.connect(self.later)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        lamp = LampLabel(look, "conflict", context.texts.text("mark.conflict"), 20)
        column.addLayout(across(lamp, self._title, None, self._which, back))
        column.addWidget(self._case)
        column.addWidget(self._why)
        column.addLayout(self._grid)
        column.addWidget(hair())
        column.addWidget(
            label(self.tr("Your command did not take effect, and it is not lost. Choose:"), "two15", wrap=True)
        )
        for at, (button, means) in enumerate(zip(self._buttons, self._means, strict=True)):
            button.clicked.connect(lambda at=at: self._take(at))
            line = across(button, means)
            line.setStretch(1, 1)
            column.addLayout(line)
        column.addWidget(label(self.tr("The other unsent commands are not held up by this one."), "two", wrap=True))
        column.addStretch(1)

    @property
    def conflict_id(self) -> str:
        """The conflict that is shown, "" for none."""
        return self._conflict.id if self._conflict else ""

    @property
    def case_id(self) -> str:
        """The case of that conflict, "" for none."""
        return self._conflict.command.case_id if self._conflict else ""

    def show_conflict(self, conflict: Conflict, place: int, total: int) -> None:
        """Show one; it is the `place`-th of `total`."""
        self._conflict = conflict
        verb = self._context.texts.text(f"verb.{conflict.command.verb}")
        self._title.setText(self.tr("Conflict: your “{verb}” met another deed").format(verb=verb))
        self._which.setText(f"{place} / {total}")
        case = conflict.now or conflict.mine or conflict.before
        names = self._context.names
        self._case.setText(f"{names.matter(case)}  {names.place(case)} · {case.number}" if case else "")
        rule = conflict.outcome.rule
        self._why.setText(self._context.say(rule, conflict.outcome.details) if rule else "")
        self._why.setVisible(bool(rule))
        self._fill(conflict)
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
        self.setAccessibleName(self._title.text())

    def _align(self) -> None:
        """All buttons are as wide as the one that says most; what they bring stands in a column beside them."""
        wide = max(button.sizeHint().width() for button in self._buttons if not button.isHidden())
        for button in self._buttons:
            button.setFixedWidth(max(self._context.look.px(CHOICE), wide))

    def _fill(self, conflict: Conflict) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        heads = (
            "",
            self.tr("Before"),
            self.tr("Yours {0}").format(self._context.words.clock_seconds(conflict.command.issued_at)),
            self.tr("Meanwhile"),
            self.tr("Now"),
        )
        for column, words in enumerate(heads):
            self._cell(0, column, label(words, "cap"))
        for row, (name, cells) in enumerate(self._rows(conflict), 1):
            self._cell(row, 0, label(name, "two15"))
            clash = cells[1] not in {NONE, cells[3]}
            for column, words in enumerate(cells, 1):
                cell = label(words, "strong" if clash and column in {2, 3} else "two15", wrap=True)
                if clash and column in {2, 3} and words:
                    cell.setStyleSheet(f"border-left: 3px solid {self._context.look.tokens.conflict};")
                self._cell(row, column, cell)
        for column, wide in enumerate(COLUMNS):
            self._grid.setColumnStretch(column, wide)

    def _cell(self, row: int, column: int, cell: QLabel) -> None:
        cell.setContentsMargins(8, 0, 8, 0)
        cell.setMinimumHeight(self._context.look.px(Height.COLUMN_HEAD))
        self._grid.addWidget(cell, row, column)

    def _rows(self, conflict: Conflict) -> tuple[tuple[str, tuple[str, str, str, str]], ...]:
        """Name of the field, then before · mine · meanwhile · now."""
        said = self._meanwhile(conflict.meanwhile)
        cases = (conflict.before, conflict.mine, conflict.now)
        stage, unit = (tuple(read(case) for case in cases) for read in (self._stage, self._unit))
        instants = (conflict.command.issued_at, conflict.command.issued_at, self._context.now())
        due = tuple(self._due(case, at) for case, at in zip(cases, instants, strict=True))
        return (
            (self.tr("Stage"), (stage[0], stage[1], said, stage[2])),
            (self.tr("Lead unit"), (unit[0], unit[1], self._units(conflict.meanwhile), unit[2])),
            (self.tr("Due"), (due[0], due[1], "", due[2])),
        )

    def _meanwhile(self, events: tuple[Event, ...]) -> str:
        """When, what, and who, where the name is known here."""
        words, texts, people = self._context.words, self._context.texts, self._context.people
        lines = (
            (words.clock(each.at), texts.text(f"event.{each.verb}"), people.name(each.actor)) for each in events[-3:]
        )
        return "\n".join(" ".join(part for part in line if part) for line in lines)

    def _units(self, events: tuple[Event, ...]) -> str:
        return ", ".join(dict.fromkeys(self._context.names.unit(event.unit) for event in events if event.unit))

    def _stage(self, case: Case | None) -> str:
        return self._context.texts.text(f"stage.{case.stage}") if case else NONE

    def _unit(self, case: Case | None) -> str:
        leg = lead_leg(case) if case else None
        return self._context.names.unit(leg.unit) if leg else NONE

    def _due(self, case: Case | None, at: int) -> str:
        """The lead unit's deadline; on its way, as if it were delivered `at`."""
        leg, city = lead_leg(case) if case else None, self._context.city
        due = leg_due(case, leg.id, city, at) if case and leg and city else 0
        return self._context.words.due(due) if due else NONE

    def _take(self, at: int) -> None:
        if self._conflict is None:
            return
        conflict, choice, board = self._conflict, self._found[at], self._context.board
        board.resolve(conflict.id, choice.how)
        if choice.verb:
            board.do(conflict.seat, choice.verb, conflict.command.case_id, choice.target, choice.body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose and Esc puts off, only while the card has the focus."""
        key = key_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.later.emit()
        elif event.isAutoRepeat() or not is_plain(event) or key not in KEYS[: len(self._found)]:
            event.ignore()
        else:
            self._buttons[KEYS.index(key)].click()
