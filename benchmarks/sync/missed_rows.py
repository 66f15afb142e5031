"""The rows that a desk missed as bare values in memory, for the baseline that does nothing but write them."""

import hashlib
from contextlib import closing
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

from console.desk.desk import Desk

PLACE = (
    "INSERT INTO places (case_id, feed, hash8) VALUES (?, ?, ?) "
    "ON CONFLICT (case_id, feed) DO UPDATE SET hash8 = excluded.hash8"
)
EVENT = "INSERT OR IGNORE INTO events (case_id, n, body) VALUES (?, ?, ?)"
CASE = (
    "INSERT INTO cases (id, version, events, stage, image) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "version = excluded.version, events = excluded.events, stage = excluded.stage, image = excluded.image"
)
Values = dict[str, list[tuple[object, ...]]]
"""Statement → rows."""


class Told(msgspec.Struct):
    """A row as it is told, image and events in their bytes."""

    feed: str
    case_id: str = ""
    image: msgspec.Raw = msgspec.Raw(b"{}")
    events: tuple[msgspec.Raw, ...] = ()


class Image(msgspec.Struct):
    """What stands in columns of its own."""

    stage: str = "reported"
    version: int = 0
    events: int = 0


class Number(msgspec.Struct):
    """Which event it is."""

    n: int


def fetch(server: Path, desk: Desk) -> list[bytes]:
    """All rows after the cursor, from the server's own file: it would not tell so many."""
    asked = "SELECT line FROM feed WHERE feed_id = ? AND seq > ? ORDER BY seq"
    with closing(dbapi2.connect(str(server))) as database:
        marks = desk.cursor().marks.items()
        return [bytes(line) for feed, mark in marks for (line,) in database.execute(asked, (feed, mark.seq))]


def values(lines: list[bytes]) -> Values:
    """What is written of these rows."""
    made: Values = {PLACE: [], EVENT: [], CASE: []}
    for line in lines:
        told = msgspec.json.decode(line, type=Told)
        image, body = msgspec.json.decode(told.image, type=Image), bytes(told.image)
        hash8 = int.from_bytes(hashlib.sha256(body).digest()[:8], "big", signed=True)
        made[PLACE].append((told.case_id, told.feed, hash8))
        for event in told.events:
            made[EVENT].append((told.case_id, msgspec.json.decode(event, type=Number).n, bytes(event)))
        made[CASE].append((told.case_id, image.version, image.events, image.stage, body))
    return made
