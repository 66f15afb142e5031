"""The paths of one case, for a unit or for a collector: its page, its photos, and what is done with it."""

import asyncio
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from rules import lifecycle
from rules.commands import Outcome, Role
from rules.forms import form_of
from server.api.errors import NotFound
from server.pages.acknowledge import acknowledge
from server.pages.casefile import CaseFile, Tried
from server.pages.deeds import DONE, Asked, form_id, made_at
from server.pages.form import Filled, body_of, filled, read_form, with_ticks, words_of
from server.pages.inputs import WITH_DOCUMENTS
from server.pages.kit import Kit
from server.pages.live import Lists, live_answer
from server.pages.remarks import photo_answer
from server.pages.uploads import Received
from server.pages.visit import Visit, check_form

_NOTICES = {verb: f"event.{verb}" for verb in lifecycle.VERBS} | {"already": "page.already_done"}
_OF_FORM = frozenset({"rule.field", "rule.reason", "rule.photos", "rule.too_large", "rule.recall_reason"})
NEVER_RUN = {"Content-Security-Policy": "sandbox; default-src 'none'"}
FOREVER = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class Desk:
    """`base` is the path of the group, such as "/terminal"; its visitors act in `role`."""

    def __init__(self, kit: Kit, role: Role, base: str) -> None:
        self._kit, self._role, self._base = kit, role, base
        self._file = CaseFile(kit, role, base)

    def add_to(self, routes: APIRouter) -> None:
        """The paths of a case; any other path of the group does not exist, which is said by a page."""
        path = "/case/{case_id}"
        routes.add_api_route(path, self.case)
        routes.add_api_route(path + "/live", self.live)
        routes.add_api_route(path + "/photo/{sha256}", self.photo)
        routes.add_api_route(path + "/document/{sha256}", self.document)
        routes.add_api_route(path + "/photo/{verb}", self.look_at, methods=["POST"])
        routes.add_api_route(path + "/{verb}", self.form)
        routes.add_api_route(path + "/{verb}", self.do, methods=["POST"])
        routes.add_api_route("/{rest:path}", self.nothing)

    async def case(self, case_id: str, request: Request) -> Response:
        """The case; showing it acknowledges that it was fetched."""
        visit = await self.visit(request)
        await acknowledge(self._kit, visit, self._role, case_id)
        key = _NOTICES.get(request.query_params.get("done", ""), "")
        done = Tried(notice=visit.texts.text(key) if key else "")
        return await asyncio.to_thread(self._file.page, visit, case_id, done)

    async def live(self, case_id: str, request: Request, since: str = "") -> Response:
        """The version of the case, once it is another than `since`: {stamp, html: ""}; see `live_answer`."""
        visit = await self.visit(request)

        async def version() -> str:
            return await asyncio.to_thread(self._file.version, visit, case_id)

        async def nothing() -> str:
            return ""

        answer = await live_answer(self._kit.hub, Lists(version, nothing), since)
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    async def photo(self, case_id: str, sha256: str, request: Request, size: str = "full") -> Response:
        """A photo of a case that the visitor sees."""
        visit = await self.visit(request)
        return await asyncio.to_thread(self._photo, visit, case_id, sha256, size)

    async def document(self, case_id: str, sha256: str, request: Request) -> Response:
        """The PDF whose pages stand among the photos of a case that the visitor sees; kept as a file, never run."""
        visit = await self.visit(request)
        return await asyncio.to_thread(self._document, visit, case_id, sha256)

    async def look_at(self, case_id: str, verb: str, request: Request) -> Response:
        """Keep the photos of a form that is still being filled in, and say what they say of themselves."""
        visit = await self.visit(request)
        form = await read_form(request)
        try:
            check_form(visit, words_of(form).get("csrf", ""))
            return await asyncio.to_thread(self._look_at, visit, case_id, verb, form)
        finally:
            await form.close()

    def nothing(self, rest: str) -> Response:
        """Raises NotFound."""
        raise NotFound(rest)

    async def form(self, case_id: str, verb: str, request: Request, target: str = "") -> Response:
        """The form of a verb; when it is not possible now, the case says so."""
        visit = await self.visit(request)
        return await asyncio.to_thread(self._file.form, visit, case_id, verb, target)

    async def do(self, case_id: str, verb: str, request: Request) -> Response:
        """Do it; what is refused comes back with everything that was typed."""
        visit = await self.visit(request)
        form = await read_form(request)
        try:
            return await self._do(visit, case_id, verb, form)
        finally:
            await form.close()

    async def visit(self, request: Request) -> Visit:
        """Who comes here must hold the duty of these pages."""
        return await asyncio.to_thread(self._kit.visits.somebody, request, self._role, self._kit.clock.now())

    async def _do(self, visit: Visit, case_id: str, verb: str, form: FormData) -> Response:
        words = words_of(form)
        check_form(visit, words.get("csrf", ""))
        target = words.get("target", "")
        given, body, problems = await asyncio.to_thread(self._body, visit, verb, form)
        if problems:
            tried = Tried(tuple(problems), given)
            return await asyncio.to_thread(self._file.form, visit, case_id, verb, target, tried, 422)
        version = int(words["version"]) if words.get("version", "").isdigit() else 0
        asked = Asked(form_id(words.get("id", "")), verb, case_id, target, body, version, made_at=made_at(words))
        outcome = await self._kit.deeds.do(visit, self._role, asked)
        if outcome.state in DONE:
            done = verb if outcome.state == "accepted" else "already"
            return RedirectResponse(f"{self._base}/case/{case_id}?{urlencode({'done': done})}", 303)
        return await asyncio.to_thread(self._refused, visit, asked, given, outcome)

    def _body(self, visit: Visit, verb: str, form: FormData) -> tuple[Filled, dict[str, object], list[str]]:
        zone = self._kit.cities.current.zone
        given = filled(form, self._received(visit, verb, form))
        fields = form_of(verb, needs_reason=False) if verb in lifecycle.VERBS else ()
        body, problems = body_of(given, fields, visit.texts, zone)
        if verb == "feedback":
            body |= with_ticks(given, visit.texts)
        return given, body, [*given.problems, *problems]

    def _refused(self, visit: Visit, asked: Asked, given: Filled, outcome: Outcome) -> Response:
        if outcome.rule == "rule.unknown_case":
            raise NotFound(asked.case_id)
        words = visit.texts.text(outcome.rule or "error.request", **dict(outcome.details))
        status = 422 if outcome.rule in _OF_FORM else 409
        return self._file.form(visit, asked.case_id, asked.verb, asked.target, Tried((words,), given), status)

    def _look_at(self, visit: Visit, case_id: str, verb: str, form: FormData) -> Response:
        case = self._file.look(visit, case_id).case
        received = self._received(visit, verb, form)
        return JSONResponse(photo_answer(received, self._file.said(visit, case, verb, received.photos)))

    def _received(self, visit: Visit, verb: str, form: FormData) -> Received:
        zone, pdf = self._kit.cities.current.zone, verb in WITH_DOCUMENTS
        return self._kit.uploads.receive(form, "photos", visit, zone, documents=pdf)

    def _document(self, visit: Visit, case_id: str, sha256: str) -> Response:
        case = self._kit.queries.case(case_id, visit.actor)
        pages = [photo for photo in case.photos if photo.document == sha256] if case else []
        theirs = any(photo.by != visit.actor.id for photo in pages)  # naming one that others sent does not show it
        if case is None or not (pages and (theirs or self._kit.photo_sight.shown_to(sha256, visit.actor))):
            raise NotFound(sha256)
        name = quote(f"{case.number or case.draft_number}-{sha256[:6]}.pdf")
        headers = FOREVER | NEVER_RUN | {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        blob = self._kit.photos.get(sha256)
        return Response(blob.data, media_type=blob.mime, headers=headers)

    def _photo(self, visit: Visit, case_id: str, sha256: str, size: str) -> Response:
        case = self._kit.queries.case(case_id, visit.actor)
        known = {name for photo in case.photos for name in (photo.sha256, photo.of)} if case else set()
        if not sha256 or sha256 not in known or not self._kit.photo_sight.shown_to(sha256, visit.actor):
            raise NotFound(sha256)
        blob = self._kit.photos.get(sha256, "thumb" if size == "thumb" else "full")
        return Response(blob.data, media_type=blob.mime, headers=FOREVER)
