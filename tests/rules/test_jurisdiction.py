"""How far rights reach: roles, places, data, deeds and dates, from one table and the grants of a person."""

from dataclasses import replace

import pytest

from rules.assignment import LegRole
from rules.case import Case
from rules.commands import Actor, Grant, Role
from rules.frozen import changed
from rules.jurisdiction import may, reach, sees
from rules.powers import OF_A_CASE, USUAL, Data, Deed, Place, Right
from rules.showing import Showing
from tests.builders import NINE, a_case, a_city, a_leg

CITY = a_city()
WEST, EAST, STREET = "410102", "410103", "410102005"
IN_WEST = changed(a_case("with_units", legs=(a_leg("signed", unit=STREET),)), district=WEST, duty_grid="g1")
HOUR = 3_600_000


def who(role: Role, place: str = "", since: int = 0, until: int = 0) -> Actor:
    """A person with one duty."""
    return Actor("somebody", grants=(Grant(role, place, since, until),))


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (who(Role.DISPATCHER), True),
        (who(Role.DISPATCHER, WEST), True),
        (who(Role.DISPATCHER, EAST), False),
        (who(Role.LEADER, EAST), False),
        (who(Role.UNIT, STREET), True),
        (who(Role.UNIT, WEST), True),  # above the street
        (who(Role.UNIT, "410102006"), False),  # beside it
        (who(Role.COLLECTOR, "g1"), True),
        (who(Role.COLLECTOR, "g2"), False),
        (who(Role.SYSTEM_ADMIN), False),
        (who(Role.AUDIT_ADMIN), False),
        (who(Role.SYSTEM), True),
        (Actor("somebody"), False),
    ],
)
def test_a_case_exists_where_a_grant_reaches_it(actor: Actor, expected: bool) -> None:
    assert sees(actor, IN_WEST, CITY, NINE) is expected


@pytest.mark.parametrize(
    ("at", "expected"), [(NINE - 1, False), (NINE, True), (NINE + HOUR - 1, True), (NINE + HOUR, False)]
)
def test_a_grant_holds_from_its_first_instant_to_its_last(at: int, expected: bool) -> None:
    assert sees(who(Role.DISPATCHER, "", NINE, NINE + HOUR), IN_WEST, CITY, at) is expected


def test_a_row_of_the_table_has_dates_too() -> None:
    row = Right((Role.INSPECTOR,), (Place.CITY,), (Data.MATTER,), (Deed.SEE,), NINE, NINE + HOUR)
    city = replace(CITY, rights=(row,))
    assert [sees(who(Role.INSPECTOR), IN_WEST, city, at) for at in (NINE - 1, NINE, NINE + HOUR)] == [
        False,
        True,
        False,
    ]


def test_a_city_with_a_table_of_its_own_has_no_other() -> None:
    city = replace(CITY, rights=(Right((Role.LEADER,), (Place.CITY,), (Data.MATTER,), (Deed.SEE,)),))
    assert sees(who(Role.LEADER), IN_WEST, city, NINE)
    assert not sees(who(Role.DISPATCHER), IN_WEST, city, NINE)


def test_what_one_duty_sees_no_other_duty_reveals() -> None:
    """A unit of the west that dispatches in the east sees the case, and is not shown who reported it."""
    both = Actor("both", grants=(Grant(Role.UNIT, WEST), Grant(Role.DISPATCHER, EAST)))
    assert sees(both, IN_WEST, CITY, NINE)
    assert may(both, Data.PERSONAL, Deed.REVEAL, CITY, NINE)
    assert not reach(both, Data.PERSONAL, Deed.REVEAL, CITY, NINE).covers(IN_WEST, CITY)
    assert reach(who(Role.DISPATCHER, WEST), Data.PERSONAL, Deed.REVEAL, CITY, NINE).covers(IN_WEST, CITY)


def test_who_only_helps_sees_and_changes_nothing() -> None:
    """The east helps: its dispatchers see the case; the west leads and disposes of it."""
    helper = a_leg("signed", id="leg-2", unit=EAST, role=LegRole.HELPER)
    case = changed(IN_WEST, legs=(*IN_WEST.legs, helper))
    east = who(Role.DISPATCHER, EAST)
    assert sees(east, case, CITY, NINE)
    assert not reach(east, Data.MATTER, Deed.CHANGE, CITY, NINE).covers(case, CITY)


def test_an_own_report_is_seen_wherever_it_lies_but_not_after_the_duty() -> None:
    case = changed(IN_WEST, reported_by="somebody", duty_grid="elsewhere")
    assert sees(who(Role.COLLECTOR, "g9"), case, CITY, NINE)
    assert not sees(who(Role.COLLECTOR, "g9", 0, NINE), case, CITY, NINE)


def test_a_duty_without_the_place_that_it_needs_reaches_nothing() -> None:
    assert not may(who(Role.UNIT), Data.MATTER, Deed.SEE, CITY, NINE)
    assert may(Actor("u", grants=(Grant(Role.UNIT),), unit=STREET), Data.MATTER, Deed.SEE, CITY, NINE)


def test_a_unit_sees_neither_answers_nor_other_cases_nor_who_had_it_in_hand() -> None:
    case = changed(IN_WEST, personal="p-1", answer="已处理", duplicate_of="other", dispatchers=("wang",), words="井盖")
    shown = Showing.of(who(Role.UNIT, WEST), CITY, NINE).case(case)
    assert shown is not None
    assert (shown.personal, shown.answer, shown.duplicate_of, shown.dispatchers) == ("", "", "", ())
    assert (shown.words, shown.legs, shown.number) == ("井盖", case.legs, case.number)


def test_who_sees_all_gets_the_case_itself() -> None:
    assert Showing.of(who(Role.ACCEPTOR), CITY, NINE).case(IN_WEST) is IN_WEST
    assert Showing.of(who(Role.UNIT, EAST), CITY, NINE).case(IN_WEST) is None


def test_the_usual_table_gives_no_administrator_a_case_and_no_unit_a_reporter() -> None:
    cases = {*OF_A_CASE, Data.PERSONAL}
    administrators = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    assert not [row for row in USUAL if administrators & set(row.roles) and cases & set(row.data)]
    outside = {Role.UNIT, Role.COLLECTOR, Role.PUBLIC}
    assert not [row for row in USUAL if outside & set(row.roles) and {Data.PERSONAL, Data.REPORTER} & set(row.data)]


def test_an_empty_case_is_reached_by_nobody_through_empty_places() -> None:
    nothing = Case("c")
    for role in (Role.UNIT, Role.COLLECTOR, Role.DISPATCHER):
        assert not sees(who(role, "x"), nothing, CITY, NINE)
