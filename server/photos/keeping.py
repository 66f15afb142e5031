"""Keeps photos: nothing half written is ever seen, and what was answered for is on the disk."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from rules.commands import NotAllowed
from server import tables
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing
from server.photos.lasting import keeping, rename, write_whole
from server.photos.picture import check_size, verified

DRAFTS = "partial"  # the folder of what is not whole yet


class UnknownPhoto(Exception):
    """No photo of that name is here."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A kept photo; `data` is the picture in the size that was asked for."""

    sha256: str
    mime: str
    data: bytes


class Photos:
    """Reads and writes the blobs folder; nothing half written is ever seen in it."""

    def __init__(self, database: Database, folder: Path, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._drafts = folder / DRAFTS
        self._clock = clock

    def put(self, sha256: str, data: bytes) -> str:
        """Keep a photo, once; its MIME type. Raises NotAllowed: no photo, too large, other bytes than its name says.

        Raises CannotKeep when there is no room for it.
        """
        mime = self._prepare(sha256, data)
        write_whole(self._file(sha256), data, self._drafts)
        self._note(sha256, mime, len(data))
        return mime

    def take(self, sha256: str, whole: Path) -> str:
        """Keep a file of this server's that is already on the disk, as `put` does; then it is no more where it was."""
        with keeping():
            data = whole.read_bytes()
        mime = self._prepare(sha256, data)
        with keeping():
            rename(whole, self._file(sha256))
        self._note(sha256, mime, len(data))
        return mime

    def put_document(self, sha256: str, data: bytes, mime: str) -> None:
        """Keep what is no picture, and was looked at already. Raises CannotKeep."""
        write_whole(self._file(sha256), data, self._drafts)
        self._note(sha256, mime, len(data))

    def _prepare(self, sha256: str, data: bytes) -> str:
        """The MIME type; the small picture is written first, so that where the photo is, that is too."""
        check_size(len(data))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise NotAllowed("rule.photo_hash")
        mime, thumb = verified(data)
        write_whole(self._file(sha256, "thumb"), thumb, self._drafts)
        return mime

    def get(self, sha256: str, size: str = "full") -> Blob:
        """One photo, "full" or as "thumb". Raises UnknownPhoto."""
        file, mime = self.place(sha256, size)
        return Blob(sha256, mime, file.read_bytes())

    def place(self, sha256: str, size: str = "full") -> tuple[Path, str]:
        """Where one photo lies, "full" or as "thumb", and its MIME type. Raises UnknownPhoto."""
        mime = self.mime(sha256)
        if size != "thumb":
            return self._file(sha256), mime
        if not mime.startswith("image/"):
            raise UnknownPhoto(sha256)  # a document has no small picture of its own: its pages have
        return self._file(sha256, "thumb"), "image/jpeg"

    def mime(self, sha256: str) -> str:
        """The MIME type of a kept photo. Raises UnknownPhoto."""
        table = tables.blobs
        with self._database.read() as connection:
            mime = connection.scalar(select(table.c.mime).where(table.c.sha256 == sha256))
        if mime is None or not self._file(sha256).is_file():
            raise UnknownPhoto(sha256)
        return str(mime)

    def _file(self, sha256: str, kind: str = "") -> Path:
        return self._folder / sha256[:2] / (f"{sha256}.{kind}" if kind else sha256)

    def _note(self, sha256: str, mime: str, size: int) -> None:
        """Remember it, once."""
        values = {"sha256": sha256, "mime": mime, "state": "complete", "size": size, "received": size}
        with self._database.note() as connection:
            insert_missing(connection, "blobs", values | {"at": self._clock.now()})
