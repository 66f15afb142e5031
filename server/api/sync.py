"""The consoles' way in and out: push, changes (long poll) and snapshot of "sync/1"."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from rules import protocol, wire
from rules.commands import NotAllowed
from server.access.sessions import Workstation
from server.api.doors import BEARER, NDJSON, Doors, refusals
from server.api.errors import WrongVersion
from server.casebook.book import Casebook
from server.cities import Cities
from server.clock import Clock
from server.feeds.service import Cursor, FeedLine, Feeds
from server.lane import ApplyLane

HEARTBEAT_S = 5.0
MAX_BODY = 256 * 1024
MAX_COMMANDS = 256
LONGEST_SEQ = 18  # digits


class Sync:
    """Polls are async and read what is in memory; pushes go through the apply lane."""

    def __init__(
        self, doors: Doors, casebook: Casebook, lane: ApplyLane, feeds: Feeds, cities: Cities, clock: Clock
    ) -> None:
        self._doors = doors
        self._casebook = casebook
        self._lane = lane
        self._feeds = feeds
        self._cities = cities
        self._clock = clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["sync"], dependencies=[BEARER])
        codes = refusals(401, 403, 409, 422, 426, 503)
        routes.add_api_route("/push", self.push, methods=["POST"], response_model=protocol.PushAnswer, responses=codes)
        gone = {**NDJSON, **refusals(401, 403, 410, 422)}
        routes.add_api_route("/changes", self.changes, response_class=Response, responses=gone)
        return routes

    async def push(self, push: protocol.Push, request: Request) -> Response:
        """Settle a console's commands in order; only a `results` entry is an outcome."""
        station = await asyncio.to_thread(self._doors.workstation, request)
        if push.proto != protocol.PROTO:
            raise WrongVersion
        if len(push.cmds) > MAX_COMMANDS or int(request.headers.get("content-length", 0)) > MAX_BODY:
            raise NotAllowed("rule.too_large", field="cmds", max=f"{MAX_COMMANDS}, {MAX_BODY // 1024} kB")
        answer = await self._lane.run(self._casebook.push, push, station.id, station.console_id)
        return Response(wire.canonical(answer), media_type="application/json")

    async def changes(
        self, request: Request, epoch: str, cursor: str = "", limit: int = 500, wait: int = 0
    ) -> Response:
        """Rows after a cursor `feed:seq:chain,…`, as NDJSON: head, rows, tail. `wait` ≤ 25 s for the first row.

        Feeds that the cursor does not name begin at 0. While waiting, a blank line comes every 5 s.
        """
        station = await asyncio.to_thread(self._doors.workstation, request)
        marks = self._marks(cursor, station)
        await asyncio.to_thread(self._feeds.check, epoch, marks)
        stream = self._stream(station, marks, max(1, min(limit, 500)), max(0, min(wait, 25)), epoch)
        return StreamingResponse(stream, media_type="application/x-ndjson", headers={"Cache-Control": "no-store"})

    def _marks(self, cursor: str, station: Workstation) -> dict[str, Cursor]:
        seen = {feed for feed in self._feeds.heads if station.scope is None or feed in station.scope}
        marks = {feed: Cursor(0, wire.START) for feed in seen}
        for part in filter(None, cursor.split(",")):
            feed, _, rest = part.partition(":")
            seq, _, chain = rest.partition(":")
            if not (seq.isascii() and seq.isdigit() and len(seq) <= LONGEST_SEQ):
                raise NotAllowed("rule.form", field="cursor", expected="feed:seq:chain,…")
            if station.scope is not None and feed not in station.scope:
                raise NotAllowed("rule.feed_scope", feed=feed)
            marks[feed] = Cursor(int(seq), chain)
        return marks

    async def _stream(
        self, station: Workstation, marks: Mapping[str, Cursor], limit: int, wait: int, epoch: str
    ) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        ticket = self._feeds.hub.ticket()
        while not self._news(marks) and epoch == self._feeds.epoch.id and not self._feeds.hub.closed:
            rest = until - loop.time()
            if rest <= 0:
                break
            if not await self._feeds.hub.wait(ticket, min(rest, HEARTBEAT_S)):
                yield b"\n"
            ticket = self._feeds.hub.ticket()
        last_n = await asyncio.to_thread(self._casebook.last_n, station.console_id)
        # An epoch that ended while this poll waited: an empty batch; the next request learns it by 410.
        lines = await asyncio.to_thread(self._read, marks, limit) if epoch == self._feeds.epoch.id else []
        for part in self._batch(marks, lines, last_n):
            yield part

    def _news(self, marks: Mapping[str, Cursor]) -> bool:
        heads = self._feeds.heads
        return any(heads[feed].seq > mark.seq for feed, mark in marks.items() if feed in heads)

    def _read(self, marks: Mapping[str, Cursor], limit: int) -> list[FeedLine]:
        lines: list[FeedLine] = []
        for feed in sorted(marks):
            if len(lines) < limit and feed in self._feeds.heads and self._feeds.heads[feed].seq > marks[feed].seq:
                lines += self._feeds.after(feed, marks[feed].seq, limit - len(lines))
        return lines

    def _batch(self, marks: Mapping[str, Cursor], lines: list[FeedLine], last_n: int) -> list[bytes]:
        to = {feed: protocol.Mark(mark.seq, mark.chain) for feed, mark in marks.items()}
        to |= {line.feed: protocol.Mark(line.seq, line.chain) for line in lines}
        head = wire.canonical(self._head(marks, to, last_n)) + b"\n"
        rows = b"".join(line.line + b"\n" for line in lines)
        tail = wire.canonical(protocol.ChangesTail(to, zlib.crc32(rows))) + b"\n"
        return [head + rows + tail]

    def _head(self, marks: Mapping[str, Cursor], to: Mapping[str, protocol.Mark], last_n: int) -> protocol.ChangesHead:
        heads, epoch = self._feeds.heads, self._feeds.epoch
        spans = {
            feed: protocol.FeedSpan(mark.seq, to[feed].seq, heads[feed].seq, heads[feed].floor)
            for feed, mark in marks.items()
        }
        return protocol.ChangesHead(
            epoch.no,
            epoch.id,
            spans,
            self._cities.current.version,
            self._clock.now(),
            last_n,
            durable={feed: heads[feed].seq for feed in marks},
            more=any(to[feed].seq < heads[feed].seq for feed in marks),
        )
