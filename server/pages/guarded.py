"""Routes of pages: what is refused becomes a page that says so, not JSON; who is not signed in comes to the sign-in."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from rules.commands import NotAllowed
from server.access.errors import NotSignedIn
from server.api.errors import NotFound
from server.casebook.errors import ApplyFailed
from server.database import CannotKeep, CommitWaits, DatabaseAway
from server.lane import Busy
from server.pages.view import View
from server.pages.visit import Visits
from server.photos import UnknownPhoto

_EXPECTED: Mapping[type[Exception], tuple[int, str]] = {
    NotFound: (404, "error.not_found"),
    UnknownPhoto: (404, "error.not_found"),
    Busy: (503, "error.busy"),
    ApplyFailed: (503, "error.apply_failed"),
    CannotKeep: (503, "error.storage"),
    DatabaseAway: (503, "error.database_away"),
    CommitWaits: (503, "error.commit_waits"),
}

_STATUS = {"page.too_much": 413, "citizen.too_often": 429, "citizen.too_many_open": 429}

EXPECTED: tuple[type[Exception], ...] = (NotSignedIn, NotAllowed, HTTPException, *_EXPECTED)


class Guard:
    """Makes the route class for page routers."""

    def __init__(self, visits: Visits, view: View) -> None:
        self._visits = visits
        self._view = view

    def route_class(self) -> type[APIRoute]:
        """An APIRoute whose expected errors are pages."""
        guard = self

        class Guarded(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
                inner = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        return await inner(request)
                    except EXPECTED as error:
                        return await asyncio.to_thread(guard.answer, request, error)

                return handle

        return Guarded

    def answer(self, request: Request, error: Exception) -> Response:
        """The page (for a live list: the JSON) that tells an expected error."""
        if isinstance(error, NotSignedIn):
            return self._to_sign_in(request)
        if isinstance(error, HTTPException):  # a form that cannot be read
            return self._tell(request, error.status_code, "error.request", {})
        if isinstance(error, NotAllowed):
            status = _STATUS.get(error.rule, 403)
            return self._tell(request, status, error.rule, error.details)
        status, key = _EXPECTED[type(error)]
        return self._tell(request, status, key, {})

    def _to_sign_in(self, request: Request) -> Response:
        if request.url.path.endswith("/live"):
            return JSONResponse({"signed_in": False}, 401)
        back = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/?next={quote(back)}&ended=1", 303)

    def _tell(self, request: Request, status: int, key: str, details: Mapping[str, str]) -> Response:
        visit = self._visits.anybody(request)
        words = visit.texts.text(key, **details)
        return self._view.page(visit, "problem.html", status, words=words)
