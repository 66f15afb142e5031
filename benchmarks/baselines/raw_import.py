"""Baseline: the rows that an import wrote, written again by `executemany` alone, in one transaction, same schema.

`python -m benchmarks.baselines.raw_import FULL EMPTY`: SQLite files after and before the import. Two ways are known,
with the indexes in place and with the indexes built last; prints the seconds of the better one.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

TABLES = ("cases", "events", "commands", "assignments", "checks", "requests", "rounds", "photos", "milestones")


def rows_of(full: Path) -> dict[str, tuple[str, list[tuple[Any, ...]]]]:
    """Each table's statement and rows, in memory."""
    made = {}
    with dbapi2.connect(str(full)) as connection:
        for table in TABLES:
            cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608  our own names
            names = [column[0] for column in cursor.description]
            marks = ", ".join("?" * len(names))
            made[table] = (f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", cursor.fetchall())  # noqa: S608
    return made


def write(file: Path, made: dict[str, tuple[str, list[tuple[Any, ...]]]], indexes_last: bool) -> float:
    """Write all rows; the seconds it took, the commit included."""
    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (%s)"
    indexes = connection.execute(asked % ", ".join(f"'{table}'" for table in TABLES)).fetchall()
    began = time.monotonic()
    connection.execute("BEGIN IMMEDIATE")
    for name, _ in indexes if indexes_last else ():
        connection.execute(f"DROP INDEX {name}")
    for statement, rows in made.values():
        connection.executemany(statement, rows)
    for _, statement in indexes if indexes_last else ():
        connection.execute(statement)
    connection.execute("COMMIT")
    return time.monotonic() - began


if __name__ == "__main__":
    made = rows_of(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory(dir=Path(sys.argv[2]).parent) as folder:
        print(min(write(Path(shutil.copy(sys.argv[2], f"{folder}/{way}")), made, bool(way)) for way in (0, 1)))
