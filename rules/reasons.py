"""Why this unit, in words: the ground of a proposal or of a leg with the layer, row and dates that it rests on.

Console, terminal, API and history say it with these words alone, so that they say the same.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.city import City
from rules.duties import ROAD
from rules.texts import Texts

_BESIDE = ("place", "hours", "days", "season", "dates")


@dataclass(frozen=True, slots=True)
class Naming:
    """How codes become names: of units, places, and layers of the duty list ("" = it has none)."""

    unit: Callable[[str], str]
    area: Callable[[str], str]
    layer: Callable[[int], str]


def naming(city: City, texts: Texts) -> Naming:
    """The city's own names in the language of the texts."""

    def unit(code: str) -> str:
        known = city.units.get(code)
        return texts.name(known.name, known.name_en) if known else code

    def area(code: str) -> str:
        return area_name(city, texts, code)

    def layer(number: int) -> str:
        known = city.layer_by_number.get(number)
        return texts.name(known.name, known.name_en) if known else ""

    return Naming(unit, area, layer)


def area_name(city: City, texts: Texts, code: str) -> str:
    """The name of a place that a row names: division, grid, zone, drawn area or road."""
    if code.startswith(ROAD):
        return code[len(ROAD) :]
    if code in city.places:
        return texts.name(*city.places[code])
    known = next((each for each in city.areas if each.code == code), None)
    return texts.name(known.name, known.name_en) if known else code


def reason(ground: str, told: Mapping[str, str], texts: Texts, names: Naming) -> str:
    """The ground with its numbers, then place, hours, days, season and dates where a row has them."""
    data = defaultdict(str, told)
    for key, name in (("unit", names.unit), ("owner", names.unit), ("place", names.area), ("other", names.area)):
        if data[key]:
            data[key] = name(data[key])
    data["days"] = ", ".join(texts.text(f"day_kind.{day}") for day in data["days"].split())
    data["dates"] = _dates(data["since"], data["until"], texts)
    layer = names.layer(int(data["layer"])) if data["layer"] else ""
    said = [f"{layer} " * bool(layer) + texts.text(f"proposal.{ground}", **data)]
    said += [texts.text("proposal.unowned")] if data["unowned"] else []
    said += [data[key] for key in _BESIDE if data[key] and data[key] not in said[0]]
    said += [texts.text("proposal.chosen_by_hand")] if data["chosen"] and ground != "chosen" else []
    return " · ".join(said)


def why_words(why: tuple[tuple[str, str], ...], texts: Texts, names: Naming) -> str:
    """Why a leg went to its unit; "" for one of before this was kept."""
    told = dict(why)
    return reason(told.pop("ground"), told, texts, names) if "ground" in told else ""


def _dates(since: str, until: str, texts: Texts) -> str:
    if since and until:
        return f"{since}–{until}"
    return (
        texts.text("proposal.from_day", day=since)
        if since
        else texts.text("proposal.to_day", day=until)
        if until
        else ""
    )
