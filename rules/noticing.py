"""Whether somebody is to be told of a case at an instant, by a rule of the city, and how often by now."""

from rules.assignment import LIVE, Assignment, LegRole, LegStage
from rules.case import ENDED, Case
from rules.notices import NoticeRule, On

MINUTE = 60_000


def fits(rule: NoticeRule, case: Case) -> bool:
    """Whether a rule is about cases of this kind."""
    if rule.urgent and (rule.urgent == "yes") != case.urgent:
        return False
    return not rule.sources or case.source in rule.sources


def since(rule: NoticeRule, case: Case, leg: Assignment | None) -> int:
    """From when on (ms UTC) the first notice of this rule is due; 0 = it is not so, or not so any more."""
    if rule.on is On.SUPERVISION:
        is_open = case.urged_at and case.stage not in ENDED and case.urge_answered_at < case.urged_at
        return case.urged_at + rule.after_minutes * MINUTE if is_open else 0
    if leg is None or leg.stage not in LIVE or case.stage in ENDED or case.suspended_at:
        return 0
    sent, after = leg.delivered_at or leg.sent_at, rule.after_minutes * MINUTE
    if rule.on is On.UNDELIVERED:
        return sent + after if not (leg.fetched_at or leg.told_at or leg.signed_at) else 0
    if rule.on is On.UNSIGNED:
        return sent + after if leg.stage in {LegStage.SENT, LegStage.DELIVERED} else 0
    if not leg.due or leg.stage is LegStage.DONE:
        return 0
    return leg.due + after if rule.on is On.DEADLINE_OVER else leg.due - rule.before_minutes * MINUTE


def turn(rule: NoticeRule, begins: int, now: int) -> int:
    """The how-manieth notice is due at `now`, from 1 on; 0 = none yet. One that was missed is not made up for."""
    if not begins or now < begins:
        return 0
    every = rule.every_minutes * MINUTE
    return min(rule.times, 1 + (now - begins) // every) if every else 1


def stands(rule: NoticeRule, case: Case, leg: Assignment | None, now: int) -> bool:
    """Whether what a queued notice tells is still so; one that is not goes out to nobody."""
    begins = since(rule, case, leg)
    if rule.on is On.DEADLINE_NEAR and leg is not None and now >= leg.due:
        return False
    return bool(begins) and now >= begins and fits(rule, case)


def lead_of_now(case: Case) -> Assignment | None:
    """The unit that answers for the case at present."""
    return next((leg for leg in reversed(case.legs) if leg.role is LegRole.LEAD and leg.stage in LIVE), None)
