"""What is known beside the legs: how often the matter came back, why, and the coordination ledger of the case."""

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.layouts import clear
from console.ui.look.parts import label
from console.ui.look.words import sentence
from rules.calendar import MINUTE
from rules.case import Case
from rules.ledger import Ledger, LedgerEntry

Line = tuple[str, str]  # the role of a label, the words

ENTRIES = 6  # the newest of a ledger; the form has all


class CoordinationPane(QWidget):
    """Hidden while there is nothing to tell."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case: Case | None = None
        self._shown: tuple[Line, ...] = ()
        self._minute = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(4)
        context.second.connect(self._tick)
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says."""
        return tuple(words for _, words in self._shown)

    def show_case(self, case: Case) -> None:
        """The case as it stands now."""
        self._case, self._minute = case, self._context.now() // MINUTE
        lines = (*self._recurrence(case), *(line for each in case.ledgers for line in self._ledger(each)))
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._column)
        for role, words in lines:
            self._column.addWidget(label(words, role, wrap=True))
        self.setVisible(bool(lines))

    @Slot()
    def _tick(self) -> None:
        """A promise becomes due by the clock alone."""
        if self._case is not None and self._case.ledgers and self._context.now() // MINUTE != self._minute:
            self.show_case(self._case)

    # -- what came back -------------------------------------------------------------------------------------------

    def _recurrence(self, case: Case) -> Iterator[Line]:
        if not (case.recurrence or case.cause_asked):
            return
        policies = self._context.city.policies if self._context.city else None
        days = policies.recurrence_days if policies else 0
        yield "cap", self.tr("Came back")
        yield "", self.tr("Closed here {n} times within {days} days.").format(n=case.recurrence, days=days)
        for each in case.recurs:
            names = self._context.names
            yield (
                "two",
                _joined(names.number(each.number or each.case), names.unit(each.unit), self._at(each.closed_at)),
            )
        yield from self._cause(case)

    def _cause(self, case: Case) -> Iterator[Line]:
        if case.cause_at:
            who = self._context.people.name(case.cause_by)
            yield "", self.tr("Cause: {words}").format(words=case.cause)
            measure = self.tr("against it: {words}").format(words=case.measure) if case.measure else ""
            yield "two", _joined(measure, who, self._at(case.cause_at))
        elif case.cause_asked:
            yield "near13", self.tr("Its cause is asked for.")

    # -- the ledger -----------------------------------------------------------------------------------------------

    def _ledger(self, ledger: Ledger) -> Iterator[Line]:
        text = self._context.texts.text
        yield "cap", self.tr("Coordination ledger")
        yield "", f"{sentence(text(f'choice.{ledger.kind}'))} · {ledger.subject}"
        if ledger.due:
            late = ledger.due <= self._context.now()
            words = self.tr("Promised by {at}, and not noted as kept") if late else self.tr("Promised by {at}")
            yield ("over13" if late else "near13"), words.format(at=self._at(ledger.due))
        if more := len(ledger.entries) - ENTRIES:
            yield from [("two", self.tr("{n} earlier entries").format(n=more))] if more > 0 else []
        for entry in ledger.entries[-ENTRIES:]:
            yield "two", self._entry(entry)
        if ledger.closed_at:
            yield "", self.tr("Closed {at}: {words}").format(at=self._at(ledger.closed_at), words=ledger.result)

    def _entry(self, entry: LedgerEntry) -> str:
        how = sentence(self._context.texts.text(f"choice.{entry.how}"))
        by_when = self.tr("by {at}").format(at=self._at(entry.by_when)) if entry.by_when else ""
        kept = self.tr("kept") if entry.kept else ""
        return _joined(self._at(entry.at), how, entry.who, entry.agreed, by_when, kept)

    def _at(self, instant: int) -> str:
        return self._context.words.at(instant, self._context.now()) if instant else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
