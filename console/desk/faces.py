"""How one case is shown: its lists, its place in the queue, the deadline that drives its lamp."""

from dataclasses import dataclass

from rules.assignment import LegStage
from rules.calendar import MINUTE
from rules.case import Case
from rules.city import City
from rules.deadlines import Deadline, external
from rules.lists import lists_with, worked_on
from rules.urgency import deadline_of, order_by


@dataclass(frozen=True, slots=True)
class Face:
    """What is worked out of a case at an instant; `until` is when it must be looked at again, 0 = never by itself."""

    lists: frozenset[str]
    order: tuple[object, ...]
    deadline: Deadline | None
    until: int = 0


def face_of(case: Case, city: City, now: int) -> Face:
    """The face of a case at `now`."""
    ends = deadline_of(case, city)
    lists = lists_with(case, now, city, ends) | worked_on(case)
    instants = (*_of_lamp(ends, now), *_of_signing(case, lists, now), *_of_order(case, city, now))
    return Face(lists, order_by(case, ends), ends, min(instants, default=0))


def _of_lamp(ends: Deadline | None, now: int) -> tuple[int, ...]:
    """When the lamp changes by itself."""
    if ends is None or ends.paused:
        return ()
    return tuple(at + 1 for at in (ends.near_at, ends.due) if at >= now)


def _of_order(case: Case, city: City, now: int) -> tuple[int, ...]:
    """When the deadline of another house's order comes near: it is to be answered, whatever else drives the lamp."""
    ends = external(case.reported_at, case.external_due, city.policies.near_percent)
    return (ends.near_at + 1,) if ends and ends.near_at >= now else ()


def _of_signing(case: Case, lists: frozenset[str], now: int) -> tuple[int, ...]:
    """A leg that nobody signs comes to its list by itself: looked at each minute until then."""
    waits = any(leg.stage is LegStage.DELIVERED and not leg.parent and leg.rule != "recorded" for leg in case.legs)
    return (now + MINUTE,) if waits and "unsigned" not in lists else ()
