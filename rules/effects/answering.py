"""What is said to reporters: answers by any way, calls back after closing, and what comes of a "not content"."""

from rules.answering import SOLVED, follow_up_due, goes_back, reopening_asked, wants
from rules.case import ENDED
from rules.commands import NotAllowed
from rules.deed import Deed
from rules.frozen import changed
from rules.replies import FollowUp, Reply


def wants_answer(deed: Deed) -> None:
    """Only who asked for an answer is owed one."""
    if not wants(deed.case):
        raise NotAllowed("rule.no_answer_wanted")


def is_to_be_called(deed: Deed) -> None:
    """A call back is due: solved, a person to call, a try left."""
    if not follow_up_due(deed.case, deed.city):
        raise NotAllowed("rule.no_follow_up")


def is_asked_to_reopen(deed: Deed) -> None:
    """The last call back found somebody who is not content."""
    if not reopening_asked(deed.case):
        raise NotAllowed("rule.no_reopening")


def answer_reporter(deed: Deed) -> None:
    """Told: what, by whom, how. A text goes back only where the source has a way for it."""
    how = deed.said("how")
    if how == "back" and not goes_back(deed.case):
        raise NotAllowed("rule.no_way_back", field="how", expected="phone | in_person")
    _tell(deed, how, deed.said("text"))
    if deed.case.stage in ENDED or how == "back":
        deed.set(answer=deed.said("text"))


def answer_at_once(deed: Deed) -> None:
    """直接答复: said while the caller is on the line, or sent back by the channel of the report."""
    if wants(deed.case):
        _tell(deed, "back" if goes_back(deed.case) else "phone", deed.said("answer"))


def answer_if_told(deed: Deed) -> None:
    """An end that comes with a text goes back by the source's channel; a caller without one is still to be called."""
    answer_with(deed, deed.said("answer"))


def answer_with(deed: Deed, text: str) -> None:
    """The same with a text that was said earlier."""
    if text and wants(deed.case) and goes_back(deed.case):
        _tell(deed, "back", text)


def _tell(deed: Deed, how: str, text: str) -> None:
    """Never before the end that it tells of, by whichever clock."""
    at = max(deed.at, deed.case.stage_since)
    deed.set(replies=(*deed.case.replies, Reply(deed.command.id, at, deed.actor.id, how, text)))
    deed.facts["how"] = how


def follow_up(deed: Deed) -> None:
    """A call back. Who was spoken to has heard of the end, unless a text is still to go back with an order."""
    result, text = deed.said("result"), deed.said("text")
    if result == "dissatisfied" and not text:
        raise NotAllowed("rule.field", field="text", expected="text")
    at = max(deed.at, deed.case.stage_since)
    deed.set(follow_ups=(*deed.case.follow_ups, FollowUp(deed.command.id, at, deed.actor.id, result, text)))
    deed.facts["result"] = result
    if result != "unreached" and deed.case.stage in SOLVED and not goes_back(deed.case):
        _tell(deed, "phone", text)


def keep_closed(deed: Deed) -> None:
    """It stays closed, with the reason."""
    *earlier, last = deed.case.follow_ups
    deed.set(follow_ups=(*earlier, changed(last, settled_at=deed.at)))
