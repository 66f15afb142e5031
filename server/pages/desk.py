"""The page of one case and the forms of what can be done with it, for a unit or for a collector."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from rules import lifecycle
from rules.case import Case, Event
from rules.commands import Outcome, Role
from rules.forms import form_of
from rules.lifecycle import Offer
from server.api.errors import NotFound
from server.pages.acknowledge import acknowledge
from server.pages.came_back import came_back
from server.pages.deeds import DONE, Asked, form_id
from server.pages.form import Filled, body_of, filled, read_form, words_of
from server.pages.inputs import Inputs, actions
from server.pages.kit import Kit
from server.pages.minimap import minimap
from server.pages.told import Teller, own_leg, people_in, photo_groups
from server.pages.visit import Visit, check_form
from server.sight import units_of

_NOTICES = {verb: f"event.{verb}" for verb in lifecycle.VERBS} | {"already": "page.already_done"}
FOREVER = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What one visit sees of a case at one moment."""

    visit: Visit
    case: Case
    events: tuple[Event, ...]
    offers: tuple[Offer, ...]
    teller: Teller
    units: frozenset[str]

    def offer(self, verb: str, target: str) -> Offer | None:
        """The offer that a form is for; None when it is not possible (any more)."""
        return next((o for o in self.offers if o.verb == verb and target in {"", o.target}), None)


