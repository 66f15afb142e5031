"""`/open311/…`: discovery, services, requests, tokens, updates; who reports needs a key, who reads needs none."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from rules.case import Case
from rules.city import City
from rules.texts import Texts
from server.access.keys import ApiKey, ApiKeys
from server.cities import Cities
from server.citizens.again import Again
from server.citizens.intake import CitizenIntake, Taken
from server.citizens.limits import Limits
from server.citizens.photos import CitizenPhotos
from server.citizens.progress import is_told, shown_photos
from server.clock import Clock
from server.open311 import discovery, posting
from server.open311.errors import Refusals, Refused
from server.open311.formats import HEADERS, answer, wanted_format
from server.open311.published import MOST, Reading, Wanted
from server.open311.sent import Sent, read_sent
from server.open311.services import definition, in_list, service_of, services_of
from server.open311.times import span
from server.open311.told import Telling
from server.open311.updating import Updating, update_of
from server.photos import Photos, UnknownPhoto
from server.speech import Speech, language_of

BASE = "/open311/v2"
STATES = ("open", "closed")
Word = Annotated[str, Query(max_length=20_000)]
Answers = dict[int | str, dict[str, Any]]
TOLD: Answers = {
    code: {"content": {"text/xml": {}, "application/json": {}}}
    for code in (200, 400, 403, 404, 411, 413, 415, 422, 429, 503)
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What answers are made of."""

    photos: Photos
    cities: Cities
    speech: Speech
    clock: Clock


