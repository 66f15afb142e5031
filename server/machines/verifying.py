"""Whether a message is what its source signed, just now and for the first time.

The signature is that of Standard Webhooks (www.standardwebhooks.com, 1.0): HMAC-SHA256 over id, time and body, in the
headers `webhook-id`, `webhook-timestamp` (whole seconds) and `webhook-signature` (several, parted by spaces, while a
secret is renewed). What is sent again with a fresh time is the same message; what comes twice with the same time was
copied on its way.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, delete, select, update

from server import tables
from server.citizens.report import hashed
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing
from server.machines.errors import Refused
from server.machines.sources import Source
from server.webhooks.signing import PREFIX

LONGEST_ID = 200
DAY_MS = 86_400_000
KEPT_DAYS = 35
V1 = "v1,"


@dataclass(frozen=True, slots=True)
class Signed:
    """What the headers say: id, time in s, and the signatures of version 1."""

    id: str
    stamp: int
    signatures: tuple[str, ...]


def signed(headers: Mapping[str, str]) -> Signed:
    """The headers of a message. Raises Refused: 400 and the name of the header that is missing or odd."""
    message_id = headers.get("webhook-id", "").strip()
    if not message_id or len(message_id) > LONGEST_ID or not message_id.isprintable():
        raise Refused(400, "machine.header", field="webhook-id", expected=f"1–{LONGEST_ID}")
    stamp = headers.get("webhook-timestamp", "").strip()
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise Refused(400, "machine.header", field="webhook-timestamp", expected="1429664400")
    given = tuple(each for each in headers.get("webhook-signature", "").split() if each.startswith(V1))
    if not given:
        raise Refused(400, "machine.header", field="webhook-signature", expected="v1,…")
    return Signed(message_id, int(stamp), given[:10])


def check(said: Signed, secrets: Sequence[str], body: bytes, now: int, skew_s: int) -> None:
    """Raises Refused (401): a forged message, or one that was signed too long ago or in the future (`now` ms)."""
    content = f"{said.id}.{said.stamp}.".encode() + body
    if not any(_fits(signature, secret, content) for secret in secrets for signature in said.signatures):
        raise Refused(401, "machine.signature")
    if abs(now // 1000 - said.stamp) > skew_s:
        raise Refused(401, "machine.too_old", seconds=skew_s)


def _fits(signature: str, secret: str, content: bytes) -> bool:
    try:
        given = base64.b64decode(signature.removeprefix(V1), validate=True)
        key = base64.b64decode(secret.removeprefix(PREFIX))
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(given, hmac.new(key, content, hashlib.sha256).digest())


@dataclass(frozen=True, slots=True)
class Before:
    """What the same message came to when it was taken."""

    state: str
    case_id: str


class Messages:
    """What was taken of each source, so that nothing is taken twice."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def begin(self, source: Source, said: Signed, body: bytes) -> Before | None:
        """What became of the message before, None for a new one; one that was cut off halfway is new.

        Raises Refused (409): the same words at the same time were copied on their way, other words under a used id.
        """
        table, key, content = tables.machine_messages, _key(source, said.id), hashlib.sha256(body).hexdigest()
        values = {"id": key, "source": source.code, "content": content, "stamp": said.stamp, "at": self._clock.now()}
        with self._database.note() as connection:
            known = connection.execute(select(table).where(table.c.id == key)).first()
            if known is None:
                insert_missing(connection, table.name, values)
                return None
            self._refuse_odd(known, said, content)
            connection.execute(update(table).where(table.c.id == key).values(stamp=max(known.stamp, said.stamp)))
        return Before(known.state, known.case_id) if known.state else None

    @staticmethod
    def _refuse_odd(known: Row[tuple[object, ...]], said: Signed, content: str) -> None:
        if known.content != content:
            raise Refused(409, "machine.other_content", id=said.id)
        if known.state and said.stamp <= known.stamp:
            raise Refused(409, "machine.replayed", id=said.id, case=known.case_id)

    def done(self, source: Source, said: Signed, state: str, case_id: str) -> None:
        """What became of it."""
        table = tables.machine_messages
        with self._database.note() as connection:
            mine = table.c.id == _key(source, said.id)
            connection.execute(update(table).where(mine).values(state=state, case_id=case_id))

    def drop(self, source: Source, said: Signed) -> None:
        """It was refused: it may come again in a better form under the same id."""
        table = tables.machine_messages
        with self._database.note() as connection:
            connection.execute(delete(table).where(table.c.id == _key(source, said.id), table.c.state == ""))

    def forget(self) -> None:
        """What is older than any signature that would be taken."""
        table, before = tables.machine_messages, self._clock.now() - KEPT_DAYS * DAY_MS
        with self._database.note() as connection:
            connection.execute(delete(table).where(table.c.at < before))


def _key(source: Source, message_id: str) -> str:
    return hashed("message", source.id, message_id)
