"""Who is in charge, and who a check goes to and why, in words: console, pages and API say it with these alone."""

from collections.abc import Callable

from rules.case import Event
from rules.charge import Checker, Held, InCharge
from rules.city import City
from rules.organisation import COLLECTOR, GRID_LEADER
from rules.texts import Texts

Instant = Callable[[int], str]
"""An instant (ms UTC) by the city's clock."""


def kind_words(held: Held, city: City, texts: Texts) -> str:
    """What a grid is called: by the city's own level, else by its kind."""
    level = city.organisation.level_of(held.kind)
    return texts.name(level.name, level.name_en) if level else texts.text(f"charge.kind.{held.kind}")


def title(each: InCharge, city: City, texts: Texts) -> str:
    """The duty of a person: leader of which level of grid, road chief, collector."""
    kind = kind_words(each.held, city, texts) if each.duty == GRID_LEADER else ""
    return texts.text(f"charge.{each.duty}", kind=kind)


def person(each: InCharge, texts: Texts) -> str:
    """The name."""
    return texts.name(each.staff.name, each.staff.name_en)


def place(each: InCharge, texts: Texts) -> str:
    """The name of the grid or road section."""
    return texts.name(each.held.name, each.held.name_en)


def line(each: InCharge, city: City, texts: Texts, at: Instant) -> str:
    """Duty, person, place, shift of a collector, and the phone of the office."""
    shift = shift_words(each, texts, at) if each.duty == COLLECTOR else ""
    parts = (f"{title(each, city, texts)} {person(each, texts)}", place(each, texts), shift, each.staff.phone)
    return " · ".join(part for part in parts if part)


def shift_words(each: InCharge, texts: Texts, at: Instant) -> str:
    """On shift until when, or from when on."""
    if each.on_shift:
        return texts.text("charge.until", at=at(each.at)) if each.at else texts.text("charge.always")
    return texts.text("charge.from", at=at(each.at)) if each.at else texts.text("charge.no_shift")


def sent_words(event: Event, texts: Texts, named: Callable[[str], str]) -> str:
    """To whom a check was sent and why, as its event tells; "" for any other, and for one of before shifts."""
    told = dict(event.data)
    if event.verb != "send_check" or "why" not in told:
        return ""
    return texts.text("check.sent_to", name=named(told["collector"]), why=texts.text(f"check.why.{told['why']}"))


def checker_words(found: Checker, texts: Texts, at: Instant) -> str:
    """Who a check is proposed to, and why."""
    if found.chosen is None:
        return texts.text(f"check.{found.ground}")
    told = {
        "name": person(found.chosen, texts),
        "place": place(found.chosen, texts),
        "own": texts.name(found.own.name, found.own.name_en) if found.own else "",
        "shift": shift_words(found.chosen, texts, at),
    }
    said = texts.text(f"check.{found.ground}", **told)
    return said if found.login else f"{said} · {texts.text('check.no_account')}"
