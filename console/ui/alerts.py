"""The alerts above the queue: urgent cases that nobody has been reached for; `G` goes there, `T` notes the call."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from console.facts import Delta, ShownCase
from console.ui.alarms import Alarms
from console.ui.case_words import CaseWords, undelivered
from console.ui.context import Context
from console.ui.layouts import clear
from console.ui.look.lines import AlertLine
from console.ui.sounds import Sound

QUIET_MS = 10_000  # a terminal that is on usually fetches within this
TEN_MINUTES = 600_000


class Alerts(QObject):
    """Fills `place` with one line per alert and plays the sounds. `go_to` brings the case.

    `most` says for how many lines there is room; the rest is counted in the last one.
    """

    go_to = Signal(str)
    counted = Signal(int)  # alerts in the last ten minutes

    def __init__(self, context: Context, words: CaseWords, place: QVBoxLayout, most: Callable[[], int]) -> None:
        super().__init__()
        self._context, self._words, self._place, self._most = context, words, place, most
        self._alarms = Alarms()
        self._alarms.start(context.board.cases(), context.now())
        self._shown: tuple[tuple[str, str], ...] = ()
        self._waiting: tuple[str, ...] = ()  # all cases, also those folded into the last line
        self._raised: list[int] = []
        context.board.cases_changed.connect(self._take)
        context.second.connect(self.tick)
        self.tick()

    def after(self, case_id: str) -> str:
        """Where `G` goes from a case: from an alert to the next, round the end; else to the first; "" for none."""
        cases = self._waiting
        at = cases.index(case_id) + 1 if case_id in cases else 0
        return cases[at % len(cases)] if cases else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What the alerts say."""
        return tuple(words for _, words in self._shown)

    @Slot(object)
    def _take(self, delta: Delta) -> None:
        if self._alarms.take(delta.changed, delta.removed):
            self.tick()

    @Slot()
    def tick(self) -> None:
        """Show what rings now; each whole minute of each case sounds once."""
        now = self._context.now()
        if due := self._alarms.due(now):
            self._context.sounds.play(Sound.URGENT)
            self._raised += [now] * len(due)
        self._raised = [at for at in self._raised if now - at < TEN_MINUTES]
        self.counted.emit(len(self._raised))
        self._show([shown for shown in self._alarms.ringing if self._waited(shown, now)])

    def _waited(self, shown: ShownCase, now: int) -> bool:
        return all(now - leg.sent_at >= QUIET_MS for leg in undelivered(shown.case))

    def _show(self, ringing: list[ShownCase]) -> None:
        self._waiting = tuple(shown.id for shown in ringing)
        shown_now = ringing[: self._most()]
        lines = tuple((shown.id, self._say(shown)) for shown in shown_now)
        if more := len(ringing) - len(lines):
            (case_id, words), folded = lines[-1], self.tr("and {n} more").format(n=more)
            lines = (*lines[:-1], (case_id, f"{words} · {folded}"))
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._place)
        for case_id, words in lines:
            urgent = self._context.texts.text("mark.urgent")
            line = AlertLine(self._context.look, "over", urgent, words, self.tr("Act"), "G")
            line.act_asked.connect(lambda case_id=case_id: self.go_to.emit(case_id))
            self._place.addWidget(line)

    def _say(self, shown: ShownCase) -> str:
        leg = undelivered(shown.case)[0]
        phone = self._context.names.phone(leg.unit)
        parts = [
            self.tr("Not delivered: {matter}").format(matter=self._words.matter(shown)),
            f"{self._context.names.unit(leg.unit)} {phone}".strip(),
        ]
        return " · ".join(part for part in parts if part)
