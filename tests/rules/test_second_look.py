"""Declining needs another pair of eyes; voiding may be asked for; what ended long ago is not opened again."""

from dataclasses import replace
from typing import Any

import pytest

from rules.assignment import RequestKind
from rules.calendar import DAY
from rules.case import Case, Stage
from rules.citizens import actor_id
from rules.city import City
from rules.commands import Actor, Grant, NotAllowed, Role
from rules.lifecycle import allowed, apply
from rules.lists import lists_of
from rules.replies import FollowUp
from tests.builders import MINUTE, NINE, a_case, a_city, a_command, a_leg, a_photo, an_actor

CITY = a_city()
BOTH = (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER))
CHEN, ZHAO, WANG = an_actor("acceptor"), an_actor("shift_leader"), an_actor("dispatcher")


def do(case: Case, verb: str, actor: Actor, at: int = NINE, city: City = CITY, **body: Any) -> Case:
    return apply(case, a_command(verb, actor, at, **body), actor, city, at).case


def refused(case: Case, verb: str, actor: Actor, at: int = NINE, **body: Any) -> str:
    with pytest.raises(NotAllowed) as refusal:
        do(case, verb, actor, at, **body)
    return refusal.value.rule


def verbs(case: Case, actor: Actor, at: int = NINE) -> set[str]:
    return {offer.verb for offer in allowed(case, actor, CITY, at)}


def proposed(**fields: Any) -> Case:
    return do(a_case("reported", wants_answer=True, **fields), "decline", CHEN, reason="private", answer="属小区物业")


# --- declining


def test_a_proposal_waits_for_another_person_on_a_list_of_its_own_and_tells_nobody() -> None:
    case = proposed(reported_by=actor_id("page"))
    assert (case.stage, case.declined_by, case.answer, case.replies) == (Stage.ACCEPTED, "chen", "", ())
    assert lists_of(case, NINE, CITY) == {"to_decline"}
    assert case.stage_clock is not None


def test_another_person_agrees_and_the_reporter_is_told() -> None:
    case = do(proposed(reported_by=actor_id("page")), "uphold_decline", ZHAO, NINE + MINUTE)
    assert (case.stage, case.ended_reason, case.answer) == (Stage.DECLINED, "private", "属小区物业")
    assert [(each.how, each.text) for each in case.replies] == [("back", "属小区物业")]
    assert (case.declined_by, case.decline_reason, case.decline_answer) == ("", "", "")
    assert case.hands == ("chen", "zhao")


def test_the_answer_may_be_worded_anew_and_the_event_says_who_proposed() -> None:
    case = proposed(reported_by=actor_id("page"))
    done = apply(case, a_command("uphold_decline", ZHAO, NINE, answer="请联系物业"), ZHAO, CITY, NINE)
    assert done.case.answer == "请联系物业"
    assert dict(done.events[0].data)["proposed_by"] == "chen"


def test_nobody_agrees_to_their_own_proposal_whatever_duties_they_hold() -> None:
    chen = Actor("chen", grants=BOTH)
    leader = replace(a_command("uphold_decline", chen, NINE), role=Role.SHIFT_LEADER)
    with pytest.raises(NotAllowed, match=r"rule\.second_look"):
        apply(proposed(), leader, chen, CITY, NINE)
    assert "uphold_decline" not in verbs(proposed(), chen)
    assert "uphold_decline" in verbs(proposed(), ZHAO)


def test_it_is_sent_back_or_filed_after_all_and_then_nothing_is_proposed_any_more() -> None:
    back = do(proposed(), "send_back", ZHAO, reason="属道路范围")
    filed = do(proposed(), "file", ZHAO, condition="event-01-10-1")
    assert (back.stage, back.declined_by) == (Stage.REPORTED, "")
    assert (filed.stage, filed.declined_by) == (Stage.TO_DISPATCH, "")
    assert refused(do(back, "accept", CHEN), "uphold_decline", ZHAO) == "rule.not_proposed"


