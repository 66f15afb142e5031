"""The hand-over list in the city's own form (交接班), where it has one."""

from collections.abc import Iterable

from console.facts.shift import ShiftFacts
from console.ui.context import Context
from console.ui.papers.words import Forms
from console.ui.shift.words import Section
from rules.city import City
from rules.paper.page import Filled, filled_page
from rules.paper.values import printed

KEY = "handover"


def filled_form(context: Context, city: City, facts: ShiftFacts, sections: Iterable[Section]) -> Filled:
    """A row for each line, the name of its section beside the first one."""
    scribe = Forms(context).scribe(city)
    values = printed(scribe) | {"since": scribe.at(facts.since), "desk": context.texts.text("seat.desk")}
    values |= {"taken_by": (facts.by and context.people.name(facts.by)) or facts.name}
    rows = [
        {"section": section.name if n == 0 else "", "words": line.words}
        for section in sections
        for n, line in enumerate(section.lines)
    ]
    nothing = [{"section": "", "words": context.texts.text("shift.nothing")}]
    return Filled(values, {"items": rows or nothing})


def city_page(context: Context, facts: ShiftFacts, sections: Iterable[Section]) -> str:
    """The page to print; "" where the city has no such form."""
    city = context.city
    if city is None or KEY not in city.papers:
        return ""
    _, _, page = city.papers[KEY].of(context.language)
    return filled_page(page, filled_form(context, city, facts, sections), Forms(context).scribe(city).foot())
