"""Refusals in the form of GeoReport v2: a list of codes with descriptions, in the format that was asked for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from rules.commands import NotAllowed
from server.casebook.errors import ApplyFailed
from server.cities import UnknownCity
from server.citizens.limits import TooOften
from server.citizens.sendings import OtherContent
from server.database import CannotKeep, CommitWaits, DatabaseAway
from server.lane import Busy
from server.open311.formats import answer, wanted_format
from server.speech import Speech

log = logging.getLogger(__name__)


class Refused(Exception):
    """A refusal with its status and the key of its text."""

    def __init__(self, status: int, key: str, **details: object) -> None:
        super().__init__(key)
        self.status, self.key = status, key
        self.details = {name: str(value) for name, value in details.items()}


_LATER: Mapping[type[Exception], str] = {
    Busy: "error.busy",
    ApplyFailed: "error.apply_failed",
    CannotKeep: "error.storage",
    CommitWaits: "error.commit_waits",
    DatabaseAway: "error.database_away",
    UnknownCity: "error.database_away",
}
_STATUS = {"rule.photo_too_large": 413, "page.too_much": 413, "rule.too_large": 413, "rule.unknown_case": 404}
EXPECTED: tuple[type[Exception], ...] = (
    Refused, NotAllowed, OtherContent, HTTPException, ClientDisconnect, DataError, UnicodeError, *_LATER,
)  # fmt: skip


class Refusals:
    """Makes the route class of these paths."""

    def __init__(self, speech: Speech, retry_after: Callable[[], int]) -> None:
        self._speech, self._retry_after = speech, retry_after

    def route_class(self) -> type[APIRoute]:
        """An APIRoute whose expected errors are lists of errors."""
        refusals = self

        class Told(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
                inner = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        return await inner(request)
                    except EXPECTED as error:
                        return await asyncio.to_thread(refusals.answer, request, error)

                return handle

        return Told

    def answer(self, request: Request, error: Exception) -> Response:
        """The list of one error."""
        status, key, details = _told(error)
        words = self._speech.refusal(request.headers.get("accept-language", ""), key, details)
        headers = {}
        if isinstance(error, TooOften):
            headers["Retry-After"] = str(error.after_s)
        elif status == 503:
            headers["Retry-After"] = str(self._retry_after())
        return answer(wanted_format(request), "errors", [{"code": status, "description": words}], status, headers)


def _told(error: Exception) -> tuple[int, str, Mapping[str, str]]:
    if isinstance(error, Refused):
        return error.status, error.key, error.details
    if isinstance(error, TooOften):
        return 429, error.rule, error.details
    if isinstance(error, NotAllowed):
        return _STATUS.get(error.rule, 400), error.rule, error.details
    if isinstance(error, OtherContent):
        return 422, "open311.other_content", {}
    if isinstance(error, HTTPException):
        return error.status_code, "open311.unreadable", {}
    key = _LATER.get(type(error))
    return (503, key, {}) if key else (400, "open311.unreadable", {})
