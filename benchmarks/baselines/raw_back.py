"""Baseline: what a desk that comes back cannot do without. `python -m benchmarks.baselines.raw_back ASKED.json`.

Its commands pushed one batch after the other, and the rows that came meanwhile written by `executemany` into the same
encrypted tables in one transaction, every value in memory already. Prints one line of JSON: ms of the pushes (pushes)
and of the writing (upsert), and how many rows and pushes there were.
"""

import hashlib
import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.models.file import File
from console.sync.client import Client
from console.sync.push import push

PLACE = (
    "INSERT INTO places (case_id, feed, hash8) VALUES (?, ?, ?) "
    "ON CONFLICT (case_id, feed) DO UPDATE SET hash8 = excluded.hash8"
)
EVENT = "INSERT OR IGNORE INTO events (case_id, n, body) VALUES (?, ?, ?)"
CASE = (
    "INSERT INTO cases (id, version, events, stage, image) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "version = excluded.version, events = excluded.events, stage = excluded.stage, image = excluded.image"
)


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


def send(client: Client, desk: Desk) -> list[float]:
    """All commands; ms of each push."""
    took = list[float]()
    while (body := desk.next_push(desk.cursor().epoch)) is not None:
        began = time.monotonic()
        answer = push(client, body)
        took.append((time.monotonic() - began) * 1000)
        desk.answered(answer)
    return took


def values(lines: list[bytes]) -> dict[str, list[tuple[object, ...]]]:
    """Statement → rows."""
    made: dict[str, list[tuple[object, ...]]] = {PLACE: [], EVENT: [], CASE: []}
    for line in lines:
        told = msgspec.json.decode(line, type=Told)
        image, body = msgspec.json.decode(told.image, type=Image), bytes(told.image)
        hash8 = int.from_bytes(hashlib.sha256(body).digest()[:8], "big", signed=True)
        made[PLACE].append((told.case_id, told.feed, hash8))
        for event in told.events:
            made[EVENT].append((told.case_id, msgspec.json.decode(event, type=Number).n, bytes(event)))
        made[CASE].append((told.case_id, image.version, image.events, image.stage, body))
    return made


def write(file: File, made: dict[str, list[tuple[object, ...]]]) -> float:
    """Write them all; ms from the first row to the end of the commit."""
    connection = file._connection  # noqa: SLF001  bare `executemany` is what this is about
    began = time.monotonic()
    connection.execute("BEGIN")
    for statement, rows in made.items():
        connection.executemany(statement, rows)
    connection.execute("COMMIT")
    return (time.monotonic() - began) * 1000


def main(asked: dict[str, Any]) -> dict[str, float]:
    """What it took."""
    desk = Desk(open_files(Path(asked["folder"]), "bench", None), Clock())
    client = Client(asked["url"], token=desk.files.station().token)
    lines, pushes = fetch(Path(asked["server"]), desk), send(client, desk)
    on_disk = desk.files.shelf.on_disk
    assert on_disk is not None
    desk.files.close()
    file = File(*on_disk, "NORMAL")
    upsert = write(file, values(lines))
    file.close()
    return {"pushes": sum(pushes), "upsert": upsert, "rows": len(lines), "batches": len(pushes)}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
