"""Which clocks of a case run, which of them drives its lamp, and how the queue is ordered."""

from rules.answering import is_answered, wants
from rules.assignment import LIVE, Assignment, LegRole, LegStage
from rules.case import ENDED, Case, Stage
from rules.city import City
from rules.clock import Clock
from rules.deadlines import Deadline, deadline, earliest, external
from rules.deed import OPEN_CHECKS
from rules.effects.stages import CLOCKS

HANDLE = "handle"
DECIDE = "decide"
_FAR = 1 << 62  # after every deadline


def deadlines_of(case: Case, city: City) -> tuple[Deadline, ...]:
    """All deadlines of an open case that run or are paused, named by their clock.

    Of an ended one at most that of another house's order, which still waits for its answer.
    """
    near = city.policies.near_percent
    if case.stage in ENDED:
        ends = external(case.reported_at, case.external_due, near) if wants(case) and not is_answered(case) else None
        return (ends,) if ends else ()
    clocks = [(CLOCKS.get(case.stage, ""), case.stage_clock)]
    if case.legs or case.requests or case.checks:  # else it has no milestones either
        clocks += _clocks_of_parts(case)
    found = [deadline(name, clock, city.calendar, near) for name, clock in clocks]
    found.append(external(case.reported_at, case.external_due, near))
    return tuple(each for each in found if each is not None)


def _clocks_of_parts(case: Case) -> list[tuple[str, Clock | None]]:
    """The clocks of legs, milestones, requests and checks."""
    live = {leg.id for leg in case.legs if leg.stage in LIVE}
    clocks = [(HANDLE, leg.clock) for leg in case.legs if leg.id in live and not leg.parent]
    clocks += [(m.key, m.clock) for m in case.milestones if m.assignment in live and not m.reached_at]
    clocks += [(DECIDE, request.clock) for request in case.requests if request.state == "pending"]
    clocks += [("check" if c.kind == "verify" else "pre", c.clock) for c in case.checks if c.stage in OPEN_CHECKS]
    return clocks


def deadline_of(case: Case, city: City) -> Deadline | None:
    """The deadline that drives the lamp: the earliest that runs; a suspended case shows its paused one."""
    return earliest(deadlines_of(case, city))


def unreached_legs(case: Case) -> tuple[Assignment, ...]:
    """The legs from the city that no terminal has fetched, nobody signed and nobody was told of by phone."""
    return tuple(
        leg
        for leg in case.legs
        if leg.stage in _SENT and not leg.parent and not leg.fetched_at and not leg.told_at and leg.rule != "recorded"
    )


def unreached(case: Case) -> bool:
    """Sent to a unit that has neither fetched it nor been told by phone."""
    return bool(unreached_legs(case))


_SENT = frozenset({LegStage.SENT, LegStage.DELIVERED})


def rank(case: Case) -> int:
    """0 urgent and unreached · 1 urgent and waiting · 2 urged · 3 the rest."""
    if case.urgent and unreached(case):
        return 0
    if case.urgent and case.stage not in ENDED and not _in_hands(case):
        return 1
    return 2 if case.urged_at and case.stage not in ENDED else 3


def _in_hands(case: Case) -> bool:
    """A unit has signed: the case needs no hurry of the centre."""
    return case.stage is Stage.WITH_UNITS and any(
        leg.signed_at and leg.stage in LIVE and leg.role is LegRole.LEAD for leg in case.legs
    )


def order_by(case: Case, ends: Deadline | None) -> tuple[int, int, int, str]:
    """Sort key from a deadline that is known already; the smallest goes on top."""
    due = ends.due if ends and not ends.paused else _FAR
    return rank(case), due, case.reported_at, case.id


def order(case: Case, city: City, now: int) -> tuple[int, int, int, str]:  # noqa: ARG001
    """Sort key of the queue: urgent and unreached on top, then by deadline; equal at every `now` until a change."""
    return order_by(case, deadline_of(case, city))
