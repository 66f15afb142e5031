"""Notices and refusals in words, one at a time, with the recall of the last deed counting down beside it.

What comes while another notice has its time waits for its turn: nothing that is said once is replaced unread.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.facts import Notice, Pending, Recorded, Refusal, ShownCase
from console.ui.case.aims import heads
from console.ui.case.preview import due_of
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.look.lines import DONE, REFUSED, TOLD, NoticeLine
from console.ui.notice_log import NoticeLog, Said
from console.ui.offers import Action

SHOWN_MS = 8_000
WAITING = 5  # notices that wait for their turn; what is older stands in the log alone
POSSIBLE = 4  # so many deeds are named when one is refused
WITH_DEADLINE = frozenset({"dispatch", "reassign"})
STILL_RECALLED = frozenset({"dispatch", "reassign", "add_helper"})
"""Verbs that `U` takes back also after the server has taken them."""


class Notices(QWidget):
    """The place of the notice in a window; it belongs to one seat. `offered` are the deeds that a case offers there."""

    def __init__(
        self, context: Context, words: CaseWords, seat: str, offered: Callable[[str], tuple[Action, ...]]
    ) -> None:
        super().__init__()
        self._context, self._words, self._seat, self._offered = context, words, seat, offered
        self._line = NoticeLine(context.look)
        self._said = ""
        self._until = 0  # in ticks
        self._recall: Pending | None = None
        self._stays, self._icon = False, TOLD
        self._notice: tuple[str, bool] | None = None  # what is shown, where it is a notice: its words, whether it stays
        self._later: deque[tuple[str, bool]] = deque(maxlen=WAITING)
        self.log = NoticeLog(lambda at: context.words.at(at, context.now()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        self._line.hide()
        self._line.recall_asked.connect(self.recall)
        board = context.board
        board.recorded.connect(self._recorded)
        board.refused.connect(self._refused)
        board.notice.connect(self._noticed)
        board.outbox_changed.connect(self._outbox)
        context.second.connect(self._tick)

    @property
    def text(self) -> str:
        """What is said now, "" when nothing is."""
        return "" if self._line.isHidden() else self._said

    @property
    def counts_down(self) -> bool:
        """Whether the last deed of this seat can be taken back now."""
        return self._left() > 0

    @Slot()
    def recall(self) -> None:
        """Take back the last deed of this seat, while its time lasts."""
        self._context.board.recall_last(self._seat)

    def say(self, words: str, recall: Pending | None = None, *, stays: bool = False, icon: str = TOLD) -> None:
        """Show this instead of what was there; `stays`: until something else is said.

        A notice that had not its time yet comes again behind it.
        """
        if self._notice is not None and self._is_fresh:
            self._later.appendleft(self._notice)
        self._notice = None
        self._said, self._recall, self._stays, self._icon = words, recall, stays, icon
        self._until = self._context.ticks() + SHOWN_MS
        self._show()

    def unsay(self, words: str) -> None:
        """These words hold no longer."""
        if words == self._said:
            self._until, self._stays = self._context.ticks(), False
            self._show()

    @Slot(object)
    def _recorded(self, recorded: Recorded) -> None:
        pending = recorded.pending
        if pending.seat == self._seat:
            self.say(self._deed_words(pending), pending if pending.recall_until else None, icon=DONE)

    def _deed_words(self, pending: Pending) -> str:
        texts, shown = self._context.texts, self._context.board.case(pending.case_id)
        parts = [texts.text(f"verb.{pending.verb}")]
        if pending.unit:
            parts = [self.tr("{verb} → {unit}").format(verb=parts[0], unit=self._context.names.unit(pending.unit))]
        parts.append(self._words.matter(shown) if shown else self._context.names.number(pending.number))
        if shown and pending.verb in WITH_DEADLINE:
            parts.append(self._due(shown, pending))
        return " · ".join(part for part in parts if part)

    def _due(self, shown: ShownCase, pending: Pending) -> str:
        """When the unit is due: the handling deadline, never that of the stage which the dispatch has just ended."""
        city, actor = self._context.city, self._context.actor(self._seat)
        due = due_of(shown.case, pending, actor, city, self._context.now()) if city and actor else 0
        return self.tr("due {0}").format(self._context.words.due(due)) if due else ""

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        if refusal.seat == self._seat:
            verb = self._context.texts.text(f"verb.{refusal.verb}") if refusal.verb else ""
            why = self._context.say(refusal.rule, refusal.details)
            words = self.tr("{verb} is not possible: {why}").format(verb=verb, why=why)
            self.say(" · ".join(part for part in (words, self._possible(refusal)) if part), icon=REFUSED)

    def _possible(self, refusal: Refusal) -> str:
        """What may be done instead, as far as it is known for the case that is shown."""
        others = [each for each in heads(self._offered(refusal.case_id)) if each.verb != refusal.verb]
        names = ", ".join(self._context.texts.text(f"verb.{each.verb}") for each in others[:POSSIBLE])
        return self.tr("possible: {verbs}").format(verbs=names) if names else ""

    @Slot(object)
    def _noticed(self, notice: Notice) -> None:
        if notice.seat not in {"", self._seat}:
            return
        said, shown = self._context.say(notice.key, notice.details), self._context.board.case(notice.case_id)
        words = f"{said} · {self._words.matter(shown)}" if shown else said
        self.log.add(Said(self._context.now(), words, notice.case_id if shown else ""))
        one = (words, notice.kind == "error")
        if one != self._notice and one not in self._later:
            self._later.append(one)
        self._next()
        self._show()

    def _next(self) -> None:
        """The notice whose turn it is, unless what is shown has not had its time."""
        if self._later and not self._is_fresh:
            words, stays = one = self._later.popleft()
            self.say(words, stays=stays)
            self._notice = one

    @property
    def _is_fresh(self) -> bool:
        """Whether what is said has its time still."""
        return bool(self._said) and (self._left() > 0 or self._context.ticks() < self._until)

    @Slot(object)
    def _outbox(self, outbox: tuple[Pending, ...]) -> None:
        """What the server has can be taken back only where a recall is a deed of its own."""
        recall = self._recall
        if recall and recall.verb not in STILL_RECALLED and recall.id not in {pending.id for pending in outbox}:
            self._recall = None
            self._show()

    @Slot()
    def _tick(self) -> None:
        self._next()
        if not self._line.isHidden():
            self._show()

    def _show(self) -> None:
        left = self._left()
        going = self._stays or left > 0 or self._context.ticks() < self._until
        self._line.setVisible(going and bool(self._said))
        recall = self.tr("recall {0} s").format(left) if left > 0 else ""
        self._line.show_notice(self._said + self._sent_in(left) + self._more(), recall, self._icon)

    def _more(self) -> str:
        """How many wait for their turn."""
        return " · " + self.tr("{n} more").format(n=len(self._later)) if self._later else ""

    def _sent_in(self, left: int) -> str:
        """What is held for its recall is on this desk's disk, and says when it goes."""
        held = self._recall is not None and self._recall.held and left > 0 and self._context.board.link.online
        return " · " + self.tr("sent in {0} s").format(left) if held else ""

    def _left(self) -> int:
        return -(-(self._recall.recall_until - self._context.now()) // 1000) if self._recall else 0
