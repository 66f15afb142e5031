"""From the report to the filed case, and the other ends of an intake."""

from rules.case import PhotoKind, Stage
from rules.commands import NotAllowed
from rules.deadlines import stage_clock
from rules.deed import Deed
from rules.effects.belonging import take_owner
from rules.effects.photos import take_photos
from rules.effects.stages import enter
from rules.places import codes_at


def report(deed: Deed) -> None:
    """A new case in 待受理, in the grids in which its point lies."""
    if deed.before is not None:
        raise NotAllowed("rule.exists")
    urgent = deed.said("urgent", default=False)
    deed.begin(
        id=deed.command.case_id,
        words=deed.said("words"),
        address=deed.said("address"),
        address_en=deed.said("address_en"),
        category=deed.said("category"),
        source=deed.said("source"),
        draft_number=deed.said("draft_number"),
        external_number=deed.said("external_number"),
        external_due=deed.said("external_due", 0),
        urgent=urgent or _speaks_of_injury(deed),
        important=deed.said("important", default=False),
        wants_answer=deed.said("wants_answer", default=False),
        personal=deed.said("personal"),
        reported_at=deed.at,
        reported_by=deed.actor.id,
        stage_since=deed.at,
        stage_clock=stage_clock(deed.city.policies.stage_limits, "accept", deed.at, urgent=urgent),
        city_version=deed.city.version,
    )
    _locate(deed)
    take_owner(deed)
    take_photos(deed, "", PhotoKind.OVERVIEW)


def _speaks_of_injury(deed: Deed) -> bool:
    words = deed.said("words")
    return any(word in words for word in deed.city.policies.urgent_words)


def _locate(deed: Deed) -> None:
    """Look up the grids of the point; a point outside every grid is kept and stands on its own list."""
    if deed.said("lon", 0) == 0 and deed.said("lat", 0) == 0:
        return
    lon, lat = deed.said("lon", 0), deed.said("lat", 0)
    deed.set(lon=lon, lat=lat, located=True, datum=deed.said("datum", "cgcs2000"), given=deed.said("given"))
    deed.set(**codes_at(deed.city, lon, lat))


def accept(deed: Deed) -> None:
    """Handed to the shift leader."""
    deed.set(accepted_at=deed.at, category=deed.said("category", deed.case.category))
    take_owner(deed)


def file(deed: Deed) -> None:
    """Filed with a condition: it fixes limit, urgency and closing; calendar and city version are frozen."""
    condition = deed.city.conditions[deed.said("condition")]
    category = deed.said("category") or deed.case.category or condition.category
    if condition.category != category:
        raise NotAllowed("rule.field", field="condition", expected=category)
    case = deed.case
    deed.set(
        category=category,
        condition=condition.key,
        limit=condition.limit or deed.city.policies.default_limit,
        urgent=deed.said("urgent", default=condition.urgent or case.urgent),
        important=deed.said("important", default=case.important),
        filed_at=deed.at,
        filed_by=deed.actor.id,
        city_version=deed.city.version,
        calendar_version=deed.city.calendar.version,
    )
    deed.facts["condition"] = condition.key
    take_owner(deed)
    enter(deed, Stage.TO_DISPATCH)  # after the urgency is known: an urgent case has its own dispatch limit


def tell_why(deed: Deed) -> None:
    """Keep why the case ended, and what its reporter is told."""
    deed.set(ended_reason=deed.said("reason"), answer=deed.said("answer"))


def say_back(deed: Deed) -> None:
    """Keep why it was sent back, for who receives it."""
    deed.set(verdict=deed.said("text") or deed.said("reason"))


def pass_on(deed: Deed) -> None:
    """Passed on to somebody outside (110, 119, 12345, court); open until acknowledged."""
    deed.set(passed_to=deed.said("to"))
    tell_why(deed)


def acknowledge(deed: Deed) -> None:
    """Who it was passed on to has taken it over."""
    deed.set(acknowledged_at=deed.at)


def attach_duplicate(deed: Deed) -> None:
    """Attached to the case that it repeats; its reporter is answered with that one."""
    if deed.said("of") == deed.case.id:
        raise NotAllowed("rule.field", field="of", expected="case")
    deed.set(duplicate_of=deed.said("of"))
    deed.facts["of"] = deed.said("of")


def self_handled(deed: Deed) -> None:
    """A collector solved it on the spot: it is reviewed and closed without a dispatch."""
    deed.set(self_handled=True)
    take_photos(deed, "", PhotoKind.AFTER)
