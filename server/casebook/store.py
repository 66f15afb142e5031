"""Reads and writes cases inside a transaction of the casebook. Nobody else writes these tables."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from rules.case import Case, Event
from rules.city import City
from rules.wire import decode_case, decode_event
from server import tables
from server.casebook import rows
from server.dialect import insert_many


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as it stands in the database: its feeds, and whether it is in the live scope."""

    case: Case
    feed: str
    copies: frozenset[str]
    live: bool


def load(connection: Connection, case_id: str) -> Kept | None:
    """The case, or None when there is none of that id."""
    table = tables.cases
    wanted = select(table.c.image, table.c.feed, table.c.copies, table.c.live).where(table.c.id == case_id)
    row = connection.execute(wanted).first()
    if row is None:
        return None
    return Kept(decode_case(bytes(row.image)), row.feed, frozenset(row.copies.split()), row.live)


def save(connection: Connection, before: Kept | None, after: Kept, city: City) -> None:
    """Write the case and those of its child rows that changed."""
    values = rows.case_values(after.case, city, after.feed, after.copies, after.live)
    row = dict(zip(rows.CASE_COLUMNS, values, strict=True))
    if before is None:
        connection.execute(insert(tables.cases).values(row))
    else:
        connection.execute(update(tables.cases).where(tables.cases.c.id == after.case.id).values(row))
    for name, child in rows.CHILDREN.items():
        if before is None or getattr(before.case, child.part) != getattr(after.case, child.part):
            _replace(connection, name, child, after.case, city, fresh=before is None)


def _replace(connection: Connection, name: str, child: rows.Child, case: Case, city: City, *, fresh: bool) -> None:
    table = tables.metadata.tables[name]
    if not fresh:
        connection.execute(delete(table).where(table.c.case_id == case.id))
    insert_many(connection, name, child.columns, child.make(case, city))


def add_events(connection: Connection, events: tuple[Event, ...], version: int) -> None:
    """Append to the history of a case."""
    insert_many(connection, "events", rows.EVENT_COLUMNS, rows.event_values(events, version))


def events_since(connection: Connection, case_id: str, version: int) -> tuple[Event, ...]:
    """The events that came after that version of the case, in order."""
    table = tables.events
    later = (table.c.case_id == case_id) & (table.c.version > version)
    found = connection.scalars(select(table.c.body).where(later).order_by(table.c.n))
    return tuple(decode_event(bytes(body)) for body in found)
