"""Every refusal over HTTP has one form: rule, text in the user's language, details, and the field if there is one."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from rules.commands import NotAllowed, Outcome
from rules.wire import WireError
from server.access.errors import NotSignedIn
from server.api.measure import MAX_WORDS, TOO_LARGE
from server.api.pressure import TooMany
from server.casebook.errors import ApplyFailed, ForeignConsole, ForkFound
from server.cities import UnknownCity
from server.database import CannotKeep, CommitWaits, DatabaseAway
from server.feeds.service import SnapshotNeeded, Stale
from server.lane import Busy
from server.photos import UnknownPhoto
from server.photos.partials import DamagedPiece, OtherOffset
from server.speech import LANGUAGES, Speech

E = TypeVar("E", bound=Exception)
Handler = Callable[[Request, Exception], Awaitable[JSONResponse]]
FORM_RULES = frozenset(
    {"rule.field", "rule.reason", "rule.too_large", "rule.form", "rule.photo_unreadable", "rule.photo_hash"}
)


class CommandRefused(Exception):
    """A command of a page or a program that was not accepted; the outcome is stored."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.rule)
        self.outcome = outcome


class WrongVersion(Exception):
    """The console speaks another version of the protocol."""


class TooLarge(Exception):
    """More was sent at once than is read; `most` bytes or commands are."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most}")
        self.most = most


class Zombie(Exception):
    """The console has seen an epoch that this database has not: the data here are out of date."""


class NotFound(Exception):
    """What the path names does not exist, for this person."""


class Refusals:
    """Turns expected errors into answers; put on an app by `install`."""

    def __init__(self, speech: Speech, right_rules: frozenset[str], retry_after: Callable[[], int] = lambda: 1) -> None:
        self._speech = speech
        self._right_rules = right_rules
        self._retry_after = retry_after

    def install(self, app: FastAPI) -> None:
        """Register all handlers."""
        app.add_exception_handler(NotSignedIn, _handler(NotSignedIn, self._not_signed_in))
        app.add_exception_handler(NotAllowed, _handler(NotAllowed, self._not_allowed))
        app.add_exception_handler(CommandRefused, _handler(CommandRefused, self._command_refused))
        app.add_exception_handler(SnapshotNeeded, _handler(SnapshotNeeded, self._snapshot))
        app.add_exception_handler(RequestValidationError, _handler(RequestValidationError, self._form))
        app.add_exception_handler(HTTPException, _handler(HTTPException, self._http))
        app.add_exception_handler(WireError, _handler(WireError, self._wire))
        for odd in (DataError, UnicodeEncodeError):  # NUL, half a character: a text that no database can look for
            app.add_exception_handler(odd, self._odd_text)
        app.add_exception_handler(ForkFound, _handler(ForkFound, self._fork))
        app.add_exception_handler(TooLarge, _handler(TooLarge, self._too_large))
        app.add_exception_handler(OtherOffset, _handler(OtherOffset, self._other_offset))
        app.add_exception_handler(DamagedPiece, _handler(DamagedPiece, self._damaged_piece))
        app.add_exception_handler(Exception, self._plain(500, "error.internal"))
        for kind, (status, rule) in _PLAIN.items():
            app.add_exception_handler(kind, self._plain(status, rule))

    def answer(
        self, request: Request, status: int, key: str, details: Mapping[str, str] | None = None, **more: str
    ) -> JSONResponse:
        """One refusal; `key` is its text's, and its rule unless `more` names another."""
        told = dict(details or {})
        text = self._speech.refusal(request.headers.get("accept-language", ""), key, told)
        extra = {name: told[name] for name in ("field", "expected") if name in told}
        headers = {"Retry-After": str(self._retry_after())} if status in _LATER else None
        body = {"rule": key, "text": text, "details": told} | extra | more
        return JSONResponse(body, status, headers)

    def status_of(self, rule: str) -> int:
        """403 for rights and duties, 422 for forms, 404 for what does not exist, 409 for the state of things."""
        if rule == "rule.unknown_case":
            return 404
        if rule == "rule.photo_too_large":
            return 413
        if rule in FORM_RULES:
            return 422
        return 403 if rule in self._right_rules else 409

    def _not_signed_in(self, request: Request, error: NotSignedIn) -> JSONResponse:
        return self.answer(request, 401, error.rule, error.details)

    def _not_allowed(self, request: Request, error: NotAllowed) -> JSONResponse:
        return self.answer(request, self.status_of(error.rule), error.rule, error.details)

    def _command_refused(self, request: Request, error: CommandRefused) -> JSONResponse:
        outcome = error.outcome
        return self.answer(request, self.status_of(outcome.rule), outcome.rule, outcome.details)

    def _snapshot(self, request: Request, error: SnapshotNeeded) -> JSONResponse:
        why = {"why": error.why}
        return self.answer(request, 410, "error.snapshot", why, rule="snapshot", epoch=error.epoch.id)

    def _form(self, request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        kind, (where, *path) = str(first["type"]), first["loc"]
        field = ".".join(map(str, path)) if path and kind != "json_invalid" else str(where)  # of JSON: a mere offset
        known = f"form.{kind}" in self._speech.texts(LANGUAGES[0])
        return self.answer(request, 422, "rule.form", {"field": field, "expected": kind if known else "other"})

    def _http(self, request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == TOO_LARGE:
            return self._too_large(request, TooLarge(MAX_WORDS))
        rule = {404: "error.not_found", 405: "error.method"}.get(error.status_code, "error.request")
        return self.answer(request, error.status_code, rule)

    def _wire(self, request: Request, error: WireError) -> JSONResponse:
        return self.answer(request, 422, "rule.form", {"field": "body", "expected": str(error)})

    async def _odd_text(self, request: Request, _: Exception) -> JSONResponse:
        return self.answer(request, 422, "rule.form", {"field": "text", "expected": "UTF-8"})

    def _fork(self, request: Request, error: ForkFound) -> JSONResponse:
        told = {"last_n": str(error.last_n)} | ({"renewal": error.renewal} if error.renewal else {})
        return self.answer(request, 409, "error.fork", told, rule="fork")

    def _too_large(self, request: Request, error: TooLarge) -> JSONResponse:
        return self.answer(request, 413, "rule.too_large", {"field": "body", "max": str(error.most)})

    def _other_offset(self, request: Request, error: OtherOffset) -> JSONResponse:
        return self.answer(request, 409, "error.blob_offset", {"offset": str(error.offset)})

    def _damaged_piece(self, request: Request, error: DamagedPiece) -> JSONResponse:
        return self.answer(request, 422, "error.blob_crc", {"offset": str(error.offset)})

    def _plain(self, status: int, rule: str) -> Handler:
        return _handler(Exception, lambda request, _: self.answer(request, status, rule))


def _handler(kind: type[E], answer: Callable[[Request, E], JSONResponse]) -> Handler:
    async def handle(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, kind):
            raise error
        return answer(request, error)

    return handle


_LATER = frozenset({429, 503})
_PLAIN: Mapping[type[Exception], tuple[int, str]] = {
    NotFound: (404, "error.not_found"),
    UnknownPhoto: (404, "error.not_found"),
    UnknownCity: (404, "error.not_found"),
    Busy: (503, "error.busy"),
    TooMany: (429, "error.too_many"),
    DatabaseAway: (503, "error.database_away"),
    CommitWaits: (503, "error.commit_waits"),
    Stale: (503, "error.stale"),
    Zombie: (409, "error.zombie"),
    WrongVersion: (426, "error.version"),
    ApplyFailed: (503, "error.apply_failed"),
    CannotKeep: (503, "error.storage"),
    ForeignConsole: (403, "error.foreign_console"),
    ClientDisconnect: (400, "error.request"),  # nobody reads it: a line that was cut is no error of this program
}
