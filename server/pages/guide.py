"""The first steps on the pages: shown to who is new in this browser, put away and fetched back by a link."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from server.api.errors import NotFound
from server.pages.guarded import Guard
from server.pages.visit import GUIDE_COOKIE, own_path

YEAR_S = 365 * 24 * 3600


class Guide:
    """`/guide/off` and `/guide/on`; no script is needed."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(
            route_class=self._guard.route_class(), include_in_schema=False, default_response_class=Response
        )
        routes.add_api_route("/guide/{word}", self.turn)
        return routes

    def turn(self, word: str, request: Request) -> Response:
        """Keep the choice in this browser and go back to where the link stood."""
        if word not in {"on", "off"}:
            raise NotFound(word)
        answer = RedirectResponse(own_path(request.query_params.get("back", "")), 303)
        answer.set_cookie(GUIDE_COOKIE, word, max_age=YEAR_S, samesite="lax")
        return answer
