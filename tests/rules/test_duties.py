"""Layers, drawn areas, roads, kinds of days, coverage zones, owners, rulings, the roster; and rows that contradict."""

from dataclasses import replace
from typing import Any

import pytest

from rules.areas import AreaIndex, holds
from rules.case import Case
from rules.city import City, Duty
from rules.duties import DutyArea, DutyLayer, Ruling, Watch
from rules.duty_rows import contradictions
from rules.effects.ownership import around
from rules.responsibility import propose, standing, why
from tests.builders import NINE, a_case, a_city, a_leg, t

EAST, NORTH = 1_136_000_000, 347_500_000
SQUARE = ((EAST, NORTH), (EAST + 1000, NORTH), (EAST + 1000, NORTH + 1000), (EAST, NORTH + 1000))
HOLE = ((EAST + 400, NORTH + 400), (EAST + 600, NORTH + 400), (EAST + 600, NORTH + 600), (EAST + 400, NORTH + 600))
INSIDE = {"lon": EAST + 100, "lat": NORTH + 100, "located": True}
DISTRICT = Duty("7", "410102", "event-01-10", layer=50, place="410102")
STRIP = DutyArea("strip", "河道带", "River strip", (SQUARE, HOLE))


def city(*duties: Duty, **more: Any) -> City:
    return replace(a_city(), duties=duties, **more)


def unit_of(case: Case, found: City, at: int = NINE) -> str:
    return propose(case, found, at).unit


def test_a_point_lies_in_a_ring_and_not_in_its_hole() -> None:
    assert holds((SQUARE, HOLE), EAST + 1, NORTH + 1)
    assert not holds((SQUARE, HOLE), EAST + 500, NORTH + 500)
    assert not holds((SQUARE,), EAST - 1, NORTH + 500)
    assert [holds((SQUARE,), EAST + x, NORTH + 500) for x in (0, 1000)] == [True, False]  # one side of two neighbours


def test_areas_are_found_by_the_cell_of_a_point_in_the_order_given() -> None:
    large = ((EAST - 500_000, NORTH - 500_000), (EAST + 500_000, NORTH - 500_000), (EAST, NORTH + 500_000))
    index = AreaIndex({"large": (large,), "small": (SQUARE, HOLE), "none": ()})
    assert index.at(EAST + 100, NORTH + 100) == ("large", "small")
    assert index.at(EAST + 500, NORTH + 500) == ("large",)
    assert index.at(EAST + 500_000, NORTH + 500_000) == ()


def test_a_drawn_area_goes_before_a_code_of_the_same_layer() -> None:
    drawn = replace(DISTRICT, no="8", unit="B01", place="strip")
    found = city(DISTRICT, drawn, areas=(STRIP,))
    assert unit_of(a_case(**INSIDE), found) == "B01"
    assert unit_of(a_case(lon=EAST + 500, lat=NORTH + 500), found) == "410102"


def test_along_a_road_its_own_unit_answers_within_the_district_if_the_row_says_so() -> None:
    along = DutyArea("road:中原路", "中原路", rings=(SQUARE,))
    road = replace(DISTRICT, no="8", unit="B01", place="410103", road="中原路")
    assert unit_of(a_case(**INSIDE), city(DISTRICT, road, areas=(along,))) == "410102"
    assert unit_of(a_case(**INSIDE), city(DISTRICT, replace(road, place=""), areas=(along,))) == "B01"
    told = dict(propose(a_case(**INSIDE), city(replace(road, place=""), areas=(along,)), NINE).data)
    assert told["place"] == "road:中原路"


@pytest.mark.parametrize(
    ("at", "unit"),
    [
        ("2015-04-22 12:00", "410102"),  # a Wednesday
        ("2015-04-25 12:00", "B99"),  # a Saturday
        ("2015-05-01 12:00", "410102"),  # a holiday is no weekend
    ],
)
def test_rows_have_their_kinds_of_days(at: str, unit: str) -> None:
    weekend = Duty("1", "B99", "event-01-10", layer=10, days=("weekend",))
    assert unit_of(a_case(), city(DISTRICT, weekend), t(at)) == unit


