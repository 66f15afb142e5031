"""Dispatchers: send cases to units, sometimes to a wrong one, phone, decide what units ask, look at their reports."""

from collections.abc import Iterator

from rules.assignment import LIVE, Assignment, LegRole, LegStage, Request, RequestKind
from rules.case import Stage
from rules.commands import Role
from rules.deed import lead_of
from server.simulator.plan import SECOND, Hand, Plan
from server.simulator.truth import is_wrong, lies, right_unit

DESK = Role.DISPATCHER
DAY = 86_400_000
CALL_BACK = 1_800_000
OTHERS = frozenset({LegRole.HELPER, LegRole.MAKE_SAFE})


def plans(hand: Hand) -> Iterator[Plan]:
    """Of all dispatchers; where a human sits at the desk their plans wait."""
    case = hand.case
    if case.suspended_at:
        # before the server would wake it by itself
        share = 0.3 + 0.6 * hand.life.chance.unit("resume", case.id)
        at = case.suspended_at + round((case.suspended_until - case.suspended_at) * share)
        yield from hand.centre(DESK, "resume", at, case.suspended_at)
    elif case.stage is Stage.TO_DISPATCH:
        yield from _send(hand)
    elif case.stage in {Stage.WITH_UNITS, Stage.TO_CONFIRM}:
        for leg in case.legs:
            if not leg.parent and leg.stage in LIVE:
                yield from _follow(hand, leg)
        yield from _urge(hand)


def _send(hand: Hand) -> Iterator[Plan]:
    case, since = hand.case, hand.case.stage_since
    at = hand.later(since, "dispatch", since)
    first = not case.legs
    if first and hand.chance("back_to_leader", since):
        yield from hand.centre(DESK, "send_back", at, since, reason="立案条件有误，请核对")
    elif first and not case.suspensions and hand.chance("suspend"):
        until = at + (1 + hand.life.chance.whole(10, "until", case.id)) * DAY
        yield from hand.centre(DESK, "suspend", at, since, reason=hand.reason("suspend", "待施工"), until=until)
    elif first and case.urgent and hand.life.city.policies.make_safe_unit and hand.chance("make_safe"):
        unit = hand.life.city.policies.make_safe_unit
        yield from hand.centre(DESK, "add_helper", at, since, unit=unit, role="make_safe", note="请先行排险")
    else:
        yield from _dispatch(hand, at)


def _dispatch(hand: Hand, at: int) -> Iterator[Plan]:
    case = hand.case
    right = right_unit(hand)
    unit = _unit(hand, right)
    busy = {leg.unit for leg in case.legs if leg.stage in LIVE}
    helpers = [each for each in _helpers(hand) if each != unit and each not in busy]
    said = {"helpers": helpers} if helpers else {}
    note = hand.phrase("dispatch", case.round) if hand.chance("note", "dispatch") else ""
    if unit:
        yield from hand.centre(DESK, "dispatch", at, case.stage_since, unit=unit, **said, note=note)


def _unit(hand: Hand, right: str) -> str:
    """The unit that the dispatcher chooses: now and then a district that has nothing to do with it."""
    case, last = hand.case, lead_of(hand.case.legs)
    refused = {last.unit} if last and last.stage in {LegStage.RETURNED, LegStage.REFUSED} else set()
    others = sorted(u.code for u in hand.life.city.units.values() if u.kind == "district" and u.code != case.district)
    if not case.legs and others and hand.chance("wrong_unit"):
        return hand.life.chance.one(others, "wrong", case.id)
    choices = [right, case.district, *others]
    return next((each for each in choices if each in hand.life.city.units and each not in refused), "")


def _helpers(hand: Hand) -> list[str]:
    if hand.case.legs or not hand.chance("helper"):
        return []
    departments = sorted(u.code for u in hand.life.city.units.values() if u.kind == "department" and not u.parent)
    return [hand.life.chance.one(departments, "helper unit", hand.case.id)] if departments else []


