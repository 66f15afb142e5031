"""The line to the server in words: what is the matter, and what that means for the work and for whoever can help."""

from console.facts import Line, LinkState
from console.ui.context import Context
from console.ui.look.words import sentence

MANY = 5_000  # unsent commands: the work goes on, but somebody should look after line and disk
CLOCK_OFF = 30_000  # ms between this computer's clock and the server's that are worth a banner
_REASONS = {Line.SIGN_IN: "link.sign_in", Line.OTHER_VERSION: "link.other_version"}


class LinkWords:
    """Used by every window, so that all say the same; `now` is the corrected clock's."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def say(self, link: LinkState) -> tuple[str, str]:
        """What is the matter, and what comes of it; ("", "") when nothing is."""
        reason = link.reason or _REASONS.get(link.line, "")
        if not reason:
            return "", "" if link.line in {Line.ONLINE, Line.STARTING} else self._next(link)
        return self._context.say(reason, link.reason_details), self._next(link)

    def whole(self, link: LinkState) -> str:
        """Both in one, and when the server was heard last, for a tool tip."""
        what, after = self.say(link)
        parts = (self.closed(link), what, sentence(after), sentence(self.heard(link)), link.address)
        return "\n".join(part for part in parts if part)

    def closed(self, link: LinkState) -> str:
        """Why nothing can be recorded here, and what to do about it; "" while it can."""
        return self._context.texts.text(f"closed.{link.closed_for.partition('.')[2]}") if link.closed_for else ""

    def heard(self, link: LinkState) -> str:
        """When bytes of the server came last; "" when never."""
        return self._context.texts.text("link_heard.at", ago=self._ago(link.heard_at)) if link.heard_at else ""

    def clock(self, link: LinkState) -> str:
        """The banner over a clock of this computer that is far off; "" while it is not."""
        if abs(link.skew_ms) <= CLOCK_OFF:
            return ""
        key = "notice.clock_behind" if link.skew_ms > 0 else "notice.clock_ahead"
        return self._context.say(key, {"span": self._context.words.span(abs(link.skew_ms))})

    def _ago(self, instant: int) -> str:
        return self._context.words.ago(max(0, self._context.now() - instant))

    def _next(self, link: LinkState) -> str:
        texts = self._context.texts
        usual = "waits" if link.online else "offline"
        name = (_REASONS.get(link.line) or link.reason).partition(".")[2]
        key = "link_next.many" if link.unsent >= MANY else f"link_next.{name}"
        return texts.text(key if key in texts else f"link_next.{usual}", n=self._context.words.number(link.unsent))
