"""What `city.toml` says of the city's organisation: its levels of grids, and the layers of the six elements."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rules.organisation import ELEMENTS, LEVELS, GridLevel
from server.city import values
from server.city.toml import Section

EXCLUSIVE_LAYER = 15  # of the duty list: before classes of matters, after owners of components
_FIELDS = ("name", "name_en", "note")


@dataclass(frozen=True, slots=True)
class ElementSettings:
    """One layer of elements: what it is, whose, as of when (ms UTC), for how many days, and its file."""

    key: str
    element: str
    name: str
    name_en: str
    owner: str
    owner_en: str
    as_of: int
    days: int
    file: str
    layer: str
    datum: str
    encoding: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """Levels in the order of their numbers, and the layer of the duty list for exclusive grids."""

    levels: tuple[GridLevel, ...] = ()
    exclusive_layer: int = EXCLUSIVE_LAYER
    elements: tuple[ElementSettings, ...] = ()


def organisation_settings(top: Section, zone: str) -> OrganisationSettings:
    """`[organisation]` with its levels, and `[[elements]]`; a city without them has none."""
    section = top.section("organisation")
    layer = section.value("exclusive_layer", int, EXCLUSIVE_LAYER)
    levels = _levels(section)
    section.finish()
    elements = tuple(_element(each, zone) for each in top.sections("elements"))
    keys = [each.key for each in elements]
    for n, key in enumerate(keys):
        if key in keys[:n]:
            top.refuse(f"elements[{n + 1}].key", "twice", given=key, first=f"elements[{keys.index(key) + 1}]")
    return OrganisationSettings(levels, layer, elements)


def _levels(section: Section) -> tuple[GridLevel, ...]:
    """Numbers that rise, each made of narrower divisions than the one before."""
    found: list[GridLevel] = []
    for each in section.sections("levels"):
        level = GridLevel(
            number=each.value("no", int, 0),
            of=each.parse("of", values.one_of(*LEVELS), LEVELS[0], required=True),
            name=each.text("name", required=True),
            name_en=each.text("name_en"),
        )
        each.finish()
        before = found[-1] if found else None
        if level.number < 1 or (before and level.number <= before.number):
            each.refuse("no", "level_number", given=level.number)
        if before and LEVELS.index(level.of) <= LEVELS.index(before.of):
            each.refuse("of", "level_order", given=level.of, other=before.of, expected=", ".join(LEVELS))
        found.append(level)
    return tuple(found)


def _element(section: Section, zone: str) -> ElementSettings:
    named = section.section("fields")
    found = ElementSettings(
        key=section.text("key", required=True),
        element=section.parse("element", values.one_of(*ELEMENTS), ELEMENTS[0], required=True),
        name=section.text("name", required=True),
        name_en=section.text("name_en"),
        owner=section.text("owner", required=True),
        owner_en=section.text("owner_en"),
        as_of=section.parse("as_of", values.first_instant(ZoneInfo(zone)), 0, required=True),
        days=section.value("days", int, 0),
        file=section.text("file", required=True),
        layer=section.text("layer"),
        datum=section.text("datum").lower(),
        encoding=section.text("encoding"),
        fields={name: text for name in _FIELDS if (text := named.text(name))},
    )
    named.finish()
    section.finish()
    return found
