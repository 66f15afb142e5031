"""The emergency pack as a table: UTF-8 with its mark, which office programs need to see Chinese."""

import csv
import io
from collections.abc import Iterable

from console.ui.paper.words import COLUMNS, PackWords, Section

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(sections: Iterable[Section], words: PackWords) -> bytes:
    """A head line, then a line for each leg, with its unit and phone on every one."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([words.say(f"column.{name}") for name in ("unit", "phone", "answers", "marks", *COLUMNS)])
    for section in sections:
        for line in section.lines:
            cells = (words.name(line), line.phone, line.answers, words.marks(line), *words.cells(line))
            table.writerow(map(_plain, cells))
    table.writerow([words.as_of()])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: str) -> str:
    """A text stays a text: an office program would take it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