def _follow(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    pending = next((r for r in hand.case.requests if r.state == "pending" and r.assignment == leg.id), None)
    if pending is not None:
        yield from _decide(hand, leg, pending)
    elif leg.stage is LegStage.DONE:
        yield from _confirm(hand, leg)
    elif leg.stage is LegStage.DELIVERED:
        yield from _take_back(hand, leg)
    if leg.stage in {LegStage.DELIVERED, LegStage.SIGNED}:
        yield from _tell(hand, leg)
    if leg.stage is LegStage.SIGNED and hand.chance("note", leg.id):
        at = hand.later(leg.signed_at, "note", leg.id)
        yield from hand.centre(DESK, "note", at, leg.id, text=hand.phrase("note", leg.id) or "已电话询问进展")


def _decide(hand: Hand, leg: Assignment, asked: Request) -> Iterator[Plan]:
    at = hand.later(asked.at, "decide", asked.id)
    kind = asked.kind.value
    wrong = asked.kind is RequestKind.RETURN and is_wrong(hand, leg)
    granted = hand.chance("grant_return_wrong" if wrong else f"grant_{kind}", asked.id)
    right = _another(hand, leg)
    if granted and wrong and right and hand.chance("reassign", asked.id, "return"):
        yield from hand.centre(DESK, "reassign", at, asked.id, leg.id, unit=right, reason="经核实不属该单位职责")
    elif granted:
        yield from hand.centre(_level(asked), f"grant_{kind}", at, asked.id, leg.id)
    else:
        reason = hand.reason(f"refuse_{kind}", "理由不充分", asked.id)
        yield from hand.centre(_level(asked), f"refuse_{kind}", at, asked.id, leg.id, reason=reason)


def _level(asked: Request) -> Role:
    """Who decides it, as the city says."""
    return Role(asked.level) if asked.level else DESK


def _another(hand: Hand, leg: Assignment) -> str:
    """The unit that should have it instead, "" when it has it, or has given it back."""
    right = right_unit(hand)
    gave_back = {each.unit for each in hand.case.legs if each.stage in {LegStage.RETURNED, LegStage.REFUSED}}
    return "" if right == leg.unit or right in gave_back else right


def _confirm(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    """核对: refused now and then, a false picture more often; a lead waits for helpers and make-safe units."""
    others = [each for each in hand.case.legs if each.role in OTHERS and each.stage in LIVE]
    if leg.role is LegRole.LEAD and any(each.stage is not LegStage.DONE for each in others):
        return
    since = max(leg.feedback_at, *(each.feedback_at for each in (leg, *others)))
    at = hand.later(since, "confirm", leg.id, since)
    falsely = lies(hand, leg) and hand.chance("confirm_false", leg.id)
    if falsely or hand.chance("confirm_refuse", leg.id, leg.feedback_at):
        reason = hand.reason("confirm_refuse", "缺少处置后全景照片", leg.id)
        yield from hand.centre(DESK, "confirm_refuse", at, f"{leg.id}/{since}", leg.id, reason=reason)
    else:
        yield from hand.centre(DESK, "confirm_pass", at, f"{leg.id}/{since}", leg.id)


def _take_back(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    """A slip taken back within seconds, or another unit instead."""
    right = _another(hand, leg)
    if leg.role is not LegRole.LEAD:
        return
    if hand.chance("recall", leg.id):
        reason = hand.reason("recall", "误派", leg.id)
        yield from hand.centre(DESK, "recall", leg.sent_at + 8 * SECOND, leg.id, leg.id, reason=reason)
    elif right and hand.chance("reassign", leg.id):
        at = hand.later(leg.delivered_at, "decide", leg.id)
        reason = hand.reason("reassign", "由就近单位处置更快", leg.id)
        yield from hand.centre(DESK, "reassign", at, leg.id, leg.id, unit=right, reason=reason)


def _tell(hand: Hand, leg: Assignment) -> Iterator[Plan]:
    """An urgent one is told by phone; who promised another call makes it."""
    unit, watch = hand.life.city.units[leg.unit], hand.life.city.watch_of(leg.unit, leg.sent_at)
    to, phone = (watch.name or unit.name, watch.phone) if watch else (unit.name, "")
    said = {"to": to, "phone": phone, "text": hand.phrase("told", leg.id)}
    if leg.call_back_at:
        yield from hand.centre(DESK, "told", leg.call_back_at, f"{leg.id}/{leg.call_back_at}", leg.id, **said)
    elif hand.case.urgent and not leg.told_at and hand.chance("told", leg.id):
        at = hand.later(leg.sent_at, "tell", leg.id)
        again = {"call_back": at + CALL_BACK} if hand.chance("call_back", leg.id) else {}
        yield from hand.centre(DESK, "told", at, leg.id, leg.id, **said, **again)


def _urge(hand: Hand) -> Iterator[Plan]:
    case, lead = hand.case, lead_of(hand.case.legs)
    if lead and lead.stage in LIVE and lead.due and not case.urged_at and hand.chance("urge", lead.id):
        at = hand.later(lead.due, "urge", lead.id)
        yield from hand.centre(DESK, "urge", at, lead.id, reason=hand.reason("urge", "已超时，请立即处置", lead.id))
