"""CSV files of a city folder: header, encoding and rows are checked, values parsed, and all faults collected."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from server.city.findings import Findings, Place
from server.city.values import BadValue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is its (last) line in the file. Faults go to the findings, and reading goes on."""

    file: str
    line: int
    cells: Mapping[str, str]
    findings: Findings

    def text(self, field: str) -> str:
        """The cell without blanks around it; "" when the file has no such column."""
        return self.cells.get(field, "").strip()

    def required(self, field: str) -> str:
        """The cell, which may not be empty."""
        if not (found := self.text(field)):
            self.refuse(field, "empty")
        return found

    def parse(self, field: str, of: Callable[[str], T], default: T) -> T:
        """The cell as a value; a bad one is refused and stands as the default while reading goes on."""
        try:
            return of(self.text(field))
        except BadValue as bad:
            self.refuse(field, bad.key, **bad.details)
            return default

    def known(self, field: str, codes: Mapping[str, object], where: str) -> str:
        """The cell, which is empty or one of the codes of another file."""
        code = self.text(field)
        if code and code not in codes:
            self.refuse(field, "unknown_code", given=code, where=where)
        return code

    def refuse(self, field: str, key: str, **details: object) -> None:
        """Refuse what stands in a cell."""
        self.findings.refuse_at(Place(self.file, self.line, field=field), key, details)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file: those that must be there, and those that may."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


def read_rows(path: Path, columns: Columns, findings: Findings, encoding: str = "utf-8") -> list[Row]:
    """The rows of a CSV file with a header; a BOM is taken off. What cannot be read gives no rows and a finding."""
    if not path.is_file():
        findings.refuse("no_file", path.name)
        return []
    text = _decoded(path, encoding, findings)
    try:
        return list(_rows(path.name, text, columns, findings)) if text is not None else []
    except csv.Error as error:
        findings.refuse("not_csv", path.name, reason=error)
        return []


def _decoded(path: Path, encoding: str, findings: Findings) -> str | None:
    data = path.read_bytes()
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = data[error.start : error.start + 4].hex(" ")
        findings.refuse_at(Place(path.name, line), "encoding", {"encoding": encoding, "given": bad})
        return None


def _rows(name: str, text: str, columns: Columns, findings: Findings) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    if not _has_columns(name, header, columns, findings):
        return
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            counts = {"given": len(cells), "expected": len(header)}
            findings.refuse_at(Place(name, reader.line_num), "row_length", counts)
            continue
        yield Row(name, reader.line_num, dict(zip(header, cells, strict=True)), findings)


def _has_columns(name: str, header: Sequence[str], columns: Columns, findings: Findings) -> bool:
    allowed, given = (*columns.required, *columns.optional), ", ".join(header)
    faults = [("no_column", column) for column in columns.required if column not in header]
    faults += [("unknown_column", column) for column in header if column not in allowed]
    faults += [("column_twice", column) for column in allowed if header.count(column) > 1]
    for key, column in faults:
        findings.refuse_at(Place(name, 1, field=column), key, {"given": given, "expected": ", ".join(allowed)})
    return not faults


def once(rows: Sequence[Row], field: str) -> Iterator[tuple[str, Row]]:
    """Rows by the code in a field, which may be neither empty nor there twice."""
    first: dict[str, int] = {}
    for row in rows:
        code = row.required(field)
        if code in first:
            row.refuse(field, "twice", given=code, first=first[code])
        elif code:
            first[code] = row.line
            yield code, row
