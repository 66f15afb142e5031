"""The lines of the emergency pack: each open case by the units that have it, with the phone at which they are reached.

No words of a reporter, no answer, no note and nobody's name, that of who sits at a duty phone neither: what leaves the
sealed files is named here field by field.
"""

from console.facts.pack import PackHead, PackLine
from rules.assignment import LIVE, Assignment
from rules.case import ENDED, Case
from rules.city import City
from rules.urgency import deadline_of

ENGLISH = "en"


def head_of(city: City, language: str, as_of: int, now: int) -> PackHead:
    """The head of a pack of data `as_of`, gathered `now`; both ms UTC."""
    name = _pick(language, city.name, city.name_en)
    return PackHead(language, name, city.zone, as_of, now, dict(city.labels.get(language, {})))


def lines_of(case: Case, number: str, city: City, language: str, now: int) -> tuple[PackLine, ...]:
    """A line for each leg in a unit's hands, or one for a case that nobody has; none for one that has ended.

    The phones are those of the duty roster at `now`, ms UTC.
    """
    if case.stage in ENDED:
        return ()
    legs = [leg for leg in case.legs if leg.stage in LIVE]
    if not legs:
        return (_line(case, number, (city, language, now), None),)
    return tuple(_line(case, number, (city, language, now), leg) for leg in legs)


def _line(case: Case, number: str, told: tuple[City, str, int], leg: Assignment | None) -> PackLine:
    city, language, now = told
    name, answers, phone = _reached(leg.unit, city, language, now) if leg else ("", "", "")
    return PackLine(
        unit=leg.unit if leg else "",
        name=name,
        answers=answers,
        phone=phone,
        number=number,
        matter=_matter(case, city, language),
        place=_place(case, language),
        grid=case.unit_grid,
        stage=f"leg.{leg.stage}" if leg else f"stage.{case.stage}",
        urgent=case.urgent,
        due=_due(case, city, leg),
        sent=leg.sent_at if leg else 0,
        told=leg.told_at if leg else 0,
    )


def _reached(code: str, city: City, language: str, now: int) -> tuple[str, str, str]:
    """The unit's name; the next unit above, "" where somebody of its own is reached, and the number to call."""
    own = city.units.get(code)
    name = _pick(language, own.name, own.name_en) if own else code
    watch = city.watch_of(code, now)
    if watch is None:
        return name, "", ""
    above = city.units.get(watch.unit) if watch.unit != code else None
    return name, _pick(language, above.name, above.name_en) if above else "", watch.phone


def _matter(case: Case, city: City, language: str) -> str:
    category = city.categories.get(case.category)
    if category is None:
        return case.category
    short = category.short or category.name
    return _pick(language, short, category.short_en or category.name_en)


def _place(case: Case, language: str) -> str:
    named = _pick(language, case.address, case.address_en)
    return named or (f"{case.lat / 1e7:.5f}, {case.lon / 1e7:.5f}" if case.located else "")


def _due(case: Case, city: City, leg: Assignment | None) -> int:
    """When it must be done; 0 while its clock stands still."""
    if case.suspended_at:
        return 0
    if leg and leg.due:
        return leg.due
    ends = deadline_of(case, city)
    return ends.due if ends else 0


def _pick(language: str, zh: str, en: str) -> str:
    return en if language == ENGLISH and en else zh
