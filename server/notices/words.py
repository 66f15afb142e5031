"""The words of a notice: the city's template, filled with what the case says at the moment at which it goes out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.assignment import Assignment
from rules.case import Case
from rules.city import City
from rules.notices import FIELDS, NoticeTemplate
from rules.noticing import lead_of_now
from rules.texts import Texts

SHORT = 60  # characters of what was reported: a notice is no file


def filled(
    template: NoticeTemplate, case: Case, leg: Assignment | None, city: City, texts: Texts, now: int, answer: str = ""
) -> tuple[str, str]:
    """Subject and text. Who reported is never in them."""
    values = _values(case, leg or lead_of_now(case), city, texts, now) | {"answer": answer}
    subject, text = template.of(texts.language)
    return subject.format(**values).strip(), text.format(**values).strip()


def _values(case: Case, leg: Assignment | None, city: City, texts: Texts, now: int) -> dict[str, str]:
    category, unit = city.categories.get(case.category), city.units.get(leg.unit) if leg else None
    watch = city.watch_of(leg.unit, now) if leg else None
    due = leg.due if leg else 0
    told = {
        "number": case.number,
        "matter": texts.name(category.name, category.name_en) if category else "",
        "words": case.words[:SHORT] + ("…" if len(case.words) > SHORT else ""),
        "place": texts.name(case.address, case.address_en),
        "unit": texts.name(unit.name, unit.name_en) if unit else "",
        "phone": watch.phone if watch else "",
        "due": datetime.fromtimestamp(due // 1000, ZoneInfo(city.zone)).strftime("%m-%d %H:%M") if due else "–",
        "minutes": str(abs(due - now) // 60_000) if due else "–",
        "reason": case.urged_reason,
        "city": texts.name(city.name, city.name_en),
        "urgent": texts.text("notices.urgent") if case.urgent else "",
    }
    return dict.fromkeys(FIELDS, "") | told
