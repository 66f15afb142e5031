"""Nobody's case: made safe at once and its owner sought; a ruling ends it, and its unit returns nothing."""

from typing import Any

import pytest

from rules.areas import holds
from rules.assignment import LegRole
from rules.case import Case
from rules.city import City
from rules.commands import Actor, NotAllowed, Role
from rules.effects.ownership import ruling_of
from rules.lifecycle import allowed, apply
from tests.builders import NINE, a_case, a_city, a_command, a_leg, an_actor, t

CITY = a_city()
WANG, ZHAO, WEST = an_actor(Role.DISPATCHER), an_actor(Role.SHIFT_LEADER), an_actor(Role.UNIT)
POINT = {"lon": 1_136_000_000, "lat": 347_500_000, "located": True}
YEAR = t("2016-04-22 00:00")


def do(case: Case, verb: str, actor: Actor, target: str = "", city: City = CITY, **body: Any) -> Case:
    done = apply(case, a_command(verb, actor, NINE, target, **body), actor, city, NINE)
    assert done.case is not None
    return done.case


def refused(case: Case, verb: str, actor: Actor, target: str = "", **body: Any) -> str:
    with pytest.raises(NotAllowed) as refusal:
        do(case, verb, actor, target, **body)
    return refusal.value.rule


def test_one_key_makes_it_safe_and_opens_the_search_for_the_owner() -> None:
    case = do(a_case("to_dispatch"), "seek_owner", WANG)
    assert [(leg.unit, leg.role) for leg in case.legs] == [("B99", "make_safe")]
    assert (case.ownership, case.ownership_since, case.dispatchers) == ("sought", NINE, ("wang",))
    assert refused(case, "seek_owner", WANG) == "rule.already"


def test_the_search_opens_the_ledger_and_a_ruling_is_an_entry_of_it() -> None:
    case = do(a_case("to_dispatch", number="15042200001", **POINT), "seek_owner", WANG, note="井盖无标识")
    (ledger,) = case.ledgers
    assert (ledger.kind, ledger.subject, ledger.opened_by, ledger.closed_at) == ("ownership", "井盖无标识", "wang", 0)
    ruled = do(case, "ruling", ZHAO, unit="410103", until=YEAR, reason="现场勘定")
    (entry,) = ruled.ledgers[0].entries
    assert (entry.how, entry.who, entry.agreed) == ("ruling", "二七区", "15042200001-1 现场勘定")
    assert ruled.ledgers[0].closed_at == 0  # it is closed with its minutes by a person


def test_a_ledger_that_is_open_is_gone_on_with() -> None:
    case = do(a_case("to_dispatch"), "open_ledger", WANG, matter="duty", text="两区推诿")
    again = do(case, "seek_owner", WANG)
    assert [each.kind for each in again.ledgers] == ["duty"]


def test_who_makes_it_safe_already_goes_on() -> None:
    busy = a_case("to_dispatch", legs=(a_leg("working", unit="B99", role=LegRole.MAKE_SAFE),))
    assert len(do(busy, "seek_owner", WANG).legs) == 1
    assert len(do(busy, "seek_owner", WANG, unit="B01").legs) == 2


def test_without_a_unit_for_it_the_city_must_be_told_one() -> None:
    with pytest.raises(NotAllowed, match=r"rule\.field"):
        do(a_case("to_dispatch"), "seek_owner", WANG, city=a_city(make_safe_unit=""))


def ruled(**more: Any) -> Case:
    case = a_case("to_dispatch", ownership="sought", number="15042200001", **POINT, **more)
    return do(case, "ruling", ZHAO, unit="410103", until=YEAR, reason="现场勘定")


def test_a_ruling_settles_the_search_and_has_a_number_of_its_case() -> None:
    case = ruled()
    assert (case.ruling, case.ruled_unit, case.ownership) == ("15042200001-1", "410103", "settled")
    assert case.legs == ()  # a ruling is no dispatch
    again = do(case, "ruling", ZHAO, unit="410102", until=YEAR, reason="复议")
    assert (again.ruling, again.ruled_unit, again.rulings) == ("15042200001-2", "410102", 2)


def test_who_was_ruled_responsible_may_be_sent_it_again_and_returns_nothing() -> None:
    returned = a_leg("returned", unit="410103")
    case = do(ruled(legs=(returned,), round=1), "dispatch", WANG, unit="410103")
    leg = case.legs[-1]
    assert dict(leg.why)["ground"] == "ruling"
    standing = Case(**{name: getattr(case, name) for name in case.__struct_fields__} | {
        "legs": (a_leg("signed", id="leg-9", unit="410103"),)
    })  # fmt: skip
    erqi = an_actor(Role.UNIT, unit="410103")
    assert "ask_return" not in {offer.verb for offer in allowed(standing, erqi, CITY, NINE)}
    assert refused(standing, "ask_return", erqi, "leg-9", reason="不属我区") == "rule.ruled"


def test_without_a_ruling_who_returned_it_is_not_sent_it_again() -> None:
    case = a_case("to_dispatch", legs=(a_leg("returned", unit="410103"),), round=1)
    assert refused(case, "dispatch", WANG, unit="410103") == "rule.returned_unit"


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"until": NINE}, "rule.field"),
        ({"until": NINE + 6 * 366 * 86_400_000}, "rule.field"),
        ({"metres": 5001}, "rule.field"),
        ({"metres": -1}, "rule.field"),
        ({"area": [[0, 0], [1, 0], [1, 1]]}, "rule.ruling_elsewhere"),
        ({"area": [[0, 0], [1, 0]]}, "rule.field"),
        ({"area": [[0, 0], [1, 0], [1, "1"]]}, "rule.field"),
        ({"scope": "all"}, "rule.field"),
        ({"reason": ""}, "rule.reason"),
    ],
)
def test_a_ruling_that_cannot_be(body: dict[str, Any], rule: str) -> None:
    case = a_case("to_dispatch", **POINT)
    whole = {"unit": "410103", "until": YEAR, "reason": "勘定"} | body
    assert refused(case, "ruling", ZHAO, **whole) == rule


def test_a_case_without_a_place_is_not_ruled_on() -> None:
    assert refused(a_case("to_dispatch", located=False), "ruling", ZHAO, unit="B01", until=YEAR, reason="x") == (
        "rule.not_located"
    )


def test_the_ruling_as_the_city_keeps_it() -> None:
    drawn = [[1_135_999_000, 347_499_000], [1_136_001_000, 347_499_000], [1_136_000_000, 347_502_000]]
    body = {"unit": "410103", "until": YEAR, "reason": "勘定", "scope": "class", "area": drawn}
    found = ruling_of(ruled(), body, NINE, "zhao", 30)
    assert (found.no, found.unit, found.category, found.since, found.until) == (
        "15042200001-1", "410103", "event-01-*", NINE, YEAR,
    )  # fmt: skip
    assert found.rings == (tuple((lon, lat) for lon, lat in drawn),)
    around = ruling_of(ruled(), {"until": YEAR}, NINE, "zhao", 30)
    assert around.category == "event-01-10"
    assert holds(around.rings, POINT["lon"], POINT["lat"] + 2600)  # 29 m
    assert not holds(around.rings, POINT["lon"], POINT["lat"] + 3000)


def test_a_leg_keeps_why_its_unit_was_sent_the_case() -> None:
    leg = do(a_case("to_dispatch"), "dispatch", WANG, unit="410102").legs[-1]
    assert dict(leg.why) == {"ground": "duty_list", "no": "1", "unit": "410102", "place": "410102"}
