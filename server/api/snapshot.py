"""The live scope as pages of NDJSON: what a console starts from, made exact by the changes after `as_of`."""

import zlib
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from rules import protocol, wire
from rules.commands import NotAllowed
from server import tables
from server.access.sessions import Workstation
from server.api.doors import BEARER, NDJSON, Doors, refusals
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds.heads import Head, current_epoch, read_heads

MAX_PAGE = 2000


class Snapshot:
    """Pages may be read at different instants: the heads of the first page are the cursor to go on from."""

    def __init__(self, doors: Doors, database: Database, cities: Cities, clock: Clock) -> None:
        self._doors = doors
        self._database = database
        self._cities = cities
        self._clock = clock

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1", tags=["sync"], dependencies=[BEARER])
        routes.add_api_route(
            "/snapshot", self.snapshot, response_class=Response, responses={**NDJSON, **refusals(401, 422)}
        )
        return routes

    def snapshot(self, request: Request, scope: str = "live", after: str = "", limit: int = 500) -> Response:
        """Head, at most `limit` cases after the id `after`, tail. Only the scope "live" exists."""
        station = self._doors.workstation(request)
        if scope != "live":
            raise NotAllowed("rule.form", field="scope", expected="live")
        with self._database.read() as connection:
            head = self._head(connection, station)
            rows = connection.execute(_page(station, after, max(1, min(limit, MAX_PAGE)))).all()
        lines = b"".join(_case_line(row.feed, bytes(row.image)) for row in rows)
        done = len(rows) < max(1, min(limit, MAX_PAGE))
        tail = protocol.SnapshotTail("" if done else rows[-1].id, done, zlib.crc32(lines))
        body = wire.canonical(head) + b"\n" + lines + wire.canonical(tail) + b"\n"
        return Response(body, media_type="application/x-ndjson", headers={"Cache-Control": "no-store"})

    def _head(self, connection: Connection, station: Workstation) -> protocol.SnapshotHead:
        epoch, heads = current_epoch(connection), _seen(read_heads(connection), station)
        as_of = {feed: protocol.Mark(head.seq, head.chain) for feed, head in heads.items()}
        count = connection.scalar(select(func.count()).select_from(tables.cases).where(_live(station))) or 0
        return protocol.SnapshotHead(epoch.no, epoch.id, as_of, count, self._cities.current.version, self._clock.now())


def _seen(heads: Mapping[str, Head], station: Workstation) -> dict[str, Head]:
    return {feed: head for feed, head in heads.items() if station.scope is None or feed in station.scope}


def _live(station: Workstation) -> ColumnElement[bool]:
    table = tables.cases
    live = table.c.live.is_(True)
    if station.scope is None:
        return live
    copied = " " + table.c.copies + " "
    copies = [copied.contains(f" {feed} ", autoescape=True) for feed in sorted(station.scope)]
    return live & or_(table.c.feed.in_(station.scope), *copies)


def _page(station: Workstation, after: str, limit: int) -> Select[tuple[str, str, bytes]]:
    table = tables.cases
    wanted = select(table.c.id, table.c.feed, table.c.image).where(_live(station), table.c.id > after)
    return wanted.order_by(table.c.id).limit(limit)


def _case_line(feed: str, image: bytes) -> bytes:
    """The canonical bytes of a SnapshotCase, put together from the image as it is stored."""
    return b'{"feed":' + wire.canonical(feed) + b',"image":' + image + b"}\n"
