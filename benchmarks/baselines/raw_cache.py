"""Baseline: the rows of a cache, written by `executemany` alone into the same schema, encrypted by the same key.

`python -m benchmarks.baselines.raw_cache FILE`: the quarter of `benchmarks.sync.made_quarter`, its values in memory
already; prints the seconds of the one transaction.
"""

import sys
import time
from pathlib import Path

from benchmarks.sync.quarter_rows import values
from console.models.file import File
from console.models.tables import cache_tables

KEY = b"k" * 32


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
