"""On which lists a case stands, what drives its lamp, and the order of the queue."""

import pytest

from rules.assignment import LegRole
from rules.calendar import DAY, MINUTE
from rules.case import Case
from rules.clock import Clock, Limit, LimitUnit, Still
from rules.frozen import changed
from rules.ledger import Ledger
from rules.lists import LISTS, UNIT_LISTS, lists_of, unit_lists
from rules.urgency import deadline_of, deadlines_of, order, rank
from tests.builders import NINE, a_case, a_check, a_city, a_leg, a_milestone, a_request, t

CITY = a_city()
NOW = NINE + 5 * MINUTE
LEDGER = Ledger("ledger-1", "ownership", "井盖权属不明", NINE, "wang")


@pytest.mark.parametrize(
    ("case", "lists"),
    [
        (a_case("reported"), {"intake"}),
        (a_case("reported", unit_grid=""), {"intake", "nowhere"}),
        (a_case("pre_check"), {"pre_check"}),
        (a_case("accepted"), {"to_file"}),
        (a_case("to_dispatch"), {"to_dispatch"}),
        (a_case("to_dispatch", suspended_at=NINE), {"suspended"}),
        (a_case("to_dispatch", legs=(a_leg("recalled"),)), {"to_dispatch"}),
        (a_case("to_dispatch", legs=(a_leg("returned"),)), {"returned"}),
        (a_case("to_dispatch", legs=(a_leg("refused"),)), {"returned"}),
        (a_case("to_dispatch", legs=(a_leg("ended"),), rework=1), {"redispatch"}),
        (a_case("to_dispatch", legs=(a_leg("ended"), a_leg("recalled")), rework=1), {"redispatch"}),
        (a_case("with_units"), {"dispatched"}),
        (a_case("with_units", legs=(a_leg("sent"),)), {"dispatched", "undelivered"}),
        (a_case("with_units", legs=(a_leg("delivered"),), urgent=True), {"dispatched", "undelivered"}),
        (a_case("with_units", legs=(a_leg("delivered", told_at=1),), urgent=True), {"dispatched"}),
        (a_case("with_units", legs=(a_leg("delivered", fetched_at=1),), urgent=True), {"dispatched"}),
        (a_case("with_units", requests=(a_request(),)), {"dispatched", "to_decide", "returned"}),
        (a_case("with_units", requests=(a_request("extension"),)), {"dispatched", "to_decide"}),
        (a_case("with_units", requests=(a_request(state="refused"),)), {"dispatched"}),
        (a_case("with_units", legs=(a_leg("signed", call_back_at=1),)), {"dispatched", "call_backs"}),
        (
            a_case("with_units", requests=(a_request("extension", level="shift_leader"),)),
            {"dispatched", "for_shift_leader"},
        ),
        (a_case("with_units", requests=(a_request("suspension", level="leader"),)), {"dispatched", "for_leader"}),
        (a_case("with_units", ledgers=(LEDGER,)), {"dispatched", "ledger"}),
        (a_case("with_units", ledgers=(changed(LEDGER, due=NOW + 1),)), {"dispatched", "ledger"}),
        (a_case("with_units", ledgers=(changed(LEDGER, due=NOW),)), {"dispatched", "ledger", "ledger_due"}),
        (a_case("with_units", ledgers=(changed(LEDGER, due=NOW, closed_at=NOW),)), {"dispatched"}),
        (a_case("closed", closed_at=NOW - DAY, ledgers=(LEDGER,)), {"ledger"}),
        (a_case("with_units", cause_asked=True), {"dispatched", "cause"}),
        (a_case("with_units", cause_asked=True, cause_at=NOW), {"dispatched"}),
        (a_case("to_confirm"), {"to_confirm"}),
        (a_case("to_verify", urged_at=1, leader_list=True), {"to_verify", "urged", "leader"}),
        (a_case("to_close"), {"to_close"}),
        (a_case("closed", closed_at=NOW - DAY + 1, urged_at=1), {"closed"}),
        (a_case("closed", closed_at=NOW - DAY), set()),
        (a_case("forced", closed_at=NOW - 1), {"closed"}),
        (a_case("declined"), {"declined"}),
        (a_case("void"), {"ended"}),
        (a_case("void", stage_since=NOW - DAY), set()),
        (a_case("answered"), {"ended", "answered"}),
        (a_case("duplicate"), {"ended", "duplicates"}),
        (a_case("passed_on"), {"passed_on"}),
        (a_case("passed_on", acknowledged_at=NOW), {"ended"}),
        (a_case("closed", closed_at=NOW - 1, appeal="pending"), {"closed", "appeals"}),
        (a_case("closed", closed_at=NOW - 1, appeal="granted"), {"closed"}),
    ],
)
def test_lists_of_a_case(case: Case, lists: set[str]) -> None:
    assert lists_of(case, NOW, CITY) == lists
    assert lists <= set(LISTS)


def test_a_helper_that_has_reported_waits_for_its_confirmation() -> None:
    case = a_case("with_units", legs=(a_leg("signed"), a_leg("done", id="leg-2", role=LegRole.HELPER)))
    assert "to_confirm" in lists_of(case, NOW, CITY)


