"""The legs of a case as a unit's page shows them: a tree of lead, helpers and sub-units, each with its own state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.assignment import LIVE, Assignment, Request
from rules.case import Case, Milestone, Photo
from rules.city import City
from rules.clock import due as due_of
from rules.deadlines import Deadline, Lamp, deadline, earliest, lamp


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone of a leg: when it is due, its lamp, and the photo that proves it."""

    milestone: Milestone
    due: int
    lamp: Lamp
    proof: Photo | None


@dataclass(frozen=True, slots=True)
class LegLine:
    """One leg in the tree: how deep, whether it is one's own, and its lamp; `ends` None = no clock runs."""

    leg: Assignment
    depth: int
    own: bool
    inside: bool  # own or below: its words may be read
    lamp: Lamp
    ends: Deadline | None
    milestones: tuple[MilestoneLine, ...]
    requests: tuple[Request, ...]


class Tree:
    """The legs of the present round that a visitor sees; `units` are those for which the visitor acts."""

    def __init__(self, case: Case, city: City, units: frozenset[str], now: int) -> None:
        self._case, self._city, self._units, self._now = case, city, units, now

    def lines(self, *, every: bool = False) -> tuple[LegLine, ...]:
        """Depth first: one's own, those above and below, and the city's; `every`: all of the round."""
        current = max((leg.round for leg in self._case.legs), default=0)
        present = [leg for leg in self._case.legs if leg.round == current]
        seen = [leg for leg in present if every or not leg.parent or self._related(leg)]
        return tuple(self._below(seen, "", 0))

    def _below(self, legs: Sequence[Assignment], parent: str, depth: int) -> Iterable[LegLine]:
        for leg in legs:
            if leg.parent == parent:
                yield self._line(leg, depth)
                yield from self._below(legs, leg.id, depth + 1)

    def _line(self, leg: Assignment, depth: int) -> LegLine:
        city, case = self._city, self._case
        ends = leg_deadline(case, leg, city) if leg.stage in LIVE else None
        shown = lamp(leg.clock, city.calendar, self._now, city.policies.near_percent)
        return LegLine(
            leg,
            depth,
            leg.unit in self._units,
            not self._units.isdisjoint(city.above(leg.unit)),
            shown,
            ends,
            tuple(self._milestone(each) for each in case.milestones if each.assignment == leg.id),
            tuple(each for each in case.requests if each.assignment == leg.id),
        )

    def _milestone(self, milestone: Milestone) -> MilestoneLine:
        calendar, near = self._city.calendar, self._city.policies.near_percent
        proof = next((photo for photo in self._case.photos if photo.sha256 == milestone.proof), None)
        shown = lamp(milestone.clock, calendar, self._now, near)
        return MilestoneLine(milestone, due_of(milestone.clock, calendar) or 0, shown, proof)

    def _related(self, leg: Assignment) -> bool:
        chain = set(self._city.above(leg.unit))
        return not self._units.isdisjoint(chain) or any(chain & set(self._city.above(unit)) for unit in self._units)


def leg_deadline(case: Case, leg: Assignment, city: City) -> Deadline | None:
    """The earliest of a leg's clock and its milestones; None when nothing runs or is paused."""
    near = city.policies.near_percent
    mine = [m for m in case.milestones if m.assignment == leg.id and not m.reached_at]
    ends = [deadline("handle", leg.clock, city.calendar, near)]
    return earliest(ends + [deadline(m.key, m.clock, city.calendar, near) for m in mine])
