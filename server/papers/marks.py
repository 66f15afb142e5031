"""Placeholders in a text, and what looks like one; what a document of XML can hold as text."""

import io
import re
import zipfile
from collections.abc import Iterable

from rules.paper.page import MARK
from server.papers import LARGEST, MOST_UNPACKED, BadTemplate

_ODD = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def marks_in(text: str) -> list[str]:
    """The placeholders, in order."""
    return MARK.findall(text)


def odd_in(text: str) -> list[str]:
    """Braces that are no placeholder: mistyped ones, which would stand on the paper as they are."""
    return _ODD.findall(MARK.sub("", text))


def list_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The lists that the placeholders of one row name."""
    found = (mark.partition(".")[0] for text in texts for mark in marks_in(text) if "." in mark)
    return tuple(dict.fromkeys(found))


def sound(text: str) -> str:
    """The text without what no XML may hold."""
    return _NO_XML.sub("", text)


def check_size(body: bytes) -> None:
    """Refuse what is no archive, is too large, or would unpack to far more than a form. Raises BadTemplate."""
    if len(body) > LARGEST:
        raise BadTemplate(f"{len(body)} bytes, at most {LARGEST}")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadTemplate(str(error)) from error
    if unpacked > MOST_UNPACKED:
        raise BadTemplate(f"{unpacked} bytes unpacked, at most {MOST_UNPACKED}")
