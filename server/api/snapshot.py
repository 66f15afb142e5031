"""What a console starts from, and how it finds out what it has wrong: the live scope as pages, digests of its feeds."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rules import protocol, wire
from rules.commands import NotAllowed
from rules.protocol import BUCKETS
from server.access.sessions import Workstation
from server.api.doors import BEARER, NDJSON, Doors, refusals
from server.api.errors import NotFound
from server.database import Database
from server.feeds.digests import by_bucket
from server.feeds.heads import current_epoch
from server.feeds.pages import Pages


class Snapshot:
    """Pages and digests, for workstations, each within its own scope."""

    def __init__(self, doors: Doors, database: Database, pages: Pages) -> None:
        self._doors = doors
        self._database = database
        self._pages = pages

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["sync"], dependencies=[BEARER])
        codes = {**NDJSON, **refusals(401, 403, 422, 503)}
        routes.add_api_route("/snapshot", self.snapshot, response_class=Response, responses=codes)
        codes = refusals(401, 403, 404, 422, 503)
        routes.add_api_route("/digests", self.digests, response_model=protocol.Digests, responses=codes)
        return routes

    def snapshot(
        self,
        request: Request,
        scope: str = "live",
        after: str = "",
        limit: int = 500,
        events: int = 0,
        feed: str = "",
        buckets: str = "",
    ) -> Response:
        """Head, at most `limit` cases after `after` (the `next` of the tail before), tail. There is one scope: "live".

        `events=1`: with their events. `feed` and `buckets` ("3,77"): only the cases of that feed in these buckets of
        its digest. A page that is not full may not be the last one: `done` of its tail says so.
        """
        station = self._doors.workstation(request)
        if scope != "live":
            raise NotAllowed("rule.form", field="scope", expected="live")
        if feed:
            self._insist(station, feed)
            body = self._pages.some(station, feed, _numbers(buckets), after, limit)
        else:
            body = self._pages.page(station, after, limit, events=bool(events))
        return Response(body, media_type="application/x-ndjson", headers={"Cache-Control": "no-store"})

    def digests(self, request: Request, feed: str) -> Response:
        """The digest of a feed at its head, and the sum of each of its 256 buckets."""
        self._insist(self._doors.workstation(request), feed)
        with self._database.read() as connection:
            epoch = current_epoch(connection)
            try:
                found = by_bucket(connection, feed, epoch.id)
            except LookupError as error:
                raise NotFound from error
        return Response(wire.canonical(found), media_type="application/json")

    def _insist(self, station: Workstation, feed: str) -> None:
        if station.scope is not None and feed not in station.scope:
            raise NotAllowed("rule.feed_scope", feed=feed)


def _numbers(words: str) -> frozenset[int]:
    """Raises NotAllowed when these are no numbers of buckets."""
    said = words.split(",")
    if not all(word.isascii() and word.isdigit() and len(word) <= 3 and int(word) < BUCKETS for word in said):
        raise NotAllowed("rule.form", field="buckets", expected=f"0–{BUCKETS - 1},…")
    return frozenset(map(int, said))
