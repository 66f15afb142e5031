"""Forms as .xlsx: the first sheet; rows of a list are repeated. What is filled in is text, never a formula."""

import copy
import io
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from rules.paper.page import Filled, in_row, put
from server.papers import BadTemplate, Template
from server.papers.marks import check_size, list_of, marks_in, odd_in, sound
from server.papers.word_page import BORDER, TABLE

MOST_ROWS, MOST_COLUMNS = 500, 60  # of a form
LONGEST = 32_000  # characters that a cell takes
_BAD = (InvalidFileException, BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError)


def read(body: bytes) -> Template:
    """The template with its placeholders. Raises BadTemplate."""
    sheet = _open(body).worksheets[0]
    rows = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
    texts = [text for row in rows for text in row]
    return Template(
        frozenset(mark for text in texts for mark in marks_in(text)),
        odd=tuple(dict.fromkeys(odd for text in texts for odd in odd_in(text))),
        loose=(),
        mixed=tuple(", ".join(found) for row in rows if len(found := list_of(row)) > 1),
        page=_page(sheet),
    )


def fill(body: bytes, filled: Filled, foot: str) -> bytes:
    """The workbook filled in; rows of a list are repeated, one empty row stays where the list has no entry."""
    book = _open(body)
    sheet = book.worksheets[0]
    for number in range(sheet.max_row, 0, -1):  # from below, so that what is above keeps its place
        lists = list_of(_text(cell) for cell in sheet[number])
        if lists:
            _repeat(sheet, number, lists[0], filled)
    for row in sheet.iter_rows():
        for cell in row:
            _put(cell, filled.values)
    sheet.oddFooter.right.text = sound(foot).replace("&", "&&")[:200]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open(body: bytes) -> Any:
    check_size(body)
    try:
        book = load_workbook(io.BytesIO(body))
        sheet = book.worksheets[0]
    except _BAD as error:
        raise BadTemplate(str(error) or type(error).__name__) from error
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise BadTemplate(f"{sheet.max_row} x {sheet.max_column} cells, at most {MOST_ROWS} x {MOST_COLUMNS}")
    return book


def _text(cell: Any) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _put(cell: Any, values: Mapping[str, str]) -> None:
    """As text whatever it begins with: `=`, `+`, `-` and `@` begin no formula here."""
    if "{{" in _text(cell):
        cell.value = sound(put(cell.value, values))[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = True


def _repeat(sheet: Any, number: int, name: str, filled: Filled) -> None:
    entries = list(filled.lists.get(name) or ({},))[:MOST_ROWS]
    if len(entries) > 1:
        _make_room(sheet, number, len(entries) - 1)
    template = [(cell.column, _text(cell), cell) for cell in sheet[number] if not isinstance(cell, MergedCell)]
    kept = [(column, text, copy.copy(cell._style)) for column, text, cell in template]  # noqa: SLF001  openpyxl's own way
    for at, entry in enumerate(entries, number):
        for column, text, style in kept:
            cell = sheet.cell(at, column)
            if isinstance(cell, MergedCell):
                continue
            cell.value, cell._style = text or cell.value, copy.copy(style)  # noqa: SLF001
            _put(cell, {**filled.values, **in_row(name, entry)})
        sheet.row_dimensions[at].height = sheet.row_dimensions[number].height


def _make_room(sheet: Any, number: int, more: int) -> None:
    """Rows below a row; merged cells below move down, those of the row itself are merged in each new one."""
    merged = [copy.copy(each) for each in sheet.merged_cells.ranges]
    heights = {at: sheet.row_dimensions[at].height for at in range(number + 1, sheet.max_row + 1)}
    for each in merged:
        sheet.unmerge_cells(str(each))
    sheet.insert_rows(number + 1, more)
    for at, height in heights.items():
        sheet.row_dimensions[at + more].height = height
    for each in merged:
        copies = range(more + 1) if each.min_row == each.max_row == number else [more if each.min_row > number else 0]
        for down in copies:
            sheet.merge_cells(
                start_row=each.min_row + down, end_row=each.max_row + down, start_column=each.min_col,
                end_column=each.max_col,
            )  # fmt: skip


# --- what is printed


def _page(sheet: Any) -> str:
    spans = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    widths = [sheet.column_dimensions[_letter(sheet, n)].width or 8 for n in range(1, sheet.max_column + 1)]
    shares = [100 * width / sum(widths) for width in widths]
    rows = "".join(_row(row, spans, shares) for row in sheet.iter_rows())
    return f"{TABLE}{rows}</table>"


def _letter(sheet: Any, column: int) -> str:
    return str(sheet.cell(1, column).coordinate).rstrip("0123456789")


def _row(row: Any, spans: Mapping[tuple[int, int], Any], shares: list[float]) -> str:
    lists = list_of(_text(cell) for cell in row)
    tr = f"<tr>{''.join(_cells(row, spans, shares))}</tr>"
    return f"<!--rows {lists[0]}-->{tr}<!--/rows-->" if lists else tr


def _cells(row: Any, spans: Mapping[tuple[int, int], Any], shares: list[float]) -> Iterator[str]:
    for cell in row:
        if isinstance(cell, MergedCell):
            continue
        span = spans.get((cell.row, cell.column))
        wide = span.max_col - span.min_col + 1 if span else 1
        high = span.max_row - span.min_row + 1 if span else 1
        yield _td(cell, wide, high, sum(shares[cell.column - 1 : cell.column - 1 + wide]))


def _td(cell: Any, wide: int, high: int, share: float) -> str:
    said = escape("" if cell.value is None else str(cell.value)).replace("\n", "<br>") or "&nbsp;"
    said = f'<span style="font-size:{cell.font.sz:g}pt">{said}</span>' if cell.font.sz else said
    said = f"<b>{said}</b>" if cell.font.b else said
    spans = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
    align = f' align="{cell.alignment.horizontal}"' if cell.alignment.horizontal in {"center", "right"} else ""
    border = BORDER if cell.border.bottom and cell.border.bottom.style else ""
    return f'<td{spans}{align} width="{share:.1f}%" style="{border}">{said}</td>'
