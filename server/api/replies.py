"""Reply files of hand-overs over HTTP: a dispatcher or shift leader brings one, and vouches for it."""

import asyncio
from dataclasses import dataclass, field

from fastapi import APIRouter, Request

from rules.commands import NotAllowed
from rules.handover import MAX_REPLY
from rules.vouching import may_vouch
from server.access.sessions import Session
from server.api.doors import BEARER, Doors, refusals
from server.api.errors import TooLarge
from server.api.measure import limited
from server.api.pressure import Pressure
from server.cities import Cities
from server.clock import Clock
from server.lane import PAGES, ApplyLane
from server.replies import Replies

_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}


@dataclass(frozen=True, slots=True)
class ReplyDeed:
    """One deed of the unit; `state` is that of its outcome, `known` when it had been settled before."""

    number: str
    verb: str
    state: str
    known: bool
    rule: str = ""
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReplyTaken:
    """What a reply came to, deed by deed."""

    unit: str
    deeds: list[ReplyDeed]


class ReplyDoor:
    """Session bearer; safe to repeat: what was settled before is only told."""

    def __init__(
        self, doors: Doors, replies: Replies, lane: ApplyLane, cities: Cities, clock: Clock, pressure: Pressure
    ) -> None:
        self._doors = doors
        self._replies = replies
        self._lane = lane
        self._cities = cities
        self._clock = clock
        self._pressure = pressure

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1", tags=["commands"], dependencies=[BEARER])
        routes.add_api_route(
            "/replies",
            self.take,
            methods=["POST"],
            response_model=ReplyTaken,
            responses=refusals(401, 403, 409, 413, 422, 429, 503),
            openapi_extra=_BODY,
        )
        return routes

    async def take(self, request: Request) -> ReplyTaken:
        """Settle what a unit marked in its hand-over file; the body is the reply file as the page saved it."""
        session = await asyncio.to_thread(self._doors.session, request)
        self._insist(session)
        opened = await asyncio.to_thread(self._replies.open, await self._body(request, session))
        self._insist(session, opened.handover.unit)
        answered = await self._lane.run(PAGES, 0, self._replies.settle, opened, session.id)
        deeds = [
            ReplyDeed(each.number, each.verb, each.outcome.state, each.known, each.outcome.rule, each.outcome.details)
            for each in answered
        ]
        return ReplyTaken(opened.handover.unit, deeds)

    def _insist(self, session: Session, unit: str = "") -> None:
        """Raises NotAllowed where the person may not stand for this unit, "" = for any."""
        if not may_vouch(session.actor, self._cities.current, self._clock.now(), unit):
            raise NotAllowed("rule.reply_vouch")

    async def _body(self, request: Request, session: Session) -> bytes:
        with self._pressure.upload(session.actor.id):
            body = await limited(request, MAX_REPLY)
        if body is None:
            raise TooLarge(MAX_REPLY)
        return body
