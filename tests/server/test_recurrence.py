"""The same matter closed at the same place: linked when the next one is filed, its cause asked for from the third."""

import pytest

from rules.case import Case
from rules.commands import Role
from server.access.accounts import SYSTEM
from server.queries import Queries
from server.recurring import Recurring
from tests.server.small_city import MINUTE, NOW, Hands

DAY = 24 * 60 * MINUTE
LON, LAT = 1_136_100_000, 347_400_000
METRE = 90  # of latitude, in 1e-7 degrees


class Place:
    """Cases of one class at one place, and what the server made of them."""

    def __init__(self, hands: Hands, clock, queries: Queries, recurring: Recurring) -> None:
        self.hands, self.clock, self._queries, self.recurring = hands, clock, queries, recurring

    def filed(self, case_id: str, *, north: int = 0, matter: str = "event-01-10") -> Case:
        body = {"words": "有暴露垃圾", "category": matter, "lon": LON, "lat": LAT + north * METRE}
        self.hands.at = self.clock.at
        self.hands.do("chen", Role.ACCEPTOR, "report", case_id, body=body)
        self.hands.do("chen", Role.ACCEPTOR, "accept", case_id)
        self.hands.do("zhao", Role.SHIFT_LEADER, "file", case_id, body={"condition": "event-01-10-1"})
        self.recurring.tick()
        return self.case(case_id)

    def closed(self, case_id: str, *, north: int = 0) -> Case:
        self.filed(case_id, north=north)
        deeds = (
            ("wang", Role.DISPATCHER, "dispatch", {"unit": "west"}), ("u-west", Role.UNIT, "sign", {}),
            ("u-west", Role.UNIT, "feedback", {}), ("wang", Role.DISPATCHER, "confirm_pass", {}),
            ("chen", Role.ACCEPTOR, "verify_pass", {}), ("zhao", Role.SHIFT_LEADER, "close", {"closing": ["清理干净"]}),
        )  # fmt: skip
        for who, role, verb, body in deeds:
            unit = {"unit": "west"} if role is Role.UNIT else {}
            outcome = self._do(who, role, verb, case_id, body, **unit)
            assert outcome.state == "accepted", (verb, outcome)
        self.recurring.tick()
        return self.case(case_id)

    def _do(self, who: str, role: Role, verb: str, case_id: str, body: dict[str, object], unit: str = ""):
        return self.hands.do(who if not unit else f"u-{unit}", role, verb, case_id, body=body)

    def case(self, case_id: str) -> Case:
        case = self._queries.case(case_id, SYSTEM)
        assert case is not None
        return case


@pytest.fixture
def place(database, clock, cities, casebook) -> Place:
    queries = Queries(database, cities, clock)
    return Place(Hands(casebook), clock, queries, Recurring(database, clock, cities, casebook))


def test_a_matter_that_comes_back_is_linked_when_it_is_filed(place: Place) -> None:
    first = place.closed("case-1")
    assert (first.recurrence, first.recurs) == (0, ())
    place.clock.at = NOW + 3 * DAY
    again = place.filed("case-2", north=20)
    assert again.recurrence == 1
    assert [(each.case, each.number, each.unit) for each in again.recurs] == [("case-1", first.number, "west")]
    assert not again.cause_asked
    events = place._queries.events("case-2", SYSTEM)
    assert [event.verb for event in events][-1] == "recur"
    assert dict(events[-1].data)["last"] == first.number


def test_what_lies_farther_away_or_longer_ago_is_another_matter(place: Place) -> None:
    place.closed("case-1")
    assert place.filed("case-far", north=31).recurrence == 0
    place.clock.at = NOW + 31 * DAY
    assert place.filed("case-late").recurrence == 0


def test_from_the_third_closed_one_on_its_cause_is_asked_for_and_named(place: Place) -> None:
    for n in (1, 2):
        assert not place.closed(f"case-{n}").cause_asked
        place.clock.at += DAY
    third = place.closed("case-3")
    assert (third.recurrence, third.cause_asked) == (2, True)
    place.clock.at += DAY
    fourth = place.filed("case-4")
    assert (fourth.recurrence, fourth.cause_asked) == (3, True)
    body = {"text": "清运点太少", "measure": "增设两处"}
    assert place.hands.do("wang", Role.DISPATCHER, "name_cause", "case-4", body=body).state == "accepted"
    named = place.case("case-4")
    assert (named.cause, named.measure, named.cause_by) == ("清运点太少", "增设两处", "wang")


def test_a_look_is_done_once_and_never_lost(place: Place, database) -> None:
    place.closed("case-1")
    place.clock.at += DAY
    version = place.filed("case-2").version
    assert place.recurring.tick() == 0
    assert place.case("case-2").version == version


def test_a_case_without_a_place_is_left_alone(place: Place) -> None:
    place.closed("case-1")
    place.hands.filed("case-2")
    assert place.recurring.tick() == 1
    assert place.case("case-2").recurrence == 0
