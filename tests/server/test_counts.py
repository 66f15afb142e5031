"""The counts of the lists: kept while nothing changed, counted anew when something did or the clock went on."""

import pytest

from rules.commands import Actor, Grant, Role
from server.counts import ListCounts
from server.queries import Queries
from tests.server.small_city import Hands

WANG = Actor("wang", grants=(Grant(Role.DISPATCHER),))
LI = Actor("li", grants=(Grant(Role.DISPATCHER),))
WEST = Actor("u-west", grants=(Grant(Role.UNIT, "west"),), unit="west")


class CountingQueries(Queries):
    """The real questions; says for whom the lists were counted."""

    def __init__(self, *parts) -> None:
        super().__init__(*parts)
        self.counted: list[str] = []

    def lists(self, actor: Actor) -> dict[str, int]:
        """The real answer."""
        self.counted.append(actor.id)
        return super().lists(actor)


@pytest.fixture
def queries(database, cities, clock) -> CountingQueries:
    """The questions over the small city."""
    return CountingQueries(database, cities, clock)


@pytest.fixture
def counts(queries, feeds, cities, clock) -> ListCounts:
    """The counts over the small city."""
    return ListCounts(queries, feeds, cities, clock)


def test_a_change_shows_at_once(counts: ListCounts, casebook) -> None:
    hands = Hands(casebook)
    assert counts.lists(WANG)[0].get("dispatched", 0) == 0
    hands.dispatched("case-1")
    assert counts.lists(WANG)[0]["dispatched"] == 1
    hands.dispatched("case-2")
    assert counts.lists(WANG)[0]["dispatched"] == 2


def test_the_same_answer_is_counted_once_for_all_who_see_the_whole_city(counts, queries, casebook) -> None:
    Hands(casebook).dispatched("case-1")
    first = counts.lists(WANG)
    assert counts.lists(LI) == first
    assert queries.counted == ["wang"]


def test_who_sees_a_part_gets_the_counts_of_that_part(counts, queries, casebook) -> None:
    hands = Hands(casebook)
    hands.dispatched("case-1", "west")
    hands.dispatched("case-2", "east")
    assert counts.lists(WANG)[0]["dispatched"] == 2
    assert counts.lists(WEST)[0]["dispatched"] == 1
    assert counts.lists(Actor("u-west", unit="west"))[0] == {}  # the duty was taken away: no cases, at once
    assert queries.counted == ["wang", "u-west", "u-west"]


def test_after_five_seconds_the_clock_is_asked_again(counts: ListCounts, queries, clock, casebook) -> None:
    Hands(casebook).dispatched("case-1")
    counted_at = clock.at
    assert counts.lists(WANG)[1] == counted_at
    clock.at += 4999
    assert counts.lists(WANG)[1] == counted_at
    clock.at += 1
    assert counts.lists(WANG)[1] == counted_at + 5000
    assert queries.counted == ["wang", "wang"]