def test_near_and_over_follow_the_earliest_clock() -> None:
    case = a_case()  # dispatch within 15 minutes of 09:00
    for minutes, lamp in ((12, set()), (13, {"near"}), (16, {"over"})):
        assert lists_of(case, NINE + minutes * MINUTE, CITY) == {"to_dispatch"} | lamp


def test_not_signed_is_a_list_of_its_own_after_thirty_minutes_or_five() -> None:
    usual = a_case("with_units", legs=(a_leg("delivered"),))
    urgent = changed(usual, urgent=True)
    sent = t("2015-04-22 09:12")
    assert "unsigned" not in lists_of(usual, sent + 30 * MINUTE, CITY)
    assert "unsigned" in lists_of(usual, sent + 30 * MINUTE + 1, CITY)
    assert "unsigned" in lists_of(urgent, sent + 5 * MINUTE + 1, CITY)


def test_a_recorded_row_is_neither_undelivered_nor_unsigned_nor_due() -> None:
    case = a_case("with_units", legs=(a_leg("delivered", rule="recorded", clock=None, due=0),), urgent=True)
    assert lists_of(case, NOW + DAY, CITY) == {"dispatched"}


def test_deadlines_are_named_by_their_clock() -> None:
    hotline = a_case(
        "with_units", external_due=NINE + 60 * MINUTE, milestones=(a_milestone(),), requests=(a_request(),)
    )
    hotline = changed(hotline, requests=(a_request(clock=Clock(Limit(15, LimitUnit.MINUTE), ((NINE, 0),))),))
    assert [each.name for each in deadlines_of(hotline, CITY)] == ["handle", "make_safe", "decide", "hotline"]
    found = deadline_of(hotline, CITY)
    assert found
    assert (found.name, found.due) == ("decide", NINE + 15 * MINUTE)
    assert deadlines_of(a_case("closed"), CITY) == ()
    check = a_check(clock=Clock(Limit(30, LimitUnit.MINUTE), ((NINE, 0),)))
    assert [each.name for each in deadlines_of(a_case("to_verify", checks=(check,)), CITY)] == ["check"]


def test_the_queue_puts_urgent_and_unreached_on_top_then_urgent_then_urged_then_by_deadline() -> None:
    unreached = a_case("with_units", id="a", legs=(a_leg("sent"),), urgent=True)
    urgent = a_case(id="b", urgent=True)
    urged = a_case(id="c", urged_at=1)
    soon = a_case(id="d")
    later = a_case(id="e", stage_clock=Clock(Limit(20, LimitUnit.MINUTE), ((NINE, 0),)))
    still = a_case(
        "with_units",
        id="f",
        legs=(a_leg(clock=Clock(Limit(4, LimitUnit.WORK_HOUR), ((1, 2),), stills=(Still.SUSPENDED,))),),
    )
    in_hand = a_case("with_units", id="g", urgent=True)
    cases = [still, later, soon, urged, urgent, unreached]
    assert [case.id for case in sorted(cases, key=lambda case: order(case, CITY, NOW))] == [
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
    ]
    assert (rank(in_hand), rank(a_case("closed", urgent=True))) == (3, 3)


@pytest.mark.parametrize(
    ("case", "lists"),
    [
        (a_case("with_units", legs=(a_leg("delivered"),)), {"to_sign"}),
        (a_case("with_units", urged_at=1), {"at_work", "unit_urged"}),
        (a_case("with_units", legs=(a_leg("ended"), a_leg("signed", rework=True))), {"done", "at_work", "rework"}),
        (a_case("with_units", requests=(a_request(),)), {"at_work", "asked"}),
        (a_case("to_confirm"), {"reported"}),
        (a_case("closed"), {"done"}),
        (a_case("to_dispatch", legs=(a_leg("recalled"),)), set()),
        (a_case("with_units", legs=(a_leg(unit="410102005"),)), {"in_tree"}),
        (a_case("with_units", legs=(a_leg(unit="410103"),)), set()),
        (
            a_case("with_units", legs=(a_leg("working"), a_leg("done", id="l2", unit="410102005", parent="leg-1"))),
            {"at_work", "to_approve"},
        ),
        (
            a_case(
                "with_units",
                legs=(a_leg("working"), a_leg("signed", id="l2", unit="410102005", parent="leg-1")),
                requests=(a_request(assignment="l2"),),
            ),
            {"at_work", "to_approve"},
        ),
    ],
)
def test_lists_of_a_unit(case: Case, lists: set[str]) -> None:
    assert unit_lists(case, "410102", t("2015-04-22 10:00"), CITY) == lists
    assert lists <= set(UNIT_LISTS)


def test_a_unit_sees_its_own_lamp() -> None:
    assert unit_lists(a_case("with_units"), "410102", t("2015-04-22 15:00"), CITY) == {"at_work", "unit_near"}
    assert unit_lists(a_case("with_units"), "410102", t("2015-04-22 15:13"), CITY) == {"at_work", "unit_over"}
