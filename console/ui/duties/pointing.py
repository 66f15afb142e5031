"""Who would be responsible at a point of the map, by what is drawn up for the matter of a row, and who is in charge."""

from collections.abc import Iterator

from console.ui.case.proposal_words import naming_of
from console.ui.context import Context
from rules.case import Case
from rules.charge import on_the_place
from rules.charge_words import line
from rules.city import City, Duty
from rules.places import codes_at, owner_at
from rules.reasons import reason
from rules.responsibility import standing


def words_at(context: Context, city: City | None, lon: int, lat: int, row: Duty | None) -> str:
    """The unit and why; "" where the geometry is not here yet."""
    if city is None or city.grids is None:
        return ""
    category = _category(city, row.category if row else "*")
    owner = owner_at(city, lon, lat, category)
    case = Case("", category=category, owner=owner, lon=lon, lat=lat, located=True, **codes_at(city, lon, lat))
    found = standing(case, city, context.now())
    why = reason(found.ground, dict(found.data), context.texts, naming_of(context))
    unit = context.names.unit(found.unit) if found.unit else context.texts.text(f"ground.{found.ground}")
    said = context.texts.text("duty.here", matter=context.names.category(category), unit=unit, why=why)
    return "\n".join((said, *_people(context, city, case)))


def _people(context: Context, city: City, case: Case) -> Iterator[str]:
    """Collector on shift, leaders and road chiefs, a line each."""
    now = context.now()

    def at(instant: int) -> str:
        return context.words.at(instant, now)

    return (line(each, city, context.texts, at) for each in on_the_place(case, city, now))


def _category(city: City, pattern: str) -> str:
    """The first category that a pattern means."""
    start = pattern.rstrip("*")
    return next((key for key in city.categories if key.startswith(start)), "")
