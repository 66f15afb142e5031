"""Claims in the windows: taking a case in hand and letting it go, and the one question before going past another's."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from console.facts import DESK, Answer, Ask, Claim, Denied, Draft, Question, ShownCase, Unreachable, form_of
from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.offers import TAKE_OVER
from rules.protocol import ClaimAnswer

Say = Callable[[str], None]
AGAIN_MS = (300, 8_000)
"""A deed again so long after the question is meant: sooner the key bounced, later the question has gone."""


class ClaimGate:
    """Asks a seat once, in place, before a deed of it goes past another's claim; the same deed again goes on."""

    def __init__(self, context: Context, seat: str, say: Say) -> None:
        self._context, self._seat, self._say = context, seat, say
        self._asked: tuple[str, str, int] | None = None  # case, verb and claim that were asked about last
        self._asked_at = 0  # in ticks

    def passes(self, case_id: str, verb: str) -> bool:
        """Whether the deed may go on; if not, it was just asked. Without a line no claim is in anybody's way."""
        board, actor = self._context.board, self._context.actor(self._seat)
        claim = board.claims.in_the_way(case_id, actor.id, verb) if actor and board.link.online else None
        if claim is None:
            return True
        asked, since = (case_id, verb, claim.token), self._context.ticks() - self._asked_at
        soon, late = AGAIN_MS
        if asked == self._asked and soon <= since <= late:
            board.claims.insist(case_id)
            return True
        if asked != self._asked or since > late:
            self._asked, self._asked_at = asked, self._context.ticks()
            self._say(self._words(claim, verb))
        return False

    def _words(self, claim: Claim, verb: str) -> str:
        text = self._context.texts.text
        who = text("claim.by", **claim_words(self._context, claim))
        again = "claim.enter_again" if verb == "dispatch" else "claim.again"
        return sentence(f"{who} · {text(again, deed=sentence(text(f'verb.{verb}')))}")


class Claiming(QObject):
    """`K` and the take-over of the desk seat; what came of them is said in place."""

    def __init__(self, context: Context, say: Say, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._say = context, say
        self._question: Question | None = None
        context.enquiries.answered.connect(self._answered)

    def toggle(self, shown: ShownCase) -> None:
        """Take the case in hand, or let go of one's own."""
        claim = shown.claim
        if claim is not None and claim.here:
            self.let_go(shown)
        elif self._may():
            self._ask("take", shown.id)

    def let_go(self, shown: ShownCase) -> None:
        """Let go of it, if it was claimed here; also without a line."""
        claim = shown.claim
        if claim is not None and claim.here:
            self._context.enquiries.ask(Ask.CLAIM, shown.id, DESK, {"how": "release", "token": str(claim.token)})
            self._say(self._context.texts.text("claim.let_go"))

    def may_take_over(self, shown: ShownCase) -> bool:
        """Whether there is another's claim to take over; what nobody has is simply taken."""
        if shown.claim is None or shown.claim.here:
            self.toggle(shown) if shown.claim is None else self._say(self._context.texts.text("claim.yours"))
            return False
        return self._may()

    def take_over(self, case_id: str, reason: str = "") -> None:
        """With a reason that stands in the case's history; without one where its holder has left it lying."""
        if self._may():
            self._ask("take_over", case_id, reason)

    def _may(self) -> bool:
        """Somebody must sit here, and the server must be there."""
        text = self._context.texts.text
        if self._context.actor() is None:
            self._say(text("rule.not_signed_in"))
        elif not self._context.board.link.online:
            self._say(text("claim.needs_line"))
        else:
            return True
        return False

    def _ask(self, how: str, case_id: str, reason: str = "") -> None:
        self._question = self._context.enquiries.ask(Ask.CLAIM, case_id, DESK, {"how": how, "reason": reason})

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question, text = None, self._context.texts.text
        if isinstance(reply, Answer) and isinstance(reply.content, ClaimAnswer):
            how = reply.question.args["how"]
            self._context.board.keep_draft(Draft(form_of(reply.question.about, TAKE_OVER.verb), {}))
            has_reason = how == "take_over" and reply.question.args["reason"]
            self._say(text("claim.taken_over" if has_reason else "claim.taken"))
        elif isinstance(reply, Denied):
            self._say(self._refused(reply))
        else:
            self._say(text("claim.needs_line"))

    def _refused(self, reply: Denied) -> str:
        if reply.rule != "rule.claimed_by":
            return self._context.say(reply.rule, reply.details)
        text, details = self._context.texts.text, reply.details
        words = said_of(self._context, details["by"], int(details["since"]))
        lies = left_lying(self._context, self._context.board.case(reply.question.about))
        how = text("claim.how_to_take_stale" if lies else "claim.how_to_take_over")
        return sentence(" · ".join((text("claim.by", **words), how)))


def left_lying(context: Context, shown: ShownCase | None) -> bool:
    """Whether somebody else has the case in hand and has left it lying: it may be taken over without a reason."""
    return shown is not None and shown.claim is not None and shown.claim.is_stale(context.now())


def claim_words(context: Context, claim: Claim) -> dict[str, str]:
    """Who and since when, as the texts want them, and for how long it has lain."""
    idle = context.words.span(context.now() - claim.seen) if claim.seen else ""
    return said_of(context, claim.actor, claim.since) | {"idle": idle}


def said_of(context: Context, actor: str, since: int) -> dict[str, str]:
    """The person by name where it is known, and the instant (ms UTC) in city time."""
    return {"who": context.people.name(actor) or actor, "at": context.words.at(since, context.now())}
