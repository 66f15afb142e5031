"""Small templates of forms, written as an office program would, for all tests."""

import io
from collections.abc import Iterable

from docx import Document
from openpyxl import Workbook

from rules.city import Paper
from server.papers import read


def a_docx(*lines: str, rows: Iterable[Iterable[str]] = (), cut: bool = False) -> bytes:
    """Paragraphs, then one table. `cut`: each placeholder lies in three runs, as editing leaves it."""
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for piece in [line[:2], line[2:5], line[5:]] if cut else [line]:
            paragraph.add_run(piece)
    cells = [list(row) for row in rows]
    if cells:
        table = document.add_table(rows=0, cols=len(cells[0]))
        for row in cells:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _saved(document)


def an_xlsx(rows: Iterable[Iterable[str]], merged: Iterable[str] = ()) -> bytes:
    """One sheet of texts."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    return _saved(book)


def _saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def a_paper(body: bytes, suffix: str = "docx", name: str = "派遣单", name_en: str = "Dispatch form") -> Paper:
    """A form of a city."""
    return Paper(name, name_en, suffix, body, read(suffix, body).page)


DISPATCH = a_docx(
    "派遣单 {{number}}", "{{reporter}} {{reporter_phone}}",
    rows=[["{{unit}}", "{{place}}", "{{due}}"], ["{{legs.unit}}", "{{legs.stage}}", "{{legs.due}}"]],
)  # fmt: skip
MINUTES = a_docx("{{number}} {{subject}}", rows=[["{{entries.who}}", "{{entries.agreed}}"]])
HANDOVER = an_xlsx([["交接班", "{{since}}"], ["{{items.section}}", "{{items.words}}"]])
