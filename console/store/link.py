"""How the line stands, put together from what the network threads tell; no Qt."""

from collections.abc import Callable
from dataclasses import replace

from console.facts import Heard, Line, LinkState, Lost
from rules.protocol import ChangesHead

_LINES = {"link.sign_in": Line.SIGN_IN, "link.other_version": Line.OTHER_VERSION}
# the rules under which commands are refused meanwhile
OTHER_VERSION = "error.other_version"
OTHER_PACK = "error.other_pack"
TEST_CLOCK = "error.test_clock"
STALLED = "link.stalled"  # an error of this program, not of the line


class LinkWatch:
    """Keeps the `LinkState`; `now` is the corrected clock."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._told: LinkState | None = None
        self.state = LinkState()
        self._stalled = False
        self._unsent = self._held = 0

    def lost(self, lost: Lost) -> None:
        """A way failed: offline, or a reason that only people can end."""
        line = _LINES.get(lost.reason, Line.OFFLINE)
        now = self._now()
        since = self.state.since if self.state.line is line else now
        self.state = replace(self.state, line=line, since=since, reason=lost.reason, retry_at=now + lost.wait_ms)

    def alive(self) -> bool:
        """Bytes of the server came; True when the line is back."""
        if self._stalled:
            return False
        back = self.state.line is not Line.ONLINE
        if back:
            self.state = replace(self.state, line=Line.ONLINE, since=self._now(), reason="", retry_at=0)
        if not self.state.behind and self.state.as_of:
            self.state = replace(self.state, as_of=self._now())
        return back

    def heard(self, heard: Heard, skew_ms: int) -> None:
        """The server's time came with an answer."""
        self.state = replace(self.state, latency_ms=heard.latency_ms, skew_ms=skew_ms)

    def stall(self) -> None:
        """What came could not be taken here: the picture is old, however well the line is, until data are taken."""
        self._stalled = True
        since = self.state.since if self.state.reason == STALLED else self._now()
        self.state = replace(self.state, line=Line.OFFLINE, since=since, reason=STALLED)

    def data(self, as_of: int, head: ChangesHead | None = None) -> None:
        """The cache holds the server's data of this instant."""
        spans = head.feeds.values() if head else ()
        behind = sum(span.head - span.to for span in spans)
        self._stalled = False
        self.state = replace(self.state, as_of=as_of, behind=behind)

    def counts(self, unsent: int, held: int, conflicts: int) -> None:
        """What waits here; what is held for its recall waits for the server only while there is no line."""
        self._unsent, self._held = unsent, held
        self.state = replace(self.state, conflicts=conflicts)

    def news(self, beat: bool = False) -> LinkState | None:
        """The state when it differs from the one told last.

        What differs with every answer, the age of the data and how quick the answer was, waits for the next `beat`.
        """
        waiting = self._unsent if self.state.online else self._unsent + self._held
        self.state = replace(self.state, unsent=waiting)
        rounded = replace(self.state, as_of=self.state.as_of // 1000 * 1000)
        if rounded == self._told or not (beat or self._is_other(rounded)):
            return None
        self._told = rounded
        return self.state

    def _is_other(self, state: LinkState) -> bool:
        told = self._told
        if told is None or not told.as_of:
            return True
        return state != replace(told, as_of=state.as_of, latency_ms=state.latency_ms, skew_ms=state.skew_ms)