class Open311:
    """GeoReport v2; each path with `.json`, `.xml`, or neither and the header Accept."""

    def __init__(
        self,
        intake: CitizenIntake,
        reading: Reading,
        keys: ApiKeys,
        limits: Limits,
        shown: Shown,
        retry_after: Callable[[], int],
    ) -> None:
        self._intake, self._reading, self._keys, self._limits = intake, reading, keys, limits
        self._photos, self._citizen_photos = shown.photos, CitizenPhotos(shown.photos)
        self._cities, self._speech, self._clock = shown.cities, shown.speech, shown.clock
        self._updating = Updating(intake, Again(intake, lambda: shown.speech.texts("zh_CN")))
        self._refusals = Refusals(shown.speech, retry_after)

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(
            prefix="/open311",
            tags=["Open311"],
            route_class=self._refusals.route_class(),
            default_response_class=Response,
        )
        for ending in (".{format}", ""):  # in this order: else an ending is read as a part of the name
            told: dict[str, Any] = {"include_in_schema": bool(ending), "responses": TOLD}
            taken = told | {"methods": ["POST"], "openapi_extra": FORM}
            routes.add_api_route(f"/discovery{ending}", self.discovery, **told)
            routes.add_api_route(f"/v2/discovery{ending}", self.discovery, include_in_schema=False)
            routes.add_api_route(f"/v2/services{ending}", self.services, **told)
            routes.add_api_route(f"/v2/services/{{code}}{ending}", self.definition, **told)
            routes.add_api_route(f"/v2/requests{ending}", self.requests, **told)
            routes.add_api_route(f"/v2/requests{ending}", self.post, **taken)
            routes.add_api_route(f"/v2/requests/{{number}}{ending}", self.request, **told)
            routes.add_api_route(f"/v2/tokens/{{token}}{ending}", self.token, **told)
            routes.add_api_route(f"/v2/servicerequestupdates{ending}", self.updates, **told)
            routes.add_api_route(f"/v2/servicerequestupdates{ending}", self.post_update, **taken)
        photo: Answers = {200: {"content": {"image/jpeg": {}}}, 404: TOLD[404]}
        routes.add_api_route("/v2/media/{number}/{sha256}.jpg", self.photo, responses=photo)
        return routes

    def discovery(self, request: Request) -> Response:
        """Where which version of the interface is, and in which formats."""
        city = self._city(request)
        told = discovery.document(city, str(request.base_url), self._clock.now())
        return answer(wanted_format(request), "discovery", told)

    def services(self, request: Request) -> Response:
        """All services."""
        city, texts = self._city(request), self._texts(request)
        told = [in_list(each, texts) for each in services_of(city).values()]
        return answer(wanted_format(request), "services", told)

    def definition(self, code: str, request: Request) -> Response:
        """One service with its questions."""
        city, texts = self._city(request), self._texts(request)
        return answer(wanted_format(request), "service_definition", definition(service_of(city, code), texts))

    def requests(
        self,
        request: Request,
        service_request_id: Word = "",
        service_code: Word = "",
        start_date: Word = "",
        end_date: Word = "",
        status: Word = "",
        page: Word = "1",
        page_size: Word = str(MOST),
    ) -> Response:
        """Requests by number, or by service, time and state: 1000 at most, of 90 days at most, newest first."""
        city = self._city(request)
        if service_request_id.strip():
            found = self._reading.numbered(_words(service_request_id), city.citizens)
        else:
            since, until = span(start_date, end_date, city.zone, self._clock.now())
            states = _states(status)
            place = (_number("page", page, 1_000_000), _number("page_size", page_size, MOST))
            wanted = Wanted(since, until, _words(service_code), states, *place)
            found = self._reading.wanted(wanted, city.citizens)
        telling = self._telling(request, city)
        return answer(wanted_format(request), "service_requests", [telling.request(each) for each in found])

    def request(self, number: str, request: Request) -> Response:
        """One request."""
        city = self._city(request)
        found = self._reading.numbered((number,), city.citizens)
        if not found:
            raise Refused(404, "open311.no_request", number=number[:80])
        telling = self._telling(request, city)
        return answer(wanted_format(request), "service_requests", [telling.request(found[0])])

    def token(self, token: Annotated[str, Path(max_length=200)], request: Request) -> Response:
        """The number that a token stands for, once there is one."""
        city = self._city(request)
        number = self._reading.of_token(token, city.citizens)
        if number is None:
            raise Refused(404, "open311.no_token")
        told = {"token": token} | ({"service_request_id": number} if number else {})
        return answer(wanted_format(request), "service_requests", [told])

    async def post(self, request: Request) -> Response:
        """Report a matter; the same report again is the same request."""
        city, key, sent = await self._read(request)
        texts = self._texts(request)
        photos = await asyncio.to_thread(posting.kept_photos, sent, self._citizen_photos, city)
        own_key = posting.idempotency_key(request)
        words = self._speech.texts("zh_CN")  # the case has one language, whoever reports
        report = await asyncio.to_thread(posting.report_of, sent, key, city, words, photos, own_key)
        taken = await self._intake.take(report)
        told = self._posted(taken, texts, city, sent.text("account_id"))
        return answer(wanted_format(request), "service_requests", [told])

    def _posted(self, taken: Taken, texts: Texts, city: City, account: str) -> dict[str, Any]:
        notice = texts.text("open311.notice" if taken.is_new else "open311.notice_again")
        number = (
            {"service_request_id": taken.case.number}
            if is_told(taken.case, city.citizens)
            else {"token": taken.case.id}
        )
        return number | {"service_notice": notice, "account_id": account}

    def updates(self, request: Request, start_date: Word = "", end_date: Word = "") -> Response:
        """What became of requests, by the time at which it became known here; as FixMyStreet asks for it."""
        city = self._city(request)
        since, until = span(start_date, end_date, city.zone, self._clock.now())
        telling = self._telling(request, city)
        changes = self._reading.changes(since, until, city.citizens)
        told = [update for each in changes if (update := telling.update(*each)) is not None]
        return answer(wanted_format(request), "service_request_updates", told[:MOST])

    async def post_update(self, request: Request) -> Response:
        """Add to a request that came with the same key."""
        city, key, sent = await self._read(request)
        update = update_of(sent, city)
        case = await asyncio.to_thread(self._own, update.number, key, city)
        photos = await asyncio.to_thread(posting.kept_photos, sent, self._citizen_photos, city)
        update_id = await self._updating.take(key, case, update, photos, city)
        return answer(wanted_format(request), "service_request_updates", [{"update_id": update_id}])

    def photo(self, number: str, sha256: str, request: Request) -> Response:
        """A photo of a request that is listed, small."""
        city = self._city(request)
        found = self._reading.numbered((number,), city.citizens)
        if not found or sha256 not in shown_photos(found[0].case, city.citizens):
            raise Refused(404, "open311.no_photo")
        try:
            data = self._photos.get(sha256, "thumb").data
        except UnknownPhoto as error:
            raise Refused(404, "open311.no_photo") from error
        return Response(data, headers=HEADERS | {"Cache-Control": "public, max-age=86400"}, media_type="image/jpeg")

    # --- who asks, and for which city

    async def _read(self, request: Request) -> tuple[City, ApiKey, Sent]:
        city = await asyncio.to_thread(self._city, request)
        sent = await read_sent(request, city.citizens.photos_max, city.citizens.photo_mb)
        self._insist(city, sent.text("jurisdiction_id"))
        secret = sent.text("api_key") or request.query_params.get("api_key", "") or request.headers.get("x-api-key", "")
        key = await asyncio.to_thread(self._keys.find, secret) if secret else None
        if key is None:
            raise Refused(403, "open311.key_unknown" if secret else "open311.key_missing")
        self._limits.key(key.id, city.citizens)
        return city, key, sent

    def _city(self, request: Request) -> City:
        city = self._cities.current
        if not city.citizens.open311:
            raise Refused(404, "open311.closed")
        ending = request.path_params.get("format", "xml")
        if ending not in {"json", "xml"}:
            raise Refused(404, "open311.format", given=str(ending)[:40])
        self._insist(city, request.query_params.get("jurisdiction_id", ""))
        return city

    def _insist(self, city: City, jurisdiction: str) -> None:
        if jurisdiction and jurisdiction != discovery.jurisdiction(city):
            raise Refused(404, "open311.jurisdiction", given=jurisdiction[:80])

    def _own(self, number: str, key: ApiKey, city: City) -> Case:
        """The request of this key; anybody else's does not exist for it."""
        found = [each for each in self._reading.numbered((number,), city.citizens) if each.channel == key.id]
        if not found:
            raise Refused(404, "open311.no_request", number=number[:80])
        return found[0].case

    def _texts(self, request: Request) -> Texts:
        return self._speech.texts(language_of(request.headers.get("accept-language", "")))

    def _telling(self, request: Request, city: City) -> Telling:
        return Telling(city, self._texts(request), str(request.base_url).rstrip("/") + BASE)


def _words(said: str) -> tuple[str, ...]:
    if "\0" in said:
        raise Refused(400, "open311.field", field="service_request_id, service_code", expected="UTF-8")
    found = tuple(dict.fromkeys(part.strip() for part in said.split(",") if part.strip()))
    if len(found) > MOST:
        raise Refused(400, "open311.too_long", field="service_request_id", most=MOST)
    return found


def _states(said: str) -> tuple[str, ...]:
    found = tuple(part.lower() for part in _words(said))
    if any(part not in STATES for part in found):
        raise Refused(400, "open311.field", field="status", expected="open | closed")
    return found


def _number(name: str, said: str, most: int) -> int:
    if said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= most and len(said) < 9:
        return int(said)
    raise Refused(400, "open311.field", field=name, expected=f"1–{most}")


FORM: dict[str, Any] = {
    "requestBody": {
        "content": {
            kind: {"schema": {"type": "object"}}
            for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "application/json", "text/xml")
        }
    }
}
