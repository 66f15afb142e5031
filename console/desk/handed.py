"""One leg as it stands in a hand-over file: what the unit needs to go there, and nothing of who reported it."""

from rules.assignment import Assignment, LegStage
from rules.case import Case
from rules.city import City
from rules.handover import AT_WORK, TO_SIGN, HandoverLeg

_UNSIGNED = frozenset({LegStage.SENT, LegStage.DELIVERED})


def leg_of(case: Case, leg: Assignment, number: str, city: City, photos: tuple[str, ...], missing: int) -> HandoverLeg:
    """`photos` are the sha256 of what goes into the file with it, `missing` how many could not."""
    category = city.categories.get(case.category)
    return HandoverLeg(
        case_id=case.id,
        leg_id=leg.id,
        stage=TO_SIGN if leg.stage in _UNSIGNED else AT_WORK,
        number=number,
        matter=(category.short or category.name) if category else case.category,
        matter_en=(category.short_en or category.name_en) if category else "",
        place=case.address,
        place_en=case.address_en,
        lon=case.lon if case.located else 0,
        lat=case.lat if case.located else 0,
        urgent=case.urgent,
        due=0 if case.suspended_at else leg.due,
        note=leg.note,
        photos=photos,
        missing=missing,
    )
