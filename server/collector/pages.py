"""The collector's pages: the live list of checks, and the pages of their cases."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from rules.commands import Role
from server.collector.reporting import Reporting
from server.collector.tasks import check_tasks, own_grids, own_reports, own_shift
from server.pages.acknowledge import acknowledge_all
from server.pages.desk import Desk
from server.pages.kit import Kit
from server.pages.live import Lists, live_answer
from server.pages.times import Times
from server.pages.told import Teller
from server.pages.visit import Visit

BASE = "/collector"


class Collector:
    """`/collector/…`, for who holds the duty of a collector."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._desk = Desk(kit, Role.COLLECTOR, BASE)
        self._reporting = Reporting(kit, self._desk, BASE)

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(
            prefix=BASE,
            route_class=self._kit.guard.route_class(),
            include_in_schema=False,
            default_response_class=Response,
        )
        routes.add_api_route("", self.home)
        routes.add_api_route("/", self.home)
        routes.add_api_route("/live", self.live)
        self._reporting.add_to(routes)
        self._desk.add_to(routes)
        return routes

    async def home(self, request: Request) -> Response:
        """The list; without script it is renewed by its own link."""
        visit = await self._desk.visit(request)
        stamp = await self._stamp(visit)
        rows = await self._rows(visit)
        own = own_grids(visit.actor, self._kit.cities.current, self._kit.clock.now())
        grids = [f"{code} {visit.name(*names)}".strip() for code, names in own]
        shift = self._own_shift(visit)
        return self._kit.view.page(
            visit, "collector.html", base=BASE, rows=rows, stamp_of_list=stamp, grids=grids, shift=shift
        )

    def _own_shift(self, visit: Visit) -> str:
        city, now = self._kit.cities.current, self._kit.clock.now()
        return own_shift(visit.actor, city, visit.texts, now, Times(visit.texts, city.calendar, now).at)

    async def live(self, request: Request) -> Response:
        """The list again, once it has changed: {stamp, html}; see `live_answer`."""
        visit = await self._desk.visit(request)
        lists = Lists(lambda: self._stamp(visit), lambda: self._rows(visit))
        answer = await live_answer(self._kit.hub, lists, request.query_params.get("since", ""))
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def _stamp(self, visit: Visit) -> str:
        return await asyncio.to_thread(self._kit.queries.stamp, visit.actor)

    async def _rows(self, visit: Visit) -> str:
        """The rows as HTML; showing them acknowledges that they were fetched."""
        cases = await asyncio.to_thread(self._kit.queries.live, visit.actor)
        if await acknowledge_all(self._kit, visit, Role.COLLECTOR, cases):
            cases = await asyncio.to_thread(self._kit.queries.live, visit.actor)
        city, now = self._kit.cities.current, self._kit.clock.now()
        shown = {
            "base": BASE,
            "checks": check_tasks(cases, visit.actor, city, now),
            "reports": own_reports(cases, visit.actor),
            "teller": Teller(visit, city, {}, now),
        }
        return await asyncio.to_thread(self._kit.view.text, visit, "collector_rows.html", **shown)
