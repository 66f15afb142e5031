"""Baseline: what a desk that comes back cannot do without. `python -m benchmarks.baselines.raw_back ASKED.json`.

Its commands pushed one batch after the other, and the rows that came meanwhile written by `executemany` into the same
encrypted tables in one transaction, every value in memory already. Prints one line of JSON: ms of the pushes (pushes)
and of the writing (upsert), and how many rows and pushes there were.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.sync.missed_rows import Values, fetch, values
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.models.file import File
from console.sync.client import Client
from console.sync.push import push


def send(client: Client, desk: Desk) -> list[float]:
    """All commands; ms of each push."""
    took = list[float]()
    while (body := desk.next_push(desk.cursor().epoch)) is not None:
        began = time.monotonic()
        answer = push(client, body)
        took.append((time.monotonic() - began) * 1000)
        desk.answered(answer)
    return took


def write(file: File, made: Values) -> float:
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
    lines = fetch(Path(asked["server"]), desk)
    pushes = send(Client(asked["url"], token=desk.files.station().token), desk)
    on_disk = desk.files.shelf.on_disk
    assert on_disk is not None
    desk.files.close()
    file = File(*on_disk, "NORMAL")
    upsert = write(file, values(lines))
    file.close()
    return {"pushes": sum(pushes), "upsert": upsert, "rows": len(lines), "batches": len(pushes)}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
