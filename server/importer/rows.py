"""Rows of the file as bodies of the command `record`: only what they say; what cannot be a case is told by its line."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rules.city import City
from rules.datum import to_cgcs2000
from rules.grid import Grids
from server.importer.instants import Instants
from server.importer.mapping import BadMapping, CaseMapping
from server.said import Said, Told

_AS_IT_IS = ("source_number", "words", "address", "department", "on_time", "closed_reason")
_NOTHING = frozenset({"", 0})
Row = dict[str, str]
Body = dict[str, object]


class BadRow(Told):
    """The row cannot be a case: the column and what was expected."""


def in_line(line: int, said: Said) -> Said:
    """The problem with the line where it stands."""
    return Said(f"{line}：{said.chinese}", f"{line}: {said.english}")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its line in the file (the header is line 1); `said` = our word → what stands in its column."""

    line: int
    said: Row


class BadFile(Told):
    """The file cannot be read to its end: the line up to which it could, and what was expected."""


def read_rows(file: Path, mapping: CaseMapping) -> Iterator[Numbered]:
    """All rows of a CSV file, also packed by gzip.

    Raises BadMapping when a column of the mapping is not in it, BadFile when it cannot be read to its end.
    """
    line = 0
    try:
        for numbered in _rows(file, mapping):
            line = numbered.line
            yield numbered
    except UnicodeDecodeError as error:
        expected = mapping.encoding
        raise BadFile(
            f"{file}:{line + 1}：应为 {expected} 编码：{error}", f"{file}:{line + 1}: expected {expected}: {error}"
        ) from error
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise BadFile(f"{file}:{line + 1}：无法读取：{why}", f"{file}:{line + 1}: cannot be read: {why}") from error


def _rows(file: Path, mapping: CaseMapping) -> Iterator[Numbered]:
    stream = gzip.open(file) if file.suffix == ".gz" else file.open("rb")  # noqa: SIM115  the text stream closes it
    with io.TextIOWrapper(stream, encoding=mapping.encoding, newline="") as text:
        reader = csv.reader(text)
        header = next(reader, [])
        if missing := sorted(set(mapping.fields.values()) - set(header)):
            names = ", ".join(missing)
            raise BadMapping(f"{file}：缺少列 {names}", f"{file}: the columns {names} are missing")
        places = [(name, header.index(column)) for name, column in mapping.fields.items()]
        for cells in filter(None, reader):
            cells.extend([""] * (len(header) - len(cells)))
            yield Numbered(reader.line_num, {name: cells[n].strip() for name, n in places})


