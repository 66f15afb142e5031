"""Photos by content: verified, kept under their sha256, with a small picture beside each."""

import contextlib
import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import insert, select

from rules.commands import NotAllowed
from server import tables
from server.clock import Clock
from server.database import CannotKeep, Database

MAX_BYTES = 20 * 1024 * 1024
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
THUMB_PX = 320
Image.MAX_IMAGE_PIXELS = 120_000_000


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
        self._clock = clock

    def put(self, sha256: str, data: bytes) -> str:
        """Keep a photo, once; its MIME type. Raises NotAllowed: no photo, too large, other bytes than its name says.

        Raises CannotKeep when there is no room for it.
        """
        if len(data) > MAX_BYTES:
            raise NotAllowed(
                "rule.photo_too_large", max_mb=MAX_BYTES // 1024 // 1024, size_mb=len(data) // 1024 // 1024
            )
        if hashlib.sha256(data).hexdigest() != sha256:
            raise NotAllowed("rule.photo_hash")
        mime, thumb = _verified(data)
        self._write(self._file(sha256), data)
        self._write(self._file(sha256, "thumb"), thumb)
        self._note(sha256, mime, len(data))
        return mime

    def get(self, sha256: str, size: str = "full") -> Blob:
        """One photo, "full" or as "thumb". Raises UnknownPhoto."""
        mime = self.mime(sha256)
        file = self._file(sha256, "thumb" if size == "thumb" else "")
        return Blob(sha256, "image/jpeg" if size == "thumb" else mime, file.read_bytes())

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

    def _write(self, file: Path, data: bytes) -> None:
        temporary = file.with_suffix(".part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(file)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise CannotKeep(error.strerror) from error

    def _note(self, sha256: str, mime: str, size: int) -> None:
        table = tables.blobs
        values = {
            "sha256": sha256,
            "mime": mime,
            "state": "complete",
            "size": size,
            "received": size,
            "at": self._clock.now(),
        }
        with self._database.write() as connection:
            if connection.scalar(select(table.c.sha256).where(table.c.sha256 == sha256)) is None:
                connection.execute(insert(table).values(values))


def _verified(data: bytes) -> tuple[str, bytes]:
    """MIME type and thumbnail of a picture that can be read to its end. Raises NotAllowed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(MIMES)) as picture:
                mime = MIMES[str(picture.format)]
                return mime, _thumb(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAllowed("rule.photo_unreadable", expected="JPEG, PNG, WebP") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAllowed("rule.photo_too_large", max_mb=MAX_BYTES // 1024 // 1024, size_mb="?") from error


def _thumb(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((THUMB_PX, THUMB_PX))
    out = io.BytesIO()
    upright.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
