"""Indicators with their numerators and denominators, counted by hand over small worlds."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from rules.assignment import LegStage
from rules.calendar import DAY, HOUR
from rules.case import Case, Event
from rules.city import Duty
from rules.clock import Clock
from rules.duties import DutyLayer
from rules.frozen import changed
from rules.indicators import COUNTS, RATES, Rate, accurate, behind, effective, evaluate, on_time_of
from rules.ledger import Ledger
from tests.builders import FOUR_HOURS, NINE, a_case, a_city, a_leg, t

CITY = a_city()
SINCE, UNTIL = t("2015-04-22 00:00"), t("2015-04-23 00:00")


def told(*cases: Case, events: Iterable[Event] = ()) -> list[tuple[Case, Iterable[Event]]]:
    return [(case, events) for case in cases]


def rate(key: str, *cases: Case, events: Iterable[Event] = ()) -> Rate:
    return evaluate(told(*cases, events=events), CITY, SINCE, UNTIL).rates[key]


def closed(at: str = "2015-04-22 11:00", **fields: object) -> Case:
    """A closed case whose lead was judged at this time; due 15:12."""
    done, sent = t(at), t("2015-04-22 09:12")
    leg = a_leg("accepted", judged_at=done, clock=Clock(FOUR_HOURS, ((sent, done),), judged_at=done))
    return a_case("closed", legs=(leg,), closed_at=done + HOUR, **fields)


def an_event(verb: str, at: int, **fields: object) -> Event:
    return changed(Event("case-1", 1, verb, at, at, "wang", "dispatcher"), **fields)


def test_nothing_to_count_is_none_and_not_zero() -> None:
    world = evaluate([], CITY, SINCE, UNTIL)
    assert set(world.rates.values()) == {Rate(0, 0)}
    assert [each.value for each in world.rates.values()] == [None] * len(RATES)
    assert world.counts == dict.fromkeys(COUNTS, 0)
    assert Rate(1, 4).value == pytest.approx(0.25)


def test_on_time_is_judged_at_the_feedback_that_passed() -> None:
    early, late = closed(), closed("2015-04-22 15:13")
    assert (on_time_of(early, CITY), on_time_of(late, CITY), on_time_of(a_case(), CITY)) == (True, False, None)
    assert rate("on_time_rate", early, late) == Rate(1, 2)
    assert rate("handling_rate", early, late) == Rate(2, 2)


def test_open_cases_count_once_they_are_overdue() -> None:
    open_ = a_case("with_units")
    in_time = a_case("with_units", legs=(a_leg("signed", due=UNTIL + 1),))
    assert rate("handling_rate", closed(), open_, in_time) == Rate(1, 2)
    failed = a_case("to_dispatch", round=1, rework=1, legs=(a_leg("ended", failed_at=1),), first_dispatched_at=NINE)
    assert rate("on_time_rate", failed) == Rate(0, 1)
    assert rate("closing_rate", closed(), a_case("with_units")) == Rate(1, 2)


def test_suspended_cases_and_granted_appeals_are_out() -> None:
    assert rate("on_time_rate", closed("2015-04-22 16:00", appeal="granted")) == Rate(0, 0)
    assert rate("on_time_rate", closed("2015-04-22 16:00", appeal="refused")) == Rate(0, 1)
    assert rate("handling_rate", a_case("with_units", suspended_at=NINE)) == Rate(0, 0)


def test_dispatch_rate_counts_what_was_handed_over() -> None:
    assert rate("dispatch_rate", a_case(), a_case("with_units"), a_case("reported")) == Rate(1, 2)
    later = a_case("with_units", first_dispatched_at=UNTIL)
    assert rate("dispatch_rate", later) == Rate(0, 1)


def test_accurate_is_never_upheld_as_wrong() -> None:
    right, wrong = a_case("with_units"), a_case("with_units", wrong_dispatches=1)
    assert (accurate(right), accurate(wrong), accurate(a_case())) == (True, False, None)
    assert rate("accurate_dispatch_rate", right, wrong, a_case()) == Rate(1, 2)


def test_effective_is_signed_by_the_end_and_neither_void_nor_sent_back() -> None:
    signed = a_case("with_units")
    back = (an_event("send_back", NINE, before="to_dispatch", after="accepted"),)
    assert effective(signed, (), UNTIL) is True
    assert effective(signed, back, UNTIL) is False
    assert effective(signed, (), NINE) is False
    assert effective(a_case("with_units", legs=(a_leg("delivered"),)), (), UNTIL) is False
    assert effective(changed(signed, stage=a_case("void").stage), (), UNTIL) is False
    assert effective(a_case(), (), UNTIL) is None
    assert rate("effective_dispatch_rate", signed, a_case()) == Rate(1, 2)


def test_the_dispatchers_own_on_time_uses_the_click() -> None:
    due = NINE + 15 * 60_000
    case = a_case("with_units")
    for at, expected in ((due, Rate(1, 1)), (due + 1, Rate(0, 1))):
        event = an_event("dispatch", at, data=(("stage_due", str(due)),))
        assert rate("dispatch_on_time_rate", case, events=(event,)) == expected
    assert rate("dispatch_on_time_rate", case) == Rate(0, 1)


def test_rework_counts_cases_once_and_times_each() -> None:
    world = evaluate(told(closed(rework_sent=2, rework=2), closed(rework_sent=1), closed()), CITY, SINCE, UNTIL)
    assert (world.counts["rework_cases"], world.counts["rework_times"]) == (2, 3)
    assert world.rates["rework_rate"] == Rate(2, 3)


def test_counts_of_the_period() -> None:
    cases = (
        a_case("declined", closed_at=NINE), a_case("void", closed_at=NINE), a_case("forced", closed_at=NINE),
        a_case("with_units", wrong_dispatches=2, shirked=1, feedback_refused=3, extensions=1, suspensions=1),
        closed(self_handled=True),
    )  # fmt: skip
    counts = evaluate(told(*cases), CITY, SINCE, UNTIL).counts
    assert counts == {
        "reported": 5, "accepted": 4, "declined": 1, "filed": 4, "rework_cases": 0, "rework_times": 0,
        "wrong_dispatches": 2, "shirked": 1, "feedback_refused": 3, "extensions": 1, "suspended": 1, "void": 1,
        "forced": 1, "self_handled": 1, "recurrent": 0, "causes_asked": 0, "causes_named": 0, "coverage": 0,
        "ledgers": 0,
    }  # fmt: skip
    assert set(evaluate(told(*cases), CITY, SINCE + DAY, UNTIL + DAY).counts.values()) == {0}


def test_every_number_can_be_drilled_into() -> None:
    early, late = closed(id="a"), closed("2015-04-22 15:13", id="b")
    assert behind("on_time_rate", told(early, late, a_case(id="c")), CITY, SINCE, UNTIL) == (("a",), ("a", "b"))


def test_the_cases_of_a_coverage_zone_are_in_no_rate_and_counted_apart() -> None:
    ours = closed(id="ours")
    there = changed(ours.legs[0], why=(("ground", "coverage"), ("unit", "B99")))
    out = changed(ours, id="out", legs=(there,))
    found = evaluate(told(out, ours), CITY, SINCE, UNTIL)
    assert {rate.denominator for rate in found.rates.values()} <= {0, 1}
    assert found.rates["closing_rate"] == Rate(1, 1)
    assert (found.counts["coverage"], found.counts["filed"]) == (1, 2)
    assert behind("closing_rate", told(out, ours), CITY, SINCE, UNTIL) == (("ours",), ("ours",))


def test_before_its_dispatch_a_case_belongs_to_the_coverage_zone_that_would_take_it() -> None:
    layers = (DutyLayer(900, "非覆盖区", kind="coverage"),)
    zone = replace(CITY, layers=layers, duties=(Duty("C1", "B99", "*", layer=900, place="410102"),))
    assert evaluate(told(a_case()), zone, SINCE, UNTIL).rates["dispatch_rate"] == Rate(0, 0)
    assert evaluate(told(a_case()), CITY, SINCE, UNTIL).rates["dispatch_rate"] == Rate(0, 1)


def test_a_live_leg_without_deadline_is_never_overdue() -> None:
    recorded = a_case("with_units", legs=(a_leg(LegStage.DELIVERED, rule="recorded", clock=None, due=0),))
    assert rate("handling_rate", recorded) == Rate(0, 0)


def test_what_came_back_is_counted_with_its_causes_and_its_ledgers() -> None:
    ledger = Ledger("ledger-1", "ownership", "权属不明", NINE, "wang")
    again = a_case("with_units", recurrence=3, cause_asked=True, cause="清运不及时", cause_at=NINE, ledgers=(ledger,))
    asked = a_case("with_units", recurrence=1, cause_asked=True)
    cases = told(again, asked, a_case("with_units"), a_case("reported", recurrence=1))
    found = evaluate(cases, CITY, SINCE, UNTIL)
    assert found.rates["recurrence_rate"] == Rate(2, 3)
    counted = {key: found.counts[key] for key in ("recurrent", "causes_asked", "causes_named", "ledgers")}
    assert counted == {"recurrent": 2, "causes_asked": 2, "causes_named": 1, "ledgers": 1}
