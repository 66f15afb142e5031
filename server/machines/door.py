"""Signed messages over HTTP: /v1/machines/{source}/alarms and /v1/machines/{source}/orders."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec
from fastapi import APIRouter, Request, Response

from rules.wire import decode
from server.api.doors import Answers
from server.api.measure import limited
from server.api.told import schema, telling, told
from server.cities import Cities
from server.citizens.limits import Limits
from server.clock import Clock
from server.machines.alarms import Alarms, Taken
from server.machines.errors import PROBLEM, Problems, Refused
from server.machines.messages import AlarmSaid, OrderSaid
from server.machines.orders import Orders
from server.machines.sources import Source, Sources
from server.machines.verifying import Before, Messages, Signed, check, signed

T = TypeVar("T")
MB = 1024 * 1024
ORDER_MAX = 64 * 1024  # bytes of an order
_PATH = "/v1/machines/{source}/"
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a message came to: new | again | rejected | unlikely; `case` "" = none was made of it."""

    state: str
    case: str = ""


class Machines:
    """No session: each message is signed with the secret of its source; sent again, it is answered as before."""

    def __init__(
        self, sources: Sources, messages: Messages, alarms: Alarms, orders: Orders, limits: Limits, cities: Cities,
        clock: Clock, problems: Problems,
    ) -> None:  # fmt: skip
        self._sources, self._messages = sources, messages
        self._alarms, self._orders = alarms, orders
        self._limits, self._cities, self._clock, self._problems = limits, cities, clock, problems

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1/machines/{source}", tags=["machines"], route_class=self._problems.route_class())
        for name, door, kind in (("alarms", self.alarm, AlarmSaid), ("orders", self.order, OrderSaid)):
            path = _PATH + name
            responses = telling(Answer, path, "post") | problems(400, 401, 408, 409, 413, 415, 422, 429, 503)
            routes.add_api_route(
                f"/{name}",
                door,
                methods=["POST"],
                response_model=None,
                responses=responses,
                openapi_extra=_body(kind, path),
            )
        return routes

    async def alarm(self, source: str, request: Request) -> Response:
        """One alarm of video AI or of a sensor; repeats of it add to its row in the review list."""
        most = self._cities.current.machines.frame_mb * MB * 4 // 3 + ORDER_MAX
        return await self._take(source, request, AlarmSaid, most, self._alarms.take)

    async def order(self, source: str, request: Request) -> Response:
        """One order of another house; its own number makes it one case, and its answer goes back."""
        return await self._take(source, request, OrderSaid, ORDER_MAX, self._orders.take)

    async def _take(
        self, code: str, request: Request, kind: type[T], most: int, take: Callable[[Source, T], Awaitable[Taken]]
    ) -> Response:
        said = signed(request.headers)
        body = await _read(request, most)
        source = await asyncio.to_thread(self._verified, code, said, body)
        content = decode(kind, body)
        before = await asyncio.to_thread(self._messages.begin, source, said, body)
        if before is not None:
            return told(_as_before(before))
        try:
            taken = await take(source, content)
        except Exception:
            await asyncio.to_thread(self._messages.drop, source, said)
            raise
        await asyncio.to_thread(self._messages.done, source, said, taken.state, taken.case_id)
        return told(Answer(taken.state, taken.case_id))

    def _verified(self, code: str, said: Signed, body: bytes) -> Source:
        """Who sent it. A source that there is not is refused as a forged message is. Raises Refused and TooOften."""
        found, city = self._sources.find(code), self._cities.current
        if found is None:
            raise Refused(401, "machine.signature")
        source, secrets = found
        check(said, secrets, body, self._clock.now(), city.machines.skew_s)
        self._limits.key(f"source {source.id}", replace(city.citizens, key_minute=city.machines.source_minute))
        self._sources.used(source)
        return source


def _as_before(before: Before) -> Answer:
    return Answer("again" if before.state == "new" else before.state, before.case_id)


async def _read(request: Request, most: int) -> bytes:
    """The body as bytes. Raises Refused: no JSON by its header, or too large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "machine.no_json", field="Content-Type", expected="application/json")
    body = await limited(request, most)
    if body is None:
        raise Refused(413, "rule.too_large", field="body", max=most)
    return body


def problems(*codes: int) -> Answers:
    """For the OpenAPI document: the statuses with which a path refuses, as problem+json."""
    parts = {name: {"type": "string"} for name in ("type", "title", "detail", "rule", "text", "field", "expected")}
    form = {"type": "object", "properties": parts | {"status": {"type": "integer"}, "details": {"type": "object"}}}
    described: Answers = {code: {"description": "refused", "content": {PROBLEM: {"schema": form}}} for code in codes}
    return described


def _body(kind: type[msgspec.Struct], path: str) -> dict[str, object]:
    content = {"application/json": {"schema": schema(kind, path, "post", "requestBody")}}
    asked = [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in _HEADERS]
    return {"requestBody": {"required": True, "content": content}, "parameters": asked}
