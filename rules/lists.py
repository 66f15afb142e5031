"""On which lists of the centres and of a unit's terminal a case stands; a case may stand on several."""

from rules.alarms import awaits_review, was_rejected
from rules.answering import follow_up_due, owes_answer, reopening_asked, wants
from rules.assignment import LIVE, Assignment, LegRole, LegStage, RequestKind
from rules.calendar import HOUR
from rules.case import ENDED, Case, Stage
from rules.city import City
from rules.clock import Limit, LimitUnit
from rules.commands import Role
from rules.deadlines import Deadline, Lamp, deadline, stage_limit
from rules.deed import lead_of
from rules.ledger import is_due, open_ledger
from rules.urgency import deadline_of, unreached

LISTS = (
    "intake", "pre_check", "to_file", "to_dispatch", "returned", "redispatch", "to_decide", "to_confirm", "urged",
    "near", "over", "suspended", "dispatched", "closed", "to_verify", "to_close", "declined", "nowhere", "undelivered",
    "unsigned", "leader", "call_backs", "passed_on", "appeals", "ended", "for_shift_leader", "for_leader", "ledger",
    "ledger_due", "cause", "to_answer", "to_follow_up", "not_content", "duplicates", "answered", "to_decline",
    "to_void", "alarms", "rejected_alarms",
)  # fmt: skip
UNIT_LISTS = (
    "to_sign", "at_work", "rework", "to_approve", "asked", "reported", "done", "unit_urged", "unit_near", "unit_over",
    "in_tree",
)  # fmt: skip

_OF_STAGE = {
    Stage.REPORTED: "intake",
    Stage.PRE_CHECK: "pre_check",
    Stage.ACCEPTED: "to_file",
    Stage.WITH_UNITS: "dispatched",
    Stage.TO_CONFIRM: "to_confirm",
    Stage.TO_VERIFY: "to_verify",
    Stage.TO_CLOSE: "to_close",
    Stage.DECLINED: "declined",
}
_LATELY = {
    Stage.CLOSED: "closed",
    Stage.FORCED: "closed",
    Stage.VOID: "ended",
    Stage.ANSWERED: "ended",
    Stage.DUPLICATE: "ended",
}
_SIDE_ENDS = {Stage.ANSWERED: ("answered",), Stage.DUPLICATE: ("duplicates",)}
_LAMPS = {Lamp.NEAR: "near", Lamp.OVER: "over"}
_SIGN = Limit(30, LimitUnit.MINUTE)
_SIGN_URGENT = Limit(5, LimitUnit.MINUTE)


MINE = "mine"  # 经办: one list for each person of supervision


def worked_on(case: Case) -> frozenset[str]:
    """The lists "mine:<account>" of those of supervision who did something with the case."""
    return frozenset(f"{MINE}:{hand}" for hand in case.hands)


def lists_of(case: Case, now: int, city: City) -> frozenset[str]:
    """Keys of `LISTS` at `now`."""
    return lists_with(case, now, city, deadline_of(case, city))


def lists_with(case: Case, now: int, city: City, ends: Deadline | None) -> frozenset[str]:
    """The same with the deadline that drives the lamp known already."""
    found = set(_by_stage(case, now, city))
    if case.appeal == "pending":
        found.add("appeals")
    if case.ledgers or case.cause_asked:
        found |= _afterwards(case, now)
    if wants(case):
        found |= _waits_to_hear(case, now, city)
    if case.stage not in ENDED:
        found |= _by_facts(case, now, city)
        if ends and ends.lamp(now) in _LAMPS:
            found.add(_LAMPS[ends.lamp(now)])
    return frozenset(found)


def _by_stage(case: Case, now: int, city: City) -> tuple[str, ...]:
    if case.alarm is not None and (alarm := _of_alarm(case, now, city)) is not None:
        return alarm
    if case.stage is Stage.TO_DISPATCH:
        return () if case.suspended_at else (_waiting(case),)
    if case.stage in _LATELY:
        names = (_LATELY[case.stage], *_SIDE_ENDS.get(case.stage, ()))
        return names if now - _ended_at(case) < city.policies.live_hours * HOUR else ()
    if case.stage is Stage.PASSED_ON:
        return ("ended",) if case.acknowledged_at else ("passed_on",)
    if case.declined_by:
        return ("to_decline",)
    name = _OF_STAGE.get(case.stage)
    return (name,) if name else ()


def _of_alarm(case: Case, now: int, city: City) -> tuple[str, ...] | None:
    """待复核, or 误报; None for an alarm that has become a report, or was attached to one."""
    if was_rejected(case):
        return ("rejected_alarms",) if now - _ended_at(case) < city.policies.live_hours * HOUR else ()
    return ("alarms",) if awaits_review(case) and case.stage is Stage.REPORTED else None


def _ended_at(case: Case) -> int:
    return case.closed_at or case.stage_since


