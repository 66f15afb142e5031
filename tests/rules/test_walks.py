"""Random walks over what is offered: whatever is offered can be done, and some things hold after every deed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.assignment import LIVE, LegRole
from rules.case import ENDED, Case, Stage
from rules.commands import Actor, Command, Grant, NotAllowed, Role
from rules.lifecycle import Offer, allowed, apply, delivered, undelivered
from rules.lists import lists_of, unit_lists
from rules.urgency import order
from rules.wire import decode_case, encode_case, encode_events
from tests.builders import MINUTE, NINE, a_city, a_photo, an_actor

CITY = a_city()
PEOPLE: tuple[Actor, ...] = (
    *(an_actor(role) for role in Role),
    an_actor("unit", unit="410102005"),
    an_actor("unit", unit="B01"),
    Actor("li", grants=(Grant(Role.DISPATCHER),)),
)
# Most steps go on with the work; the others may come at any time.
ONWARD = {
    "report", "accept", "file", "dispatch", "sign", "sub_dispatch", "feedback", "pass_up", "confirm_pass",
    "verify_pass", "verify_fail", "confirm_refuse", "ask_return", "grant_return", "ask_extension", "grant_extension",
    "close", "answer_check", "resume",
}  # fmt: skip
# Refusals that only the words of a form can bring about: the offer itself was right.
OF_THE_FORM = {
    "rule.returned_unit", "rule.unit_busy", "rule.same_unit", "rule.sub_unit", "rule.make_safe_first", "rule.field",
    "rule.against_check", "rule.reason", "rule.recall_reason", "rule.milestone",
}  # fmt: skip


def body_of(offer: Offer, draw: Any, now: int) -> dict[str, Any]:
    """A form filled in with what fits mostly."""
    values: dict[str, Any] = {
        "unit": draw(st.sampled_from(["410102", "410103", "410102005", "B01", "B99"])), "text": "说明", "to": "刘",
        "condition": "event-01-10-1", "category": "event-01-10", "answer": "好", "until": now + 60 * MINUTE,
        "closing": ["垃圾已清除"], "photos": [a_photo()], "key": "make_safe", "of": "case-2", "stage": "reported",
        "reported_at": now, "result": draw(st.sampled_from(["true", "false", "solved", "unsolved"])),
        "collector": "c001", "role": "make_safe", "reason": "原因",
    }  # fmt: skip
    wanted = {"reason", "photos", "closing", "role", "collector"}
    return {f.name: values[f.name] for f in offer.form if (f.required or f.name in wanted) and f.name in values}


def holds(case: Case, before: Case | None) -> None:
    """What is true of every case at every time."""
    assert case.version == (before.version if before else 0) + 1
    assert decode_case(encode_case(case)) == case
    if case.stage in ENDED:
        assert not [leg for leg in case.legs if leg.stage in LIVE]
        assert not [request for request in case.requests if request.state == "pending" and request.kind != "appeal"]
    leads = [leg for leg in case.legs if leg.role is LegRole.LEAD and leg.stage in LIVE]
    assert len(leads) == (1 if case.stage in {Stage.WITH_UNITS, Stage.TO_CONFIRM} else 0)
    assert case.rework_sent <= case.rework
    assert len({leg.id for leg in case.legs}) == len(case.legs)
    for leg in case.legs:
        parent = next((each for each in case.legs if each.id == leg.parent), None)
        assert not leg.parent or (parent is not None and (parent.stage in LIVE or leg.stage not in LIVE))


@given(st.data())
def test_whatever_is_offered_can_be_done_and_leaves_a_sound_case(data: st.DataObject) -> None:
    case: Case | None = None
    now, seen = NINE, 0
    for step in range(data.draw(st.integers(5, 30))):
        now += data.draw(st.integers(1, 90)) * MINUTE
        offers = [(who, offer) for who in PEOPLE for offer in allowed(case, who, CITY, now)]
        onward = [(who, offer) for who, offer in offers if offer.verb in ONWARD]
        who, offer = data.draw(st.sampled_from(onward if onward and data.draw(st.integers(0, 5)) else offers))
        body = body_of(offer, data.draw, now)
        command = Command(f"c{step}", offer.verb, "case-1", who.id, offer.role, now, offer.target, body)
        try:
            done = apply(case, command, who, CITY, now)
        except NotAllowed as refused:
            if refused.rule not in OF_THE_FORM:
                raise
            continue
        again = apply(case, command, who, CITY, now)
        assert (encode_case(again.case), encode_events(again.events)) == (
            encode_case(done.case),
            encode_events(done.events),
        )
        assert [event.n for event in done.events] == list(range(seen + 1, done.case.events + 1))
        holds(done.case, case)
        handed = delivered(done.case, undelivered(done.case), CITY, now)
        case, seen = handed.case, handed.case.events
        assert not undelivered(case)
        lists_of(case, now, CITY)
        unit_lists(case, "410102", now, CITY)
        order(case, CITY, now)
