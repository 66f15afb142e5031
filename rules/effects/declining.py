"""不予受理 and its second look: an acceptor proposes, another person agrees; till then nobody is told that it ended."""

from rules.case import Stage
from rules.commands import NotAllowed
from rules.deed import Deed
from rules.effects.answering import answer_with
from rules.effects.stages import enter


def decline(deed: Deed) -> None:
    """With a reason of the city's list, where it keeps one; ended at once only where the city wants no second look."""
    reasons = deed.city.policies.decline_reasons
    if reasons and deed.said("reason") not in reasons:
        raise NotAllowed("rule.field", field="reason", expected=" | ".join(reasons))
    if not deed.city.policies.decline_second_look:
        _end(deed, deed.said("reason"), deed.said("answer"))
        return
    enter(deed, Stage.ACCEPTED)  # to the shift leader, with the clock of what is to be filed
    deed.set(declined_by=deed.actor.id, decline_reason=deed.said("reason"), decline_answer=deed.said("answer"))


def is_proposed(deed: Deed) -> None:
    """Somebody proposed to decline it."""
    if not deed.case.declined_by:
        raise NotAllowed("rule.not_proposed")


def another_person(deed: Deed) -> None:
    """四眼: who proposed it does not agree to it."""
    if deed.case.declined_by == deed.actor.id:
        raise NotAllowed("rule.second_look")


def uphold(deed: Deed) -> None:
    """Agreed to: it ends for the reason that was proposed, and its reporter gets the answer, as worded last."""
    case = deed.case
    deed.facts["proposed_by"] = case.declined_by
    _end(deed, case.decline_reason, deed.said("answer", case.decline_answer))


def _end(deed: Deed, reason: str, answer: str) -> None:
    enter(deed, Stage.DECLINED)
    deed.set(ended_reason=reason, answer=answer)
    answer_with(deed, answer)
