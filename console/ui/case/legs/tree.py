"""Which legs are shown, in which order and how deep: lead, helpers, make-safe, each with its sub-assignments below."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.assignment import LIVE, Assignment, LegRole
from rules.case import Case

_RANK = {role: rank for rank, role in enumerate(LegRole)}


@dataclass(frozen=True, slots=True)
class Branch:
    """One leg and how many legs stand above it."""

    leg: Assignment
    depth: int


def branches(case: Case) -> tuple[Branch, ...]:
    """The legs of this round, and those of earlier ones that are still in hand; parents before their children."""
    shown = [leg for leg in case.legs if leg.round == case.round or leg.stage in LIVE]
    ids = {leg.id for leg in shown}
    roots = [leg for leg in shown if leg.parent not in ids]
    return tuple(branch for root in sorted(roots, key=_order) for branch in _below(root, 0, shown))


def _below(leg: Assignment, depth: int, shown: list[Assignment]) -> Iterator[Branch]:
    yield Branch(leg, depth)
    for child in sorted((each for each in shown if each.parent == leg.id), key=_order):
        yield from _below(child, depth + 1, shown)


def _order(leg: Assignment) -> tuple[bool, int, int]:
    """What is in hand first, the lead before its helpers, the earlier before the later."""
    return leg.stage not in LIVE and leg.role is not LegRole.LEAD, _RANK[leg.role], leg.sent_at
