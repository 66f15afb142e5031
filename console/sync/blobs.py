"""Photos on their way up, piece by piece: what the server has answered for is on its disk and never sent again."""

import hashlib
import zlib

import msgspec

from console.facts import BlobOut
from console.sync.client import BYTES, JSON, LONG, Client
from console.sync.errors import NotKnown, NotTaken, Refused, ServerUnreachable, SnapshotNeeded
from rules.protocol import BlobState
from rules.wire import WireError, decode

PIECE = 256 * 1024
ASTRAY = 5  # answers that send one photo back, after which it waits as after a lost line
_NO_ANSWER = frozenset({"link.not_griddesk", "link.bad_answer", "link.too_big"})  # somebody said what nobody can read
FINAL = frozenset({"rule.photo_unreadable", "rule.photo_too_large", "rule.photo_hash", "rule.form"})


class Upload:
    """One photo; each `step` is one exchange, so that questions get in between."""

    def __init__(self, client: Client, blob: BlobOut) -> None:
        self._client = client
        self._blob = blob
        self._path = f"/v1/blobs/{blob.sha256}"
        self._offset: int | None = None  # None = the server is to be asked
        self._astray = 0

    def step(self) -> str | None:
        """None: go on; "": the server has it; else the rule by which it refuses it for good.

        Raises ServerUnreachable: begin anew later, the server knows how far it came. NotTaken: it is about this photo.
        """
        try:
            state = self._begin() if self._offset is None else self._add(self._offset)
        except Refused as refused:
            return self._refused(refused)
        except SnapshotNeeded as error:
            raise NotTaken("link.bad_answer") from error
        except ServerUnreachable as error:
            if error.reason in _NO_ANSWER:
                raise NotTaken(error.reason, **error.details) from error
            raise
        self._offset = state.offset
        return "" if state.done else None

    def _begin(self) -> BlobState:
        body = msgspec.json.encode({"size": len(self._blob.body)})
        return _state(self._client.exchange("POST", self._path, JSON, body))

    def _add(self, offset: int) -> BlobState:
        piece = self._blob.body[offset : offset + PIECE]
        place = {"Upload-Offset": str(offset), "Upload-Crc32": f"{zlib.crc32(piece):08x}"}
        headers = {"Content-Type": BYTES} | place
        return _state(self._client.exchange("PATCH", self._path, JSON, piece, headers=headers, within=LONG))

    def _refused(self, refused: Refused) -> str | None:
        if refused.status == 401:
            raise NotKnown(self._client.addresses.now) from refused
        if refused.status == 405:  # a server of before takes photos whole alone
            return self._whole()
        if refused.rule in FINAL and not self._is_damaged_there(refused):
            return refused.rule
        self._astray += 1
        if self._astray > ASTRAY:
            raise _not_taken(refused) from refused
        self._offset = _offset(refused)
        return None

    def _is_damaged_there(self, refused: Refused) -> bool:
        """What is whole here became something else on its way: it begins anew."""
        return refused.rule == "rule.photo_hash" and hashlib.sha256(self._blob.body).hexdigest() == self._blob.sha256

    def _whole(self) -> str:
        headers = {"Content-Type": self._blob.mime}
        try:
            self._client.exchange("PUT", self._path, JSON, self._blob.body, headers=headers, within=LONG)
        except Refused as refused:
            if refused.rule not in FINAL:
                raise _not_taken(refused) from refused
            return refused.rule
        return ""


def _state(told: bytes) -> BlobState:
    try:
        return decode(BlobState, told)
    except WireError as error:
        raise NotTaken("link.bad_answer") from error


def _not_taken(refused: Refused) -> NotTaken:
    return NotTaken("link.refused", rule=refused.rule, text=refused.text or refused.rule)


def _offset(refused: Refused) -> int | None:
    """Where the server wants it to go on; None: it is to be asked."""
    told = refused.details.get("offset", "")
    return int(told) if told.isdecimal() and len(told) < 16 else None
