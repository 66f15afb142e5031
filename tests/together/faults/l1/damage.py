"""Damage to the files of a console that is closed: its cache, its outbox, its second copy."""

import hashlib
import re
from pathlib import Path
from random import Random

from sqlcipher3 import dbapi2

from tests.together.faults.checker.outbox import OutboxFile
from tests.together.faults.checker.source import Unreadable, file_key

CACHE = ("C1", "C2", "C3", "C4", "C5", "C6")
OUTBOX = ("C7", "C8")
_PAGE = 4096


def damage(folder: Path, how: str, dice: Random, foreign: Path | None = None) -> str:
    """Do it; the proof that it was done, "" = there was nothing to damage. `foreign`: another console's folder."""
    if how == "C8":
        return _tear(folder / "outbox.jsonl", dice)
    file = folder / "outbox.db" if how in OUTBOX else cache_in(folder)
    if file is None or not file.exists() or file.stat().st_size < _PAGE:  # the disk has not taken a page of it yet
        return ""
    if how == "C5":
        return _remove_log(file)
    if how == "C2":
        return _change_a_value(file, file_key(folder))
    other = cache_in(foreign) if foreign else None
    return _overwrite(file, _bytes(file.read_bytes(), how, dice, other.read_bytes() if other else b""))


def cache_in(folder: Path) -> Path | None:
    """The cache in use."""
    return next(iter(sorted(folder.glob("cache-*-v*.db"))), None)


def recorded(folder: Path) -> set[str]:
    """The commands in the outbox with their hashes: a fault of the cache takes none. Empty where it cannot be read."""
    try:
        return {f"{entry.id} {entry.hash}" for entry in OutboxFile("", folder, "unix").entries()}
    except (*Unreadable, OSError, ValueError):
        return set()


def _bytes(body: bytes, how: str, dice: Random, other: bytes) -> bytes:
    if how == "C4":
        return b""
    if how == "C3":
        return body[: dice.randrange(1, len(body))]
    if how == "C6":
        return other or body
    pages = len(body) // _PAGE
    at = dice.randrange(len(body) - 16) if how == "C1" else _PAGE * dice.randrange(pages)
    length = 16 if how == "C1" else _PAGE
    return body[:at] + dice.randbytes(length) + body[at + length :]


def _overwrite(file: Path, new: bytes) -> str:
    was = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(new)
    now = hashlib.sha256(new).hexdigest()
    return f"{file.name}: {was[:8]} is {now[:8]}" if now != was else ""


def _remove_log(file: Path) -> str:
    log = file.with_name(file.name + "-wal")
    had = log.stat().st_size if log.exists() else 0
    log.unlink(missing_ok=True)
    return f"{log.name} had {had} bytes" if had else ""


def _tear(file: Path, dice: Random) -> str:
    body = file.read_bytes() if file.exists() else b""
    last = body.rstrip(b"\n").rfind(b"\n") + 1
    if len(body) - last < 4:
        return ""
    cut = dice.randrange(last + 1, len(body) - 1)
    file.write_bytes(body[:cut])
    return f"{file.name}: {len(body) - cut} bytes of its last line are gone"


def _change_a_value(file: Path, key: bytes) -> str:
    """One digit of a number within an image: every structure stays sound, the pages stay sealed."""
    connection = dbapi2.connect(f"file:{file}?vfs=unix", uri=True, isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for case_id, image in connection.execute("SELECT id, image FROM cases ORDER BY id").fetchall():
            new = re.sub(rb"(:1[0-9]{11})([0-9])", _other_digit, bytes(image), count=1)
            if new != bytes(image):
                connection.execute("UPDATE cases SET image = ? WHERE id = ?", (new, case_id))
                return f"a digit of {case_id} is another one"
    except Unreadable:
        return ""
    finally:
        connection.close()
    return ""


def _other_digit(found: re.Match[bytes]) -> bytes:
    return found[1] + b"%d" % ((int(found[2]) + 1) % 10)
