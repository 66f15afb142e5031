"""Edits of the duty list held against the city: every line must name what is there, and no two may contradict."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from rules.areas import box_of
from rules.calendar import DayKind
from rules.city import City, Duty
from rules.duties import ROAD, DutyArea, DutyLayer, Ring, Ruling, Watch
from rules.duty_edits import Edit, Fault, agrees
from rules.kinds import MOST_CORNERS
from server.city.duties import contradicting

MOST_EDITS = 500
LATEST = 2**53
_LONGEST, _LONGEST_WORDS = 80, 400
_MIDNIGHT = 1440
_WORDS = frozenset({"name", "name_en", "reason"})
_MARGIN = 200_000  # 0.02 degree: how far outside its grids an area of the city may reach


def faults(edits: Iterable[Edit], before: City, after: City) -> tuple[Fault, ...]:
    """Every fault of the edits; `after` = the city with them in it."""
    known = tuple(edits)
    found = [fault for edit in known for fault in _of(edit, before, after)]
    return tuple(found) or tuple(_contradictions(after))


def _of(edit: Edit, before: City, after: City) -> Iterator[Fault]:
    if not agrees(edit):
        yield Fault(edit.kind, edit.code, "code", "edit_shape")
        return
    value = getattr(edit, edit.kind)
    if value is None:
        return
    yield from (Fault(edit.kind, edit.code, name, "too_long") for name in _too_long(value))
    yield from (Fault(edit.kind, edit.code, name, "out_of_range") for name in _out_of_range(value))
    for name, rule, given in _CHECKS[edit.kind](value, after):
        yield Fault(edit.kind, edit.code, name, rule, {"given": given})
    if isinstance(value, Ruling) and value.no not in before.ruling_by_no:  # new ones are made on a case
        yield Fault(edit.kind, edit.code, "no", "edit_ruling", {"given": value.no})


def _too_long(value: Any) -> Iterator[str]:
    for name in type(value).__dataclass_fields__:
        text = getattr(value, name)
        if isinstance(text, str) and (len(text) > (_LONGEST_WORDS if name in _WORDS else _LONGEST) or "\0" in text):
            yield name


def _out_of_range(value: Any) -> Iterator[str]:
    """Numbers that no instant, minute or day can be, and ends before their beginnings."""
    numbers = {name: n for name in type(value).__dataclass_fields__ if type(n := getattr(value, name)) is int}
    yield from (name for name, n in numbers.items() if not 0 <= n <= _most(name))
    if numbers.get("until", 0) and numbers["until"] <= numbers["since"]:
        yield "until"
    yield from (name for name in ("from_day", "to_day") if numbers.get(name, 0) and not 1 <= numbers[name] % 100 <= 31)
    if bool(numbers.get("from_day", 0)) != bool(numbers.get("to_day", 0)):
        yield "to_day"


def _most(name: str) -> int:
    if name in {"from_minute", "to_minute"}:
        return _MIDNIGHT
    return 1231 if name in {"from_day", "to_day"} else 9_999 if name in {"layer", "number"} else LATEST


Found = Iterator[tuple[str, str, str]]  # field, key of "city.finding", what was given


def _layer(layer: DutyLayer, _: City) -> Found:
    if not layer.name.strip():
        yield "name", "empty", ""
    if layer.kind not in {"duty", "coverage"}:
        yield "kind", "edit_choice", layer.kind


def _row(row: Duty, city: City) -> Found:
    yield from _code(row.no)
    yield from _unit(row.unit, city)
    yield from _matter(row.category, city)
    if row.condition and row.condition not in city.conditions:
        yield "condition", "edit_choice", row.condition
    if row.place and not _is_place(row.place, city):
        yield "place", "unknown_place", row.place
    if row.road and not any(area.code == ROAD + row.road and area.rings for area in city.areas):
        yield "road", "unknown_road", row.road
    yield from _days(row.days)


def _watch(watch: Watch, city: City) -> Found:
    yield from _code(watch.no)
    yield from _unit(watch.unit, city)
    for name in ("name", "phone"):
        if not getattr(watch, name).strip():
            yield name, "empty", ""
    yield from _days(watch.days)


def _area(area: DutyArea, city: City) -> Found:
    yield from _code(area.code)
    if area.code in city.places or area.code in city.zone_codes or area.code.startswith(ROAD):
        yield "code", "edit_taken", area.code
    yield from _rings(area.rings, city)


def _ruling(ruling: Ruling, city: City) -> Found:
    """A ruling is made on a case; here its end or its area may be moved."""
    yield from _unit(ruling.unit, city)
    yield from _matter(ruling.category, city)
    yield from _rings(ruling.rings, city)


_CHECKS: Mapping[str, Callable[[Any, City], Found]] = MappingProxyType(
    {"layer": _layer, "row": _row, "watch": _watch, "area": _area, "ruling": _ruling}
)


def _code(code: str) -> Found:
    if not code.strip() or code != code.strip() or not code.isprintable():
        yield "no", "empty", code


def _unit(unit: str, city: City) -> Found:
    if unit not in city.units:
        yield "unit", "edit_unit", unit


def _matter(category: str, city: City) -> Found:
    fits = any(key.startswith(category[:-1]) for key in city.categories) if category.endswith("*") else False
    if not fits and category not in city.categories:
        yield "category", "unknown_category", category


def _days(days: tuple[str, ...]) -> Found:
    for day in days:
        if day not in set(DayKind):
            yield "days", "edit_choice", day


def _is_place(place: str, city: City) -> bool:
    if place in city.area_codes or place in city.zone_codes:
        return True
    known = (*city.places, *(city.grids.codes if city.grids is not None else ()))
    return any(code.startswith(place) for code in known)


def _rings(rings: tuple[Ring, ...], city: City) -> Found:
    """Some ring, each an area, within the city."""
    if not rings or any(not 3 <= len(ring) <= MOST_CORNERS for ring in rings):
        yield "rings", "edit_corners", str(MOST_CORNERS)
        return
    if city.grids is None:
        return
    from rules.grid.corridors import is_sound

    west, south, east, north = box_of(rings)
    low, high = city.grids.xy.min(0).tolist(), city.grids.xy.max(0).tolist()
    if west < low[0] - _MARGIN or south < low[1] - _MARGIN or east > high[0] + _MARGIN or north > high[1] + _MARGIN:
        yield "rings", "edit_outside", ""
    elif not all(is_sound(ring, city.grids.plane) for ring in rings):
        yield "rings", "edit_crossed", ""


def _contradictions(city: City) -> Iterator[Fault]:
    for one, other in contradicting(city):
        details = {"no": other.no, "unit": other.unit, "other": one.no, "other_unit": one.unit}
        yield Fault("row", other.no, "unit", "contradicts_row", details)