def test_a_city_may_do_without_a_second_look() -> None:
    city = a_city(decline_second_look=False)
    case = do(a_case("reported"), "decline", CHEN, city=city, reason="private")
    assert (case.stage, case.ended_reason) == (Stage.DECLINED, "private")


def test_a_reason_must_be_one_of_the_citys() -> None:
    city = replace(CITY, policies=replace(CITY.policies, decline_reasons={"private": ("私人区域", "private ground")}))
    with pytest.raises(NotAllowed, match=r"rule\.field"):
        do(a_case("reported"), "decline", CHEN, city=city, reason="because")


# --- opening again


@pytest.mark.parametrize("stage", ["declined", "answered", "passed_on", "duplicate", "closed", "forced", "void"])
def test_what_ended_is_opened_again_within_the_citys_days_and_not_later(stage: str) -> None:
    case = a_case(stage, closed_at=NINE, stage_since=NINE)
    last = NINE + 30 * DAY
    assert do(case, "reopen", ZHAO, last, reason="又有").closed_at == 0
    assert refused(case, "reopen", ZHAO, last + 1, reason="又有") == "rule.reopen_days"
    assert "reopen" not in verbs(case, ZHAO, last + 1)
    always = a_city(reopen_days=0)
    assert do(case, "reopen", ZHAO, last + 1, always, reason="又有").stage in {Stage.REPORTED, Stage.TO_DISPATCH}


def test_who_said_when_called_back_that_it_is_not_solved_is_heard_later_too() -> None:
    said = FollowUp("call-1", NINE, "chen", "dissatisfied", "又堆上了")
    case = a_case("closed", wants_answer=True, personal="person-1", closed_at=NINE, follow_ups=(said,))
    assert do(case, "reopen", ZHAO, NINE + 90 * DAY, reason="回访不满意").stage is Stage.TO_DISPATCH


# --- voiding


@pytest.mark.parametrize(("stage", "actor"), [("accepted", CHEN), ("to_dispatch", WANG), ("with_units", WANG)])
def test_voiding_is_asked_for_and_the_shift_leader_decides(stage: str, actor: Actor) -> None:
    case = do(a_case(stage), "ask_void", actor, reason="误报", photos=[a_photo()])
    (request,) = case.requests
    assert (request.kind, request.by, request.assignment, request.state) == (RequestKind.VOID, actor.id, "", "pending")
    assert case.photos[-1].owner == request.id
    assert "to_void" in lists_of(case, NINE, CITY)
    assert refused(case, "ask_void", actor, reason="误报") == "rule.pending"

    void = do(case, "grant_void", ZHAO, NINE + MINUTE)
    assert (void.stage, void.ended_reason, void.requests[0].state) == (Stage.VOID, "误报", "granted")
    assert (void.requests[0].decided_by, void.requests[0].decided_at) == ("zhao", NINE + MINUTE)
    kept = do(case, "refuse_void", ZHAO, NINE + MINUTE, reason="确有其事")
    assert (kept.stage, kept.requests[0].state, kept.requests[0].answer) == (Stage(stage), "refused", "确有其事")
    assert "to_void" not in lists_of(kept, NINE, CITY)


def test_who_dispatched_a_case_does_not_make_it_void() -> None:
    wang = Actor("wang", grants=(Grant(Role.SHIFT_LEADER),))
    case = do(a_case("with_units"), "ask_void", WANG, reason="误报")
    assert refused(case, "grant_void", wang) == "rule.duty_separation"


def test_a_request_falls_away_when_the_matter_is_handled_meanwhile() -> None:
    west = an_actor("unit")
    case = do(a_case("with_units", legs=(a_leg("working"),)), "ask_void", WANG, reason="误报")
    done = apply(case, a_command("feedback", west, NINE, "leg-1", photos=[a_photo()]), west, CITY, NINE).case
    assert (done.stage, done.requests[0].state) == (Stage.TO_CONFIRM, "withdrawn")


def test_nothing_asked_nothing_granted() -> None:
    assert refused(a_case("to_dispatch"), "grant_void", ZHAO) == "rule.no_request"
    assert refused(a_case("to_dispatch"), "ask_void", ZHAO, reason="误报") == "rule.role"