class RowReader:
    """Says what a row says, in our words. `as_of`: rows closed later stand open, with nothing known of their end."""

    def __init__(self, mapping: CaseMapping, city: City, as_of: int = 0, undispatched: bool = False) -> None:
        self._fields = mapping.fields
        self._mapping = mapping
        self._instants = Instants(city.zone, mapping.time)
        self._as_of = as_of
        self._open_stage = "to_dispatch" if undispatched else "with_units"
        self._units = _by_any_name(city.units)
        self._categories = _by_any_name(city.categories)

    def body(self, numbered: Numbered) -> Body | None:
        """The body of `record`, without grids; None for a row that was opened after `as_of`. Raises BadRow."""
        said = numbered.said
        opened, due, closed = (self._instant(said, name) for name in ("reported_at", "due_at", "closed_at"))
        self._check(said, opened, closed)
        if self._as_of and opened >= self._as_of:
            return None
        if self._as_of and closed >= self._as_of:
            closed = 0
            said = said | {"on_time": "", "closed_reason": ""}
        body: Body = {
            "stage": "closed" if closed else self._open_stage,
            "reported_at": opened,
            "closed_at": closed,
            "due_at": due,
            "number": said["source_number"],
            "category": self._categories.get(said.get("category", ""), ""),
            "unit": self._unit(said),
            "source": self._mapping.sources.get(said.get("source", ""), said.get("source", "")),
            "row": numbered.line,
            **{name: said.get(name, "") for name in _AS_IT_IS},
            **self._point(said),
        }
        return {name: value for name, value in body.items() if value not in _NOTHING}

    def _instant(self, said: Mapping[str, str], name: str) -> int:
        try:
            return self._instants.of(said.get(name, ""))
        except ValueError as error:
            raise self._bad(name, repr(said[name]), self._mapping.time) from error

    def _check(self, said: Mapping[str, str], opened: int, closed: int) -> None:
        fields = self._fields
        if not said["source_number"]:
            name = fields["source_number"]
            raise BadRow(f"{name}：为空", f"{name}: is empty")
        if not opened:
            name, form = fields["reported_at"], self._mapping.time
            raise BadRow(f"{name}：为空，应为 {form}", f"{name}: is empty, expected {form}")
        state = self._mapping.status.get(said["status"])
        if state is None:
            raise self._bad("status", repr(said["status"]), " | ".join(self._mapping.status))
        if (state == "closed") != bool(closed):
            name, other = fields.get("closed_at", "closed_at"), f"{fields['status']} {said['status']!r}"
            raise BadRow(f"{name}：与 {other} 不符", f"{name}: does not fit {other}")

    def _bad(self, name: str, value: str, expected: str) -> BadRow:
        column = self._fields[name]
        return BadRow(f"{column}：{value}，应为 {expected}", f"{column}: {value}, expected {expected}")

    def _point(self, said: Mapping[str, str]) -> Body:
        """The point as given; of a place that the file itself calls unknown only what was given is kept."""
        lon, lat = said.get("lon", ""), said.get("lat", "")
        if not lon or not lat:
            return {}
        try:
            found = to_cgcs2000(float(lon), float(lat), self._mapping.datum)
        except ValueError as error:  # also: outside of where the datum is defined
            columns, values = f"{self._fields['lon']}, {self._fields['lat']}", f"{lon!r}, {lat!r}"
            raise BadRow(f"{columns}：{values}，应为度数", f"{columns}: {values}, expected degrees") from error
        given: Body = {"given": f"{lon}, {lat}", "datum": self._mapping.datum}
        if said.get("not_located") == "1":
            return given
        return given | {"lon": round(found[0] * 1e7), "lat": round(found[1] * 1e7), "located": True}

    def _unit(self, said: Mapping[str, str]) -> str:
        department = said.get("department", "")
        unit = self._units.get(self._mapping.units.get(department, department), "")
        if department and not unit:
            name = self._fields["department"]
            raise BadRow(f"{name}：units.csv 中没有单位 {department!r}", f"{name}: no unit {department!r} in units.csv")
        return unit


def locate(bodies: list[Body], city: City) -> None:
    """Put the grids of each point into its body, all points at once."""
    grids, here = city.grids, [body for body in bodies if body.get("located")]
    if grids is None or not here:
        return
    found = grids.locate_many(np.array([(body["lon"], body["lat"]) for body in here], dtype=np.int64)).tolist()
    places = {grid: _place(grids, grid) for grid in set(found) if grid >= 0}
    for body, grid in zip(here, found, strict=True):
        body.update(places.get(grid, {}))


def _place(grids: Grids, grid: int) -> Body:
    layers = (
        ("duty_grid", grids.duty, grids.duties),
        ("district", grids.district, grids.districts),
        ("street", grids.street, grids.streets),
        ("community", grids.community, grids.communities),
    )
    known = {name: named[int(of_grid[grid])].code for name, of_grid, named in layers if of_grid[grid] >= 0}
    return {"unit_grid": grids.codes[grid], **known}


def _by_any_name(values: Mapping[str, object]) -> dict[str, str]:
    """Code or either name → code; codes go first. What has no name is nobody's: "" names nothing."""
    names = {str(getattr(value, name)): code for code, value in values.items() for name in ("name_en", "name")}
    return {name: code for name, code in names.items() if name} | {code: code for code in values}
