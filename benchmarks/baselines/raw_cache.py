"""Baseline: the rows of a cache, written by `executemany` alone into the same schema, encrypted by the same key.

`python -m benchmarks.baselines.raw_cache FILE`: the quarter of `benchmarks.sync.made_quarter`, its values in memory
already; prints the seconds of the one transaction.
"""

import hashlib
import sys
import time
from pathlib import Path

import msgspec

from benchmarks.sync.made_quarter import pages
from console.models.file import File
from console.models.tables import cache_tables
from rules.wire import decode

KEY = b"k" * 32
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


def write(path: Path, made: dict[str, list[tuple[object, ...]]]) -> float:
    """Write them all; the seconds from the first row to the end of the commit."""
    file = File(path, KEY, "NORMAL")
    cache_tables.create_all(file.engine)
    connection = file._connection  # noqa: SLF001  bare `executemany` is what this is about
    began = time.monotonic()
    connection.execute("BEGIN")
    for statement, rows in made.items():
        connection.executemany(statement, rows)
    connection.execute("COMMIT")
    took = time.monotonic() - began
    file.close()
    return took


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), values()))
