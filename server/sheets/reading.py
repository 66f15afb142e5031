"""The rows of a CSV file or a workbook as texts by the headers of their columns, each with where it stands."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from rules.machines import Sheet
from server.machines.errors import Refused

MOST_UNPACKED = 200 * 1024 * 1024
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BAD: tuple[type[Exception], ...] = (  # what a damaged workbook makes its readers raise
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError, ValueError, TypeError, LookupError,
    AttributeError, ArithmeticError, AssertionError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the name of its sheet ("" in CSV), its number from 1 as an office program shows it, its cells.

    `cells` are by header; `columns` say where each header stands ("C", or the n-th field).
    """

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]


def read_rows(data: bytes, form: Sheet, rows_max: int) -> list[Row]:
    """All rows that are not empty. Raises Refused: no such file, no such sheet, columns missing, too many rows."""
    if data.startswith(OLD_EXCEL):
        raise Refused(415, "sheet.old_excel")
    rows = list(_table(data, form, rows_max))
    head = next((cells for number, cells in rows if number == form.head_row), [])
    _check_head(head, form)
    places = {name: n for n, name in reversed(list(enumerate(head))) if name}
    sheet = _sheet_name(data, form)
    letters = {name: _letters(n) for name, n in places.items()}
    found = [
        Row(sheet, number, {name: cells[n] if n < len(cells) else "" for name, n in places.items()}, letters)
        for number, cells in rows
        if number > form.head_row and any(cells)
    ]
    if len(found) > rows_max:
        raise Refused(413, "sheet.too_many", given=len(found), most=rows_max)
    return found


def _letters(place: int) -> str:
    """A column as an office program names it: 0 = A, 26 = AA."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _check_head(head: Sequence[str], form: Sheet) -> None:
    missing = [name for name in form.columns.values() if name not in head]
    if missing:
        given = ", ".join(filter(None, head))[:200]
        raise Refused(422, "sheet.columns", row=form.head_row, expected=", ".join(missing), given=given or "–")


def _table(data: bytes, form: Sheet, rows_max: int) -> Iterator[tuple[int, list[str]]]:
    if not data.startswith(ZIP):
        yield from _of_csv(data, form)
        return
    most = form.head_row + 2 * rows_max + 1000  # empty rows between them count too
    for number, cells in _of_workbook(data, form):
        if number > most:
            raise Refused(413, "sheet.too_many", given=number, most=rows_max)
        yield number, cells


def _of_csv(data: bytes, form: Sheet) -> Iterator[tuple[int, list[str]]]:
    text = _text(data, form.encoding)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [each.strip() for each in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refused(422, "sheet.not_csv", row=reader.line_num, reason=error) from error


def _text(data: bytes, encoding: str) -> str:
    """Raises Refused for bytes of another encoding."""
    for each in (encoding,) if encoding else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    raise Refused(422, "sheet.encoding", expected=encoding or "UTF-8 | GB 18030")


def _of_workbook(data: bytes, form: Sheet) -> Iterator[tuple[int, list[str]]]:
    book, bad = _opened(data)
    try:
        if form.sheet and form.sheet not in book.sheetnames:
            raise Refused(422, "sheet.no_sheet", expected=form.sheet)
        sheet = book[form.sheet] if form.sheet else book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            yield number, [_cell(value, form) for value in row]
    except bad as error:
        raise _unreadable(error) from error
    finally:
        book.close()


def _opened(data: bytes) -> tuple[Any, tuple[type[Exception], ...]]:
    """The workbook, and what reading on in it may raise. Raises Refused."""
    from openpyxl import load_workbook  # only a workbook needs it
    from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

    bad = (*_BAD, CellCoordinatesException, InvalidFileException)
    _check_archive(data)
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True), bad
    except bad as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> Refused:
    return Refused(422, "sheet.not_excel", reason=str(error)[:200] or type(error).__name__)


def _check_archive(data: bytes) -> None:
    """Refuse what would unpack to far more than a table, and XML that defines words of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Refused(413, "rule.too_large", field="file", max=MOST_UNPACKED)
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096).upper():
                        raise Refused(422, "sheet.not_excel", reason="<!DOCTYPE")
    except _BAD as error:
        raise _unreadable(error) from error


def _cell(value: Any, form: Sheet) -> str:
    """A cell as its text: whole numbers without a point, times in the form's own way."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime(form.time)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).strftime(form.time)  # noqa: DTZ001  wall time of the file
    return str(value).strip()[:LONGEST_CELL]


def _sheet_name(data: bytes, form: Sheet) -> str:
    if not data.startswith(ZIP):
        return ""
    from openpyxl import load_workbook

    return form.sheet or str(load_workbook(io.BytesIO(data), read_only=True).sheetnames[0])