@pytest.mark.parametrize(
    ("at", "unit"),
    [
        ("2015-04-24 23:00", "410102"),  # Friday night is a night of a working day
        ("2015-04-25 02:00", "410102"),  # and so are its small hours
        ("2015-04-25 23:00", "B99"),
        ("2015-04-27 02:00", "B99"),  # small hours of the night that began on Sunday
    ],
)
def test_the_small_hours_belong_to_the_day_on_which_the_night_began(at: str, unit: str) -> None:
    night = Duty("1", "B99", "event-01-10", layer=10, from_minute=22 * 60, to_minute=6 * 60, days=("weekend",))
    assert unit_of(a_case(), city(DISTRICT, night), t(at)) == unit


def test_a_layer_has_its_validity_and_is_named_in_the_reason() -> None:
    committee = Duty("1", "B99", "event-01-10", layer=20, since=t("2015-01-01 00:00"), until=t("2016-01-01 00:00"))
    layers = (DutyLayer(20, "管委会", "Committees", since=NINE - 1), DutyLayer(50, "行政区", "Districts"))
    found = city(DISTRICT, committee, layers=layers)
    proposal = propose(a_case(), found, NINE)
    assert (proposal.unit, dict(proposal.data)) == (
        "B99", {"no": "1", "unit": "B99", "layer": "20", "since": "2015-01-01", "until": "2015-12-31"},
    )  # fmt: skip
    assert unit_of(a_case(), found, NINE - 2) == "410102"


def test_a_coverage_zone_takes_the_whole_case_before_every_layer() -> None:
    platform = Duty("C1", "B99", "*", layer=900, place="410102")
    found = propose(a_case(), city(DISTRICT, platform, layers=(DutyLayer(900, "非覆盖区", kind="coverage"),)), NINE)
    assert (found.unit, found.ground, dict(found.data)["no"]) == ("B99", "coverage", "C1")


def test_the_owner_of_a_component_answers_for_it_unless_a_row_speaks_of_that_owner() -> None:
    cover = a_case(category="component-01-02", owner="市排水管理处")
    everybody = Duty("1", "410102", "*", layer=10)
    found = propose(cover, city(everybody), NINE)
    assert (found.unit, found.ground, found.runners_up) == ("B01", "owner", ("410102",))
    keeper = Duty("2", "B99", "component-*", layer=90, owner="市排水管理处")
    assert propose(cover, city(everybody, keeper), NINE).ground == "duty_list"
    assert unit_of(replaced(cover, owner="某物业"), city(everybody)) == "410102"
    assert unit_of(cover, replace(city(everybody), policies=replace(a_city().policies, owner_leads=False))) == "410102"


def replaced(case: Case, **fields: Any) -> Case:
    return Case(**{name: getattr(case, name) for name in case.__struct_fields__} | fields)


RULING = Ruling("15042200001-1", "410103", "event-01-10", (SQUARE,), NINE, NINE + 1000, "现场勘定")


def test_a_ruling_outranks_the_list_for_its_matter_place_and_time() -> None:
    found = city(DISTRICT, rulings=(RULING,))
    proposal = propose(a_case(**INSIDE), found, NINE)
    assert (proposal.unit, proposal.ground, dict(proposal.data)["no"]) == ("410103", "ruling", "15042200001-1")
    assert unit_of(a_case(**INSIDE), found, NINE + 1000) == "410102"
    assert unit_of(a_case(lon=EAST - 5000, lat=NORTH), found) == "410102"
    assert propose(a_case(category="event-01-12", **INSIDE), found, NINE).ground == "no_duty"


def test_of_two_rulings_the_later_one_holds() -> None:
    later = replace(RULING, no="15042200002-1", unit="B01", since=NINE + 1)
    assert unit_of(a_case(**INSIDE), city(DISTRICT, rulings=(later, RULING)), NINE + 2) == "B01"


def test_nobodys_case_names_who_makes_it_safe() -> None:
    assert propose(a_case(), city(), NINE).make_safe == "B99"
    assert propose(a_case(), city(DISTRICT), NINE).make_safe == ""


def test_what_was_done_with_a_case_is_no_part_of_what_the_list_says_of_it() -> None:
    case = a_case(proposed="B01", legs=(a_leg("recalled", unit="B01"),))
    assert (propose(case, city(DISTRICT), NINE).unit, standing(case, city(DISTRICT), NINE).unit) == ("B01", "410102")


