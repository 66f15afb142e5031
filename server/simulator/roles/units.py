"""Terminals of districts, street offices, bureaus and companies: take on, give on, ask, work, report, judge below."""

from collections.abc import Iterator

from rules.assignment import LIVE, Assignment, LegRole, LegStage, Request
from rules.case import Milestone, Stage
from rules.commands import Role
from rules.deed import lead_of
from server.simulator.plan import SECOND, Hand, Picture, Plan
from server.simulator.roles import working
from server.simulator.truth import is_wrong

DAY = 86_400_000
RUNNING = frozenset({Stage.TO_DISPATCH, Stage.WITH_UNITS, Stage.TO_CONFIRM, Stage.TO_VERIFY, Stage.TO_CLOSE})


def plans(hand: Hand) -> Iterator[Plan]:
    """Of all units that have a leg of the case."""
    case = hand.case
    if case.stage not in RUNNING:
        return
    yield from _answer_urge(hand)
    if case.suspended_at:
        return
    for leg in case.legs:
        if leg.stage is LegStage.DELIVERED:
            yield from _take(hand, leg)
        elif leg.stage in {LegStage.SIGNED, LegStage.WORKING}:
            yield from _work(hand, leg)
        if leg.parent and leg.stage in LIVE:
            yield from _judge_below(hand, leg)


def _answer_urge(hand: Hand) -> Iterator[Plan]:
    case, lead = hand.case, lead_of(hand.case.legs)
    if lead and case.urged_at and not case.urge_answered_at and hand.chance("answer_urge", case.urged_at):
        since = max(case.urged_at, lead.sent_at)
        at = hand.later(since, "answer_urge", since)
        text = hand.phrase("answer_urge", since) or "正在现场处置"
        login = hand.life.cast.unit(lead.unit)
        yield from hand.by(login, Role.UNIT, "answer_urge", at, since, text=text)


def asked_on(hand: Hand, leg: Assignment) -> tuple[Request, ...]:
    """All that was asked for on a leg."""
    return tuple(request for request in hand.case.requests if request.assignment == leg.id)


