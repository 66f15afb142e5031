"""The consoles' way in: pushes of "sync/1". Who asks is known before anything is read, and there is an end to it."""

import asyncio
from contextlib import nullcontext

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rules import protocol, wire
from server.access.renewals import Renewals
from server.access.sessions import Workstation
from server.api.doors import BEARER, Doors, refusals
from server.api.errors import TooLarge, Zombie
from server.api.measure import limited
from server.api.pressure import Pressure
from server.api.reading import MAX_ALONE, MAX_BODY, Taken, read
from server.api.told import schema, telling
from server.casebook.book import Casebook
from server.casebook.errors import ForkFound
from server.feeds.service import Feeds
from server.lane import ApplyLane

_WAY = ("/v1/push", "post")
_FORM = schema(protocol.Push, *_WAY, "requestBody")
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": _FORM}}}}


class Pushing:
    """Pushes go through the apply lane, one console's in their order."""

    def __init__(
        self, doors: Doors, casebook: Casebook, lane: ApplyLane, feeds: Feeds, renewals: Renewals, pressure: Pressure
    ) -> None:
        self._doors = doors
        self._casebook = casebook
        self._lane = lane
        self._feeds = feeds
        self._renewals = renewals
        self._pressure = pressure

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1", tags=["sync"], dependencies=[BEARER])
        routes.add_api_route(
            "/push",
            self.push,
            methods=["POST"],
            response_model=None,
            responses=telling(protocol.PushAnswer, *_WAY) | refusals(401, 403, 409, 413, 422, 426, 429, 503),
            openapi_extra=_BODY,
        )
        return routes

    async def push(self, request: Request) -> Response:
        """Settle a console's commands in order; only a `results` entry is an outcome.

        409 "fork": the console's files were copied; `details.renewal` is a one-time token to enrol anew with.
        409 "error.zombie": the console has seen an epoch that is unknown here.
        """
        station = await asyncio.to_thread(self._doors.workstation, request)
        self._pressure.push(station.id)
        body = await self._body(request, station)
        taken = await asyncio.to_thread(self._taken, body)
        try:
            lane, asked = station.console_id, (taken.push, station.id, station.console_id, taken.unreadable)
            answer = await self._lane.run(lane, taken.first, self._casebook.push, *asked)
        except ForkFound as fork:
            renewal = await asyncio.to_thread(self._renewals.offer, station)
            raise ForkFound(fork.last_n, renewal) from fork
        return Response(wire.canonical(answer), media_type="application/json")

    async def _body(self, request: Request, station: Workstation) -> bytes:
        """What was sent; a large one, or one of unknown length, needs a place."""
        size = int(request.headers.get("content-length") or MAX_ALONE)
        if size > MAX_ALONE:
            raise TooLarge(MAX_ALONE)
        with self._pressure.upload(station.id) if size > MAX_BODY else nullcontext():
            body = await limited(request, MAX_ALONE)
        if body is None:
            raise TooLarge(MAX_ALONE)
        return body

    def _taken(self, body: bytes) -> Taken:
        """Raises Zombie when the console has seen what this database has not."""
        taken = read(body)
        if taken.push.epoch and not self._feeds.knows(taken.push.epoch):
            raise Zombie(taken.push.epoch)
        return taken
