"""A collector reports a matter from the street; what was put right on the spot is said with it, with a photo."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from rules.city import Category
from rules.commands import Outcome, Role
from server.pages.deeds import DONE, Asked, derived_id, form_id, made_at
from server.pages.desk import Desk
from server.pages.form import Filled, degrees, filled, read_form, words_of
from server.pages.inputs import phrases_of
from server.pages.kit import Kit
from server.pages.places import offered, placed
from server.pages.remarks import photo_answer
from server.pages.visit import Visit, check_form

SOURCE = "collector"
MORE_KINDS = ("close_up", "reference")  # 近景, 参照物; the overview (全景) comes first


class Reporting:
    """`…/report`: the form, and what becomes of it."""

    def __init__(self, kit: Kit, desk: Desk, base: str) -> None:
        self._kit = kit
        self._desk = desk
        self._base = base

    def add_to(self, routes: APIRouter) -> None:
        """The paths of a report."""
        routes.add_api_route("/report", self.form)
        routes.add_api_route("/report", self.report, methods=["POST"])
        routes.add_api_route("/report/photo", self.look_at, methods=["POST"])
        routes.add_api_route("/report/places", self.places)

    async def form(self, request: Request) -> Response:
        """An empty form."""
        visit = await self._desk.visit(request)
        return await asyncio.to_thread(self._show, visit, Filled(), ())

    async def report(self, request: Request) -> Response:
        """Report; the same form twice is one case. What is refused comes back with everything that was typed."""
        visit = await self._desk.visit(request)
        form = await read_form(request)
        try:
            check_form(visit, words_of(form).get("csrf", ""))
            given = await asyncio.to_thread(self._given, visit, form)
        finally:
            await form.close()
        body, problems = self._body(visit, given)
        if problems:
            return await asyncio.to_thread(self._show, visit, given, problems, 422)
        body |= await asyncio.to_thread(placed, self._kit.geocoding, body)
        return await self._do(visit, given, body)

    async def places(self, request: Request) -> Response:
        """What the address that is being typed may mean."""
        visit = await self._desk.visit(request)
        text = request.query_params.get("q", "")
        found = await asyncio.to_thread(offered, self._kit.geocoding, self._kit.cities, visit, text)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def look_at(self, request: Request) -> Response:
        """Keep the photos of a report that is still being filled in."""
        visit = await self._desk.visit(request)
        form = await read_form(request)
        try:
            check_form(visit, words_of(form).get("csrf", ""))
            zone = self._kit.cities.current.zone
            received = await asyncio.to_thread(self._kit.uploads.receive, form, "photos", visit, zone)
        finally:
            await form.close()
        return JSONResponse(photo_answer(received, {}))

    async def _do(self, visit: Visit, given: Filled, body: dict[str, object]) -> Response:
        command_id = form_id(given.words.get("id", ""))
        case_id = derived_id("report", command_id, visit.actor.id)
        outcome = await self._kit.deeds.do(
            visit, Role.COLLECTOR, Asked(command_id, "report", case_id, body=body, made_at=made_at(given.words))
        )
        done = "report"
        if outcome.state in DONE and given.words.get("self_handled") == "1":
            outcome = await self._handled(visit, given, case_id, command_id)
            done = "self_handled"
        if outcome.state not in DONE:
            words = visit.texts.text(outcome.rule or "error.request", **outcome.details)
            return await asyncio.to_thread(self._show, visit, given, (words,), 422)
        return RedirectResponse(f"{self._base}/case/{case_id}?done={done}", 303)

    async def _handled(self, visit: Visit, given: Filled, case_id: str, report_id: str) -> Outcome:
        command_id = derived_id("self_handled", report_id, visit.actor.id)
        body: dict[str, object] = {"photos": [photo.body("after") for photo in given.after]}
        body |= {"text": given.words["done"]} if given.words.get("done") else {}
        at = made_at(given.words)
        asked = Asked(command_id, "self_handled", case_id, body=body, after_id=report_id, made_at=at)
        return await self._kit.deeds.do(visit, Role.COLLECTOR, asked)

    def _given(self, visit: Visit, form: FormData) -> Filled:
        zone = self._kit.cities.current.zone
        before = self._kit.uploads.receive(form, "photos", visit, zone)
        given = filled(form, before, self._kit.uploads.receive(form, "after", visit, zone))
        more = {kind: self._kit.uploads.receive(form, kind, visit, zone) for kind in MORE_KINDS}
        problems = (*given.problems, *(words for each in more.values() for words in each.problems))
        return replace(given, problems=problems, of_kind={kind: each.photos for kind, each in more.items()})

    def _body(self, visit: Visit, given: Filled) -> tuple[dict[str, object], tuple[str, ...]]:
        said = given.words
        problems = list(given.problems)
        body: dict[str, object] = {"source": SOURCE, "datum": "cgcs2000"}
        body |= {name: said[name] for name in ("words", "address", "category") if said.get(name)}
        kinds = {"overview": given.photos, **given.of_kind}
        photos = [photo.body(kind) for kind, each in kinds.items() for photo in each]
        body |= {"photos": photos} if photos else {}
        for name, most in (("lon", 180), ("lat", 90)):
            try:
                body |= {name: degrees(said[name], most)} if said.get(name) else {}
            except ValueError:
                problems.append(visit.texts.text("page.coordinates", field=visit.texts.text(f"field.{name}")))
        problems += [visit.texts.text(key) for key in self._missing(given, body)]
        return body, tuple(problems)

    def _missing(self, given: Filled, body: dict[str, object]) -> list[str]:
        policies = self._kit.cities.current.policies
        handled = given.words.get("self_handled") == "1"
        located = "lon" in body and "lat" in body
        placed = located or bool(given.words.get("address"))
        asked = {
            "page.words_missing": not given.words.get("words"),
            "page.point_missing": ("lon" in body or "lat" in body) != located or not placed,
            "page.photo_missing": len(given.photos) + sum(map(len, given.of_kind.values()))
            < policies.report_required_photos,
            "page.after_missing": handled and len(given.after) < policies.feedback_required_photos,
        }
        return [key for key, missing in asked.items() if missing]

    def _show(self, visit: Visit, given: Filled, problems: Sequence[str], status: int = 200) -> Response:
        policies = self._kit.cities.current.policies
        return self._kit.view.page(
            visit,
            "report.html",
            status,
            base=self._base,
            given=given,
            problems=problems,
            groups=self._categories(),
            least=policies.report_required_photos,
            least_after=policies.feedback_required_photos,
            kinds=MORE_KINDS,
            phrases=phrases_of(visit, self._kit.cities.current, "report"),
            done_phrases=phrases_of(visit, self._kit.cities.current, "self_handled"),
        )

    def _categories(self) -> list[tuple[Category, list[Category]]]:
        """The classes by major class, each group with its first as head."""
        by_major = attrgetter("major_name")
        found = [list(group) for _, group in groupby(self._kit.cities.current.categories.values(), by_major)]
        return [(group[0], group) for group in found if group]
