"""A damaged outbox made good: what can be read of it and what only the second copy has, in a new file.

The damaged file stays beside it as `outbox.bad-<n>`. After a crash at any point the next start goes on: a whole
`outbox.new` takes its place, one that is not whole is made again.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.models.disk import Disk
from console.models.entries import OPEN
from console.models.errors import LocalFilesError
from console.models.file import DatabaseError, File
from console.models.keys import FileKey
from console.models.lazily import sql, tables
from console.models.outbox import N_UNKNOWN
from console.models.outbox_file import FILE_NAME, create
from console.models.outbox_rows import entry_of, row_of, untold, values_of
from console.models.second import Copied, Kept, SecondCopy
from console.models.wreck import Values, Wreck

_NEW = "outbox.new"
SALVAGED = "salvaged"
"""In `me` of a file that is whole: how many commands are saved, how many are lost, the damaged file's name."""
UNKNOWN = -1  # commands that are lost, where nothing tells how many there were
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Found:
    """The rows of a damaged file, by table, and the numbers of those commands that could not be read."""

    rows: dict[str, list[Values]] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()
    is_blind: bool = False  # no command could be read, and nothing tells how many there were


def salvage(folder: Path, key: FileKey, disk: Disk) -> None:
    """Make the outbox of this folder good. LocalFilesError or OSError when the disk does not take the new file."""
    found, copied = _readable(folder / FILE_NAME, key), SecondCopy(folder, key, disk).read()
    entries = _united(found, copied)
    here = {int(each["k"]) for each in entries}
    _remove(folder / _NEW, disk)
    bad = _free_name(folder)
    told = f"{sum(each['state'] in OPEN for each in entries)} {_lost(found, copied, here)} {bad}"
    _write(folder / _NEW, key, found, copied, entries, told)
    log.error("the outbox was damaged; salvaged: %s", told)
    finish(folder, key, disk)


def _lost(found: _Found, copied: Copied, here: set[int]) -> int:
    """How many commands could be read neither in the file nor in the copy; of a file that says nothing, at most.

    UNKNOWN where the copy says nothing either.
    """
    if not found.is_blind:
        return len(found.lost - here)
    return copied.torn if copied.me or copied.kept else UNKNOWN


def finish(folder: Path, key: FileKey, disk: Disk) -> None:
    """Put a whole new file in the place of the damaged one; one that is not whole is removed."""
    new, path = folder / _NEW, folder / FILE_NAME
    if not new.exists():
        return
    told = _told_in(new, key)
    if not told:
        _remove(new, disk)
        return
    bad = folder / told.split(" ", 2)[2]
    for suffix in ("", "-wal"):
        if path.with_name(path.name + suffix).exists():
            disk.rename(path.with_name(path.name + suffix), bad.with_name(bad.name + suffix))
    disk.remove(path.with_name(path.name + "-shm"))
    disk.rename(new, path)


def _told_in(new: Path, key: FileKey) -> str:
    """What `salvage` said of a new file when it was whole, "" = it is not."""
    try:
        file = File(new, key.part("database"), "FULL")
    except LocalFilesError:
        return ""
    try:
        return bytes(file.value("SELECT v FROM me WHERE k = ?", (SALVAGED,)) or b"").decode()
    except DatabaseError:
        return ""
    finally:
        file.close()


# what can be read ---------------------------------------------------------------------------------------------------
def _readable(path: Path, key: FileKey) -> _Found:
    wreck = Wreck(path, key.part("database"))
    try:
        is_blind = wreck.is_blind
        read = {name: wreck.rows(name) for name in tables.outbox_tables.tables}
    finally:
        wreck.close()
    commands, lost = read[tables.outbox.name]
    return _Found({name: rows for name, (rows, _) in read.items()}, lost, is_blind or (bool(lost) and not commands))


# what is written ----------------------------------------------------------------------------------------------------
def _united(found: _Found, copied: Copied) -> list[Values]:
    """The commands of both, by id: the file's word where it can be read, in the old order where that is known."""
    here = {str(each["id"]): each for each in found.rows.get("outbox", []) if _is_sound(each)}
    both = {command_id: values for command_id, kept in copied.kept.items() if (values := _values(kept))} | here
    odd = {str(each["id"]): each for each in found.rows.get("outbox", [])}
    return _numbered((odd | both).values())


def _is_sound(values: Mapping[str, Any]) -> bool:
    try:
        entry_of(row_of(values, values["k"]))
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _values(kept: Kept) -> Values:
    """The columns of a command as the second copy tells them; none when they make no command."""
    columns = untold(kept.columns)
    try:
        entry = entry_of(row_of(columns, columns["k"]))
    except (ValueError, TypeError, KeyError):
        return {}
    feed = {"ack_feed": entry.outcome.feed, "ack_seq": entry.outcome.seq} if entry.outcome else {}
    return values_of(entry) | columns | feed


def _numbered(all_values: Iterable[Values]) -> list[Values]:
    """In local order, each number once: a command whose k or n was given twice after a crash goes behind the others."""
    taken: set[int] = set()
    known: set[int] = set()
    numbered: list[Values] = []
    for values in sorted(all_values, key=lambda each: int(each["k"])):
        k = values["k"] if values["k"] not in taken else max(taken) + 1
        n = values.get("n") if values.get("n") not in known else None
        taken.add(k)
        if n is not None:
            known.add(n)
        numbered.append(values | {"k": k, "n": n})
    return numbered


def _write(new: Path, key: FileKey, found: _Found, copied: Copied, entries: list[Values], told: str) -> None:
    file = File(new, key.part("database"), "FULL")
    try:
        create(file)
        with file.engine.begin() as connection:
            for name, rows in _all_rows(found, copied, entries, told).items():
                for values in rows:
                    table = tables.outbox_tables.tables[name]
                    known = {column: value for column, value in values.items() if column in table.c}
                    connection.execute(sql.insert(table).prefix_with("OR REPLACE"), known)
    finally:
        file.close()


def _all_rows(found: _Found, copied: Copied, entries: list[Values], told: str) -> dict[str, list[Values]]:
    """The rows of each table, those of the file behind those of the copy: they win."""
    me = {"k": SALVAGED, "v": told.encode()}, {"k": N_UNKNOWN, "v": b"1"}
    known = [{"k": name, "v": value} for name, value in copied.me.items()]
    blobs = [
        {"sha256": blob.sha256, "size": blob.size, "mime": blob.mime, "command_id": kept.id, "state": "waiting"}
        for kept in copied.kept.values()
        for blob in kept.blobs
    ]
    people = [
        {"id": each.name, "command_id": command_id, "sealed": each.sealed}
        for command_id, each in copied.personal.items()
    ]
    return {
        "me": [*known, *found.rows.get("me", []), *me],
        "outbox": entries,
        "blobs_out": [*blobs, *found.rows.get("blobs_out", [])],
        "personal_out": [*people, *found.rows.get("personal_out", [])],
        "met": found.rows.get("met", []),
        "outages": found.rows.get("outages", []),
    }


def _free_name(folder: Path) -> str:
    numbers = [int(each.name.rpartition("-")[2]) for each in folder.glob("outbox.bad-*") if each.name[-1].isdigit()]
    return f"outbox.bad-{max(numbers, default=0) + 1}"


def _remove(path: Path, disk: Disk) -> None:
    for suffix in ("", "-wal", "-shm"):
        disk.remove(path.with_name(path.name + suffix))
