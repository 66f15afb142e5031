"""Collectors in the street: answer checks, solve small things on the spot."""

from collections.abc import Iterator

from rules.check import Check, CheckKind, CheckStage
from rules.commands import Role
from server.simulator.plan import Hand, Picture, Plan
from server.simulator.roles.acceptors import handles_it, open_check
from server.simulator.truth import solved


def plans(hand: Hand) -> Iterator[Plan]:
    """Of all collectors."""
    if handles_it(hand):
        case = hand.case
        yield from hand.by(
            case.reported_by,
            Role.COLLECTOR,
            "self_handled",
            hand.later(case.stage_since, "self_handle"),
            case.stage_since,
            text=hand.phrase("self_handled") or "已随手清理",
            pictures=(Picture("after", solved=True),),
        )
    check = open_check(hand.case)
    if check is not None:
        yield from _look(hand, check)


def _look(hand: Hand, check: Check) -> Iterator[Plan]:
    login = hand.life.cast.collector(check.collector) or hand.life.cast.collector(hand.case.duty_grid)
    fetched = hand.by_day(hand.later(check.sent_at, "fetch_check", check.id), check.id)
    if check.stage is CheckStage.SENT and (hand.case.urgent or hand.chance("fetch_apart", check.id)):
        yield from hand.by(login, Role.COLLECTOR, "fetched", fetched, check.id, check.id)
        return
    there = _as_found(hand, check)
    yield from hand.by(
        login,
        Role.COLLECTOR,
        "answer_check",
        hand.later(fetched, "answer_check", check.id),
        check.id,
        check.id,
        result=_WORDS[check.kind][there],
        text="现场已恢复正常"
        if check.kind is CheckKind.VERIFY and there
        else "现场属实"
        if there
        else "现场照片见附件",
        pictures=(Picture("check", solved=there == (check.kind is CheckKind.VERIFY)),),
    )


_SEEN = {CheckKind.PRE: "现场属实", CheckKind.VERIFY: "现场已恢复正常"}
_WORDS = {CheckKind.PRE: {True: "true", False: "false"}, CheckKind.VERIFY: {True: "solved", False: "unsolved"}}


def _as_found(hand: Hand, check: Check) -> bool:
    """Whether the report is true, or the matter solved."""
    return not hand.chance("untrue") if check.kind is CheckKind.PRE else solved(hand)
