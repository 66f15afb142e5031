"""The alerts above the queue: urgent cases that nobody has been reached for, and promised calls that are due.

`G` goes there, `T` notes the call.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from console.facts import Delta, ShownCase
from console.ui.alarms import Alarms, Ringing
from console.ui.call_backs import Due
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.layouts import clear
from console.ui.look.lines import AlertLine, AlertWords
from console.ui.paced import Paced
from console.ui.promised_calls import PromisedCalls
from console.ui.sounds import Sound
from rules.assignment import Assignment

QUIET_MS = 10_000  # a terminal that is on usually fetches within this
TEN_MINUTES = 600_000


@dataclass(frozen=True, slots=True)
class Alert:
    """One line: of which case, its shape and what that says, and the words."""

    case_id: str
    shape: str
    mark: str
    words: AlertWords


class Alerts(QObject):
    """Fills `place` with one line per alert and plays the sounds. `go_to` brings the case.

    `most` says for how many lines there is room; the rest is counted in the last one.
    """

    go_to = Signal(str)
    counted = Signal(int)  # alerts in the last ten minutes

    def __init__(
        self, context: Context, words: CaseWords, calls: PromisedCalls, place: QVBoxLayout, most: Callable[[], int],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context, self._words, self._calls, self._place, self._most = context, words, calls, place, most
        self._alarms = Alarms()
        self._alarms.start(context.board.cases(), context.now())
        self._shown: tuple[Alert, ...] = ()
        self._waiting: tuple[str, ...] = ()  # all cases, also those folded into the last line
        self._lines: list[AlertLine] = []
        self._raised: list[int] = []
        self._telling = Paced(self.tick, self)
        context.board.cases_changed.connect(self._take)
        calls.changed.connect(self._telling.ask)
        context.second.connect(self.tick)
        self.tick()

    def move(self, place: QVBoxLayout) -> None:
        """Stand there from now on."""
        if place is not self._place:
            self._drop_lines()
            self._shown, self._place = (), place
            self.tick()

    def after(self, case_id: str) -> str:
        """Where `G` goes from a case: from an alert to the next, round the end; else to the first; "" for none."""
        cases = self._waiting
        at = cases.index(case_id) + 1 if case_id in cases else 0
        return cases[at % len(cases)] if cases else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What the alerts say."""
        return tuple(line.words.spoken for line in self._shown)

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        if self._alarms.take(delta.changed, delta.removed):
            self._telling.ask()

    @Slot()
    def tick(self) -> None:
        """Show what rings now; each whole minute of each case sounds once, and each call that becomes due."""
        now = self._context.now()
        if due := self._alarms.due(now):
            self._context.sounds.play(Sound.URGENT)
            self._raised += [now] * len(due)
        calls = self._calls.due()
        if new := self._calls.new(calls):
            self._context.sounds.play(Sound.DECISION)
            self._raised += [now] * new
        self._raised = [at for at in self._raised if now - at < TEN_MINUTES]
        self.counted.emit(len(self._raised))
        ringing = [each for each in self._alarms.ringing if now - each.latest >= QUIET_MS]
        self._show(ringing, calls)

    def _show(self, ringing: Sequence[Ringing], calls: Sequence[Due]) -> None:
        """The words are found for those alone for which there is room."""
        self._waiting = tuple(dict.fromkeys([*(each.shown.id for each in ringing), *(shown.id for shown, _ in calls)]))
        most = self._most()
        lines = [self._unreached(each) for each in ringing[:most]]
        lines += [self._call(shown, leg) for shown, leg in calls[: most - len(lines)]]
        if more := len(ringing) + len(calls) - len(lines):
            words = replace(lines[-1].words, more=self.tr("and {n} more").format(n=more))
            lines[-1] = replace(lines[-1], words=words)
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        for at, line in enumerate(lines):
            made = self._line(at)
            made.show_alert(line.shape, line.mark, line.words)
            made.show()
        for made in self._lines[len(lines) :]:
            made.hide()

    def _line(self, at: int) -> AlertLine:
        """The widget of a line, made once, for to make it takes longer than all the rest; `G` goes to the first."""
        if at == len(self._lines):
            made = AlertLine(self._context.look, self.tr("Act"), "" if at else "G")
            made.act_asked.connect(partial(self._go, at))
            self._lines.append(made)
            self._place.addWidget(made)
        return self._lines[at]

    def _drop_lines(self) -> None:
        self._lines = []
        clear(self._place)

    def _go(self, at: int) -> None:
        self.go_to.emit(self._shown[at].case_id)

    def _unreached(self, ringing: Ringing) -> Alert:
        leg, texts = ringing.legs[0], self._context.texts
        unit, state = self._context.names.unit(leg.unit), texts.text("list.undelivered")
        return Alert(ringing.shown.id, "over", texts.text("mark.urgent"), self._said(ringing.shown, leg, unit, state))

    def _call(self, shown: ShownCase, leg: Assignment) -> Alert:
        """It is near its time at the very second, and late from the next on."""
        context = self._context
        late = leg.call_back_at < context.now()
        person = leg.told_to or context.names.duty(leg.unit)
        unit = " · ".join(part for part in (context.names.unit(leg.unit), person) if part)
        mark = context.texts.text("lamp.over" if late else "list.call_backs")
        words = self._said(shown, leg, unit, self._promised(leg.call_back_at, late))
        return Alert(shown.id, "over" if late else "near", mark, words)

    def _promised(self, instant: int, late: bool) -> str:
        """When the call was promised for, and how late it is."""
        now, words = self._context.now(), self._context.words
        said = self.tr("Call back at {at} ({late})") if late else self.tr("Call back at {at}")
        return said.format(at=words.at(instant, now), late=words.left(instant - now))

    def _said(self, shown: ShownCase, leg: Assignment, unit: str, state: str) -> AlertWords:
        place, matter = self._words.place(shown), self._words.matter(shown)
        return AlertWords(unit, state, place, matter, self._context.names.phone(leg.unit))