def _take(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    """Fetch it, then sign, refuse or ask to give it back; who signs has fetched it."""
    fetched = hand.later(leg.delivered_at, "fetch", leg.id)
    if not leg.fetched_at and (hand.case.urgent or hand.chance("fetch_apart", leg.id)):
        yield from hand.unit(leg, "fetched", fetched)
        return
    asked = asked_on(hand, leg)
    if any(request.state == "pending" for request in asked):
        return
    at = hand.by_day(hand.later(fetched, "sign", leg.id), leg.id)
    if asked:
        yield from hand.unit(leg, "sign", hand.later(asked[-1].decided_at, "sign", asked[-1].id))
    elif _gives_back(hand, leg):
        reason = hand.reason("ask_return", "不属我单位职责范围", leg.id)
        yield from hand.unit(leg, "ask_return", at, reason=reason, pictures=(Picture("proof", solved=False),))
    elif _may_refuse(hand, leg, at) and hand.chance("refuse_sign", leg.id):
        yield from hand.unit(leg, "refuse_sign", at, reason=hand.reason("refuse_sign", "不在我单位管辖范围", leg.id))
    else:
        yield from hand.unit(leg, "sign", at)


def _may_refuse(hand: Hand, leg: Assignment, at: int) -> bool:
    """Signing is refused by who leads, within the city's window and before the deadline."""
    worked = hand.life.city.calendar.work_between(leg.delivered_at, at)
    window = hand.life.city.policies.sign_refusal_minutes * 60 * SECOND
    in_time = at + 60 * SECOND < leg.due if leg.due else True
    return not leg.parent and leg.role is LegRole.LEAD and in_time and worked + 60 * SECOND < window


def _gives_back(hand: Hand, leg: Assignment) -> bool:
    if leg.parent:
        return hand.chance("sub_return", leg.id)
    return hand.chance("return_wrong" if is_wrong(hand, leg) else "ask_return", leg.id)


def _work(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    """Give it on, ask for more time, reach milestones, report done."""
    below = [each for each in hand.case.legs if each.parent == leg.id]
    if any(each.stage in LIVE for each in below):
        yield from _recall_below(hand, leg, below)
        return
    asked = asked_on(hand, leg)
    if any(request.state == "pending" and request.kind == "return" for request in asked):
        return
    unit = "" if below or leg.feedback_at else working.gives_on_to(hand, leg)
    if unit:
        at = hand.by_day(hand.later(leg.signed_at, "give_on", leg.id), leg.id)
        yield from hand.unit(leg, "sub_dispatch", at, unit=unit, note=hand.phrase("sub_dispatch", leg.id))
        return
    done = working.done_at(hand, leg)
    waiting = any(request.state == "pending" for request in asked)
    if not asked and not leg.parent and not leg.feedback_at:
        yield from _ask(hand, leg, done)
    milestone = next((m for m in hand.case.milestones if m.assignment == leg.id and not m.reached_at), None)
    if milestone is not None:
        yield from _reach(hand, leg, milestone, done)
    elif not waiting:
        yield from working.report(hand, leg, done)


def _recall_below(hand: Hand, leg: Assignment, below: list[Assignment]) -> Iterator[Plan]:
    """The unit takes back what it gave on."""
    for each in below:
        if each.stage is LegStage.DELIVERED and hand.chance("recall_sub", each.id):
            login, at = hand.life.cast.unit(leg.unit), each.sent_at + 20 * SECOND
            yield from hand.by(login, Role.UNIT, "recall", at, each.id, each.id, reason="改由本单位直接处置")


def _ask(hand: Hand, leg: Assignment, done: int) -> Iterator[Plan]:
    """More time, or 挂账, before it is overdue and before it is done."""
    at = hand.later(leg.signed_at, "ask", leg.id)
    if at >= min(done, leg.due or done):
        return
    if hand.chance("ask_extension", leg.id) and hand.case.extensions < hand.life.city.policies.extension_max:
        yield from hand.unit(leg, "ask_extension", at, reason=hand.reason("ask_extension", "工程量较大", leg.id))
    elif hand.chance("ask_suspension", leg.id) and not hand.case.suspensions:
        until = at + (1 + hand.life.chance.whole(10, "until", leg.id)) * DAY
        reason = hand.reason("ask_suspension", "需纳入整修计划", leg.id)
        yield from hand.unit(leg, "ask_suspension", at, reason=reason, until=until)


def _reach(hand: Hand, leg: Assignment, milestone: Milestone, done: int) -> Iterator[Plan]:
    open_ones = [m.key for m in hand.case.milestones if m.assignment == leg.id and not m.reached_at]
    span = max(done - leg.signed_at, 60 * SECOND)
    at = leg.signed_at + round(span * (0.2 if len(open_ones) > 1 else 0.9))
    pictures = (Picture("proof", solved=len(open_ones) == 1),)
    yield from hand.unit(leg, "milestone", at, milestone.key, key=milestone.key, pictures=pictures)


def _judge_below(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    """The unit that gave a part on passes its report up, or sends it back; and decides what is asked of it."""
    parent = next(each for each in hand.case.legs if each.id == leg.parent)
    login = hand.life.cast.unit(parent.unit)
    pending = next((request for request in asked_on(hand, leg) if request.state == "pending"), None)
    if pending is not None:
        verb = "grant_return" if hand.chance("grant_return_wrong", pending.id) else "refuse_return"
        said = {} if verb == "grant_return" else {"reason": hand.reason(verb, "请继续处置", pending.id)}
        at = hand.later(pending.at, "decide", pending.id)
        yield from hand.by(login, Role.UNIT, verb, at, pending.id, leg.id, **said)
    elif leg.stage is LegStage.DONE:
        at = hand.by_day(hand.later(leg.feedback_at, "pass_up", leg.id, leg.feedback_at), leg.id)
        refused = hand.chance("refuse_up", leg.id, leg.feedback_at)
        said = {"reason": hand.reason("refuse_up", "处置不彻底，请继续清理", leg.id)} if refused else {}
        key = f"{leg.id}/{leg.feedback_at}"
        yield from hand.by(login, Role.UNIT, "refuse_up" if refused else "pass_up", at, key, leg.id, **said)
