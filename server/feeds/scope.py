"""The cases of the live scope as lines: in which order they are told, and what each line holds."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from rules import protocol, wire
from server import tables
from server.dialect import parts
from server.feeds.digests import standing
from server.feeds.heads import read_heads

# What waits for somebody at the centre comes first: with it a console can be worked on.
FIRST = ("to_dispatch", "reported", "pre_check", "accepted", "to_confirm", "to_verify", "to_close")
Scope = frozenset[str] | None


class Line(NamedTuple):
    """One case as it is told; `at` is its place in the order, to go on from. Thousands of them are made at once."""

    at: str
    body: bytes


def as_of(connection: Connection, scope: Scope) -> dict[str, protocol.Mark]:
    """The heads of the feeds of a scope."""
    return {feed: protocol.Mark(head.seq, head.chain) for feed, head in read_heads(connection, scope).items()}


def count(connection: Connection, scope: Scope) -> int:
    """How many live cases there are."""
    return connection.scalar(select(func.count()).select_from(tables.cases).where(standing(scope))) or 0


def after(connection: Connection, scope: Scope, at: str, limit: int, *, events: bool) -> list[Line]:
    """The next cases after a place ("" = from the start): those that wait for the centre by id, then the others."""
    rows = list(_rows(connection, scope, at, limit))
    told = _events(connection, [id_ for _, (id_, *_) in rows]) if events else {}
    return [
        Line(f"{rank}:{id_}", _line(feed, copies, image, scope, told.get(id_, ())))
        for rank, (id_, feed, copies, image) in rows
    ]


def _rows(connection: Connection, scope: Scope, at: str, limit: int) -> Iterator[tuple[int, Any]]:
    """Read by id, one rank after the other: nothing is sorted."""
    rank, _, last = at.partition(":")
    stage = tables.cases.c.stage
    for each, ranked in ((0, stage.in_(FIRST)), (1, stage.not_in(FIRST))):
        if limit and str(each) >= rank:
            beyond = tables.cases.c.id > (last if str(each) == rank else "")
            wanted = _wanted(scope).where(ranked, beyond).order_by(tables.cases.c.id).limit(limit)
            found = connection.execute(wanted).all()
            limit -= len(found)
            yield from ((each, row) for row in found)


def of_ids(connection: Connection, ids: Sequence[str], scope: Scope) -> list[Line]:
    """These cases in this order, as far as they are live."""
    found = {
        id_: _line(feed, copies, image, scope)
        for part in parts(ids)
        for id_, feed, copies, image in connection.execute(_wanted(scope).where(tables.cases.c.id.in_(part)))
    }
    return [Line(id_, found[id_]) for id_ in ids if id_ in found]


def _wanted(scope: Scope) -> Select[Any]:
    table = tables.cases
    return select(table.c.id, table.c.feed, table.c.copies, table.c.image).where(standing(scope))


def _events(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[bytes]]:
    """The events of these cases as they are stored, in order."""
    table = tables.events
    told: dict[str, list[bytes]] = {}
    for part in parts(ids):
        wanted = select(table.c.case_id, table.c.body).where(table.c.case_id.in_(part))
        for row in connection.execute(wanted.order_by(table.c.case_id, table.c.n)):
            told.setdefault(row.case_id, []).append(bytes(row.body))
    return told


def _line(feed: str, copies: str, image: bytes, scope: Scope, events: Sequence[bytes] = ()) -> bytes:
    """The canonical bytes of a SnapshotCase, put together from what is stored."""
    happened = b'"events":[' + b",".join(events) + b"]," if events else b""
    return b"".join((b"{", happened, _where(feed, copies, scope), b',"image":', image, b"}\n"))


@lru_cache(maxsize=1024)
def _where(feed: str, copies: str, scope: Scope) -> bytes:
    """The same few for thousands of cases."""
    feeds = [each for each in (feed, *copies.split()) if scope is None or each in scope]
    return b'"feed":' + wire.canonical(feeds[0]) + b',"feeds":' + wire.canonical(feeds)
