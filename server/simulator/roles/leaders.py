"""Shift leaders (and the leader's 督办): file, agree to decline, send back, void, close, close by force."""

from collections.abc import Iterator

from rules.case import Stage
from rules.commands import Role
from server.simulator.plan import Hand, Plan
from server.simulator.truth import condition_of

LEADER = Role.SHIFT_LEADER
LONG_OVERDUE = 3_600_000


def plans(hand: Hand) -> Iterator[Plan]:
    """Of all shift leaders and leaders."""
    case = hand.case
    if case.stage is Stage.ACCEPTED:
        yield from _file(hand)
    elif case.stage is Stage.TO_CLOSE:
        yield from _close(hand)
    elif case.stage is Stage.WITH_UNITS:
        yield from _with_units(hand)


def _file(hand: Hand) -> Iterator[Plan]:
    case, since = hand.case, hand.case.stage_since
    at = hand.later(since, "file", since)
    if case.declined_by:
        if hand.life.cast.of(LEADER, case.id) == case.declined_by:
            return  # a second look is another person's
        yield from hand.centre(LEADER, "uphold_decline", at, since)
        return
    condition = condition_of(case, hand.life)
    if hand.chance("void", since):
        yield from hand.centre(LEADER, "void", at, since, reason="与已处置的案件相同")
    elif hand.chance("back_to_acceptor", since) or not condition:
        yield from hand.centre(LEADER, "send_back", at, since, reason="请补充准确位置")
    else:
        yield from hand.centre(LEADER, "file", at, since, category=case.category, condition=condition)


def _close(hand: Hand) -> Iterator[Plan]:
    case, since = hand.case, hand.case.stage_since
    at = hand.later(since, "close", since)
    if hand.chance("back_to_verify", since):
        yield from hand.centre(LEADER, "send_back", at, since, reason="请补充处置后照片")
        return
    condition = hand.life.city.conditions.get(case.condition)
    yield from hand.centre(LEADER, "close", at, since, closing=list(condition.closing if condition else ()))


def _with_units(hand: Hand) -> Iterator[Plan]:
    case = hand.case
    due = max((leg.due for leg in case.legs), default=0)
    if due and hand.chance("force_close"):
        at = hand.later(due + LONG_OVERDUE, "close")
        yield from hand.centre(LEADER, "force_close", at, case.round, reason="长期无法处置，经会商强制结案")
    if not case.urged_at and hand.chance("leader_urge"):
        at = hand.later(case.stage_since, "urge")
        yield from hand.centre(Role.LEADER, "urge", at, "leader", reason=hand.reason("urge", "领导关注，请优先处置"))
