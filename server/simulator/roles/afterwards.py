"""After the end: appeals of units, their decision, cases that are opened again."""

from collections.abc import Iterator

from rules.assignment import RequestKind
from rules.case import ENDED, Stage
from rules.commands import Role
from rules.deed import lead_of
from server.simulator.plan import Hand, Plan


def plans(hand: Hand) -> Iterator[Plan]:
    """Of units, inspectors and shift leaders."""
    case = hand.case
    if case.stage not in ENDED:
        return
    since = case.stage_since
    at = hand.by_day(hand.later(since, "afterwards", since), since)
    if case.appeal == "pending":
        yield from _decide(hand)
    elif case.stage in {Stage.CLOSED, Stage.FORCED} and not case.appeal and _was_late(hand) and hand.chance("appeal"):
        unit = lead_of(case.legs)
        login = hand.life.cast.unit(unit.unit) if unit else ""
        reason = hand.reason("appeal", "超时系等待裁定所致", since)
        yield from hand.by(login, Role.UNIT, "appeal", at, since, reason=reason)
    elif hand.chance("reopen", since):
        reason = "上报人反映问题再次出现"
        yield from hand.centre(Role.SHIFT_LEADER, "reopen", at, since, reason=reason)


def _was_late(hand: Hand) -> bool:
    lead = lead_of(hand.case.legs)
    return bool(lead and lead.due and (lead.judged_at or lead.ended_at) > lead.due)


def _decide(hand: Hand) -> Iterator[Plan]:
    asked = next((r for r in hand.case.requests if r.kind is RequestKind.APPEAL and r.state == "pending"), None)
    if asked is None:
        return
    at = hand.by_day(hand.later(asked.at, "decide", asked.id), asked.id)
    if hand.chance("grant_appeal", asked.id):
        yield from hand.centre(Role.INSPECTOR, "grant_appeal", at, asked.id)
    else:
        yield from hand.centre(Role.INSPECTOR, "refuse_appeal", at, asked.id, reason="责任清晰，维持原评价")
