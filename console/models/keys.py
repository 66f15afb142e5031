"""The key of the local files: in the system's keyring, or in a file that only its owner reads where there is none.

`key.ref` in the folder names the keyring's entry. A folder that once had a key never gets a new one by itself: that
would make its outbox unreadable.
"""

import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from console.models.disk import Disk
from console.models.errors import NotOpened, WrongKey

SERVICE = "griddesk"
KEY_FILE = "files.key"
_NONCE = 12  # bytes, the nonce size of AES-GCM
_KEY = 32  # bytes
log = logging.getLogger(__name__)


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


def find_key(folder: Path, ring: Ring | None, key_file: Path | None = None, disk: Disk | None = None) -> FileKey:
    """The key of this folder, made at first use; `ring` None: a key file. WrongKey when a folder's key is gone.

    A key file or reference that a power cut left empty is none: a new key is made, but only where nothing is sealed.
    """
    file, disk = key_file or folder / KEY_FILE, disk or Disk()
    try:
        if text := _text(file, folder):
            _close_to_others(file, folder)
            return FileKey(_bytes(text, folder), in_file=True)
        if text := _text(folder / "key.ref", folder):
            return _from_ring(folder, ring, text)
        if is_sealed(folder):
            raise WrongKey(folder)
        return _new(folder / "key.ref", file, None if file.exists() else ring, disk)
    except (OSError, ValueError) as error:
        raise NotOpened(file, why=error) from error


def is_sealed(folder: Path) -> bool:
    """Whether something lies here that only the key of this folder opens."""
    return any((folder / name).exists() for name in ("outbox.db", "outbox.jsonl", "outbox.new"))


def _text(file: Path, folder: Path) -> str:
    """What stands in a file, "" when there is none or a power cut left nothing in it. WrongKey when that is a loss."""
    if not file.exists():
        return ""
    text = file.read_text(encoding="ascii").strip("\0 \r\n\t")
    if not text and is_sealed(folder):
        raise WrongKey(folder)
    return text


def _bytes(text: str, folder: Path) -> bytes:
    raw = bytes.fromhex(text)
    if len(raw) != _KEY:
        raise WrongKey(folder)
    return raw


def _close_to_others(file: Path, folder: Path) -> None:
    """Our own key file is for its owner alone; one that was chosen elsewhere has the rights that it was given."""
    if os.name == "posix" and file.parent == folder and file.stat().st_mode & 0o077:
        file.chmod(0o600)


def _from_ring(folder: Path, ring: Ring | None, name: str) -> FileKey:
    try:
        kept = ring.get_password(SERVICE, name) if ring else None
    except NoRing as error:
        raise WrongKey(folder) from error
    if not kept:
        raise WrongKey(folder)
    return FileKey(_bytes(kept, folder))


def _new(reference: Path, file: Path, ring: Ring | None, disk: Disk) -> FileKey:
    key, name = FileKey(secrets.token_bytes(_KEY)), secrets.token_hex(8)
    try:
        if ring:
            ring.set_password(SERVICE, name, key.raw.hex())
            disk.write_whole(reference, name.encode())
            return key
    except NoRing:
        log.info("the keyring does not take the key: it goes into a file")
    disk.write_whole(file, key.raw.hex().encode())
    return FileKey(key.raw, in_file=True)
