"""Alarms of machines: seen first, then a report like any other; repeats add up."""

from dataclasses import replace
from typing import Any

import pytest

from rules.alarm import Alarm
from rules.alarms import awaits_review, is_no_report, was_rejected
from rules.case import Case, Stage
from rules.city import City
from rules.clock import Limit, LimitUnit
from rules.commands import NotAllowed, Role
from rules.frozen import changed
from rules.indicators import facts_of
from rules.lifecycle import apply
from rules.lists import lists_of
from rules.machines import AlarmKind, MachineRules
from tests.builders import MINUTE, NINE, STAGE_LIMITS, a_case, a_city, a_command, an_actor

KINDS = {"refuse_heap": AlarmKind("refuse_heap", "暴露垃圾", category="event-01-10", threshold=60)}
CITY = a_city()
DAY = 24 * 60 * MINUTE
WITH_REASONS = replace(CITY, machines=MachineRules(KINDS, reject_reasons={"light": ("光影", "light")}))
CAMERA, CHEN, ZHAO = an_actor("public"), an_actor("acceptor"), an_actor("shift_leader")


def an_alarm(**said: Any) -> Case:
    body = {"words": "暴露垃圾", "kind": "refuse_heap", "sender": "video", "device": "cam-7", "model": "yolo-9"}
    command = a_command("alarm", CAMERA, NINE, **(body | {"confidence": 871, "at": NINE - MINUTE} | said))
    return apply(None, command, CAMERA, CITY, NINE).case


def _done(case: Case, verb: str, actor: Any, city: City = CITY, when: int = NINE + MINUTE, **body: Any) -> Case:
    return apply(case, a_command(verb, actor, when, **body), actor, city, when).case


def test_an_alarm_waits_to_be_looked_at_and_says_how_likely_it_is() -> None:
    case = an_alarm()
    assert case.alarm == Alarm("refuse_heap", "video", "cam-7", "yolo-9", 871, 1, NINE - MINUTE, NINE - MINUTE)
    assert lists_of(case, NINE, CITY) >= {"alarms"}
    assert "intake" not in lists_of(case, NINE, CITY)
    assert awaits_review(case)
    assert is_no_report(case)


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("accept", {}),
        ("send_check", {}),
        ("decline", {"reason": "1"}),
        ("answer", {"answer": "已解释"}),
        ("pass_on", {"to": "110"}),
    ],
)
def test_nothing_is_done_with_what_nobody_has_looked_at(verb: str, body: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed, match=r"rule\.alarm_unseen"):
        _done(an_alarm(), verb, CHEN, **body)


def test_an_accepted_alarm_is_a_report_whose_clock_begins_then() -> None:
    case = _done(an_alarm(), "accept_alarm", CHEN)
    assert case.stage is Stage.REPORTED
    assert lists_of(case, NINE + MINUTE, CITY) >= {"intake"}
    assert case.stage_clock is not None
    assert case.stage_clock.runs[0][0] == NINE + MINUTE
    assert not is_no_report(case)
    assert _done(case, "accept", CHEN, when=NINE + 2 * MINUTE).stage is Stage.ACCEPTED
    with pytest.raises(NotAllowed, match=r"rule\.no_alarm"):
        _done(case, "accept_alarm", CHEN)


def test_a_rejected_alarm_is_no_declined_report() -> None:
    case = _done(an_alarm(), "reject_alarm", CHEN, reason="光影")
    assert (case.stage, case.ended_reason) == (Stage.DECLINED, "光影")
    assert was_rejected(case)
    assert lists_of(case, NINE + 2 * MINUTE, CITY) == {"rejected_alarms"}
    assert lists_of(case, NINE + MINUTE + DAY, CITY) == set()
    facts = facts_of(case, (), CITY, NINE - DAY, NINE + DAY)
    assert (facts.reported, facts.declined, facts.ended) == (False, False, False)


def test_a_rejection_needs_a_reason_of_the_citys_list() -> None:
    with pytest.raises(NotAllowed, match=r"rule\.reason"):
        _done(an_alarm(), "reject_alarm", CHEN, WITH_REASONS)
    with pytest.raises(NotAllowed, match=r"rule\.field"):
        _done(an_alarm(), "reject_alarm", CHEN, WITH_REASONS, reason="rain")
    assert _done(an_alarm(), "reject_alarm", CHEN, WITH_REASONS, reason="light").ended_reason == "light"


def test_a_rejected_alarm_that_is_opened_again_is_a_report() -> None:
    case = _done(an_alarm(), "reject_alarm", CHEN, reason="光影")
    case = _done(case, "reopen", ZHAO, reason="现场确有垃圾")
    assert (case.stage, is_no_report(case)) == (Stage.REPORTED, False)
    assert "intake" in lists_of(case, NINE + 2 * MINUTE, CITY)


def test_an_alarm_attached_to_a_case_stands_with_the_duplicates() -> None:
    case = _done(an_alarm(), "attach_duplicate", CHEN, of="case-2")
    assert lists_of(case, NINE + 2 * MINUTE, CITY) == {"ended", "duplicates"}
    assert is_no_report(case)


def test_the_same_alarm_again_counts_and_takes_nothing_back() -> None:
    case = _done(an_alarm(), "alarm_again", CAMERA, count=5, at=NINE + MINUTE, confidence=930)
    late = _done(case, "alarm_again", CAMERA, count=3, at=NINE, confidence=500)
    assert late.alarm
    assert (late.alarm.count, late.alarm.last_at, late.alarm.confidence) == (5, NINE + MINUTE, 930)
    other = changed(an_alarm(), alarm=None)
    with pytest.raises(NotAllowed, match=r"rule\.no_alarm"):
        _done(other, "alarm_again", CAMERA, count=2, at=NINE)


def test_a_time_in_the_future_is_now() -> None:
    assert an_alarm(at=NINE + DAY).alarm.first_at == NINE  # type: ignore[union-attr]


@pytest.mark.parametrize("confidence", [-1, 1001])
def test_no_confidence_lies_outside_its_scale(confidence: int) -> None:
    with pytest.raises(NotAllowed, match=r"rule\.field"):
        an_alarm(confidence=confidence)


def test_who_is_sure_is_not_looked_at_first() -> None:
    case = an_alarm(sure=True)
    assert "intake" in lists_of(case, NINE, CITY)
    assert not is_no_report(case)


def test_only_the_sender_itself_adds_to_its_alarm() -> None:
    stranger = changed(an_alarm(), reported_by="public:other")
    with pytest.raises(NotAllowed, match=r"rule\.unknown_case"):
        _done(stranger, "alarm_again", CAMERA, count=2, at=NINE)
    assert a_case().alarm is None
    assert Role.PUBLIC in {grant.role for grant in CAMERA.grants}


def test_a_city_may_set_a_limit_for_the_review_alone() -> None:
    assert an_alarm().stage_clock is None  # the acceptor's own clock begins when it is accepted
    city = a_city(stage_limits={**STAGE_LIMITS, "review": Limit(30, LimitUnit.MINUTE)})
    body = {"words": "暴露垃圾", "kind": "refuse_heap", "sender": "video"}
    case = apply(None, a_command("alarm", CAMERA, NINE, **body), CAMERA, city, NINE).case
    assert case.stage_clock
    assert (case.stage_clock.limit, case.stage_clock.runs) == (Limit(30, LimitUnit.MINUTE), ((NINE, 0),))
