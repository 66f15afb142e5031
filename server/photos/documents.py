"""A PDF as proof: kept as it came, and each of its pages as a photo, which every window can show."""

import hashlib
import struct
import subprocess
import sys
from dataclasses import dataclass

from rules.commands import NotAllowed
from server.photos import rendering
from server.photos.keeping import Photos
from server.photos.picture import check_size
from server.photos.rendering import LOCKED, LONG

MARK = b"%PDF-"
MIME = "application/pdf"
PAGES = 10
PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a kept photo."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """A kept PDF and its pages, in their order."""

    sha256: str
    size: int
    pages: tuple[Page, ...]


def is_document(data: bytes) -> bool:
    """Whether these bytes say that they are a PDF."""
    return data.startswith(MARK)


class Documents:
    """Keeps them; blocking."""

    def __init__(self, photos: Photos) -> None:
        self._photos = photos

    def keep(self, data: bytes) -> Document:
        """Keep it with its pages. Raises NotAllowed: too large, locked, too long, not to be read; and CannotKeep."""
        check_size(len(data))
        pictures = _pictures(data)
        pages = tuple(self._page(picture) for picture in pictures)
        sha256 = hashlib.sha256(data).hexdigest()
        self._photos.put_document(sha256, data, MIME)
        return Document(sha256, len(data), pages)

    def _page(self, picture: bytes) -> Page:
        sha256 = hashlib.sha256(picture).hexdigest()
        self._photos.put(sha256, picture)
        return Page(sha256, len(picture))


def _pictures(data: bytes) -> list[bytes]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", rendering.__file__, str(PAGES)],  # by its file: found wherever this was started
            input=data,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotAllowed("rule.pdf_unreadable", most=PAGES) from error
    if done.returncode:
        why = {LOCKED: "rule.pdf_locked", LONG: "rule.pdf_long"}.get(done.returncode, "rule.pdf_unreadable")
        raise NotAllowed(why, most=PAGES)
    return _read(done.stdout)


def _read(told: bytes) -> list[bytes]:
    pages, at = [], 0
    while at < len(told):
        (size,) = struct.unpack_from(">I", told, at)
        pages.append(told[at + 4 : at + 4 + size])
        at += 4 + size
    return pages
