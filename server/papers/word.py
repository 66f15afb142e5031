"""Forms as .docx: placeholders in paragraphs and tables, also where the office program has cut them into pieces."""

import copy
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from rules.paper.page import MARK, Filled, in_row, put
from server.papers import BadTemplate, Template
from server.papers.marks import check_size, list_of, marks_in, odd_in, sound
from server.papers.word_page import page_of

FOOT_PT = 8


def read(body: bytes) -> Template:
    """The template with its placeholders. Raises BadTemplate."""
    document = _open(body)
    texts = [_text(each) for each in _paragraphs(document)]
    rows = [[_text(p) for p in _of_row(row)] for table in _tables(document) for row in table.rows]
    in_rows = {mark for row in rows for text in row for mark in marks_in(text)}
    marks = frozenset(mark for text in texts for mark in marks_in(text))
    return Template(
        marks,
        odd=tuple(dict.fromkeys([odd for text in texts for odd in odd_in(text)] + _out_of_reach(document, texts))),
        loose=tuple(sorted(mark for mark in marks if "." in mark and mark not in in_rows)),
        mixed=tuple(", ".join(found) for row in rows if len(found := list_of(row)) > 1),
        page=page_of(document),
    )


def fill(body: bytes, filled: Filled, foot: str) -> bytes:
    """The document filled in; rows of a list are repeated, one empty row stays where the list has no entry."""
    document = _open(body)
    for table in list(_tables(document)):
        for row in list(table.rows):
            _repeat(row, filled)
    for paragraph in _paragraphs(document):
        _put(paragraph, filled.values)
    _add_foot(document, foot)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _open(body: bytes) -> Any:
    """The document, with every placeholder whole in one run."""
    check_size(body)
    try:
        document = Document(io.BytesIO(body))
        document.element.body  # noqa: B018  a part of another kind has none
    except (PackageNotFoundError, BadZipFile, SyntaxError, KeyError, ValueError, AttributeError) as error:
        raise BadTemplate(str(error) or type(error).__name__) from error
    for paragraph in _paragraphs(document):
        _make_whole(paragraph)
    return document


def _parts(document: Any) -> Iterator[Any]:
    """Body, headers and footers."""
    yield document
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield part


def _tables(document: Any) -> Iterator[Table]:
    for part in _parts(document):
        yield from _with_inner(part.tables)


def _with_inner(tables: list[Table]) -> Iterator[Table]:
    for table in tables:
        yield table
        for row in table.rows:
            for cell in row.cells:
                yield from _with_inner(cell.tables)


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    for part in _parts(document):
        yield from part.paragraphs
    for table in _tables(document):
        for row in table.rows:
            yield from _of_row(row)


def _of_row(row: _Row) -> Iterator[Paragraph]:
    """The paragraphs of a row, those of merged cells once."""
    seen: set[Any] = set()
    for cell in row.cells:
        if cell._tc not in seen:  # noqa: SLF001  merged cells are one element that python-docx shows several times
            seen.add(cell._tc)  # noqa: SLF001
            yield from cell.paragraphs


def _text(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs)


def _out_of_reach(document: Any, texts: list[str]) -> list[str]:
    """Placeholders where nothing is filled in: in text boxes, links, or the head of a first page of its own."""
    reached = Counter(mark for text in texts for mark in marks_in(text))
    elements = [part.element for part in document.part.package.iter_parts() if hasattr(part, "element")]
    whole = "".join(piece.text or "" for element in elements for piece in element.iter(qn("w:t")))
    return [f"{{{{{mark}}}}}" for mark in (Counter(marks_in(whole)) - reached)]


def _make_whole(paragraph: Paragraph) -> None:
    """Put each placeholder into the run in which it begins: that run's look is its look."""
    runs = paragraph.runs
    text = _text(paragraph)
    if "{{" not in text:
        return
    starts, at = [], 0
    for run in runs:
        starts.append(at)
        at += len(run.text)
    pieces = [run.text for run in runs]
    for mark in MARK.finditer(text):
        touched = [
            n for n, start in enumerate(starts) if start < mark.end() and start + len(runs[n].text) > mark.start()
        ]
        for n in touched[1:]:
            taken = min(mark.end(), starts[n] + len(runs[n].text)) - starts[n]
            pieces[touched[0]] += runs[n].text[:taken]
            pieces[n] = pieces[n][taken:] if pieces[n] == runs[n].text else pieces[n]
    for run, piece in zip(runs, pieces, strict=True):
        if run.text != piece:
            run.text = piece


def _put(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    for run in paragraph.runs:
        if "{{" in run.text:
            run.text = sound(put(run.text, values))


def _repeat(row: _Row, filled: Filled) -> None:
    """A copy of the row for each entry of its list, in its place."""
    lists = list_of(_text(paragraph) for paragraph in _of_row(row))
    if not lists:
        return
    name, element = lists[0], row._tr  # noqa: SLF001  python-docx has no way to copy a row
    for entry in filled.lists.get(name) or ({},):
        made = copy.deepcopy(element)
        element.addprevious(made)
        for paragraph in _of_row(_Row(made, row.table)):
            _put(paragraph, {**filled.values, **in_row(name, entry)})
    element.getparent().remove(element)


def _add_foot(document: Any, foot: str) -> None:
    """Who printed it and when, at the foot of each sheet."""
    footer = document.sections[0].footer
    first = footer.paragraphs[0] if footer.paragraphs else None
    line = first if first is not None and not first.text else footer.add_paragraph()
    run = line.add_run(sound(foot))
    run.font.size = Pt(FOOT_PT)
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
