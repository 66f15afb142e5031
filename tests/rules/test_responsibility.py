"""Who is proposed and why: layers, place, time of day, season, owner, validity, borders, and what has been returned."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from rules.case import Case
from rules.city import City, Duty
from rules.responsibility import Proposal, propose
from tests.builders import NINE, a_case, a_city, a_leg, t


@dataclass(frozen=True)
class Border:
    metres: float
    district: int
    other: int


@dataclass(frozen=True)
class District:
    code: str


class FlatGrids:
    """Two districts side by side: everything is `metres` from the border to the second one; zones as given."""

    districts = (District("410102"), District("410103"))

    def __init__(self, metres: float | None, *zones: str) -> None:
        self._metres, self._zones = metres, zones

    def border_within(self, lon: int, lat: int, metres: float) -> Border | None:
        return None if self._metres is None or self._metres >= metres else Border(self._metres, 0, 1)

    def zones_at(self, lon: int, lat: int) -> tuple[str, ...]:
        return self._zones


def city(*duties: Duty, grids: Any = None) -> City:
    return replace(a_city(), duties=duties, grids=grids)


def unit_of(case: Case, at: int, *duties: Duty) -> str:
    return propose(case, city(*duties), at).unit


DISTRICT = Duty("7", "410102", "event-01-10", layer=50, place="410102")


def test_the_duty_list_gives_unit_number_helpers_and_runner_up() -> None:
    helper, other = replace(DISTRICT, no="8", unit="B01", lead=False), Duty("9", "B99", "event-*", layer=90)
    found = propose(a_case(), city(DISTRICT, helper, other), NINE)
    assert found == Proposal(
        "410102", "duty_list", duty_no="7", layer=50, helpers=("B01",), runners_up=("B99",),
        data=(("no", "7"), ("unit", "410102"), ("place", "410102")),
    )  # fmt: skip


def test_lower_layers_go_first_then_the_closer_matter_then_the_narrower_place() -> None:
    broad = Duty("1", "B99", "*", layer=50)
    assert unit_of(a_case(), NINE, broad, replace(DISTRICT, layer=60)) == "B99"
    assert unit_of(a_case(), NINE, broad, DISTRICT) == "410102"
    street = replace(DISTRICT, no="2", unit="410102005", place="410102005")
    assert unit_of(a_case(), NINE, DISTRICT, street) == "410102005"
    condition = replace(DISTRICT, no="3", unit="B01", condition="event-01-10-1", place="")
    assert unit_of(a_case(), NINE, DISTRICT, condition) == "B01"
    kinds = [Duty(str(n), unit, pattern) for n, (unit, pattern) in enumerate(
        [("B99", "*"), ("B01", "event-*"), ("410103", "event-01-*")]
    )]  # fmt: skip
    assert unit_of(a_case(), NINE, *kinds) == "410103"


@pytest.mark.parametrize("pattern", ["event-01-10", "event-01-*", "event-*", "*"])
def test_patterns_that_fit(pattern: str) -> None:
    assert unit_of(a_case(), NINE, Duty("1", "B01", pattern)) == "B01"


@pytest.mark.parametrize("pattern", ["event-01-1", "event-02-*", "component-*"])
def test_patterns_that_do_not(pattern: str) -> None:
    assert propose(a_case(), city(Duty("1", "B01", pattern)), NINE).ground == "no_duty"


@pytest.mark.parametrize(
    ("at", "unit"),
    [("21:59", "410102"), ("22:00", "B99"), ("23:30", "B99"), ("05:59", "B99"), ("06:00", "410102")],
)
def test_a_night_shift_passes_midnight(at: str, unit: str) -> None:
    night = Duty("1", "B99", "event-01-10", layer=10, from_minute=22 * 60, to_minute=6 * 60)
    assert unit_of(a_case(), t(f"2015-04-22 {at}"), night, DISTRICT) == unit


@pytest.mark.parametrize(
    ("day", "unit"), [("10-31", "410102"), ("11-01", "B99"), ("03-15", "B99"), ("03-16", "410102")]
)
def test_a_season_passes_the_new_year(day: str, unit: str) -> None:
    winter = Duty("1", "B99", "event-01-10", layer=10, from_day=1101, to_day=315)
    assert unit_of(a_case(), t(f"2015-{day} 12:00"), winter, DISTRICT) == unit


def test_rows_and_units_have_their_validity() -> None:
    past, future = replace(DISTRICT, until=NINE), replace(DISTRICT, since=NINE + 1)
    assert propose(a_case(), city(past, future), NINE).ground == "no_duty"
    assert propose(a_case(), city(replace(DISTRICT, unit="OLD")), NINE).ground == "no_duty"
    assert unit_of(a_case(), NINE - 1, past) == "410102"


def test_an_owner_goes_before_the_place() -> None:
    owner = replace(DISTRICT, no="2", unit="B01", owner="移动")
    assert unit_of(a_case(owner="移动"), NINE, DISTRICT, owner) == "B01"
    assert unit_of(a_case(), NINE, DISTRICT, owner) == "410102"


def test_named_zones_are_places() -> None:
    window = Duty("5", "B99", "*", layer=10, place="zone-1")
    assert propose(a_case(), city(window, DISTRICT, grids=FlatGrids(None, "zone-1")), NINE).unit == "B99"
    assert propose(a_case(), city(window, DISTRICT, grids=FlatGrids(None)), NINE).unit == "410102"


def test_equal_duties_give_no_proposal() -> None:
    found = propose(a_case(), city(DISTRICT, replace(DISTRICT, no="8", unit="B01")), NINE)
    assert (found.unit, found.ground, found.candidates) == ("", "overlap", ("410102", "B01"))


def test_near_a_border_both_are_shown_and_none_is_preset() -> None:
    beyond = replace(DISTRICT, no="8", unit="410103", place="410103")
    found = propose(a_case(), city(DISTRICT, beyond, grids=FlatGrids(12.4)), NINE)
    assert (found.unit, found.ground, found.candidates, found.border_m) == ("", "border", ("410102", "410103"), 12)
    assert propose(a_case(), city(DISTRICT, beyond, grids=FlatGrids(30.0)), NINE).unit == "410102"
    same = Duty("1", "B01", "*")
    assert propose(a_case(), city(same, grids=FlatGrids(1.0)), NINE).unit == "B01"


def test_who_returned_it_is_not_proposed_again() -> None:
    case = a_case(legs=(a_leg("returned"),))
    assert unit_of(case, NINE, DISTRICT, Duty("9", "B99", "*", layer=90)) == "B99"
    found = propose(case, city(DISTRICT), NINE)
    assert (found.unit, found.ground, found.candidates) == ("", "returned", ("410102",))


def test_rework_goes_to_the_same_unit_and_a_slip_to_the_one_before() -> None:
    failed = a_leg("ended", unit="410103", failed_at=1)
    rework = propose(a_case(proposed="410103", rework=2, legs=(failed,)), city(DISTRICT), NINE)
    assert (rework.unit, rework.ground, dict(rework.data)["n"]) == ("410103", "rework", "2")
    slip = propose(a_case(proposed="B01", legs=(a_leg("recalled", unit="B01"),)), city(DISTRICT), NINE)
    assert (slip.unit, slip.ground) == ("B01", "taken_back")


def test_a_point_outside_every_grid_has_no_proposal() -> None:
    assert propose(a_case(unit_grid="", district=""), city(DISTRICT), NINE) == Proposal("", "nowhere")
