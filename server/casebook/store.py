"""Reads and writes cases inside a transaction of the casebook. Nobody else writes these tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select

from rules.case import Case, Event
from rules.city import City
from rules.wire import WireError, decode_case, decode_event
from server import tables
from server.casebook import rows
from server.dialect import insert_many, parts, update_many
from server.feeds.digests import weight


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as it stands in the database: its feeds, and whether it is in the live scope.

    `weight`: what it adds to the digest of each of its feeds, by the sha256 of its image; 0 = not live.
    """

    case: Case
    feed: str
    copies: frozenset[str]
    live: bool
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A case as the database has it (None: not at all), as it is to be, and the canonical bytes of that."""

    before: Kept | None
    after: Kept
    image: bytes


def load(connection: Connection, ids: Iterable[str]) -> dict[str, Kept]:
    """The cases of these ids that there are. Raises WireError when one of them is damaged."""
    return {row.id: _kept(row) for row in _rows(connection, ids)}


def load_sound(connection: Connection, ids: Iterable[str]) -> tuple[dict[str, Kept], frozenset[str]]:
    """The cases of these ids that there are, and the ids of those that are damaged: one must not hold up all."""
    sound: dict[str, Kept] = {}
    damaged: set[str] = set()
    for row in _rows(connection, ids):
        try:
            sound[row.id] = _kept(row)
        except WireError:
            damaged.add(row.id)
    return sound, frozenset(damaged)


def _rows(connection: Connection, ids: Iterable[str]) -> Iterator[Any]:
    table = tables.cases
    wanted = select(table.c.id, table.c.image, table.c.row_hash, table.c.feed, table.c.copies, table.c.live)
    return (row for part in parts(ids) for row in connection.execute(wanted.where(table.c.id.in_(part))))


def _kept(row: Any) -> Kept:
    weighs = weight(bytes(row.row_hash)) if row.live else 0
    return Kept(decode_case(bytes(row.image)), row.feed, frozenset(row.copies.split()), row.live, weighs)


def save(connection: Connection, changes: Iterable[Changed], city: City) -> None:
    """Write cases and those of their child rows that changed."""
    fresh: list[rows.Values] = []
    known: list[rows.Values] = []
    changed = list(changes)
    for each in changed:
        after = each.after
        values = rows.case_values(after.case, city, after.feed, after.copies, after.live, each.image)
        (fresh if each.before is None else known).append(values)
    insert_many(connection, "cases", rows.CASE_COLUMNS, fresh)
    update_many(connection, "cases", rows.CASE_COLUMNS, known)
    for name, child in rows.CHILDREN.items():
        _save_children(connection, name, child, changed, city)


def _save_children(
    connection: Connection, name: str, child: rows.Child, changes: Iterable[Changed], city: City
) -> None:
    """What was only added is only inserted; where a row became another one, those of its case are written anew."""
    added: list[rows.Values] = []
    anew: list[str] = []
    for change in changes:
        case, before = change.after.case, change.before.case if change.before else None
        if before is not None and getattr(before, child.part) is getattr(case, child.part):
            continue
        now, had = child.make(case, city), child.make(before, city) if before else []
        if now[: len(had)] == had:
            added += now[len(had) :]
        else:
            anew.append(case.id)
            added += now
    table = tables.metadata.tables[name]
    for part in parts(anew):
        connection.execute(delete(table).where(table.c.case_id.in_(part)))
    insert_many(connection, name, child.columns, added)


def events_since(connection: Connection, case_id: str, version: int) -> tuple[Event, ...]:
    """The events that came after that version of the case, in order."""
    table = tables.events
    later = (table.c.case_id == case_id) & (table.c.version > version)
    found = connection.scalars(select(table.c.body).where(later).order_by(table.c.n))
    return tuple(decode_event(bytes(body)) for body in found)
