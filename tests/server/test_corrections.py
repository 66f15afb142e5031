"""Corrections at the casebook: judged by their fields, never by the version of the case, and in nobody's way."""

import pytest

from rules.commands import Role
from rules.corrections import CORRECT
from server.casebook.book import Casebook
from server.database import Database
from tests.server.small_city import Hands
from tests.server.test_casebook import stored_case


@pytest.fixture
def hands(casebook: Casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def address(new: str, was: str) -> dict[str, object]:
    """The body that changes an address."""
    return {"address": new, "was": {"address": was}}


def test_it_holds_although_the_case_has_gone_on(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    late = hands.do("li", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("中原路21号", ""))
    assert (late.state, late.version) == ("accepted", stored_case(database, "case-1").version)
    assert stored_case(database, "case-1").address == "中原路21号"


def test_nothing_comes_too_late_because_of_it(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("li", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("中原路21号", ""))
    late = hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    assert late.state == "accepted"
    assert stored_case(database, "case-1").address == "中原路21号"


def test_a_field_that_was_changed_meanwhile_is_not_overwritten(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("li", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("棉纺路3号", ""))
    hands.do("zhao", Role.SHIFT_LEADER, "urge", "case-1", body={"reason": "市民再次来电"})
    late = hands.do("wang", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("中原路21号", ""))
    assert (late.state, late.rule) == ("superseded", "rule.superseded")
    assert (late.details["by"], late.details["verb"], late.details["field"]) == ("li", "correct", "address")
    assert stored_case(database, "case-1").address == "棉纺路3号"


def test_two_fields_of_one_case_are_two_things(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("li", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("棉纺路3号", ""))
    body = {"important": True, "was": {"important": False}}
    late = hands.do("wang", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=body)
    case = stored_case(database, "case-1")
    assert (late.state, case.address, case.important) == ("accepted", "棉纺路3号", True)


def test_the_same_correction_twice_is_already_done(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("li", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("棉纺路3号", ""))
    again = hands.do("wang", Role.DISPATCHER, CORRECT, "case-1", base_version=base, body=address("棉纺路3号", ""))
    assert (again.state, again.details["by"]) == ("already_done", "li")
    assert stored_case(database, "case-1").version == base + 1


def test_it_stands_although_what_came_before_it_in_its_chain_did_not(hands: Hands) -> None:
    hands.filed("case-1")
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", id="first", body={"unit": "nowhere"})
    second = hands.do("wang", Role.DISPATCHER, CORRECT, "case-1", after_id="first", body=address("棉纺路3号", ""))
    assert second.state == "accepted"


@pytest.mark.parametrize("was", [None, 7, ["address"], {"address": ["x"]}, {"address": {}}])
def test_rubbish_in_the_old_values_is_refused_and_no_poison(hands: Hands, was: object) -> None:
    hands.filed("case-1")
    outcome = hands.do("wang", Role.DISPATCHER, CORRECT, "case-1", body={"address": "棉纺路3号", "was": was})
    assert outcome.state in {"refused", "superseded"}
