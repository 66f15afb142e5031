"""A form of the city filled in as a document: what stands in it is what the desk has shown and prints."""

from dataclasses import dataclass, field
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rules.commands import NotAllowed
from rules.jurisdiction import may
from rules.paper.fields import FIELDS, LISTS
from rules.paper.page import Filled
from rules.powers import Data, Deed
from rules.texts import Texts
from server.api.doors import BEARER, Answers, Doors, refusals
from server.api.errors import NotFound
from server.cities import Cities
from server.clock import Clock
from server.papers import fill
from server.sight import held
from server.speech import Speech

LONGEST, MOST_ROWS = 8_000, 500
_FILE: Answers = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


@dataclass(frozen=True, slots=True)
class FormWanted:
    """Texts by placeholder, and the rows of each list; the language chooses the template."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lang: Literal["zh_CN", "en"] = "zh_CN"


class Papers:
    """Session bearer, for who works at the centre. Nothing of what is sent is kept."""

    def __init__(self, doors: Doors, cities: Cities, speech: Speech, clock: Clock) -> None:
        self._doors, self._cities, self._speech, self._clock = doors, cities, speech, clock

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1", tags=["questions"], dependencies=[BEARER])
        routes.add_api_route(
            "/papers/{key}",
            self.make,
            methods=["POST"],
            response_class=Response,
            responses=_FILE | refusals(401, 403, 404, 409, 422),
        )
        return routes

    def make(self, key: str, wanted: FormWanted, request: Request) -> Response:
        """The city's own document of this form, filled in as text, with name and time in its footer."""
        session, city, now = self._doors.session(request), self._cities.current, self._clock.now()
        if not may(session.actor, Data.PAPERS, Deed.PRINT, city, now):
            raise NotAllowed(
                "rule.role", role=" | ".join(role for role, _ in held(session.actor, now)), allowed="centre"
            )
        if key not in city.papers:
            raise NotFound(key)
        filled = _checked(key, wanted)
        texts = self._speech.texts(wanted.lang)
        by, at = _named(session.actor.name, session.actor.name_en, texts), city.calendar.local(now)
        suffix, body, _ = city.papers[key].of(wanted.lang)
        foot = texts.text("paper.foot", who=by, at=at.strftime("%Y-%m-%d %H:%M"))
        made = fill(suffix, body, filled, foot)
        headers = {"Cache-Control": "no-store", "X-Paper": suffix}
        return Response(made, media_type="application/octet-stream", headers=headers)


def _named(name: str, name_en: str, texts: Texts) -> str:
    return texts.name(name, name_en)


def _checked(key: str, wanted: FormWanted) -> Filled:
    """Only what the form knows, of sensible size. Raises NotAllowed "rule.field" or "rule.too_large"."""
    lists = LISTS[key]
    for name in wanted.values.keys() - FIELDS[key]:
        raise NotAllowed("rule.field", field=name[:80], expected="none")
    for name, rows in wanted.lists.items():
        if name not in lists or any(row.keys() - lists[name] for row in rows):
            raise NotAllowed("rule.field", field=name[:80], expected="none")
        if len(rows) > MOST_ROWS:
            raise NotAllowed("rule.too_large", field=name, max=MOST_ROWS)
    told = [
        *wanted.values.values(),
        *(value for rows in wanted.lists.values() for row in rows for value in row.values()),
    ]
    if any(len(value) > LONGEST for value in told):
        raise NotAllowed("rule.too_large", field="values", max=LONGEST)
    return Filled(wanted.values, wanted.lists)
