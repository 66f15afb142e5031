"""What a new version of a city changes, before it is put in force: grids, units, limits, duties, and open cases hit."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from rules.city import City, Condition
from rules.clock import Limit
from rules.grid import Grids
from rules.organisation import Organisation
from rules.texts import Texts
from server import tables

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Change:
    """Codes of one kind of thing (key of `city.part.*`) that came, went and changed."""

    what: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """`splits`: old unit grid → the grids that lie in its place; `limits`: condition → (before, after)."""

    parts: tuple[Change, ...]
    splits: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, tuple[Limit | None, Limit | None]]
    duties_removed: int
    duties_added: int
    calendar: bool
    policies: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes at all."""
        parts = any(part.added or part.removed or part.changed for part in self.parts)
        return not (parts or self.duties_removed or self.duties_added or self.calendar or self.policies)

    def part(self, what: str) -> Change:
        """The change of one kind."""
        return next(part for part in self.parts if part.what == what)


@dataclass(frozen=True, slots=True)
class OpenCasesHit:
    """Open cases that stand in grids that go or change, with units that go, or under limits that change."""

    grids: int
    units: int
    conditions: int


def compare(before: City, after: City) -> Diff:
    """What `after` changes."""
    grids = _change("grids", _rings(before.grids), _rings(after.grids))
    kinds = ("units", "categories", "conditions", "papers")
    others = tuple(_change(kind, getattr(before, kind), getattr(after, kind)) for kind in kinds)
    old, new = set(before.duties), set(after.duties)
    tables = (
        _change("layers", {str(each.number): each for each in before.layers}, {str(e.number): e for e in after.layers}),
        _change("roster", {each.no: each for each in before.roster}, {each.no: each for each in after.roster}),
        *_organisation(before.organisation, after.organisation),
    )
    return Diff(
        parts=(*others, *tables, grids),
        splits=_splits(before.grids, after.grids, {*grids.removed, *grids.changed}),
        limits=_limits(before.conditions, after.conditions),
        duties_removed=len({duty.no for duty in old} - {duty.no for duty in new}),
        duties_added=len(new - old),
        calendar=before.calendar.version != after.calendar.version,
        policies=_policies(before, after),
    )


_CODES = {
    "levels": attrgetter("of"),
    "special": attrgetter("code"),
    "sections": attrgetter("code"),
    "staff": attrgetter("code"),
    "posts": attrgetter("no"),
    "elements": attrgetter("key"),
}


def _organisation(before: Organisation, after: Organisation) -> Iterator[Change]:
    """Grids, road sections, staff, posts and layers of elements."""
    for what, code in _CODES.items():
        part = "grids" if what == "special" else what
        old, new = ({code(each): each for each in getattr(one, part)} for one in (before, after))
        yield _change(what, old, new)


def open_cases_hit(connection: Connection, diff: Diff) -> OpenCasesHit:
    """Count the open cases that a change touches."""
    grids, cases = diff.part("grids"), tables.cases.c
    return OpenCasesHit(
        grids=_open(connection, cases.unit_grid, {*grids.removed, *grids.changed}),
        units=_open(connection, cases.unit, set(diff.part("units").removed)),
        conditions=_open(connection, cases.condition, set(diff.limits)),
    )


def lines(diff: Diff, texts: Texts) -> list[str]:
    """The change in words, a line each."""
    if diff.is_empty:
        return [texts.text("city.diff.none")]
    told = [line for part in diff.parts for line in _part_lines(part, texts)]
    told += [texts.text("city.diff.split", code=code, codes=_some(into)) for code, into in diff.splits.items()]
    for condition, (old, new) in diff.limits.items():
        told.append(
            texts.text("city.diff.limit", condition=condition, before=_limit(old, texts), after=_limit(new, texts))
        )
    if diff.duties_removed or diff.duties_added:
        told.append(texts.text("city.diff.duties", removed=diff.duties_removed, added=diff.duties_added))
    told += [texts.text("city.diff.calendar")] if diff.calendar else []
    return told + ([texts.text("city.diff.policies", codes=", ".join(diff.policies))] if diff.policies else [])


def _part_lines(part: Change, texts: Texts) -> list[str]:
    what = texts.text(f"city.part.{part.what}")
    kinds = (("added", part.added), ("removed", part.removed), ("changed", part.changed))
    return [
        texts.text(f"city.diff.{kind}", what=what, count=len(codes), codes=_some(codes))
        for kind, codes in kinds
        if codes
    ]


def _some(codes: Collection[str]) -> str:
    return ", ".join(list(codes)[:_SHOWN]) + (" …" if len(codes) > _SHOWN else "")


def _limit(limit: Limit | None, texts: Texts) -> str:
    return texts.text(f"limit.{limit.unit}", value=limit.value) if limit else "–"


def _change(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    both = before.keys() & after.keys()
    return Change(
        what,
        tuple(sorted(after.keys() - both)),
        tuple(sorted(before.keys() - both)),
        tuple(sorted(code for code in both if before[code] != after[code])),
    )


def _rings(grids: Grids | None) -> dict[str, bytes]:
    """Each grid's vertices as bytes, to compare."""
    if grids is None:
        return {}
    starts = grids.ring_offsets[grids.grid_rings].tolist()
    vertices = grids.xy.tobytes()
    step = grids.xy.itemsize * 2
    return {code: vertices[starts[n] * step : starts[n + 1] * step] for n, code in enumerate(grids.codes)}


def _splits(before: Grids | None, after: Grids | None, touched: set[str]) -> dict[str, tuple[str, ...]]:
    """Old grids that have more than one grid in their place: by where a point of each new or changed grid lies."""
    if before is None or after is None or not touched:
        return {}
    old = set(before.codes) - touched
    heirs: dict[str, list[str]] = defaultdict(list)
    for code, place in zip(after.codes, before.locate_many(after.points).tolist(), strict=True):
        if place >= 0 and code not in old and before.codes[place] in touched:
            heirs[before.codes[place]].append(code)
    return {code: tuple(sorted(into)) for code, into in sorted(heirs.items()) if len(into) > 1}


def _limits(
    before: Mapping[str, Condition], after: Mapping[str, Condition]
) -> dict[str, tuple[Limit | None, Limit | None]]:
    both = sorted(before.keys() & after.keys())
    return {key: (before[key].limit, after[key].limit) for key in both if before[key].limit != after[key].limit}


def _policies(before: City, after: City) -> tuple[str, ...]:
    names = [field.name for field in fields(before.policies)]
    found = tuple(name for name in names if getattr(before.policies, name) != getattr(after.policies, name))
    return (*found, "rights") if before.rights != after.rights else found


def _open(connection: Connection, column: ColumnElement[str], codes: set[str]) -> int:
    """Open cases with one of the codes; counted by code here, for a list of thousands is no query."""
    if not codes:
        return 0
    counted = select(column, func.count()).where(tables.cases.c.closed_at == 0).group_by(column)
    return sum(count for code, count in connection.execute(counted) if code in codes)
