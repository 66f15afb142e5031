"""The consoles' way out: the changes of "sync/1" as a long poll; see `pushing` for the way in."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from server.access.sessions import Workstation
from server.api.claims import held_of
from server.api.doors import BEARER, NDJSON, Doors, refusals
from server.api.pressure import Poll, Pressure
from server.claiming import Claiming
from server.feeds.heads import Epoch
from server.feeds.service import Cursor, Feeds, Stale
from server.feeds.telling import NO_CLAIMS, ClaimsTold, Telling

HEARTBEAT_S = 5.0
PART = 1 << 18  # bytes that are handed to the line at once


@dataclass(frozen=True, slots=True)
class Asked:
    """What one poll asks for: rows after `marks` in the epoch `in_force`; `claims_no` None = nothing of claims."""

    station: Workstation
    marks: Mapping[str, Cursor]
    epoch: str
    in_force: Epoch
    limit: int
    claims_no: int | None = None


class Sync:
    """Polls are async and wait on the hub; what they tell is put together on a thread."""

    def __init__(self, doors: Doors, feeds: Feeds, telling: Telling, claiming: Claiming, pressure: Pressure) -> None:
        self._doors = doors
        self._feeds = feeds
        self._telling = telling
        self._claiming = claiming
        self._pressure = pressure

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1", tags=["sync"], dependencies=[BEARER])
        gone = {**NDJSON, **refusals(401, 403, 410, 422, 503)}
        routes.add_api_route("/changes", self.changes, response_class=Response, responses=gone)
        return routes

    async def changes(
        self,
        request: Request,
        epoch: str,
        cursor: str = "",
        limit: int = 500,
        wait: int = 0,
        claims_no: int | None = None,
        claims: str = "",
    ) -> Response:
        """Rows after a cursor `feed:seq:chain,…`, as NDJSON: head, rows, tail. `wait` ≤ 25 s for the first row.

        Feeds that the cursor does not name begin at 0. While waiting, a blank line comes every 5 s. Where the server
        does not see its database any more nothing is told: 503, or no further line.

        `claims_no`: the state of the claims that the console knows, 0 = none; they are told where they are others.
        `claims`: what the console itself holds, `case:token,…`; each poll lets these live on.
        """
        self._feeds.insist_fresh()
        station = await asyncio.to_thread(self._doors.workstation, request)
        held = held_of(claims)
        marks, in_force = await asyncio.to_thread(self._telling.opened, station, epoch, cursor)
        self._claiming.heard(station.console_id, held)
        wait = max(0, min(wait, 25)) if epoch == in_force.id else 0  # else the console must hear of it
        stream = self._held(Asked(station, marks, epoch, in_force, limit, claims_no), wait)
        return StreamingResponse(stream, media_type="application/x-ndjson", headers={"Cache-Control": "no-store"})

    async def _held(self, asked: Asked, wait: int) -> AsyncIterator[bytes]:
        with self._pressure.poll(asked.station.id) as poll, suppress(Stale):
            async for blank in self._waiting(asked, wait, poll):
                yield blank
            self._feeds.insist_fresh()
            place = (asked.station, asked.marks, asked.epoch, asked.in_force, asked.limit)
            told = await asyncio.to_thread(self._telling.told, *place, self._claims(asked))
            for start in range(0, len(told), PART):
                yield told[start : start + PART]

    async def _waiting(self, asked: Asked, wait: int, poll: Poll) -> AsyncIterator[bytes]:
        """Heartbeats until there is news. Raises Stale: a server that sees nothing new does not say that it lives."""
        hub, loop = self._feeds.hub, asyncio.get_running_loop()
        until, ticket = loop.time() + wait, hub.ticket()
        while not (self._has_news(asked) or hub.closed or poll.is_over):
            rest = until - loop.time()
            if rest <= 0:
                break
            if not await hub.wait(ticket, min(rest, HEARTBEAT_S)):
                self._feeds.insist_fresh()
                yield b"\n"
            ticket = hub.ticket()

    def _has_news(self, asked: Asked) -> bool:
        return self._telling.has_news(asked.marks, asked.in_force) or self._claims(asked)[1] is not None

    def _claims(self, asked: Asked) -> ClaimsTold:
        """The number of the claims' state, and the claims where the console does not know it."""
        if asked.claims_no is None:
            return NO_CLAIMS
        told = self._claiming.told(asked.station.scope, asked.station.console_id)
        if told is None or told[0] == asked.claims_no:
            return asked.claims_no, None
        return told
