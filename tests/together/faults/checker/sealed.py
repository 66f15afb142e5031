"""The sealed lines beside an outbox: which commands stand in the second copy or in the archive.

A line is {"k", "sealed", "v", "what"}; sealed = base64(nonce of 12 bytes + AES-256-GCM of the zlib-compressed JSON),
with "<file's name> <what> <k>" as what must be given again.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .source import file_key

SECOND, ARCHIVES = ("outbox.jsonl",), ("outbox-old.jsonl", "outbox-old-1.jsonl")
_BROKEN = (ValueError, KeyError, TypeError, InvalidTag, binascii.Error, zlib.error)


def ids_aside(folder: Path, names: tuple[str, ...] = SECOND + ARCHIVES) -> set[str]:
    """The ids of all commands that can be read there; a torn line costs itself alone."""
    found: set[str] = set()
    for name in names:
        file = folder / name
        if file.exists():
            found |= {str(said["id"]) for said in _opened(file, file_key(folder, "seal")) if "id" in said}
    return found


def _opened(file: Path, key: bytes) -> Iterator[dict[str, Any]]:
    for line in file.read_bytes().splitlines():
        try:
            said = json.loads(line)
            sealed = base64.b64decode(said["sealed"], validate=True)
            about = f"{file.name} {said['what']} {said.get('k', 0)}".encode()
            told = json.loads(zlib.decompress(AESGCM(key).decrypt(sealed[:12], sealed[12:], about)))
        except _BROKEN:
            continue
        yield from (each for each in (told if isinstance(told, list) else [told]) if isinstance(each, dict))