def _waiting(case: Case) -> str:
    """待派遣, 被退回 or 待再次派遣: by what became of the last leg that led."""
    lead = lead_of(case.legs)
    if lead is None:
        return "to_dispatch"
    return "returned" if lead.stage in {LegStage.RETURNED, LegStage.REFUSED} else "redispatch"


def _afterwards(case: Case, now: int) -> set[str]:
    """What may wait for somebody also when the case has ended."""
    facts = {
        "ledger": open_ledger(case.ledgers) is not None,
        "ledger_due": is_due(case.ledgers, now),
        "cause": case.cause_asked and not case.cause_at,
    }
    return {name for name, holds in facts.items() if holds}


def _waits_to_hear(case: Case, now: int, city: City) -> set[str]:
    """What whoever reported still waits for."""
    facts = {
        "to_answer": owes_answer(case, now, city),
        "to_follow_up": follow_up_due(case, city),
        "not_content": reopening_asked(case),
    }
    return {name for name, holds in facts.items() if holds}


def _by_facts(case: Case, now: int, city: City) -> set[str]:
    facts = {
        "urged": bool(case.urged_at),
        "leader": case.leader_list,
        "suspended": bool(case.suspended_at),
        "nowhere": not case.unit_grid and (case.located or case.recorded is None),
    }
    if case.requests:
        facts["to_void"] = any(r.state == "pending" and r.kind is RequestKind.VOID for r in case.requests)
    if case.legs:
        facts |= _by_legs(case, now, city)
    return {name for name, holds in facts.items() if holds}


def _by_legs(case: Case, now: int, city: City) -> dict[str, bool]:
    """What only a case that was dispatched can be; most of a queue has not been."""
    pending = [r for r in case.requests if r.state == "pending" and _at_city(case, r.assignment)]
    asked, levels = {request.kind for request in pending}, {request.level or Role.DISPATCHER for request in pending}
    return {
        "to_decide": Role.DISPATCHER in levels,
        "for_shift_leader": Role.SHIFT_LEADER in levels,
        "for_leader": Role.LEADER in levels,
        "returned": "return" in asked,
        "to_confirm": any(leg.stage is LegStage.DONE and not leg.parent for leg in case.legs),
        "undelivered": any(leg.stage is LegStage.SENT for leg in case.legs) or (case.urgent and unreached(case)),
        "unsigned": any(unsigned(leg, case, now, city) for leg in case.legs),
        "call_backs": any(leg.call_back_at and leg.stage in LIVE for leg in case.legs),
    }


def _at_city(case: Case, leg_id: str) -> bool:
    return any(leg.id == leg_id and not leg.parent for leg in case.legs)


def unsigned(leg: Assignment, case: Case, now: int, city: City) -> bool:
    """Delivered, and not signed within 30 minutes (5 when urgent; the city may say otherwise)."""
    if leg.stage is not LegStage.DELIVERED or leg.parent or leg.rule == "recorded":
        return False
    usual = _SIGN_URGENT if case.urgent else _SIGN
    limit = stage_limit(city.policies.stage_limits, "sign", urgent=case.urgent) or usual
    return now > limit.after(leg.delivered_at, city.calendar)


def unit_lists(case: Case, unit: str, now: int, city: City) -> frozenset[str]:
    """Keys of `UNIT_LISTS` for one unit's terminal; empty when the case has nothing to do with the unit or its tree."""
    own = [leg for leg in case.legs if leg.unit == unit and leg.stage is not LegStage.RECALLED]
    found: set[str] = set()
    for leg in own:
        found |= _of_leg(case, leg, now, city)
    if not own and any(unit in city.above(leg.unit) for leg in case.legs if leg.stage in LIVE):
        found.add("in_tree")
    return frozenset(found)


OF_LEG = {
    LegStage.DELIVERED: "to_sign",
    LegStage.SIGNED: "at_work",
    LegStage.WORKING: "at_work",
    LegStage.DONE: "reported",
    LegStage.ACCEPTED: "done",
    LegStage.ENDED: "done",
}
"""The list of its unit on which a leg of each stage stands; on none one that is not delivered, or was recalled."""


def _of_leg(case: Case, leg: Assignment, now: int, city: City) -> set[str]:
    found = {OF_LEG[leg.stage]} if leg.stage in OF_LEG else set()
    if leg.stage not in LIVE:
        return found
    subs = {each.id: each.stage for each in case.legs if each.parent == leg.id}
    asked = {request.assignment for request in case.requests if request.state == "pending"}
    ends = deadline("", leg.clock, city.calendar, city.policies.near_percent)
    lamp = _LAMPS.get(ends.lamp(now)) if ends else None
    facts = {
        "rework": leg.rework and leg.stage is not LegStage.DONE,
        "to_approve": LegStage.DONE in subs.values() or not asked.isdisjoint(subs),
        "asked": leg.id in asked,
        "unit_urged": bool(case.urged_at) and leg.role is LegRole.LEAD,
    }
    return found | {name for name, holds in facts.items() if holds} | ({f"unit_{lamp}"} if lamp else set())
