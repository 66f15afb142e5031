"""Forms on paper at a unit's terminal: its own, as a page to print and as the city's own document."""

import asyncio
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from rules.case import Case
from rules.city import Paper
from rules.commands import Role
from rules.paper.page import filled_page
from rules.paper.values import Scribe, forms_of, values_of
from rules.phones import phone_of
from rules.powers import Deed
from server.api.errors import NotFound
from server.pages.kit import Kit
from server.pages.visit import Visit
from server.papers import fill
from server.sight import units_of

MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PLAIN: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_STYLE = (
    "@page { size: A4; margin: 16mm } body { font: 10.5pt sans-serif; max-width: 178mm; margin: 0 auto; padding: 4mm }"
    " p { margin: 1mm 0 } .foot { margin-top: 6mm; text-align: right; font-size: 8pt }"
)


def unit_in(case: Case, units: frozenset[str]) -> str:
    """The visitor's unit that has a leg of the case, the last one given; "" = none."""
    own = [leg.unit for leg in case.legs if leg.unit in units]
    return own[-1] if own else ""


class UnitPapers:
    """`/terminal/case/…/paper/…`. A reporter stays masked: units never see who reported."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def add_to(self, routes: APIRouter) -> None:
        """The paths of a form."""
        path = "/case/{case_id}/paper/{key}"
        routes.add_api_route(path, self.page)
        routes.add_api_route(path + "/file", self.file)

    async def page(self, case_id: str, key: str, request: Request) -> Response:
        """To be printed on A4 by the browser."""
        visit = await self._visit(request)
        return await asyncio.to_thread(self._page, visit, case_id, key)

    async def file(self, case_id: str, key: str, request: Request) -> Response:
        """The document, filled in."""
        visit = await self._visit(request)
        return await asyncio.to_thread(self._file, visit, case_id, key)

    async def _visit(self, request: Request) -> Visit:
        return await asyncio.to_thread(self._kit.visits.somebody, request, Role.UNIT, self._kit.clock.now())

    def _page(self, visit: Visit, case_id: str, key: str) -> Response:
        case, unit, paper = self._asked(visit, case_id, key)
        scribe = self._scribe(visit, case)
        page = filled_page(paper.of(visit.language)[2], values_of(key, case, scribe, unit), scribe.foot())
        foot = f'<p class="foot">{escape(scribe.foot())}</p></body>'
        styled = page.replace("</head>", f"<style>{_STYLE}</style></head>", 1).replace("</body>", foot)
        return HTMLResponse(f"<!DOCTYPE html>{styled}", headers=dict(PLAIN))

    def _file(self, visit: Visit, case_id: str, key: str) -> Response:
        case, unit, paper = self._asked(visit, case_id, key)
        suffix, body, _ = paper.of(visit.language)
        scribe = self._scribe(visit, case)
        made = fill(suffix, body, values_of(key, case, scribe, unit), scribe.foot())
        name = quote(f"{visit.name(paper.name, paper.name_en)} {case.number}.{suffix}")
        headers = {**PLAIN, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(made, media_type=MIMES[suffix], headers=headers)

    def _asked(self, visit: Visit, case_id: str, key: str) -> tuple[Case, str, Paper]:
        """The case, the visitor's unit in it, and the form. Raises NotFound for what is not theirs."""
        city = self._kit.cities.current
        case = self._kit.queries.case(case_id, visit.actor, Deed.PRINT)
        unit = unit_in(case, units_of(visit.actor, self._kit.clock.now())) if case else ""
        if case is None or not unit or key not in forms_of(case, city, unit):
            raise NotFound(key)
        return case, unit, city.papers[key]

    def _scribe(self, visit: Visit, case: Case) -> Scribe:
        city, now = self._kit.cities.current, self._kit.clock.now()
        people = {leg.sent_by for leg in case.legs} | {case.urged_by}
        people |= {person for each in case.requests for person in (each.by, each.decided_by)}
        names = self._kit.names.of(people)

        def name(login: str) -> str:
            return visit.name(*names[login]) if login in names else visit.texts.text("role.system")

        return Scribe(city, visit.texts, name, lambda unit: phone_of(city, unit, now), visit.person, now)
