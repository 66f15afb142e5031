"""Answers to reporters: the one mechanism for every source. Who is owed one, what was answered, by whom and how.

A case stands on the list `to_answer` (待回复) while its reporter waits, and on `to_follow_up` (回访) while a call
back is due after closing. Nothing but the case is asked, so consoles, pages and server agree.

How another source joins: its `report` says `wants_answer`, or brings the deadline of its own order (`external_due`).
What is answered by `how` = "back" goes back by that source's channel: a public actor's own page or program shows
`Case.answer`; for everybody else `server.answering` hands the text to the carrier of the source.
"""

from rules.case import ENDED, Case, Stage
from rules.citizens import channel_of
from rules.city import City
from rules.deadlines import Lamp, external

HOWS = ("phone", "back", "in_person")  # 电话 · 原渠道文字 · 当面
RESULTS = ("satisfied", "dissatisfied", "unreached")  # 满意 · 不满意 · 未接通
SOLVED = frozenset({Stage.CLOSED, Stage.FORCED})  # what is called back about


def wants(case: Case) -> bool:
    """Whether whoever reported waits to hear of it: they said so, or an order of another house has its own deadline."""
    return case.recorded is None and (case.wants_answer or bool(case.external_due))


def goes_back(case: Case) -> bool:
    """Whether a text can go back by the channel of its source: to a citizen's page or program, or with an order."""
    return bool(channel_of(case.reported_by) or case.external_number or case.external_due)


def is_answered(case: Case) -> bool:
    """Whether the end of the case was told; what was told before a case ended was a word in between."""
    return any(reply.at >= case.stage_since for reply in case.replies)


def owes_answer(case: Case, now: int, city: City) -> bool:
    """待回复: it has ended and nobody was told, or the order's own deadline is near and it heard nothing yet."""
    if not wants(case):
        return False
    if case.stage in ENDED:
        return not is_answered(case)
    ends = external(case.reported_at, case.external_due, city.policies.near_percent)
    return ends is not None and ends.lamp(now) in {Lamp.NEAR, Lamp.OVER} and not case.replies


def follow_up_due(case: Case, city: City) -> bool:
    """回访: solved, somebody to be called, nobody spoken to yet, and a try left."""
    if case.stage not in SOLVED or not (wants(case) and case.personal):
        return False
    tries = [each.result for each in case.follow_ups if each.at >= case.stage_since]
    return len(tries) < city.policies.follow_up_tries and all(result == "unreached" for result in tries)


def reopening_asked(case: Case) -> bool:
    """Not content when called back: the shift leader opens it again, or says why not."""
    last = case.follow_ups[-1] if case.follow_ups else None
    return case.stage in SOLVED and last is not None and last.result == "dissatisfied" and not last.settled_at


def waits_for_us(case: Case, city: City) -> bool:
    """Whether an ended case still wants something of the centre: it is not retired meanwhile."""
    if case.stage not in ENDED:
        return False
    return (wants(case) and not is_answered(case)) or follow_up_due(case, city) or reopening_asked(case)
