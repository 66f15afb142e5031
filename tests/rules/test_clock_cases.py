"""Dated cases of clocks, worked out by hand in `data/clock_cases.csv`; the column `why` tells the arithmetic."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from rules import clock as clocks
from rules.calendar import WorkCalendar
from rules.clock import Clock, Limit, LimitUnit, Still
from rules.deadlines import lamp
from tests.rules.calendars import CALENDARS, at

DATA = Path(__file__).parent / "data" / "clock_cases.csv"
CASES = list(csv.DictReader(DATA.read_text(encoding="utf-8").splitlines()))
PAUSES = {"return": Still.RETURNED, "suspend": Still.SUSPENDED, "check": Still.CHECK, "disaster": Still.DISASTER}


def limit_of(words: str) -> Limit:
    value, unit = words.split()
    return Limit(int(value), LimitUnit(unit))


def happened(clock: Clock, event: str, calendar: WorkCalendar) -> Clock:
    verb, _, rest = event.partition(" ")
    if verb == "extend":
        return clocks.extend(clock, int(rest) if rest else None)
    t, words = at(rest[:16], calendar), rest[16:].strip()
    if verb == "new":
        return clocks.restart(clock, t, limit_of(words) if words else None)
    if verb in PAUSES:
        return clocks.pause(clock, t, PAUSES[verb])
    deeds: dict[str, Callable[[Clock, int], Clock]] = {
        "start": clocks.start,
        "resume": clocks.resume,
        "feedback": clocks.judge,
    }
    return deeds[verb](clock, t)


def answer(ask: str, clock: Clock, calendar: WorkCalendar) -> object:
    question, _, rest = ask.partition(" ")
    if question == "work":
        return calendar.work_between(*(at(part, calendar) for part in rest.split(" / ")))
    asked: dict[str, Callable[[], object]] = {
        "due": lambda: clocks.due(clock, calendar),
        "on_time": lambda: clocks.on_time(clock, calendar),
        "due_if": lambda: clocks.due_if_resumed(clock, calendar, at(rest, calendar)),
        "next_start": lambda: calendar.next_start(at(rest, calendar)),
        "used": lambda: clocks.used(clock, calendar, at(rest, calendar)),
        "lamp": lambda: lamp(clock, calendar, at(rest, calendar), 80),
    }
    return asked[question]()


def expected(ask: str, words: str, calendar: WorkCalendar) -> object:
    question = ask.split(maxsplit=1)[0]
    if words == "-":
        return None
    if question == "on_time":
        return {"yes": True, "no": False}[words]
    if question in {"used", "work"}:
        hours, minutes = words.split(":")
        return (int(hours) * 60 + int(minutes)) * 60_000
    return words if question == "lamp" else at(words, calendar)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_dated_case(case: dict[str, str]) -> None:
    calendar = CALENDARS[case["calendar"]]
    clock = Clock(limit_of(case["limit"]))
    for event in filter(None, case["events"].split(" | ")):
        clock = happened(clock, event, calendar)
    assert answer(case["ask"], clock, calendar) == expected(case["ask"], case["expected"], calendar), case["why"]


def test_the_cases_are_many_and_each_tells_its_arithmetic() -> None:
    assert len(CASES) >= 60
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["why"] and None not in case for case in CASES)
