"""What the record of an outage drill says: urgent cases and the calls, conflicts, what is open; and how it is kept."""

from dataclasses import replace

import pytest

from console.desk.drill import Drill, waits_urgently
from console.facts import Conflict, Pending, Sending
from console.facts.drills import DrillCall, DrillConflict, DrillRecord, DrillUnread, read_record, record_json
from rules.assignment import Assignment, LegStage
from rules.case import Case, Stage
from rules.city import City
from rules.commands import Command, Outcome, Role
from rules.frozen import changed
from tests.console.small_city import CITY, NOW, a_case

MINUTE = 60_000


class Desk:
    """As much of a desk as the end of a drill asks."""

    waiting: tuple[Pending, ...] = ()

    def __init__(self, *cases: Case, conflicts: tuple[Conflict, ...] = ()) -> None:
        self.city: City | None = CITY
        self._cases, self._conflicts = {case.id: case for case in cases}, conflicts

    def case(self, case_id: str) -> Case | None:
        return self._cases.get(case_id)

    def outbox(self) -> tuple[Pending, ...]:
        return self.waiting

    def conflicts(self) -> tuple[Conflict, ...]:
        return self._conflicts


def leg(number: int, **more: object) -> Assignment:
    made = Assignment(id=f"leg-{number}", round=1, unit="west", stage=LegStage.SENT, sent_at=NOW + MINUTE)
    return changed(made, **more)  # type: ignore[arg-type]


def pending(number: int, case_id: str = "case-1", verb: str = "dispatch") -> Pending:
    return Pending(f"c{number}", number, verb, case_id, "wang", "desk", NOW, Sending.QUEUED)


def drill(*recorded: Pending) -> Drill:
    made = Drill(DrillRecord("d", "刘志强", NOW, NOW + 5 * MINUTE), 0)
    for each in recorded:
        made.recorded(each)
    return made


def test_urgent_legs_that_were_sent_in_it_stand_there_with_their_calls() -> None:
    told, untold = leg(1, told_at=NOW + 2 * MINUTE), leg(2, unit="east")
    earlier, recalled = leg(3, sent_at=NOW - 1), leg(4, stage=LegStage.RECALLED)
    urgent = a_case(1, Stage.WITH_UNITS, urgent=True, legs=(told, untold, earlier, recalled))
    calm = a_case(2, Stage.WITH_UNITS, legs=(leg(5),))
    made = drill(pending(1), pending(2, "case-2"), pending(3, "case-1", "told"))
    made.end(NOW + 5 * MINUTE, "time", "", Desk(urgent, calm))  # type: ignore[arg-type]
    assert made.record.urgent == (
        DrillCall("15042200001", "west", "西区", "West", NOW + MINUTE, NOW + 2 * MINUTE),
        DrillCall("15042200001", "east", "东区", "East", NOW + MINUTE, 0),
    )
    assert (made.record.untold, made.record.slowest) == (1, MINUTE)
    assert (made.record.commands, made.record.total) == ({"dispatch": 2, "told": 1}, 3)


def over(*waiting: Pending) -> tuple[Drill, Desk]:
    """A drill that has ended, after which these wait for the server."""
    desk = Desk(a_case(1))
    desk.waiting = waiting
    made = drill(*waiting)
    made.end(NOW, "button", "", desk)  # type: ignore[arg-type]
    return made, desk


def test_it_waits_for_the_answers_to_all_that_waited_at_its_end() -> None:
    made, _ = over(pending(1), pending(2))
    assert not made.answered(["c1", "of another time"])
    assert made.answered(["c2"])


def test_what_is_open_and_what_met_a_conflict_is_told() -> None:
    case = a_case(1)
    command = Command("c1", "dispatch", "case-1", "wang", Role.DISPATCHER, NOW)
    mine = Conflict("c1", command, Outcome("c1", "superseded"), "desk", case, case, case)
    of_before = replace(mine, id="c0")
    made, _ = over(pending(1), pending(2))
    made.answered(["c1"])
    desk = Desk(case, conflicts=(of_before, mine))
    record = made.close(NOW + MINUTE, desk)  # type: ignore[arg-type]
    assert record.conflicts == (DrillConflict("15042200001", "dispatch"),)
    assert (record.left, record.drained_at) == (1, 0)
    made.answered(["c2"])
    assert made.close(NOW + MINUTE, desk).drained_at == NOW + MINUTE  # type: ignore[arg-type]


def test_papers_for_units_are_counted() -> None:
    made = drill()
    made.handed_over()
    made.handed_over()
    made.replied()
    assert (made.record.handovers, made.record.replies) == (2, 1)


def test_the_first_pack_counts() -> None:
    made = drill()
    made.packed(NOW + 1, NOW - MINUTE)
    made.packed(NOW + 9, NOW)
    assert (made.record.pack_at, made.record.pack_as_of) == (NOW + 1, NOW - MINUTE)


@pytest.mark.parametrize(
    ("case", "waits"),
    [
        (a_case(1, urgent=True), True),
        (a_case(1), False),
        (a_case(1, Stage.WITH_UNITS, urgent=True, legs=(leg(1),)), True),
        (a_case(1, Stage.WITH_UNITS, urgent=True, legs=(leg(1, told_at=NOW),)), False),
        (a_case(1, Stage.TO_CLOSE, urgent=True), False),
    ],
    ids=["to dispatch", "not urgent", "not told", "told", "done"],
)
def test_which_case_waits_urgently(case: Case, waits: bool) -> None:
    assert waits_urgently(case) is waits


def test_a_record_is_read_as_it_was_kept_and_what_is_none_is_told() -> None:
    record = DrillRecord(
        "d", "刘志强", NOW, NOW, why="time", commands={"told": 1},
        urgent=(DrillCall("1", "west", "西区", "West", NOW),), conflicts=(DrillConflict("1", "told"),),
    )  # fmt: skip
    assert read_record(record_json(record)) == record
    newer = record_json(record).replace(b'{\n "id"', b'{\n "of_a_newer_program": 1, "id"')
    assert read_record(newer) == record
    for body in (b"", b"[]", b"{}", b'{"id": "d"}', b"\xff"):
        with pytest.raises(DrillUnread):
            read_record(body)
