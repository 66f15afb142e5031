"""The rows of a cache that hold the quarter of `made_quarter`, as values: made before anything is measured."""

import hashlib

import msgspec

from benchmarks.sync.made_quarter import pages
from rules.wire import decode

PLACE = "INSERT INTO places (case_id, feed, hash8) VALUES (?, ?, ?)"
EVENT = "INSERT INTO events (case_id, n, body) VALUES (?, ?, ?)"
CASE = "INSERT INTO cases (id, version, events, stage, image) VALUES (?, ?, ?, ?, ?)"


class Told(msgspec.Struct):
    """A case as it is told, image and events in their bytes."""

    feed: str
    image: msgspec.Raw
    events: tuple[msgspec.Raw, ...] = ()


class Image(msgspec.Struct):
    """What stands in columns of its own."""

    id: str
    stage: str = "reported"
    version: int = 0
    events: int = 0


def values() -> dict[str, list[tuple[object, ...]]]:
    """Statement → rows."""
    made: dict[str, list[tuple[object, ...]]] = {PLACE: [], EVENT: [], CASE: []}
    for page in pages(2000):
        for line in page.lines:
            told = msgspec.json.decode(line, type=Told)
            image = decode(Image, bytes(told.image))
            hash8 = int.from_bytes(hashlib.sha256(told.image).digest()[:8], "big", signed=True)
            made[PLACE].append((image.id, told.feed, hash8))
            made[EVENT] += [(image.id, n, bytes(event)) for n, event in enumerate(told.events, 1)]
            made[CASE].append((image.id, image.version, image.events, image.stage, bytes(told.image)))
    return made
