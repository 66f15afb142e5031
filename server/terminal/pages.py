"""The terminal of a unit: its live list, and the pages of its cases."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from rules.commands import Role
from server.pages.acknowledge import acknowledge_all
from server.pages.desk import Desk
from server.pages.kit import Kit
from server.pages.live import Lists, live_answer
from server.pages.told import Teller
from server.pages.visit import Visit
from server.sight import units_of
from server.terminal.papers import UnitPapers
from server.terminal.tasks import task_list, tasks

BASE = "/terminal"


class Terminal:
    """`/terminal/…`, for who holds the duty of a unit."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._desk = Desk(kit, Role.UNIT, BASE)

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
        UnitPapers(self._kit).add_to(routes)
        self._desk.add_to(routes)
        return routes

    async def home(self, request: Request) -> Response:
        """The list; without script it is renewed by its own link."""
        visit = await self._desk.visit(request)
        tab, page = _chosen(request)
        stamp = await self._stamp(visit)
        rows = await self._rows(visit, tab, page)
        unit = ", ".join(self._teller(visit).unit(code) for code in sorted(self._units(visit)))
        return self._kit.view.page(
            visit, "terminal.html", base=BASE, rows=rows, tab=tab, page=page, stamp_of_list=stamp, unit=unit
        )

    async def live(self, request: Request) -> Response:
        """The list again, once it has changed: {stamp, html}; see `live_answer`."""
        visit = await self._desk.visit(request)
        tab, page = _chosen(request)
        lists = Lists(lambda: self._stamp(visit), lambda: self._rows(visit, tab, page))
        answer = await live_answer(self._kit.hub, lists, request.query_params.get("since", ""))
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def _stamp(self, visit: Visit) -> str:
        return await asyncio.to_thread(self._kit.queries.stamp, visit.actor)

    async def _rows(self, visit: Visit, tab: str, page: int) -> str:
        """The rows as HTML; showing them acknowledges that they were fetched."""
        cases = await asyncio.to_thread(self._kit.queries.live, visit.actor)
        if await acknowledge_all(self._kit, visit, Role.UNIT, cases):
            cases = await asyncio.to_thread(self._kit.queries.live, visit.actor)
        city, now = self._kit.cities.current, self._kit.clock.now()
        found = task_list(tasks(cases, self._units(visit), city, now), tab, page)
        setbacks = await asyncio.to_thread(self._kit.setbacks, visit)
        shown = {"base": BASE, "list": found, "teller": self._teller(visit), "setbacks": setbacks}
        return await asyncio.to_thread(self._kit.view.text, visit, "terminal_rows.html", **shown)

    def _units(self, visit: Visit) -> frozenset[str]:
        return units_of(visit.actor, self._kit.clock.now())

    def _teller(self, visit: Visit) -> Teller:
        return Teller(visit, self._kit.cities.current, {}, self._kit.clock.now())


def _chosen(request: Request) -> tuple[str, int]:
    page = request.query_params.get("page", "")
    return request.query_params.get("list", ""), int(page) if page.isdigit() and len(page) < 6 else 1
