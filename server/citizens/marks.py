"""Marks by which a device or a network address is known again without being named, and the signature of a form."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

SIZE = 32


class Marks:
    """Made with a key of this server's own, in a file that nobody else reads: without it no mark leads back."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, kind: str, word: str) -> str:
        """The mark of a word of that kind; "" for none."""
        return self._made(kind, word) if word else ""

    def fits(self, kind: str, word: str, mark: str) -> bool:
        """Whether the mark is this word's, compared in constant time."""
        return hmac.compare_digest(self._made(kind, word).encode(), mark.encode("utf-8", "replace"))

    def _made(self, kind: str, word: str) -> str:
        said = f"{kind}\n{word}".encode("utf-8", "replace")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()[:40]


def marks_in(folder: Path) -> Marks:
    """The marks of the server on this folder; its key is made when it is not there. Raises OSError."""
    file = folder / "public.key"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"public.key.{secrets.token_hex(8)}.part"
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(SIZE))
        temporary.replace(file)
    return Marks(file.read_bytes())
