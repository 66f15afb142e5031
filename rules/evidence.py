"""What a photo says against itself: when it was taken, and where. Remarks for a person; none refuses anything."""

from dataclasses import dataclass
from math import cos, hypot, radians

from rules.assignment import Assignment, LegRole
from rules.case import Case, Photo, PhotoKind
from rules.city import City

_METRES = radians(1e-7) * 6_371_008.8  # of 1e-7 degree on the mean sphere: over 1 km within 6 m of the ellipsoid
_LATER = frozenset({PhotoKind.AFTER, PhotoKind.CHECK, PhotoKind.PROOF})  # what is taken after the report


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; `key` names its text (`evidence.<key>`), the rest fills it in."""

    key: str  # before_report | before_dispatch | far
    metres: int = 0  # far: from the point of the case
    at: int = 0  # when the photo was taken, ms UTC
    than: int = 0  # the instant that it precedes: of the report, of the dispatch, ms UTC


def remarks(case: Case, photo: Photo, city: City) -> tuple[Remark, ...]:
    """What to look at in a photo of this case, time before place; nothing where a photo has no time or point."""
    return (*_time(case, photo), *_place(case, photo, city))


def distance_m(case: Case, photo: Photo) -> int | None:
    """Metres from the point of the case to where the photo was taken; None when one of the two is not known."""
    if not case.located or not (photo.lon or photo.lat):
        return None
    east = (photo.lon - case.lon) * cos(radians((photo.lat + case.lat) / 2e7))
    return round(hypot(east, photo.lat - case.lat) * _METRES)


def _time(case: Case, photo: Photo) -> tuple[Remark, ...]:
    if not photo.taken_at or photo.kind not in _LATER or (case.self_handled and not photo.round):
        return ()  # 自行处置: solved first, then reported
    if _before(photo.taken_at, case.reported_at):
        return (Remark("before_report", at=photo.taken_at, than=case.reported_at),)
    lead = _lead(case, photo.round)
    sent = min(lead.sent_at, lead.told_at or lead.sent_at) if lead else 0
    return (Remark("before_dispatch", at=photo.taken_at, than=sent),) if _before(photo.taken_at, sent) else ()


def _before(taken: int, instant: int) -> bool:
    """Cameras write whole seconds, cut off: the same second is not before."""
    return taken // 1000 < instant // 1000


def _place(case: Case, photo: Photo, city: City) -> tuple[Remark, ...]:
    metres = distance_m(case, photo)
    if metres is None or metres <= city.policies.evidence_far_m:
        return ()
    return (Remark("far", metres=metres, at=photo.taken_at),)


def _lead(case: Case, round_: int) -> Assignment | None:
    """The leg that led in a round: the one given last, by the city itself."""
    led = (leg for leg in reversed(case.legs) if leg.role is LegRole.LEAD and not leg.parent)
    return next((leg for leg in led if leg.round == round_), None)
