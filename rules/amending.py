"""What was laid down at the centre beside the city's folder: layers, rows, areas, rulings, roster, put into the city.

An amendment outranks the folder's line of the same code, also when the folder is imported anew. They are applied in the
order in which they were made; applied once more they change nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from rules.city import City, Duty
from rules.duties import DutyArea, DutyLayer, Ruling, Watch

Value = DutyLayer | Duty | DutyArea | Ruling | Watch


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of amendment: the class of its values, the field of the city, and the field that is their code."""

    of: type[Any]
    part: str
    code: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "layer": Kind(DutyLayer, "layers", "number"),
        "row": Kind(Duty, "duties", "no"),
        "area": Kind(DutyArea, "areas", "code"),
        "ruling": Kind(Ruling, "rulings", "no"),
        "watch": Kind(Watch, "roster", "no"),
    }
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """One line that is from now on so; None = it is taken out. `code` is a text for every kind."""

    kind: str
    code: str
    value: Value | None = None


def code_of(kind: str, value: Value) -> str:
    """The code of a value."""
    return str(getattr(value, KINDS[kind].code))


def amendment(kind: str, value: Value) -> Amendment:
    """The amendment that lays a value down."""
    return Amendment(kind, code_of(kind, value), value)


def amended(city: City, amendments: Sequence[Amendment], count: int = 0) -> City:
    """The city with these in it; `count` = how many it then has in all, 0 = as before."""
    parts: dict[str, Any] = {
        kind.part: _merged(getattr(city, kind.part), kind, (each for each in amendments if each.kind == name))
        for name, kind in KINDS.items()
    }
    return replace(city, version="", amendments=count or city.amendments, **parts)


def _merged(lines: Iterable[Value], kind: Kind, amendments: Iterable[Amendment]) -> tuple[Value, ...]:
    """Lines in their order, changed ones in their place, new ones at the end."""
    found: dict[str, Value] = {str(getattr(line, kind.code)): line for line in lines}
    for each in amendments:
        if each.value is None:
            found.pop(each.code, None)
        else:
            found[each.code] = each.value
    return tuple(found.values())
