"""What is printed of a .docx: its paragraphs and tables as plain HTML that Qt's text documents and browsers show alike.

Kept: order, alignment, bold, size, merged cells, shares of the columns' width. Pictures and drawn shapes are not.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from server.papers.marks import list_of

TABLE = '<table width="100%" border="0" cellspacing="0" cellpadding="4" style="border-collapse:collapse">'
BORDER = "border:1px solid #000000;"
_NOTHING = "font-size:1px;padding:0px;"
_ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right"}


def page_of(document: Any) -> str:
    """The page, with the placeholders as they stand; head and foot of the sheets come before and after all."""
    section = document.sections[0]
    head = [] if section.header.is_linked_to_previous else list(_blocks(section.header))
    foot = [] if section.footer.is_linked_to_previous else list(_blocks(section.footer))
    return "".join((*head, *_blocks(document), *foot))


def _blocks(part: Any) -> Iterator[str]:
    for block in part.iter_inner_content():
        yield _table(block) if isinstance(block, Table) else _paragraph(block)


def _paragraph(paragraph: Paragraph) -> str:
    align = _ALIGN.get(paragraph.alignment or _styled(paragraph), "")
    said = "".join(_run(run, paragraph) for run in paragraph.runs)
    side = f' align="{align}"' if align else ""
    return f"<p{side}>{said or '&nbsp;'}</p>"


def _styled(paragraph: Paragraph) -> Any:
    style = paragraph.style
    return style.paragraph_format.alignment if style is not None else None


def _run(run: Any, paragraph: Paragraph) -> str:
    said = escape(run.text).replace("\n", "<br>")
    style = paragraph.style
    size = run.font.size or (style.font.size if style is not None else None)
    bold = run.bold if run.bold is not None else bool(style is not None and style.font.bold)
    said = f'<span style="font-size:{size.pt:g}pt">{said}</span>' if size and said else said
    return f"<b>{said}</b>" if bold and said else said


def _table(table: Table) -> str:
    total = sum(column.width or 0 for column in table.columns) or 1
    shares = [100 * (column.width or 0) / total for column in table.columns]
    rows = "".join(_row(table, n, row, shares) for n, row in enumerate(table.rows))
    return f"{TABLE}{_sizing(table, shares)}{rows}</table>"


def _sizing(table: Table, shares: list[float]) -> str:
    """A row of nothing but widths where the first one has merged cells: Qt takes columns' widths from that alone."""
    cells = table.rows[0].cells if table.rows else ()
    if len({cell._tc for cell in cells}) == len(cells):  # noqa: SLF001  merged cells are one element
        return ""
    widths = "".join(f'<td width="{share:.1f}%" style="{_NOTHING}"></td>' for share in shares)
    return f"<tr>{widths}</tr>"


def _row(table: Table, n: int, row: _Row, shares: list[float]) -> str:
    cells = list(row.cells)
    made, texts, at = [], [], 0
    while at < len(cells):
        cell = cells[at]
        wide = sum(1 for other in cells[at:] if other._tc is cell._tc)  # noqa: SLF001  merged cells are one element
        if n == 0 or _cell(table, n - 1, at) is not cell._tc:  # noqa: SLF001
            high = _height(table, n, at, cell._tc)  # noqa: SLF001
            texts.append(cell.text)
            made.append(_td("".join(_inner(cell)), wide, high, sum(shares[at : at + wide])))
        at += wide
    tr = f"<tr>{''.join(made)}</tr>"
    lists = list_of(texts)
    return f"<!--rows {lists[0]}-->{tr}<!--/rows-->" if lists else tr


def _inner(cell: Any) -> Iterator[str]:
    for block in cell.iter_inner_content():
        yield _table(block) if isinstance(block, Table) else _paragraph(block)


def _cell(table: Table, row: int, column: int) -> Any:
    cells = table.rows[row].cells
    return cells[column]._tc if column < len(cells) else None  # noqa: SLF001


def _height(table: Table, row: int, column: int, element: Any) -> int:
    high = 1
    while row + high < len(table.rows) and _cell(table, row + high, column) is element:
        high += 1
    return high


def _td(inner: str, wide: int, high: int, share: float) -> str:
    spans = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
    said = inner.removesuffix("<p>&nbsp;</p>") or "&nbsp;"
    return f'<td{spans} width="{share:.1f}%" valign="middle" style="{BORDER}">{said}</td>'
