"""The public page: the form, the map's tiles, what became of a report, "not fixed" and the rating. Nobody signs in."""

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from rules.city import City
from rules.commands import NotAllowed
from server.access.secrets import new_token
from server.api.errors import NotFound
from server.citizens.intake import CitizenIntake
from server.citizens.limits import Limits
from server.citizens.marks import Marks
from server.citizens.photos import CitizenPhotos
from server.citizens.sendings import OtherContent
from server.open311.services import services_of
from server.pages.kit import Kit
from server.pages.visit import Visit, check_origin
from server.public import challenge
from server.public.choosing import Choice, Choosing
from server.public.following import Following
from server.public.reading import Typed, kept_word, read_public, report_of, typed
from server.public.tiles import LEAST, MOST, NoTile, Tiles
from server.speech import Speech

BASE = "/public"
DEVICE = "griddesk_device"
YEAR_S = 365 * 24 * 3600
SLOTS = 3
SCALE = 10_000_000
LINK = 43  # characters of a secret link
MAP_HEADERS = {
    "Cache-Control": "public, max-age=604800, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


class Public:
    """`/public/…`, closed where the city does not open it."""

    def __init__(self, kit: Kit, intake: CitizenIntake, limits: Limits, marks: Marks, speech: Speech) -> None:
        self._kit, self._intake, self._limits, self._marks = kit, intake, limits, marks
        self._photos, self._tiles = CitizenPhotos(kit.photos), Tiles()
        self._choosing = Choosing(kit.geocoding)
        self._following = Following(kit, intake, self._photos, marks, speech, BASE)

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(
            prefix=BASE,
            route_class=self._kit.guard.route_class(),
            include_in_schema=False,
            default_response_class=Response,
        )
        routes.add_api_route("", self.form)
        routes.add_api_route("/", self.form)
        routes.add_api_route("/", self.report, methods=["POST"])
        routes.add_api_route("/near", self.near)
        routes.add_api_route("/map/{version}/{theme}/{language}/{zoom}/{x}/{y}.svg", self.tile)
        self._following.add_to(routes, self._open, self._knock)
        return routes

    async def form(self, request: Request) -> Response:
        """An empty form; the browser is known again by a random word of its own."""
        await asyncio.to_thread(self._open)
        visit = await asyncio.to_thread(self._kit.visits.anybody, request)
        answer = await asyncio.to_thread(self._show, visit, Typed(), ())
        if not _device(request):
            secure = request.url.scheme == "https"
            answer.set_cookie(DEVICE, new_token(), max_age=YEAR_S, httponly=True, samesite="lax", secure=secure)
        return answer

    async def report(self, request: Request) -> Response:
        """Take a report; what is refused comes back with everything that was typed, and its photos."""
        check_origin(request)
        city = await asyncio.to_thread(self._open)
        visit = await asyncio.to_thread(self._kit.visits.anybody, request)
        await asyncio.to_thread(self._within, request, city)
        form = await read_public(request, city)
        try:
            given = await asyncio.to_thread(typed, form, self._photos, self._marks, city, visit.texts)
        finally:
            await form.close()
        link = given.get("link")
        ticket, problems = self._ticket(given, visit, city)
        marks = self._marks_of(request)
        report, amiss = await asyncio.to_thread(report_of, given, city, visit.texts, *marks)
        problems = (*problems, *amiss)
        if problems or ticket is None:
            return await asyncio.to_thread(self._show, visit, given, problems, 422)
        if choices := await asyncio.to_thread(self._choosing.choices, report, given, visit):
            told = (visit.texts.text("citizen.which_place", n=len(choices)),)
            return await asyncio.to_thread(self._show, visit, given, told, 422, choices)
        try:
            await asyncio.to_thread(self._intake.sendings.use, ticket.id, report)
            taken = await self._intake.take(report, link)
        except OtherContent:
            return await asyncio.to_thread(self._show, visit, given, (visit.texts.text("citizen.form_used"),), 422)
        except NotAllowed as refusal:
            words = (visit.texts.text(refusal.rule, **refusal.details),)
            return await asyncio.to_thread(self._show, visit, given, words, 422)
        return RedirectResponse(f"{BASE}/r/{link}?{'new' if taken.is_new else 'known'}=1", 303)

    def near(self, request: Request) -> Response:
        """Where a point is, in words: for who cannot see the map, and for who wants to be sure."""
        city, visit = self._open(), self._kit.visits.anybody(request)
        given = Typed({name: request.query_params.get(name, "")[:30] for name in ("lat", "lon")})
        report, problems = report_of(given, city, visit.texts, "", "")
        place = report.place
        near = city.grids.nearby(place.lon, place.lat) if city.grids and place else None
        words = near.text(visit.language) if near else ""
        problem = problems[0] if place is None and problems else ""
        return JSONResponse({"words": words, "problem": problem}, headers={"Cache-Control": "no-store"})

    def tile(self, version: str, theme: str, language: str, zoom: str, x: str, y: str) -> Response:
        """One tile of the map; it never changes under its address."""
        city = self._open()
        if city.grids is None or version != city.version or not all(_is_number(each) for each in (zoom, x, y)):
            raise NotFound(version)
        try:
            at = (int(zoom), int(x), int(y))
            drawn = self._tiles.tile(version, city.grids, theme, "en" if language == "en" else "zh", at)
        except NoTile as error:
            raise NotFound(zoom) from error
        return Response(drawn, media_type="image/svg+xml", headers=MAP_HEADERS)

    # ---

    def _open(self) -> City:
        city = self._kit.cities.current
        if not city.citizens.page:
            raise NotFound(BASE)
        return city

    def _within(self, request: Request, city: City) -> None:
        device, address = self._marks_of(request)
        self._limits.knock(address, city.citizens)
        self._limits.page(device, address, city.citizens)

    def _knock(self, request: Request) -> None:
        self._limits.knock(self._marks_of(request)[1], self._open().citizens)

    def _marks_of(self, request: Request) -> tuple[str, str]:
        """The marks of the device and of the network address."""
        host = request.client.host if request.client else ""
        return self._marks.of("device", _device(request)), self._marks.of("address", host)

    def _ticket(self, given: Typed, visit: Visit, city: City) -> tuple[challenge.Ticket | None, tuple[str, ...]]:
        try:
            now = self._kit.clock.now()
            ticket = challenge.check(self._marks, given.get("ticket"), given.get("proof"), city.citizens, now)
        except NotAllowed as refusal:
            return None, (visit.texts.text(refusal.rule, **refusal.details),)
        if not _is_link(given.get("link")):
            return None, (visit.texts.text("citizen.form_unknown"),)
        return ticket, ()

    def _show(
        self,
        visit: Visit,
        given: Typed,
        problems: Sequence[str],
        status: int = 200,
        choices: Sequence[Choice] = (),
    ) -> Response:
        city, now = self._kit.cities.current, self._kit.clock.now()
        again = given.get("ticket") if given.words and status == 422 and self._is_good(given, city) else ""
        rules = city.citizens
        return self._kit.view.page(
            visit,
            "public_form.html",
            status,
            base=BASE,
            given=given,
            problems=problems,
            services=tuple(services_of(city).values()),
            rules=rules,
            slots=max(0, min(SLOTS, rules.photos_max - len(given.photos))),
            kept=[(photo, kept_word(photo, self._marks)) for photo in given.photos],
            ticket=again or challenge.issue(self._marks, now).word,
            link=given.get("link") if _is_link(given.get("link")) else new_token(),
            map=_map(city),
            choices=choices,
        )

    def _is_good(self, given: Typed, city: City) -> bool:
        """Whether the ticket may go on waiting: else the form gets a new one."""
        try:
            challenge.check(self._marks, given.get("ticket"), "", city.citizens, self._kit.clock.now())
        except challenge.NotYet:
            return True
        except NotAllowed:
            return False
        return True


def _map(city: City) -> dict[str, object] | None:
    """Where the map begins: the middle of the city; None for a city without geometry."""
    if city.grids is None or not len(city.grids):
        return None
    low, high = city.grids.xy.min(0).tolist(), city.grids.xy.max(0).tolist()
    lon, lat = (low[0] + high[0]) / 2 / SCALE, (low[1] + high[1]) / 2 / SCALE
    return {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "zoom": 13, "least": LEAST, "most": MOST}


def _device(request: Request) -> str:
    return request.cookies.get(DEVICE, "")[:100]


def _is_link(word: str) -> bool:
    return len(word) == LINK and word.isascii() and word.replace("-", "").replace("_", "").isalnum()


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 8
