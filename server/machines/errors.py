"""Why a message of a machine is not taken: told as problem+json (RFC 9457), with what, where and what was expected."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from rules.commands import NotAllowed
from rules.wire import WireError
from server.access.errors import NotSignedIn
from server.casebook.errors import ApplyFailed
from server.cities import UnknownCity
from server.citizens.limits import TooOften
from server.citizens.sendings import OtherContent
from server.database import CannotKeep, CommitWaits, DatabaseAway
from server.lane import Busy
from server.speech import Speech

PROBLEM = "application/problem+json"


class Refused(Exception):
    """A refusal with its status and the key of its text; `details` fill it."""

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
_STATUS = {
    "rule.photo_too_large": 413, "rule.unknown_case": 404, "rule.role": 403, "rule.grant": 403,
    "rule.import_right": 403,
}  # fmt: skip
EXPECTED: tuple[type[Exception], ...] = (
    Refused, NotAllowed, NotSignedIn, OtherContent, WireError, RequestValidationError, HTTPException, ClientDisconnect,
    DataError, UnicodeError, *_LATER,
)  # fmt: skip


class Problems:
    """Makes the route class of these paths: expected errors are problems."""

    def __init__(self, speech: Speech, retry_after: Callable[[], int]) -> None:
        self._speech, self._retry_after = speech, retry_after

    def route_class(self) -> type[APIRoute]:
        """An APIRoute whose expected errors are problems."""
        problems = self

        class Told(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
                inner = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        return await inner(request)
                    except EXPECTED as error:
                        return await asyncio.to_thread(problems.answer, request, error)

                return handle

        return Told

    def answer(self, request: Request, error: Exception) -> Response:
        """One problem; `detail` is in the language that was asked for, `rule` the key of it."""
        status, key, details = told(error)
        words = self._speech.refusal(request.headers.get("accept-language", ""), key, details)
        extra = {name: details[name] for name in ("field", "expected") if name in details}
        body = {"type": "about:blank", "title": key, "status": status, "detail": words, "rule": key, "text": words}
        headers = {}
        if isinstance(error, TooOften):
            headers["Retry-After"] = str(error.after_s)
        elif status == 503:
            headers["Retry-After"] = str(self._retry_after())
        return JSONResponse(body | {"details": dict(details)} | extra, status, headers, media_type=PROBLEM)


def told(error: Exception) -> tuple[int, str, Mapping[str, str]]:
    """Status, key and details of an expected error."""
    if isinstance(error, Refused):
        return error.status, error.key, error.details
    if isinstance(error, TooOften):
        return 429, error.rule, error.details
    if isinstance(error, NotAllowed):
        return _STATUS.get(error.rule, 422), error.rule, error.details
    if isinstance(error, NotSignedIn):
        return 401, error.rule, error.details
    if isinstance(error, WireError):
        return 422, "rule.form", {"field": "body", "expected": str(error)[:400]}
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return 422, "rule.form", {"field": ".".join(map(str, first["loc"][1:])), "expected": str(first["type"])}
    if isinstance(error, OtherContent):
        return 409, "machine.other_content", {"id": str(error)[:80]}
    if isinstance(error, HTTPException):
        return error.status_code, "rule.too_large" if error.status_code == 413 else "error.request", {"field": "body"}
    key = _LATER.get(type(error))
    return (503, key, {}) if key else (422, "rule.form", {"field": "text", "expected": "UTF-8"})
