"""The photos of cases that go into a hand-over file: no more than it can carry by any way, small ones for large."""

import hashlib
import logging

from console.models.photos import Photos
from rules.case import Case, PhotoKind

SHOWN = frozenset({PhotoKind.OVERVIEW, PhotoKind.CLOSE_UP, PhotoKind.REFERENCE, PhotoKind.MARKED})
MOST_EACH = 6
LARGE = 700_000  # bytes; of a larger one its small picture does
MOST = 20_000_000  # bytes in one file
log = logging.getLogger(__name__)


def wanted_of(case: Case) -> list[str]:
    """The sha256 of those photos of a case that its unit is to see."""
    return [photo.sha256 for photo in case.photos if photo.kind in SHOWN][-MOST_EACH:]


class HandedPhotos:
    """Collects them for one file: `taken` are their bytes by sha256."""

    def __init__(self, photos: Photos) -> None:
        self._photos = photos
        self.taken: dict[str, bytes] = {}
        self._size = 0

    def of(self, case: Case) -> tuple[tuple[str, ...], int]:
        """The sha256 of those of a case that are in the file, and how many are not."""
        wanted = wanted_of(case)
        found = [self._take(body) for sha256 in wanted if (body := self._read(sha256)) is not None]
        here = tuple(dict.fromkeys(filter(None, found)))
        return here, len(set(wanted)) - len(here)

    def _read(self, sha256: str) -> bytes | None:
        try:
            whole = self._photos.read(sha256)
            small = self._photos.read(sha256, "thumb") if whole is None or len(whole) > LARGE else None
        except (OSError, ValueError) as error:
            log.warning("a photo is left out of a hand-over: %s", error)
            return None
        return small or whole

    def _take(self, body: bytes) -> str:
        """Its sha256; "" when the file would be too large with it."""
        name = hashlib.sha256(body).hexdigest()
        if name not in self.taken:
            if self._size + len(body) > MOST:
                return ""
            self.taken[name] = body
            self._size += len(body)
        return name
