"""The key of the local files: in the system's keyring, or in a file that only its owner reads where there is none.

`key.ref` in the folder names the keyring's entry. A folder that once had a key never gets a new one by itself: that
would make its outbox unreadable.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from console.models.errors import NotOpened, WrongKey

SERVICE = "griddesk"
KEY_FILE = "files.key"
_NONCE = 12  # bytes, the nonce size of AES-GCM


class Ring(Protocol):
    """The keyring as far as it is needed; the module `keyring` is one."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, None when there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""


class NoRing(Exception):
    """This system has no keyring that works."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """32 secret bytes; `in_file` when they lie in a file because there is no keyring."""

    raw: bytes
    in_file: bool = False

    def part(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose ("database", "personal")."""
        return HKDF(SHA256(), 32, salt=None, info=f"griddesk {purpose}".encode()).derive(self.raw)

    def seal(self, plain: bytes, about: str) -> bytes:
        """AES-256-GCM; `about` must be given again to open it."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.part("seal")).encrypt(nonce, plain, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """The plain bytes; cryptography's InvalidTag when key, bytes or `about` differ."""
        return AESGCM(self.part("seal")).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())


class SystemRing:
    """The keyring of this system. NoRing, from any of its methods, where it does not work."""

    def __init__(self) -> None:
        import keyring
        from keyring.backends.fail import Keyring as Nothing
        from keyring.errors import KeyringError

        self._ring, self._error = keyring.get_keyring(), KeyringError
        if isinstance(self._ring, Nothing):
            raise NoRing

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, None when there is none."""
        try:
            return self._ring.get_password(service, username)
        except self._error as error:
            raise NoRing from error

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""
        try:
            self._ring.set_password(service, username, password)
        except self._error as error:
            raise NoRing from error


def system_ring() -> Ring | None:
    """The keyring of this system, None where there is none that works."""
    try:
        return SystemRing()
    except NoRing:
        return None


def find_key(folder: Path, ring: Ring | None, key_file: Path | None = None) -> FileKey:
    """The key of this folder, made at first use; `ring` None: a key file. WrongKey when a folder's key is gone."""
    file = key_file or folder / KEY_FILE
    try:
        if file.exists():
            return FileKey(bytes.fromhex(file.read_text(encoding="ascii").strip()), in_file=True)
        reference = folder / "key.ref"
        if reference.exists():
            return _from_ring(folder, ring, reference.read_text(encoding="ascii").strip())
        if (folder / "outbox.db").exists():
            raise WrongKey(folder)
        return _new_in_ring(reference, file, ring) if ring else _new_in_file(file)
    except (OSError, ValueError) as error:
        raise NotOpened(file, why=error) from error


def _from_ring(folder: Path, ring: Ring | None, name: str) -> FileKey:
    try:
        kept = ring.get_password(SERVICE, name) if ring else None
    except NoRing as error:
        raise WrongKey(folder) from error
    if kept is None:
        raise WrongKey(folder)
    return FileKey(bytes.fromhex(kept))


def _new_in_ring(reference: Path, file: Path, ring: Ring) -> FileKey:
    key, name = FileKey(secrets.token_bytes(32)), secrets.token_hex(8)
    try:
        ring.set_password(SERVICE, name, key.raw.hex())
    except NoRing:
        return _new_in_file(file)
    _write_private(reference, name)
    return key


def _new_in_file(file: Path) -> FileKey:
    key = FileKey(secrets.token_bytes(32), in_file=True)
    _write_private(file, key.raw.hex())
    return key


def _write_private(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
