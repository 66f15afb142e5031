"""Why a case came back to a unit: the last failed check or refused report that nothing has answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.assignment import LIVE, Assignment, LegStage
from rules.case import Case, Event, PhotoKind
from server.pages.told import Shown

_OF_LEG = frozenset({"confirm_refuse", "refuse_up", "refuse_return"})
_AT_WORK = frozenset({LegStage.DELIVERED, LegStage.SIGNED, LegStage.WORKING})


@dataclass(frozen=True, slots=True)
class CameBack:
    """`event` says who, when and why; the reviewer's marked photos; how often it failed; how the deadline goes on."""

    event: Event
    photos: tuple[Shown, ...]
    rework: int
    rule: str


def came_back(case: Case, events: Sequence[Event], leg: Assignment | None) -> CameBack | None:
    """What stands first on the page of this leg; None when it is simply new, or reported done again."""
    if leg is None or leg.stage not in LIVE:
        return None
    event = _refused(events, leg) or (_failed(events) if leg.round > 1 else None)
    if event is None or leg.stage not in _AT_WORK:
        return None
    photos = tuple(
        Shown(photo.of or photo.sha256, photo)
        for photo in case.photos
        if photo.kind is PhotoKind.MARKED and photo.owner == event.command
    )
    return CameBack(event, photos, case.rework, leg.rule if event.verb == "verify_fail" else "")


def _refused(events: Sequence[Event], leg: Assignment) -> Event | None:
    """The last refusal of this leg's own report or request, if nothing was reported after it."""
    for event in reversed(events):
        if event.verb == "feedback" and event.target == leg.id:
            return None
        if event.verb in _OF_LEG and event.target == leg.id:
            return event
    return None


def _failed(events: Sequence[Event]) -> Event | None:
    """The last failed verification."""
    return next((event for event in reversed(events) if event.verb == "verify_fail"), None)
