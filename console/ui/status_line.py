"""The status line of every window: link, age of the data, unsent, conflicts, alerts; always all of them, also at 0."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.facts import Line, LinkState
from console.ui.context import Context
from console.ui.link_words import CLOCK_OFF, LinkWords
from console.ui.look.buttons import button
from console.ui.look.parts import IconLabel, LampLabel, hair, label, set_role
from console.ui.look.sizes import Height, Space
from console.ui.look.words import sentence
from console.ui.yielding import FIRST, YieldingLabel

BUDGET = 10  # alerts in ten minutes


class StatusLine(QFrame):
    """`hints` stand at the right end, the keys that a window has; as many as there is room for, the last ones.

    `pack_asked`: the folder of the emergency packs is wished for.
    """

    pack_asked = Signal()

    def __init__(self, context: Context, *hints: str) -> None:
        super().__init__()
        self._context, self._line = context, LinkWords(context)
        self.setObjectName("status")
        self.setFixedHeight(context.look.px(Height.STATUS))
        look, texts = context.look, context.texts
        self._link_icon = IconLabel(look, "link", "text2", 16)
        self._link, self._age, self._unsent, self._conflicts, self._alerts = (label(role="two") for _ in range(5))
        self.hints, self._skew, self._review = YieldingLabel("two"), label(role="two"), label(role="two")
        self.hints.show_hints(*hints)
        unsent_mark = IconLabel(look, "up", "text2", 16)
        conflict_mark = LampLabel(look, "conflict", texts.text("mark.conflict"), 14)
        self._unsent_mark, self._conflict_mark = unsent_mark, conflict_mark
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.PANEL, 0, Space.PANEL, 0)
        row.setSpacing(Space.STEP)
        self._fill(row, ((self._link_icon, self._link), (IconLabel(look, "clock", "text2", 16), self._age)))
        self._fill(row, ((unsent_mark, self._unsent), (conflict_mark, self._conflicts)))
        self._fill(row, ((IconLabel(look, "sound", "text2", 16), self._alerts),), last=True)
        row.addStretch(1)
        self._pack = button(look, "", "line")
        self._pack.clicked.connect(self.pack_asked)
        self._pack.hide()
        row.addWidget(self._pack)
        row.addSpacing(Space.STEP)
        row.addWidget(self._review)
        row.addSpacing(Space.STEP)
        row.addWidget(self._skew)
        row.addSpacing(Space.STEP)
        row.addWidget(self.hints, FIRST)
        context.board.link_changed.connect(self._show_link)
        context.board.photos.changed.connect(self._tick)
        context.second.connect(self._tick)
        self.show_alerts(0)
        self._tick()

    def _fill(self, row: QHBoxLayout, parts: tuple[tuple[QWidget, QLabel], ...], last: bool = False) -> None:
        for mark, words in parts:
            row.addWidget(mark)
            row.addWidget(words)
            if not last:
                row.addWidget(hair(vertical=True))

    def show_alerts(self, count: int) -> None:
        """How many alerts the last ten minutes brought."""
        words = self.tr("alerts {n} / {most} (last 10 min)")
        self._alerts.setText(words.format(n=count, most=BUDGET))

    def show_pack(self, as_of: int, folder: str) -> None:
        """An emergency pack with data of this instant (ms UTC) lies in the folder."""
        context = self._context
        at, texts = context.words.at(as_of, context.now()), context.texts
        self._pack.setText(texts.text("pack.status", at=at))
        self._pack.setAccessibleName(self._pack.text())
        self._pack.setToolTip(texts.text("pack.tip", at=at, folder=folder))
        self._pack.show()

    @Slot(int)
    def show_review(self, screen: int) -> None:
        """The review window is open, on the screen of this number."""
        self._review.setText(self.tr("review on screen {0}").format(screen))

    @Slot()
    def hide_review(self) -> None:
        """It was closed: how it is opened again."""
        self._review.setText(self.tr("F8 review"))

    def words(self) -> tuple[str, str, str, str]:
        """Link, age, unsent, conflicts as they stand there."""
        return self._link.text(), self._age.text(), self._unsent.text(), self._conflicts.text()

    @Slot()
    def _tick(self) -> None:
        self._show_link(self._context.board.link)

    @Slot(object)
    def _show_link(self, link: LinkState) -> None:
        ink = "two" if link.line in {Line.ONLINE, Line.STARTING} else "unsent"
        self._link_icon.show_icon("link" if link.online else "unlink", "text2" if ink == "two" else "unsent")
        self._link.setText(sentence(self._line_words(link)))
        self._age.setText(self._age_words(link))
        for shown in (self._link, self._age):
            set_role(shown, ink)
        self._show_unsent(link)
        self._show_count(self._conflicts, self.tr("conflicts {0}"), link.conflicts, "conflict13")
        self._conflict_mark.setVisible(link.conflicts > 0)
        self._show_skew(link)
        told = self._line.whole(link)
        for shown in (self._link_icon, self._link, self._age):
            shown.setToolTip(told)

    def _show_unsent(self, link: LinkState) -> None:
        """Commands, and the photos that the centre does not have."""
        photos = self._context.board.photos.count
        several = self._context.texts.text("photo_out.several", n=self._context.words.number(photos)) if photos else ""
        self._show_count(self._unsent, self.tr("unsent {0}"), link.unsent, "unsent")
        if several:
            self._unsent.setText(f"{self._unsent.text()} · {several}")
            set_role(self._unsent, "unsent")
        self._unsent_mark.show_icon("up", "unsent" if link.unsent or photos else "text2")

    def _show_skew(self, link: LinkState) -> None:
        is_off = abs(link.skew_ms) > CLOCK_OFF
        words = self.tr("clock {0} s").format(f"{link.skew_ms / 1000:+.2f}")
        self._skew.setText(words if link.online or is_off else "")
        self._skew.setToolTip(self._line.clock(link))
        set_role(self._skew, "unsent" if is_off else "two")

    def _show_count(self, shown: QLabel, words: str, count: int, loud: str) -> None:
        shown.setText(words.format(self._context.words.number(count)))
        set_role(shown, loud if count else "two")

    def _line_words(self, link: LinkState) -> str:
        words = self._link_words(link)
        said = not link.closed_for or link.line is Line.OTHER_VERSION
        return words if said else " · ".join((words, self.tr("read-only")))

    def _link_words(self, link: LinkState) -> str:
        words, now = self._context.words, self._context.now()
        if link.line is Line.ONLINE:
            connected = self.tr("connected · {0}").format(words.milliseconds(link.latency_ms))
            return " · ".join(part for part in (connected, self._line.say(link)[0]) if part)
        if link.line is Line.STARTING:
            return self.tr("connecting")
        if link.line is Line.SIGN_IN:
            return self.tr("the server does not know this desk")
        if link.line is Line.OTHER_VERSION:
            return self.tr("server of another version; read-only")
        if link.drill_until:
            return self.tr("drill · {0} left").format(words.left(max(0, link.drill_until - now)))
        lasted = self.tr("offline {0}").format(words.span(max(0, now - link.since)))
        if link.retry_at <= now:
            return lasted
        return f"{lasted} · " + self.tr("next try in {0}").format(words.span(link.retry_at - now))

    def _age_words(self, link: LinkState) -> str:
        words, now = self._context.words, self._context.now()
        if not link.as_of:
            return self.tr("no data yet")
        behind = self._behind_words(link)
        if link.online:
            return self.tr("data {0} old").format(words.span(max(0, now - link.as_of))) + behind
        at, age = words.clock_seconds(link.as_of), words.span(max(0, now - link.as_of))
        return self.tr("data as of {at}, {age} old").format(at=at, age=age) + behind

    def _behind_words(self, link: LinkState) -> str:
        """While rows are missing the age of the data does not say whether the line lives: when it was heard does."""
        if not link.behind:
            return ""
        count = self.tr("{0} behind").format(self._context.words.number(link.behind))
        return "".join(f" · {part}" for part in (count, self._line.heard(link)) if part)
