"""A unit's list: every case that concerns it, by urgency and time left, with what its row says."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.assignment import LIVE, Assignment
from rules.case import Case
from rules.city import City
from rules.deadlines import Deadline, Lamp
from rules.deadlines import lamp as lamp_of
from rules.lists import unit_lists
from server.pages.told import own_leg
from server.pages.tree import leg_deadline

TABS = ("open", "to_sign", "at_work", "to_approve", "reported", "done", "in_tree")
_OPEN = frozenset({"to_sign", "at_work", "to_approve"})
_FAR = 1 << 62
PAGE = 60


@dataclass(frozen=True, slots=True)
class Task:
    """One row: the case, the unit's leg in it, on which of the unit's lists it stands, its lamp and time left."""

    case: Case
    leg: Assignment
    lists: frozenset[str]
    lamp: Lamp
    ends: Deadline | None
    left: int | None


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of one tab, with how many each tab has."""

    tab: str
    counts: dict[str, int]
    rows: tuple[Task, ...]
    page: int
    pages: int


def tasks(cases: Iterable[Case], units: frozenset[str], city: City, now: int) -> list[Task]:
    """The rows of all tabs: what is urgent on top, then what was urged, while it is still the unit's turn.

    Among these least time left first, then those whose clock stands, then those without.
    """
    found = []
    for case in cases:
        lists = frozenset(key for unit in units for key in unit_lists(case, unit, now, city))
        leg = own_leg(case, units, city)
        if leg is not None and lists:
            found.append(_task(case, leg, lists, city, now))
    return sorted(found, key=_order)


def _task(case: Case, leg: Assignment, lists: frozenset[str], city: City, now: int) -> Task:
    ends = leg_deadline(case, leg, city) if leg.stage in LIVE else None
    judged = lamp_of(leg.clock, city.calendar, now, city.policies.near_percent)
    return Task(case, leg, lists, ends.lamp(now) if ends else judged, ends, ends.time_left(now) if ends else None)


def _order(task: Task) -> tuple[int, int, int, int, str]:
    running = task.ends is not None and not task.ends.paused
    due = task.ends.due if running and task.ends else _FAR
    return _rank(task), 0 if running else 1 if task.ends else 2, due, -task.leg.sent_at, task.case.id


def _rank(task: Task) -> int:
    """0 urgent · 1 urged · 2 the rest, and what the unit has done with: as `rules.urgency.rank` has it at the desk."""
    if task.lists.isdisjoint(_OPEN):
        return 2
    return 0 if task.case.urgent else 1 if task.case.urged_at else 2


def on_tab(task: Task, tab: str) -> bool:
    """Whether a row stands on a tab."""
    return not task.lists.isdisjoint(_OPEN) if tab == "open" else tab in task.lists


def task_list(all_tasks: list[Task], tab: str, page: int) -> TaskList:
    """One page of a tab; unknown tabs and pages fall back to the first."""
    chosen = tab if tab in TABS else TABS[0]
    rows = [task for task in all_tasks if on_tab(task, chosen)]
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(page, 1), pages)
    counts = {key: sum(1 for task in all_tasks if on_tab(task, key)) for key in TABS}
    return TaskList(chosen, counts, tuple(rows[(number - 1) * PAGE : number * PAGE]), number, pages)
