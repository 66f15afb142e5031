"""Sign-in, sign-out, choice of language, and the static files."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from server.access.errors import NotSignedIn
from server.access.sessions import SESSION_MS, Access
from server.api.errors import NotFound
from server.clock import Clock
from server.pages.guarded import Guard
from server.pages.view import View
from server.pages.visit import (
    HOMES,
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    Visit,
    Visits,
    check_form,
    check_origin,
    own_path,
)
from server.speech import LANGUAGES

SEAT = "page"
YEAR_S = 365 * 24 * 3600


class PageEntrance:
    """`/`, `/sign-in`, `/sign-out`, `/signed-in`, `/language/…`, `/static/…`."""

    def __init__(self, access: Access, visits: Visits, view: View, guard: Guard, clock: Clock) -> None:
        self._access = access
        self._visits = visits
        self._view = view
        self._guard = guard
        self._clock = clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(
            route_class=self._guard.route_class(), include_in_schema=False, default_response_class=Response
        )
        routes.add_api_route("/", self.front)
        routes.add_api_route("/sign-in", self.sign_in, methods=["POST"])
        routes.add_api_route("/sign-in", self.again, methods=["GET"])
        routes.add_api_route("/sign-out", self.sign_out, methods=["POST"])
        routes.add_api_route("/signed-in", self.signed_in)
        routes.add_api_route("/language/{language}", self.language)
        routes.add_api_route("/static/{stamp}/{name}", self.static)
        return routes

    def front(self, request: Request) -> Response:
        """The sign-in, for `?login=…` filled in; who is signed in already goes on to the page of the own duty."""
        visit = self._visits.anybody(request)
        home, login = self._home(visit), request.query_params.get("login", "")[:64]
        if home and login in {"", visit.actor.id}:
            return RedirectResponse(home, 303)
        words = visit.texts.text("page.ended") if request.query_params.get("ended") else ""
        words = visit.texts.text("page.no_page") if visit.session and not home else words
        return self._form(visit, 200, words, login=login, after=request.query_params.get("next", ""))

    def again(self) -> Response:
        """Somebody reloads the address of the form."""
        return RedirectResponse("/", 303)

    async def sign_in(self, request: Request) -> Response:
        """Check name and password; five wrong ones lock the account for a while."""
        check_origin(request)
        form = await request.form(max_files=0)
        login, password, after = (str(form.get(name, "")) for name in ("login", "password", "next"))
        return await asyncio.to_thread(self._sign_in, request, login.strip(), password, after)

    def _sign_in(self, request: Request, login: str, password: str, after: str) -> Response:
        visit = self._visits.anybody(request)
        try:
            session, token = self._access.sign_in(login, password, SEAT)
        except NotSignedIn as error:
            words = visit.texts.text(error.rule, **error.details)
            return self._form(visit, 401, words, login=login, after=after)
        home = self._home(Visit(visit.language, visit.texts, session, "/"))
        answer = RedirectResponse(own_path(after) if after and home else home or "/", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(
            SESSION_COOKIE, token, max_age=SESSION_MS // 1000, httponly=True, samesite="lax", secure=secure
        )
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        form = await request.form(max_files=0)
        visit = await asyncio.to_thread(self._visits.anybody, request)
        if visit.session is not None:
            check_form(visit, str(form.get("csrf", "")))
            await asyncio.to_thread(self._access.sign_out, request.cookies.get(SESSION_COOKIE, ""))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(SESSION_COOKIE)
        return answer

    def signed_in(self, request: Request) -> Response:
        """Who is signed in here, and the word for their forms: what waited on a device asks before it is sent."""
        visit = self._visits.anybody(request)
        person = visit.actor.id if visit.session else ""
        return JSONResponse({"person": person, "csrf": visit.csrf}, headers={"Cache-Control": "no-store"})

    def language(self, language: str, request: Request) -> Response:
        """Keep the chosen language and go back to where the link stood."""
        if language not in LANGUAGES:
            raise NotFound(language)
        answer = RedirectResponse(own_path(request.query_params.get("back", "/")), 303)
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_S, samesite="lax")
        return answer

    def static(self, stamp: str, name: str) -> Response:  # noqa: ARG002  # the stamp only makes the address new
        """Style sheet, script, icon."""
        found = self._view.static(name)
        if found is None:
            raise NotFound(name)
        return found

    def _home(self, visit: Visit) -> str:
        now = self._clock.now()
        held = [path for role, path in HOMES.items() if visit.session and visit.actor.holds(role, now)]
        return held[0] if held else ""

    def _form(self, visit: Visit, status: int, words: str, *, login: str, after: str) -> Response:
        return self._view.page(visit, "sign_in.html", status, words=words, login=login, after=after)