def test_rows_of_later_are_tried_at_the_hour_of_a_case() -> None:
    night = Duty(
        "1", "B99", "event-01-10", layer=10, from_minute=22 * 60, to_minute=6 * 60, since=t("2015-06-01 00:00")
    )
    found, at = city(DISTRICT, night), t("2015-04-22 23:00")
    assert standing(a_case(), found, at).unit == "410102"
    assert standing(a_case(), found, at, t("2015-06-01 00:00")).unit == "B99"


def test_why_says_what_the_list_says_of_a_unit_that_was_chosen_by_hand() -> None:
    other = Duty("9", "B99", "event-*", layer=90)
    assert dict(why(a_case(), "410102", city(DISTRICT, other), NINE))["ground"] == "duty_list"
    assert dict(why(a_case(), "B99", city(DISTRICT, other), NINE)) == {
        "ground": "duty_list", "chosen": "1", "no": "9", "unit": "B99",
    }  # fmt: skip
    assert why(a_case(), "B01", city(DISTRICT), NINE) == (("ground", "chosen"), ("chosen", "1"))


# --- the roster


def test_the_roster_goes_before_the_phone_of_the_unit_hour_by_hour() -> None:
    night = Watch("1", "410102", "夜班", "110", from_minute=18 * 60, to_minute=8 * 60)
    found = city(DISTRICT, roster=(night,))
    assert [found.watch_of("410102", t(f"2015-04-22 {at}")).phone for at in ("09:00", "18:00", "07:59")] == [
        "67445566", "110", "110",
    ]  # fmt: skip
    assert found.watch_of("410102005-1", t("2015-04-22 20:00")).name == "夜班"  # of the unit above it
    assert found.watch_of("B99", NINE) is None


# --- contradictions


def pairs(*duties: Duty, overlap: bool = True, **more: Any) -> list[tuple[str, str]]:
    found = contradictions(city(*duties, **more), lambda _one, _other: overlap)
    return [(one.no, other.no) for one, other in found]


OTHER = replace(DISTRICT, no="8", unit="B01")


def test_two_units_of_equal_right_for_the_same_thing_contradict_each_other() -> None:
    assert pairs(DISTRICT, OTHER) == [("7", "8")]


@pytest.mark.parametrize(
    "apart",
    [
        {"unit": "410102"},
        {"layer": 51},
        {"place": "410103"},
        {"category": "event-01-11"},
        {"owner": "移动"},
        {"condition": "event-01-10-1"},
        {"lead": False},
        {"road": "中原路"},
    ],
)
def test_rows_that_differ_in_one_of_these_do_not(apart: dict[str, Any]) -> None:
    assert pairs(DISTRICT, replace(OTHER, **apart)) == []


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({"from_minute": 480, "to_minute": 1080}, {"from_minute": 1080, "to_minute": 480}, False),
        ({"from_minute": 480, "to_minute": 1081}, {"from_minute": 1080, "to_minute": 480}, True),
        ({"days": ("workday",)}, {"days": ("weekend", "holiday")}, False),
        ({"days": ("workday",)}, {}, True),
        ({"from_day": 1101, "to_day": 315}, {"from_day": 316, "to_day": 1031}, False),
        ({"from_day": 1101, "to_day": 316}, {"from_day": 316, "to_day": 1031}, True),
        ({"until": NINE}, {"since": NINE}, False),
        ({"until": NINE + 1}, {"since": NINE}, True),
    ],
)
def test_rows_meet_only_where_their_times_do(one: dict[str, Any], other: dict[str, Any], meet: bool) -> None:
    assert pairs(replace(DISTRICT, **one), replace(OTHER, **other)) == ([("7", "8")] if meet else [])


def test_two_areas_contradict_each_other_where_they_share_ground() -> None:
    areas = (STRIP, replace(STRIP, code="bank"))
    rows = replace(DISTRICT, place="strip"), replace(OTHER, place="bank")
    assert pairs(*rows, areas=areas) == [("7", "8")]
    assert pairs(*rows, areas=areas, overlap=False) == []


def test_a_circle_around_a_case_holds_all_that_is_so_near() -> None:
    ring = around(EAST, NORTH, 30)
    north, east = round(30 / 0.0111319), round(30 / 0.0111319 / 0.8215)  # units of 1e-7 degree at 34.75° north
    assert all(holds((ring,), EAST + x, NORTH + y) for x, y in ((0, north - 5), (east - 5, 0), (-east + 5, 0)))
    assert not holds((ring,), EAST, NORTH + round(north * 1.1))
