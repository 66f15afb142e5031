"""What a batch of rows writes into the cache, gathered: each table is written once, not once for each row.

An older image never replaces a newer one: the database itself compares.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from console.models.incoming import CaseKey, event_key

if TYPE_CHECKING:
    from msgspec import Raw
    from sqlalchemy import Connection

_PUT_PLACE = (
    "INSERT INTO places (case_id, feed, hash8) VALUES (?, ?, ?) "
    "ON CONFLICT (case_id, feed) DO UPDATE SET hash8 = excluded.hash8"
)
_PUT_EVENT = "INSERT OR IGNORE INTO events (case_id, n, body) VALUES (?, ?, ?)"
_PUT_CASE = (
    "INSERT INTO cases (id, version, events, stage, image) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET "
    "version = excluded.version, events = excluded.events, stage = excluded.stage, image = excluded.image "
    "WHERE (excluded.version, excluded.events) >= (cases.version, cases.events)"
)


def hash8(image: bytes) -> int:
    """The first 8 bytes of the sha256 of an image as a signed number, big-endian: its part of a digest."""
    return int.from_bytes(hashlib.sha256(image).digest()[:8], "big", signed=True)


class Batch:
    """Rows to be written in the transaction of `connection`; of a case the newest image that was put."""

    def __init__(self, connection: "Connection") -> None:
        self.connection = connection
        self._places: list[tuple[str, str, int]] = []
        self._events: list[tuple[str, int, bytes]] = []
        self._cases: dict[str, tuple[str, int, int, str, bytes]] = {}

    def put(self, key: CaseKey, image: bytes, feeds: Iterable[str]) -> None:
        """An image of a case, as the rows of these feeds told it last; `image` its bytes."""
        part = hash8(image)
        self._places += [(key.id, feed, part) for feed in feeds]
        here = self._cases.get(key.id)
        if here is None or here[1:3] <= (key.version, key.events):
            self._cases[key.id] = (key.id, key.version, key.events, key.stage, image)

    def put_events(self, happened: "Iterable[bytes | Raw]") -> None:
        """Events of cases in their bytes; those that are here already stay as they are. Raises WireError."""
        for event in happened:
            key = event_key(event)
            self._events.append((key.case_id, key.n, bytes(event)))

    def write(self) -> None:
        """Write what was put since the last time."""
        for statement, rows in (
            (_PUT_PLACE, self._places),
            (_PUT_EVENT, self._events),
            (_PUT_CASE, list(self._cases.values())),
        ):
            if rows:
                self.connection.exec_driver_sql(statement, rows)
        self._places, self._events, self._cases = [], [], {}
