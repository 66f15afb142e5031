"""Templates of forms as office programs keep them (.docx, .xlsx): read, checked, turned into a page, filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.paper.page import Filled

LARGEST = 2_000_000  # bytes of a template; a form is no album
MOST_UNPACKED = 30_000_000


class BadTemplate(ValueError):
    """The file is no such document; `reason` in the words of what read it."""


@dataclass(frozen=True, slots=True)
class Template:
    """What was read: `marks` are its placeholders, `odd` what looks like one and is none, `page` what is printed.

    `loose` are placeholders of lists that stand outside a table row, `mixed` rows that name two lists.
    """

    marks: frozenset[str]
    odd: tuple[str, ...]
    loose: tuple[str, ...]
    mixed: tuple[str, ...]
    page: str


def read(suffix: str, body: bytes) -> Template:
    """A template. Raises BadTemplate."""
    from server.papers import sheet, word  # python-docx and openpyxl: only who works with forms loads them

    ways: Mapping[str, Callable[[bytes], Template]] = {"docx": word.read, "xlsx": sheet.read}
    return ways[suffix](body)


def fill(suffix: str, body: bytes, filled: Filled, foot: str) -> bytes:
    """The document with everything filled in as text, and `foot` in its footer."""
    from server.papers import sheet, word

    ways: Mapping[str, Callable[[bytes, Filled, str], bytes]] = {"docx": word.fill, "xlsx": sheet.fill}
    return ways[suffix](body, filled, foot)
