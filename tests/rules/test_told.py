"""Told by phone: who and when, and the next call that was promised."""

import pytest

from rules.calendar import DAY, MINUTE
from rules.case import Case
from rules.commands import NotAllowed
from rules.frozen import changed
from rules.lifecycle import apply
from rules.lists import lists_of
from tests.builders import a_case, a_city, a_command, a_leg, a_photo, an_actor, t

CITY = a_city()
NOW = t("2015-04-22 11:20")
THREE = t("2015-04-22 15:00")
LI, DISTRICT = an_actor("dispatcher"), an_actor("unit")


def told(case: Case, at: int = NOW, **body: object) -> Case:
    return apply(case, a_command("told", LI, at, "leg-1", to="刘队长", **body), LI, CITY, at).case


def test_a_promised_call_back_stands_on_the_leg_on_its_list_and_in_the_history() -> None:
    done = apply(a_case("with_units"), a_command("told", LI, NOW, "leg-1", to="刘队长", call_back=THREE), LI, CITY, NOW)
    assert (done.case.legs[0].told_to, done.case.legs[0].call_back_at) == ("刘队长", THREE)
    assert "call_backs" in lists_of(done.case, NOW, CITY)
    assert dict(done.events[0].data)["call_back"] == str(THREE)


def test_each_call_replaces_the_promise_of_the_one_before() -> None:
    promised = told(a_case("with_units"), call_back=THREE)
    assert told(promised, NOW + MINUTE, call_back=THREE + 1).legs[0].call_back_at == THREE + 1
    kept = told(promised, NOW + MINUTE)
    assert kept.legs[0].call_back_at == 0
    assert "call_backs" not in lists_of(kept, NOW, CITY)


def test_a_unit_whose_crews_are_at_work_is_called_again() -> None:
    case = a_case("with_units", legs=(a_leg("working", call_back_at=THREE),))
    assert told(case).legs[0].call_back_at == 0


@pytest.mark.parametrize("call_back", [NOW - 1, NOW, NOW + 7 * DAY + 1])
def test_a_call_back_lies_after_the_call_and_within_a_week(call_back: int) -> None:
    with pytest.raises(NotAllowed) as refused:
        told(a_case("with_units"), call_back=call_back)
    assert (refused.value.rule, refused.value.details["field"]) == ("rule.field", "call_back")
    assert told(a_case("with_units"), call_back=NOW + 7 * DAY).legs[0].call_back_at == NOW + 7 * DAY


def test_a_call_noted_without_a_line_is_taken_when_the_promised_time_has_passed() -> None:
    command = a_command("told", LI, NOW, "leg-1", to="刘队长", call_back=THREE)
    late = apply(a_case("with_units"), command, LI, CITY, THREE + MINUTE).case
    assert late.legs[0].call_back_at == THREE


def test_the_units_report_is_the_answer_and_a_leg_that_ended_waits_for_no_call() -> None:
    promised = told(a_case("with_units"), call_back=THREE)
    body = {"photos": [a_photo()], "text": "已清理"}
    reported = apply(promised, a_command("feedback", DISTRICT, NOW, "leg-1", **body), DISTRICT, CITY, NOW).case
    assert reported.legs[0].call_back_at == 0
    recalled = changed(promised, legs=(a_leg("recalled", call_back_at=THREE),))
    assert "call_backs" not in lists_of(recalled, NOW, CITY)
