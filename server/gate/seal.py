"""One file of the gate: what it is in a line of JSON, then its content, sealed and signed with the gate's key.

AES-256-GCM over the content with the line as associated data: whoever has not the key can neither read a batch, which
may name who reported, nor make or change one. Each way has a key of its own, so that no file can be sent back.
"""

import base64
import binascii
import secrets
from typing import NewType

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"GRIDDESK-GATE-1\n"
TO_CENTRE, TO_OUTSIDE = "to_centre", "to_outside"
BATCH, ACK = "batch", "ack"
NONCE, TAG, SIZE = 12, 16, 32
HEAD_MOST = 2000
_PREFIX = "griddesk-gate-key-1:"
GateKey = NewType("GateKey", bytes)


class BadFile(Exception):
    """A file that is not taken; `why` is a key of the texts ("gate.why.…"), `details` fill it."""

    def __init__(self, why: str, **details: object) -> None:
        super().__init__(why)
        self.why, self.details = why, {name: str(value) for name, value in details.items()}


class BadKey(ValueError):
    """The text is no key of a gate."""


class Head(msgspec.Struct, frozen=True):
    """What a file is. Batch: its number in its stream, `mark` its own and `after` that of the one before it.

    Acknowledgement: `n` is the last batch of the stream that was taken, with its mark; `begun` in ms UTC.
    """

    kind: str
    way: str
    stream: str
    begun: int
    n: int
    mark: str
    after: str = ""
    size: int = 0  # of what follows the line


def new_key() -> GateKey:
    """A key for both sides of a gate."""
    return GateKey(secrets.token_bytes(SIZE))


def key_text(key: GateKey) -> str:
    """A key as it stands in its file."""
    return _PREFIX + base64.b64encode(key).decode()


def read_key(text: str) -> GateKey:
    """The key in a file. Raises BadKey."""
    try:
        key = base64.b64decode(text.strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey from error
    if not text.strip().startswith(_PREFIX) or len(key) != SIZE:
        raise BadKey
    return GateKey(key)


def seal(key: GateKey, head: Head, content: bytes) -> bytes:
    """The whole file."""
    line = msgspec.json.encode(msgspec.structs.replace(head, size=NONCE + len(content) + TAG)) + b"\n"
    nonce = secrets.token_bytes(NONCE)
    return MAGIC + line + nonce + AESGCM(_of(key, head.way)).encrypt(nonce, content, line)


def peek(data: bytes) -> Head:
    """What a file says of itself; nothing of it is proven. Raises BadFile."""
    return _split(data)[0]


def unseal(key: GateKey, way: str, data: bytes) -> tuple[Head, bytes]:
    """Head and content of a file that comes by this way. Raises BadFile: none, cut short, forged, of the other way."""
    head, line, rest = _split(data)
    if len(rest) != head.size:
        raise BadFile("short", have=len(rest), size=head.size)
    if head.way != way:
        raise BadFile("other_way")
    try:
        return head, AESGCM(_of(key, way)).decrypt(rest[:NONCE], rest[NONCE:], line)
    except (InvalidTag, ValueError) as error:
        raise BadFile("forged") from error


def _split(data: bytes) -> tuple[Head, bytes, bytes]:
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + HEAD_MOST)
    if not data.startswith(MAGIC):
        raise BadFile("short", have=len(data), size="–") if MAGIC.startswith(data) else BadFile("no_batch")
    if end < 0:
        raise BadFile("short", have=len(data), size="–")
    line = data[len(MAGIC) : end + 1]
    try:
        return msgspec.json.decode(line, type=Head), line, data[end + 1 :]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadFile("no_batch") from error


def at_rest(key: GateKey, content: bytes) -> bytes:
    """What waits in a database, sealed: it may name who reported."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_of(key, "rest")).encrypt(nonce, content, None)


def from_rest(key: GateKey, kept: bytes) -> bytes:
    """What was sealed by `at_rest`. Raises BadFile: another key."""
    try:
        return AESGCM(_of(key, "rest")).decrypt(kept[:NONCE], kept[NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise BadFile("other_key") from error


def _of(key: GateKey, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=f"griddesk gate {use}".encode()).derive(key)
