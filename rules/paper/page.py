"""A form filled in for print: a page of HTML with the template's own placeholders, `{{number}}` and `{{legs.unit}}`.

Rows that are repeated stand between `<!--rows legs-->` and `<!--/rows-->`; an empty list leaves one empty row.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

MARK = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)?)\s*\}\}")
_ROWS = re.compile(r"<!--rows ([a-z_]+)-->(.*?)<!--/rows-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form: texts by placeholder, and the rows of each list."""

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


def put(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled, each once: what a value says is never read as a placeholder."""
    return MARK.sub(lambda mark: values.get(mark[1], ""), text)


def in_row(name: str, row: Mapping[str, str]) -> dict[str, str]:
    """The values of one row under the placeholders of its list."""
    return {f"{name}.{key}": value for key, value in row.items()}


def filled_page(page: str, filled: Filled, foot: str) -> str:
    """The page with everything filled in, as text; `foot` stands at the foot of every printed sheet, as its title."""
    values = {key: _html(value) for key, value in filled.values.items()}

    def rows(block: re.Match[str]) -> str:
        entries = filled.lists.get(block[1]) or ({},)
        return "".join(put(block[2], values | _escaped(in_row(block[1], row))) for row in entries)

    repeated = _ROWS.sub(lambda block: rows(block).replace("{", "\0"), page)  # what was filled in is not read again
    body = put(repeated, values).replace("\0", "{")
    return f'<html><head><meta charset="utf-8"><title>{escape(foot)}</title></head><body>{body}</body></html>'


def _escaped(values: Mapping[str, str]) -> dict[str, str]:
    return {key: _html(value) for key, value in values.items()}


def _html(value: str) -> str:
    return escape(value.replace("\0", "")).replace("\n", "<br>")
