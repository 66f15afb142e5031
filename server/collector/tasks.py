"""A collector's lists: checks to answer by their deadline, and what the collector reported."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rules.case import Case
from rules.charge import shift_now
from rules.charge_words import place, shift_words
from rules.check import Check
from rules.city import City
from rules.commands import Actor
from rules.deadlines import Deadline, Lamp, deadline
from rules.deed import OPEN_CHECKS
from rules.texts import Texts
from server.sight import grids_of

REPORTS = 30
_FAR = 1 << 62


@dataclass(frozen=True, slots=True)
class CheckTask:
    """One check that is out, with its lamp and time left."""

    case: Case
    check: Check
    lamp: Lamp
    ends: Deadline | None
    left: int | None


def check_tasks(cases: Iterable[Case], actor: Actor, city: City, now: int) -> tuple[CheckTask, ...]:
    """The open checks of the collector or of the collector's grids, least time left first."""
    grids = grids_of(actor, now)
    found = [
        _task(case, check, city, now)
        for case in cases
        for check in case.checks
        if check.stage in OPEN_CHECKS and (check.collector in {actor.id, *grids} or case.duty_grid in grids)
    ]
    return tuple(sorted(found, key=lambda task: (task.ends.due if task.ends else _FAR, task.case.id)))


def _task(case: Case, check: Check, city: City, now: int) -> CheckTask:
    ends = deadline("check", check.clock, city.calendar, city.policies.near_percent)
    lamp = ends.lamp(now) if ends else Lamp.NONE
    return CheckTask(case, check, lamp, ends, ends.time_left(now) if ends else None)


def own_grids(actor: Actor, city: City, now: int) -> tuple[tuple[str, tuple[str, str]], ...]:
    """The collector's grids by code, with their names in both languages where the city has any."""
    known = {grid.code: (grid.name, grid.name_en) for grid in city.grids.duties} if city.grids else {}
    return tuple((code, known.get(code) or city.places.get(code, ("", ""))) for code in sorted(grids_of(actor, now)))


def own_shift(actor: Actor, city: City, texts: Texts, now: int, at: Callable[[int], str]) -> str:
    """The collector's own shift in words: on now, or the next one; "" in a city that lays down none."""
    if not city.organisation.posts:
        return ""
    shift = shift_now(actor.id, city, now)
    if shift is None:
        return texts.text("charge.no_own_shift")
    return f"{place(shift, texts)} · {shift_words(shift, texts, at)}"


def own_reports(cases: Iterable[Case], actor: Actor) -> tuple[Case, ...]:
    """What the collector reported and is still live, newest first."""
    mine = [case for case in cases if case.reported_by == actor.id]
    return tuple(sorted(mine, key=lambda case: -case.reported_at)[:REPORTS])
