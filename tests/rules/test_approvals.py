"""Who approves by kind, days and count; how a request gets its level; that nobody lower goes past it."""

import pytest

from rules.approvals import days_of, in_unit, level_of
from rules.calendar import DAY
from rules.case import Case
from rules.city import Approval
from rules.clock import Limit, LimitUnit
from rules.commands import NotAllowed, Role
from rules.lifecycle import allowed, apply
from tests.builders import FOUR_HOURS, a_calendar, a_case, a_city, a_command, a_leg, an_actor, t

NOW = t("2015-04-22 10:00")
CITY = a_city()
UNIT, WANG, ZHAO, HEAD = (an_actor(role) for role in ("unit", "dispatcher", "shift_leader", "leader"))
ASKING = {"reason": "下雨"}


def asked(**body: object) -> Case:
    case = a_case("with_units", legs=(a_leg("signed"),), round=1, dispatchers=("wang",))
    return apply(case, a_command("ask_extension", UNIT, NOW, "leg-1", **ASKING, **body), UNIT, CITY, NOW).case


@pytest.mark.parametrize(
    ("kind", "days", "count", "level"),
    [
        ("extension", 1, 1, "dispatcher"), ("extension", 1, 2, "dispatcher"), ("extension", 2, 1, "shift_leader"),
        ("extension", 3, 1, "shift_leader"), ("extension", 3, 2, "leader"), ("extension", 4, 1, "leader"),
        ("suspension", 180, 1, "dispatcher"), ("suspension", 181, 1, "shift_leader"), ("suspension", 301, 1, "leader"),
    ],
)  # fmt: skip
def test_the_first_row_that_fits_decides(kind: str, days: int, count: int, level: str) -> None:
    assert level_of(CITY, kind, days, count) == level


def test_a_city_without_rows_leaves_it_to_the_dispatcher() -> None:
    assert level_of(a_city(approvals=()), "extension", 300, 9) is Role.DISPATCHER
    only = a_city(approvals=(Approval("extension", "leader", days=1),))
    assert level_of(only, "extension", 2, 1) is Role.DISPATCHER


@pytest.mark.parametrize(
    ("limit", "days"),
    [
        (FOUR_HOURS, 1), (Limit(9, LimitUnit.WORK_HOUR), 2), (Limit(5, LimitUnit.WORK_DAY), 5), (None, 1),
        (Limit(24, LimitUnit.URGENT_HOUR), 1), (Limit(25, LimitUnit.URGENT_HOUR), 2), (Limit(0, LimitUnit.MINUTE), 1),
    ],
)  # fmt: skip
def test_a_limit_in_days(limit: Limit | None, days: int) -> None:
    assert days_of(limit, a_calendar()) == days


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        (LimitUnit.WORK_DAY, 2), (LimitUnit.WORK_HOUR, 16), (LimitUnit.URGENT_DAY, 2), (LimitUnit.URGENT_HOUR, 48),
        (LimitUnit.MINUTE, 2880),
    ],
)  # fmt: skip
def test_two_days_in_the_unit_of_a_limit(unit: LimitUnit, value: int) -> None:
    assert in_unit(2, unit, a_calendar()) == value


def test_a_request_goes_to_who_may_approve_it_and_to_nobody_else() -> None:
    case = asked(days=2)
    assert (case.requests[0].days, case.requests[0].level) == (2, "shift_leader")
    for actor, may in ((WANG, False), (ZHAO, True), (HEAD, False)):
        verbs = {offer.verb for offer in allowed(case, actor, CITY, NOW)}
        assert ("grant_extension" in verbs, "refuse_extension" in verbs) == (may, may)
    with pytest.raises(NotAllowed) as refused:
        apply(case, a_command("grant_extension", WANG, NOW, "leg-1"), WANG, CITY, NOW)
    assert (refused.value.rule, refused.value.details) == ("rule.approval", {"role": "shift_leader"})


def test_granted_the_days_asked_for_are_added_in_the_limits_own_time() -> None:
    case = asked(days=2)
    after = apply(case, a_command("grant_extension", ZHAO, NOW, "leg-1"), ZHAO, CITY, NOW).case
    assert after.legs[0].due == t("2015-04-24 15:12")  # 15:12 of the 22nd and sixteen work hours
    usual = asked()
    assert usual.requests[0].level == "dispatcher"
    once_more = apply(usual, a_command("grant_extension", WANG, NOW, "leg-1"), WANG, CITY, NOW).case
    assert once_more.legs[0].due == t("2015-04-23 09:12")  # 15:12 and four work hours


@pytest.mark.parametrize("days", [-1, 367])
def test_days_out_of_reason_are_refused(days: int) -> None:
    with pytest.raises(NotAllowed) as refused:
        asked(days=days)
    assert refused.value.details["field"] == "days"


def test_nobody_suspends_for_longer_than_the_own_level() -> None:
    case = a_case("with_units", legs=(a_leg("signed"),), round=1)
    body = {"reason": "等材料", "until": NOW + 200 * DAY}
    with pytest.raises(NotAllowed, match=r"rule\.approval"):
        apply(case, a_command("suspend", WANG, NOW, "", **body), WANG, CITY, NOW)
    wished = apply(case, a_command("ask_suspension", UNIT, NOW, "leg-1", **body), UNIT, CITY, NOW).case
    assert wished.requests[0].level == "shift_leader"
    shorter = a_command("grant_suspension", ZHAO, NOW, "leg-1", until=NOW + DAY)
    assert apply(wished, shorter, ZHAO, CITY, NOW).case.suspended_until == NOW + DAY
    longer = a_command("grant_suspension", ZHAO, NOW, "leg-1", until=NOW + 310 * DAY)
    with pytest.raises(NotAllowed, match=r"rule\.approval"):
        apply(wished, longer, ZHAO, CITY, NOW)
