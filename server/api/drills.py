"""Outage drills over HTTP: told by the desk that holds one, read by those who lead."""

import asyncio
from dataclasses import dataclass

import msgspec
from fastapi import APIRouter, Request, Response

from rules.commands import NotAllowed
from rules.decoders import from_json
from server.api.doors import BEARER, Doors, refusals
from server.api.errors import TooLarge
from server.api.measure import limited
from server.casebook.envelope import LARGEST, check_key
from server.cities import Cities
from server.clock import Clock
from server.drills import Call, Drills, Figures

MOST = 256 * 1024  # bytes of a record
WHY = frozenset({"", "urgent", "time", "button", "line", "program", "snapshot"})
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}
_decoder = from_json(Figures)


@dataclass(frozen=True, slots=True)
class DrillCall:
    """An urgent case that was sent out in a drill; `told_at` 0 = nobody phoned. Instants ms UTC."""

    number: str
    unit: str
    sent_at: int
    told_at: int


@dataclass(frozen=True, slots=True)
class DrillWord:
    """One drill; `ended` 0 = it is on, or its desk was not heard since."""

    id: str
    actor: str
    began: int
    until: int
    ended: int
    why: str
    number: str
    commands: dict[str, int]
    urgent: list[DrillCall]
    drained_at: int
    left: int


class DrillDoor:
    """Session bearer of a shift leader or leader."""

    def __init__(self, doors: Doors, drills: Drills, cities: Cities, clock: Clock) -> None:
        self._doors = doors
        self._drills = drills
        self._cities = cities
        self._clock = clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1/drills", tags=["drills"], dependencies=[BEARER])
        routes.add_api_route("", self.all, response_model=list[DrillWord], responses=refusals(401, 403))
        refused = refusals(401, 403, 413, 422, 503)
        path = "/{drill_id}"
        routes.add_api_route(path, self.keep, methods=["PUT"], status_code=204, responses=refused, openapi_extra=_BODY)
        return routes

    async def keep(self, drill_id: str, request: Request) -> Response:
        """What a desk tells of its drill, at its beginning and when it is over; the record as the console keeps it."""
        session = await asyncio.to_thread(self._doors.session, request)
        check_key("id", drill_id)
        body = await limited(request, MOST)
        if body is None:
            raise TooLarge(MOST)
        told = (drill_id, session.actor, figures_of(body), self._cities.current, self._clock.now())
        await asyncio.to_thread(self._drills.keep, *told)
        return Response(status_code=204)

    def all(self, request: Request) -> list[DrillWord]:
        """The drills that were held in the person's place, the latest first."""
        actor = self._doors.session(request).actor
        found = self._drills.seen_by(actor, self._cities.current, self._clock.now())
        return [_word(each.id, each.actor, each.figures) for each in found]


def figures_of(body: bytes) -> Figures:
    """The figures in a record; what else it says is passed over. Raises NotAllowed."""
    try:
        figures = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotAllowed("rule.form", field="record", expected="began, until, …") from error
    instants = (figures.began, figures.until, figures.ended, figures.drained_at, figures.left)
    if figures.why not in WHY or not all(0 <= each <= LARGEST for each in instants):
        raise NotAllowed("rule.form", field="record", expected=f"0–{LARGEST}")
    return figures


def _word(drill_id: str, actor: str, told: Figures) -> DrillWord:
    calls = [_call(call) for call in told.urgent]
    times = (told.began, told.until, told.ended)
    return DrillWord(drill_id, actor, *times, told.why, told.number, told.commands, calls, told.drained_at, told.left)


def _call(call: Call) -> DrillCall:
    return DrillCall(call.number, call.unit, call.sent_at, call.told_at)
