"""Who is responsible, over HTTP: asked for a place or a case by the centre, tried and changed by who lays it down."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from rules.case import Case
from rules.commands import NotAllowed
from rules.datum import DATUMS, OutsideDatum, to_cgcs2000
from rules.duty_edits import Edits, InForce, Responsible, Trial
from rules.places import codes_at, owner_at
from rules.texts import Texts
from rules.wire import decode
from server.api.doors import BEARER, Doors, refusals
from server.api.errors import NotFound, TooLarge
from server.api.measure import limited
from server.api.told import schema, telling, told
from server.casebook.envelope import LARGEST, check_key
from server.cities import Cities
from server.city.telling import fault_words
from server.queries import Queries
from server.responsibility.book import EditsRefused, Responsibilities
from server.speech import Speech

MOST = 1024 * 1024  # bytes of a body of edits
_DEGREE = 10_000_000
_PATH = "/v1/responsibility"
Language = Literal["zh_CN", "en"]


@dataclass(frozen=True, slots=True)
class Matter:
    """Key of the category and the condition, and the owner where one is known; else that of the component there."""

    category: Annotated[str, Query(max_length=80)] = ""
    condition: Annotated[str, Query(max_length=80)] = ""
    owner: Annotated[str, Query(max_length=200)] = ""


class ResponsibilityDoor:
    """Session bearer: the centre asks; a shift leader or the system administrator changes."""

    def __init__(
        self, doors: Doors, responsibilities: Responsibilities, queries: Queries, cities: Cities, speech: Speech
    ) -> None:
        self._doors = doors
        self._responsibilities = responsibilities
        self._queries = queries
        self._cities = cities
        self._speech = speech

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix=_PATH, tags=["responsibility"], dependencies=[BEARER])
        asked = refusals(401, 403, 404, 422)
        one = telling(Responsible, _PATH) | asked
        routes.add_api_route("", self.at_place, response_model=None, responses=one)
        case = telling(Responsible, f"{_PATH}/case/{{case_id}}") | asked
        routes.add_api_route("/case/{case_id}", self.of_case, response_model=None, responses=case)
        changed = refusals(401, 403, 409, 413, 422, 503)
        trial = {
            "responses": telling(Trial, f"{_PATH}/trial", "post") | changed,
            "openapi_extra": _body(f"{_PATH}/trial"),
        }
        routes.add_api_route("/trial", self.try_out, methods=["POST"], response_model=None, **trial)  # type: ignore[arg-type]
        force = {"responses": telling(InForce, _PATH, "post") | changed, "openapi_extra": _body(_PATH)}
        routes.add_api_route("", self.put_in_force, methods=["POST"], response_model=None, **force)  # type: ignore[arg-type]
        return routes

    def at_place(
        self,
        request: Request,
        lon: Annotated[float, Query(ge=-180, le=180)],
        lat: Annotated[float, Query(ge=-90, le=90)],
        matter: Annotated[Matter, Depends()],
        datum: Annotated[str, Query(max_length=40)] = "cgcs2000",
        at: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
        lang: Language = "zh_CN",
    ) -> Response:
        """Who answers for a matter at a point (degrees of the datum), now or at another instant (ms UTC), and why."""
        actor, city = self._doors.session(request).actor, self._cities.current
        x, y = _point(lon, lat, datum)
        case = Case(
            "",
            category=matter.category,
            condition=matter.condition,
            owner=matter.owner or owner_at(city, x, y, matter.category),
            lon=x,
            lat=y,
            located=True,
            **codes_at(city, x, y),
        )
        return told(self._responsibilities.answer(case, actor, self._texts(lang), at))

    def of_case(self, case_id: str, request: Request, lang: Language = "zh_CN") -> Response:
        """The unit proposed for a case now, and why."""
        actor = self._doors.session(request).actor
        case = self._queries.case(case_id, actor)
        if case is None:
            raise NotFound(case_id)
        return told(self._responsibilities.answer(case, actor, self._texts(lang)))

    async def try_out(self, request: Request) -> Response:
        """What edits would change for the cases of the last thirty days, or their faults; nothing is changed."""
        session = await asyncio.to_thread(self._doors.session, request)
        edits = await _edits(request)
        return told(await asyncio.to_thread(self._responsibilities.try_out, edits, session.actor))

    async def put_in_force(self, request: Request) -> Response:
        """Lay edits down, with a reason; the version of the city with them in it."""
        session = await asyncio.to_thread(self._doors.session, request)
        edits = await _edits(request)
        try:
            found = await asyncio.to_thread(self._responsibilities.put_in_force, edits, session.actor)
        except EditsRefused as refused:
            texts = self._texts("en" if request.headers.get("accept-language", "").startswith("en") else "zh_CN")
            words = "; ".join(fault_words(each, texts) for each in refused.faults[:20])
            raise NotAllowed("rule.edits", n=len(refused.faults), faults=words) from refused
        return told(found)

    def _texts(self, language: str) -> Texts:
        return self._speech.texts(language)


async def _edits(request: Request) -> Edits:
    """The edits in the body. Raises WireError and TooLarge."""
    body = await limited(request, MOST)
    if body is None:
        raise TooLarge(MOST)
    edits = decode(Edits, body)
    if edits.base:
        check_key("base", edits.base)
    return edits


def _body(path: str) -> dict[str, Any]:
    content = {"application/json": {"schema": schema(Edits, path, "post", "requestBody")}}
    return {"requestBody": {"required": True, "content": content}}


def _point(lon: float, lat: float, datum: str) -> tuple[int, int]:
    """The point in 1e-7 degree CGCS2000. Raises NotAllowed."""
    try:
        found = to_cgcs2000(lon, lat, datum)
    except KeyError as error:
        raise NotAllowed("rule.field", field="datum", expected=" | ".join(DATUMS)) from error
    except OutsideDatum as error:
        raise NotAllowed("rule.field", field="lon", expected="degrees") from error
    return round(found[0] * _DEGREE), round(found[1] * _DEGREE)