class Desk:
    """`base` is the path of the group, such as "/terminal"; its visitors act in `role`."""

    def __init__(self, kit: Kit, role: Role, base: str) -> None:
        self._kit = kit
        self._role = role
        self._base = base

    def add_to(self, routes: APIRouter) -> None:
        """The paths of a case; any other path of the group does not exist, which is said by a page."""
        path = "/case/{case_id}"
        routes.add_api_route(path, self.case)
        routes.add_api_route(path + "/photo/{sha256}", self.photo)
        routes.add_api_route(path + "/{verb}", self.form)
        routes.add_api_route(path + "/{verb}", self.do, methods=["POST"])
        routes.add_api_route("/{rest:path}", self.nothing)

    async def case(self, case_id: str, request: Request) -> Response:
        """The case; showing it acknowledges that it was fetched."""
        visit = await self.visit(request)
        await acknowledge(self._kit, visit, self._role, case_id)
        key = _NOTICES.get(request.query_params.get("done", ""), "")
        notice = visit.texts.text(key) if key else ""
        return await asyncio.to_thread(self._case, visit, case_id, notice)

    async def photo(self, case_id: str, sha256: str, request: Request, size: str = "full") -> Response:
        """A photo of a case that the visitor sees."""
        visit = await self.visit(request)
        return await asyncio.to_thread(self._photo, visit, case_id, sha256, size)

    def nothing(self, rest: str) -> Response:
        """Raises NotFound."""
        raise NotFound(rest)

    async def form(self, case_id: str, verb: str, request: Request, target: str = "") -> Response:
        """The form of a verb; when it is not possible now, the case says so."""
        visit = await self.visit(request)
        return await asyncio.to_thread(self._form, visit, case_id, verb, target, Filled(), ())

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
            return await asyncio.to_thread(self._form, visit, case_id, verb, target, given, tuple(problems), 422)
        version = int(words["version"]) if words.get("version", "").isdigit() else 0
        asked = Asked(form_id(words.get("id", "")), verb, case_id, target, body, version)
        outcome = await self._kit.deeds.do(visit, self._role, asked)
        if outcome.state in DONE:
            done = verb if outcome.state == "accepted" else "already"
            return RedirectResponse(f"{self._base}/case/{case_id}?{urlencode({'done': done})}", 303)
        return await asyncio.to_thread(self._refused, visit, case_id, verb, target, given, outcome)

    def _body(self, visit: Visit, verb: str, form: FormData) -> tuple[Filled, dict[str, object], list[str]]:
        zone = self._kit.cities.current.zone
        given = filled(form, self._kit.uploads.receive(form, "photos", visit.texts, zone))
        fields = form_of(verb, needs_reason=False) if verb in lifecycle.VERBS else ()
        body, problems = body_of(given, fields, visit.texts, zone)
        return given, body, [*given.problems, *problems]

    def _refused(self, visit: Visit, case_id: str, verb: str, target: str, given: Filled, outcome: Outcome) -> Response:
        if outcome.rule == "rule.unknown_case":
            raise NotFound(case_id)
        words = visit.texts.text(outcome.rule or "error.request", **dict(outcome.details))
        form = outcome.rule in {"rule.field", "rule.reason", "rule.photos", "rule.too_large", "rule.recall_reason"}
        return self._form(visit, case_id, verb, target, given, (words,), 422 if form else 409)

    # --- showing

    def look(self, visit: Visit, case_id: str) -> Sight:
        """The case with its history and offers. Raises NotFound when it does not exist for this visitor."""
        city, now = self._kit.cities.current, self._kit.clock.now()
        case = self._kit.queries.case(case_id, visit.actor)
        if case is None:
            raise NotFound(case_id)
        events = self._kit.queries.events(case_id, visit.actor)
        names = self._kit.names.of(people_in(case, events))
        offers = tuple(o for o in lifecycle.allowed(case, visit.actor, city, now) if o.role is self._role)
        return Sight(visit, case, events, offers, Teller(visit, city, names, now), units_of(visit.actor, now))

    def _case(
        self, visit: Visit, case_id: str, notice: str = "", problems: tuple[str, ...] = (), lost: Filled | None = None,
        status: int = 200,
    ) -> Response:  # fmt: skip
        seen = self.look(visit, case_id)
        city = self._kit.cities.current
        leg = own_leg(seen.case, seen.units, city)
        collector = self._role is Role.COLLECTOR
        return self._kit.view.page(
            visit,
            "case.html",
            status,
            base=self._base,
            seen=seen,
            case=seen.case,
            leg=leg,
            legs=seen.teller.legs(seen.case, seen.units, every=collector),
            back=came_back(seen.case, seen.events, leg),
            groups=photo_groups(seen.case),
            history=seen.teller.history(seen.events),
            actions=actions(seen.case, seen.offers, seen.units, seen.teller),
            map=minimap(seen.case, city.grids, visit.language),
            checks=seen.case.checks if collector else (),
            notice=notice,
            problems=problems,
            lost=lost,
        )

    def _form(
        self, visit: Visit, case_id: str, verb: str, target: str, given: Filled, problems: tuple[str, ...],
        status: int = 200,
    ) -> Response:  # fmt: skip
        seen = self.look(visit, case_id)
        offer = seen.offer(verb, target)
        if offer is None:
            words = (*problems, visit.texts.text("page.not_now"))
            return self._case(visit, case_id, "", tuple(dict.fromkeys(words)), given, status if status != 200 else 409)
        return self._kit.view.page(
            visit,
            "form.html",
            status,
            base=self._base,
            seen=seen,
            case=seen.case,
            offer=offer,
            inputs=Inputs(visit, self._kit.cities.current, seen.teller).of(seen.case, offer),
            asks_place=any(field.name == "lon" for field in offer.form),
            given=given,
            problems=problems,
            meanwhile=self._meanwhile(seen, given),
            earlier=[shown for group in photo_groups(seen.case) for shown in group.photos],
        )

    def _meanwhile(self, seen: Sight, given: Filled) -> tuple[object, ...]:
        """What happened since the form was made, when it comes back."""
        since = given.words.get("events", "")
        new = [event for event in seen.events if since.isdigit() and event.n > int(since)]
        return seen.teller.history(new)

    def _photo(self, visit: Visit, case_id: str, sha256: str, size: str) -> Response:
        case = self._kit.queries.case(case_id, visit.actor)
        known = {name for photo in case.photos for name in (photo.sha256, photo.of)} if case else set()
        if not sha256 or sha256 not in known:
            raise NotFound(sha256)
        blob = self._kit.photos.get(sha256, "thumb" if size == "thumb" else "full")
        return Response(blob.data, media_type=blob.mime, headers=FOREVER)
