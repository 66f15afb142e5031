"""How the line stands, put together from what the network threads tell; no Qt."""

from collections.abc import Callable
from dataclasses import replace

from console.facts import Heard, Line, LinkState, Lost
from console.store.awaited import AwaitedRows
from rules.protocol import ChangesHead, PushAnswer, SnapshotHead

_LINES = {"link.sign_in": Line.SIGN_IN, "link.other_version": Line.OTHER_VERSION}
# the rules under which commands are refused meanwhile
OTHER_VERSION = "error.other_version"
OTHER_PACK = "error.other_pack"
TEST_CLOCK = "error.test_clock"
STALLED = "link.stalled"  # an error of this program, not of the line
FROZEN = "link.frozen"
DRILL = "link.drill"  # held back on purpose: nothing goes out, nothing that comes is taken
_AWAY = frozenset({DRILL, "link.cut", "link.down", "link.no_name", "link.slow", "link.timeout"})


class LinkWatch:
    """Keeps the `LinkState`; `now` is the corrected clock, `mono` counts ms of real time.

    `before`: when an earlier run heard the server last, ms UTC, 0 = never.
    """

    def __init__(self, now: Callable[[], int], mono: Callable[[], int] | None = None, before: int = 0) -> None:
        self._now, self._before = now, before
        self._told: LinkState | None = None
        self.state = LinkState()
        self._rows = AwaitedRows(mono or now)
        self._stalled = self._frozen = False
        self._unsent = self._held = 0
        self._strange: set[str] = set()  # the ways on which the server does not know this workstation

    def lost(self, lost: Lost) -> None:
        """A way failed: offline, or a reason that only people can end.

        A server that answers a push, but cannot take it now, is not away: only what goes there waits. What is lost in
        earnest ends a drill.
        """
        self.end_drill()
        self._strange.discard(lost.way)
        if _LINES.get(lost.reason) is Line.SIGN_IN:
            self._strange.add(lost.way)
        now, state = self._now(), self.state
        waits_only = lost.way == "push" and (lost.busy or lost.misread) and state.online
        line = state.line if waits_only else _LINES.get(lost.reason, Line.OFFLINE)
        since = state.since if state.line is line else self._unheard_since(now) if line is Line.OFFLINE else now
        told = {"reason": lost.reason, "reason_details": lost.details, "retry_at": now + lost.wait_ms}
        self.state = replace(state, line=line, since=since, **told)  # type: ignore[arg-type]
        if not waits_only and not self._frozen:
            self._rows.restart()

    def _unheard_since(self, now: int) -> int:
        """The line went silent when the server was heard last, not when that was noticed or the program started."""
        return min(now, self.state.heard_at or self._before or now)

    @property
    def drill(self) -> bool:
        """Whether an outage drill holds the line back."""
        return self.state.drill_until > 0

    def begin_drill(self, until: int) -> None:
        """Hold the line back, until this instant at the latest (ms UTC)."""
        held = replace(self.state, line=Line.OFFLINE, since=self._now(), retry_at=0, drill_until=until)
        self.state = replace(held, reason=DRILL, reason_details={})

    def end_drill(self) -> None:
        """The line is as it is again; the data are as old as the drill is long."""
        if self.drill:
            self.state = replace(self.state, line=Line.ONLINE, since=self._now(), drill_until=0)
            self._forget_reason()
            self._rows.restart()

    @property
    def is_away(self) -> bool:
        """Whether it is known that there is no line: a question would wait long for nothing."""
        return self.state.line is Line.OFFLINE and self.state.reason in _AWAY

    def alive(self) -> bool:
        """Bytes of the server came; True when the line is back.

        A poll that was begun before the workstation was ended lives on for a while: it does not make it known again.
        """
        self.state = replace(self.state, heard_at=self._now())
        if self._stalled or self._frozen or self._strange or self.drill:
            return False
        back = self.state.line is not Line.ONLINE
        if back:
            self.state = replace(self.state, line=Line.ONLINE, since=self._now(), retry_at=0)
            self._forget_reason()
        if not self.state.behind and self.state.as_of:
            self.state = replace(self.state, as_of=self._now())
        return back

    def _forget_reason(self) -> None:
        self.state = replace(self.state, reason="", reason_details={}, retry_at=0)

    def heard(self, heard: Heard, skew_ms: int) -> None:
        """The server's time came with an answer."""
        self.state = replace(self.state, latency_ms=heard.latency_ms, skew_ms=skew_ms)

    def answered(self, answer: PushAnswer) -> None:
        """The server took what was pushed."""
        self._strange.discard("push")
        self._rows.accepted(answer)
        if self.state.online and self.state.reason:
            self._forget_reason()

    def told(self, head: ChangesHead | SnapshotHead) -> None:
        """A batch or a page came, whose rows are not taken yet: how far the feeds have come."""
        self._strange.discard("poll")
        self._rows.told(head)
        self._frozen = self._frozen and self._rows.are_awaited

    def enrolled(self) -> None:
        """This workstation has a new token: what was said of the old one counts no more."""
        self._strange.clear()

    def moved(self, address: str) -> bool:
        """A server said hello under this address; True when it is another one than before."""
        before = self.state.address
        self.state = replace(self.state, address=address)
        if before in {"", address}:
            return False
        self._frozen = False
        self._rows.restart()
        return True

    def freezes(self) -> bool:
        """Look whether the server lives and tells nothing new; True when it was just found so, and now and then on."""
        if self._stalled or not (self.state.online or self._frozen) or not self._rows.are_overdue:
            return False
        self._frozen = True
        self._rows.restart()
        self.lost(Lost("poll", FROZEN, details={"address": self.state.address}))
        return True

    def stall(self) -> None:
        """What came could not be taken here: the picture is old, however well the line is, until data are taken."""
        self.end_drill()
        self._stalled = True
        since = self.state.since if self.state.reason == STALLED else self._now()
        self.state = replace(self.state, line=Line.OFFLINE, since=since, reason=STALLED, reason_details={})

    def data(self, as_of: int, head: ChangesHead | None = None) -> None:
        """The cache holds the server's data of this instant."""
        spans = head.feeds.values() if head else ()
        behind = sum(span.head - span.to for span in spans)
        self._stalled = False
        self.state = replace(self.state, as_of=as_of, behind=behind)

    def counts(self, unsent: int, held: int, conflicts: int) -> None:
        """What waits here; what is held for its recall waits for the server only while there is no line."""
        self._unsent, self._held = unsent, held
        if not unsent:  # nothing will be pushed by which it could be known
            self._strange.discard("push")
        self.state = replace(self.state, conflicts=conflicts)

    def close_for(self, rule: str) -> bool:
        """Nothing is recorded here under this rule, "" = it is; True when that is another one than before."""
        other = rule != self.state.closed_for
        self.state = replace(self.state, closed_for=rule)
        return other

    def news(self, beat: bool = False) -> LinkState | None:
        """The state when it differs from the one told last.

        What differs with every answer, the age of the data and how quick the answer was, waits for the next `beat`.
        """
        waiting = self._unsent if self.state.online else self._unsent + self._held
        self.state = replace(self.state, unsent=waiting)
        second = 1000
        as_of, heard_at = (at // second * second for at in (self.state.as_of, self.state.heard_at))
        rounded = replace(self.state, as_of=as_of, heard_at=heard_at)
        if rounded == self._told or not (beat or self._is_other(rounded)):
            return None
        self._told = rounded
        return self.state

    def _is_other(self, state: LinkState) -> bool:
        told = self._told
        if told is None or not told.as_of:
            return True
        told = replace(told, as_of=state.as_of, heard_at=state.heard_at)
        return state != replace(told, latency_ms=state.latency_ms, skew_ms=state.skew_ms)
