"""Acceptors: have reports looked at, accept them or end them otherwise, judge what units report."""

from collections.abc import Iterator

from rules.case import Case, Stage
from rules.check import Check, CheckKind
from rules.commands import Role
from rules.deed import OPEN_CHECKS
from server.simulator.plan import Hand, Picture, Plan
from server.simulator.truth import category_of

PASSED_TO = ("110", "119", "12345", "12315")
OTHER_ENDS = ("decline", "answer", "pass_on")


def plans(hand: Hand) -> Iterator[Plan]:
    """Of all acceptors."""
    case = hand.case
    check = open_check(case)
    if check is not None:
        yield from _recall(hand, check)
    elif case.stage is Stage.REPORTED:
        yield from _intake(hand)
    elif case.stage is Stage.TO_VERIFY:
        yield from _verdict(hand)
    elif case.stage is Stage.PASSED_ON and not case.acknowledged_at:
        yield from hand.centre(Role.ACCEPTOR, "acknowledge", hand.later(case.stage_since, "acknowledge"), "")


def open_check(case: Case) -> Check | None:
    """The check that is out."""
    return next((check for check in case.checks if check.stage in OPEN_CHECKS), None)


def _recall(hand: Hand, check: Check) -> Iterator[Plan]:
    if hand.chance("recall_check", check.id):
        at = check.sent_at + 30_000
        yield from hand.centre(Role.ACCEPTOR, "recall", at, check.id, check.id, reason="发错采集员")


def _intake(hand: Hand) -> Iterator[Plan]:
    case, since = hand.case, hand.case.stage_since
    if handles_it(hand):
        return
    category = category_of(case, hand.life)
    original = hand.life.neighbours.original(case, category)
    if original and hand.chance("duplicate_seen"):
        at = hand.later(since, "accept")
        yield from hand.centre(Role.ACCEPTOR, "attach_duplicate", at, since, of=original)
        return
    looked = next((check for check in reversed(case.checks) if check.kind is CheckKind.PRE), None)
    unknown = looked is None and case.source != "collector" and not case.accepted_at and bool(case.duty_grid)
    if unknown and hand.chance("pre_check"):
        yield from hand.centre(Role.ACCEPTOR, "send_check", hand.later(since, "send_check"), since)
        return
    yield from _decide(hand, category, untrue=looked is not None and looked.result == "false")


def _decide(hand: Hand, category: str, *, untrue: bool) -> Iterator[Plan]:
    case, since = hand.case, hand.case.stage_since
    at = hand.later(since, "accept", since)
    end = "decline" if untrue else _other_end(hand)
    if end == "decline":
        reasons = hand.life.city.policies.decline_reasons
        reason = "untrue" if untrue and "untrue" in reasons else next(iter(reasons), "不属实")
        yield from hand.centre(Role.ACCEPTOR, end, at, since, reason=reason, answer="经现场核实，未发现所述问题")
    elif end == "answer":
        yield from hand.centre(Role.ACCEPTOR, end, at, since, answer="已向您说明，该事项已列入本月整治计划")
    elif end == "pass_on":
        to = hand.life.chance.one(PASSED_TO, "to", case.id)
        yield from hand.centre(Role.ACCEPTOR, end, at, since, to=to, answer="已转办，请留意回复")
    else:
        yield from hand.centre(Role.ACCEPTOR, "accept", at, since, category=category)


def _other_end(hand: Hand) -> str:
    """How this report ends, "" when it becomes a case; never one that was accepted before."""
    if hand.case.accepted_at or hand.case.closed_at or hand.case.urgent:
        return ""
    return next((end for end in OTHER_ENDS if hand.chance(end, hand.case.stage_since)), "")


def handles_it(hand: Hand) -> bool:
    """Whether the collector who reported it solves it on the spot."""
    case = hand.case
    return (
        case.stage is Stage.REPORTED
        and case.source == "collector"
        and not case.accepted_at
        and not (case.checks or case.urgent or case.round)
        and bool(hand.life.cast.people.get(case.reported_by))
        and _is_collector(hand)
        and hand.chance("self_handled")
    )


def _is_collector(hand: Hand) -> bool:
    return Role.COLLECTOR in hand.life.cast.people[hand.case.reported_by].roles


def _verdict(hand: Hand) -> Iterator[Plan]:
    case, since = hand.case, hand.case.stage_since
    looked = [check for check in case.checks if check.kind is CheckKind.VERIFY and check.round == case.round]
    answered = next((check for check in reversed(looked) if check.result), None)
    unseen = answered is None and len(looked) < 2 and bool(case.duty_grid)
    if unseen and (looked or not hand.chance("by_photo", case.round)):
        at = hand.later(since, "send_check", len(looked))
        yield from hand.centre(Role.ACCEPTOR, "send_check", at, f"{since}/{len(looked)}")
        return
    at = hand.later(answered.answered_at if answered else since, "verdict", case.round, since)
    unsolved = answered is not None and answered.result == "unsolved"
    key = f"{since}/{len(looked)}"
    if not unsolved:
        yield from hand.centre(Role.ACCEPTOR, "verify_pass", max(at, since), key)
    elif hand.chance("pass_unsolved", case.round):
        yield from hand.centre(Role.ACCEPTOR, "verify_pass", max(at, since), key, reason="与采集员电话核实，已处置")
    else:
        yield from _fail(hand, max(at, since), key)


def _fail(hand: Hand, at: int, key: str) -> Iterator[Plan]:
    reasons = tuple(hand.life.city.policies.reject_reasons) or ("not_solved",)
    said = {"reason": hand.life.chance.one(reasons[:2], "reject", hand.case.id, key)}
    text = hand.phrase("verify_fail", key)
    yield from hand.centre(
        Role.ACCEPTOR,
        "verify_fail",
        at,
        key,
        **said,
        text=text or "现场仍有残留",
        pictures=(Picture("marked", solved=False),),
    )
