"""The strips between the head of the queue and its rows: a clock far off, what is new, a lost line, old commands."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from console.facts import Line, LinkState
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.link_words import LinkWords
from console.ui.look.lines import LastingStrip, OfflineStrip, Strip
from console.ui.queue.model import QueueModel

_NO_LINE = frozenset({Line.OFFLINE, Line.SIGN_IN, Line.OTHER_VERSION})


class Strips(QWidget):
    """They follow the board; what the queue holds back they are told by `show_held`."""

    merge_asked = Signal()
    enrol_asked = Signal()  # the server does not know this desk: it is to be enrolled again
    old_asked = Signal()  # the person wants to look through the old commands

    def __init__(self, context: Context, words: CaseWords, model: QueueModel) -> None:
        super().__init__()
        self._context, self._words, self._model, self._line = context, words, model, LinkWords(context)
        self._clock = Strip(context.look)  # over a clock that is far off
        self._new = Strip(context.look, ".", self.tr("merge in"))
        self._offline = OfflineStrip(context.look)
        self._closed = LastingStrip(context.look, "lock")  # while nothing can be recorded here
        self.old = Strip(context.look, "X", self.tr("look through"))
        self._new.asked.connect(self.merge_asked)
        self.old.asked.connect(self.old_asked)
        self._offline.act_asked.connect(self._act)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self._clock, self._new, self._closed, self._offline, self.old):
            column.addWidget(strip)
        context.board.outbox_changed.connect(self._show_old)

    @property
    def is_offline(self) -> bool:
        """Whether the strip of a lost line stands there."""
        return self._context.board.link.line in _NO_LINE

    @Slot()
    def show_held(self) -> None:
        """What came is held back while somebody works; without a line the offline strip says so."""
        held = self._model.held
        self._new.setVisible(bool(held) and not self.is_offline)
        if held:
            left = self._words.left(held[0])
            words = self.tr("{n} new, most urgent {left}; held while you work")
            self._new.show_words(words.format(n=self._context.words.number(len(held)), left=left))

    def show_link(self, link: LinkState) -> None:
        """The line as it stands now."""
        self._show_clock(link)
        self._show_closed(link)
        self._offline.setVisible(self.is_offline)
        if self.is_offline:
            strong, says = self._offline_words(link)
            age = self._context.words.clock_seconds(link.as_of) if link.as_of else "–"
            self._offline.show_words(strong, says, self.tr("data as of {0}").format(age))
        self._offline.offer(self._deed(link))
        self._new.setVisible(bool(self._model.held) and not self.is_offline)
        self._show_old()

    def _show_clock(self, link: LinkState) -> None:
        words = self._line.clock(link)
        self._clock.setVisible(bool(words))
        self._clock.show_words(words)

    def _deed(self, link: LinkState) -> str:
        """What a person at this desk can do about the line, "" = nothing."""
        if link.drill_until:
            return self.tr("End the drill")
        return self.tr("Enrol again …") if link.line is Line.SIGN_IN else ""

    @Slot()
    def _act(self) -> None:
        if self._context.board.link.drill_until:
            self._context.board.drills.end()
        else:
            self.enrol_asked.emit()

    def _show_closed(self, link: LinkState) -> None:
        """Where the line itself is why, its own strip says so."""
        words = "" if link.line is Line.OTHER_VERSION else self._line.closed(link)
        self._closed.setVisible(bool(words))
        self._closed.show_words(self.tr("Read-only"), words)

    def _offline_words(self, link: LinkState) -> tuple[str, str]:
        """What the line is like, and what that means for the work."""
        what, after = self._line.say(link)
        if link.line is Line.SIGN_IN:
            return self.tr("Not enrolled"), _both(what, after)
        if link.line is Line.OTHER_VERSION:
            return self.tr("Read-only"), _both(what, after)
        if link.drill_until:
            left = self._context.words.left(max(0, link.drill_until - self._context.now()))
            return self.tr("Drill · {0} left").format(left), after
        if held := len(self._model.held):
            after = self.tr("{n} new (.)").format(n=held)
        elif not link.as_of:
            after = self.tr("this desk has not heard from the server yet")
        return self._lasts(link), _both(what, after)

    def _lasts(self, link: LinkState) -> str:
        """For how long; what began before this program was started, by the clock."""
        words, now = self._context.words, self._context.now()
        if link.as_of and not link.heard_at:
            return self.tr("Offline since {0}").format(words.at(link.since, now))
        return self.tr("Offline {0}").format(words.span(max(0, now - link.since)))

    @Slot()
    def _show_old(self) -> None:
        """What lay unsent for long waits for a word of a person: without a line there is no hurry."""
        answers = self._context.board.link.online and self._context.may_record
        old = self._context.board.old if answers else ()
        self.old.setVisible(bool(old))
        if old:
            words = self.tr("{n} old commands wait for your word before they are sent")
            self.old.show_words(words.format(n=self._context.words.number(len(old))))


def _both(what: str, after: str) -> str:
    """Two sentences in one line."""
    return " · ".join(part for part in (what, after) if part)
