"""What one shift hands over to the next: outages, calls and photos since the desk was taken over."""

from pathlib import Path

import pytest

from console.facts import Wish
from console.facts.shift import Call, Outage
from tests.console.desk.room import Room
from tests.console.makers import signed
from tests.console.small_city import NOW, a_case

MINUTE, DAY = 60_000, 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    yield made
    made.close()


def a_call(room: Room, number: int = 1) -> None:
    """The unit of the case is told by phone a minute after it was sent."""
    room.dispatch(number)
    room.at += MINUTE
    leg = room.desk.delta([f"case-{number}"]).changed[0].case.legs[-1].id
    room.desk.do(Wish("w", "desk", "told", f"case-{number}", leg, {"to": "刘队长"}))


def test_a_desk_that_nobody_took_over_tells_of_the_last_day(room: Room) -> None:
    room.desk.files.outbox.outages.begin(NOW - 2 * DAY, "link.cut")
    room.desk.files.outbox.outages.end(NOW - 2 * DAY + 1)
    room.desk.files.outbox.outages.begin(NOW - MINUTE, "link.silent")
    facts = room.desk.shift.facts()
    assert (facts.since, facts.by) == (NOW - DAY, "")
    assert facts.outages == (Outage(NOW - MINUTE, 0, "link.silent"),)


def test_calls_of_this_desk_are_told_before_the_server_has_them(room: Room) -> None:
    room.has(a_case(1), a_case(2))
    a_call(room)
    number = room.desk.cached("case-1").number
    assert room.desk.shift.facts().calls == (Call("case-1", number, "west", "刘队长", "wang", NOW + MINUTE),)


def test_calls_of_others_that_came_by_the_line_are_told_once(room: Room) -> None:
    room.has(a_case(1))
    a_call(room)
    told = room.desk.delta(["case-1"]).changed[0].case
    room.has(told)
    assert [call.to for call in room.desk.shift.facts().calls] == ["刘队长"]


def test_who_takes_over_begins_with_a_clean_sheet_also_after_a_restart(room: Room) -> None:
    room.has(a_case(1))
    a_call(room)
    room.at += MINUTE
    room.desk.shift.take(signed("liu").actor)
    room.restart()
    facts = room.desk.shift.facts()
    assert (facts.since, facts.by, facts.calls) == (NOW + 2 * MINUTE, "liu", ())
