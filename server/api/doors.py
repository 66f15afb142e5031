"""Who asks: reads the bearer token of a request."""

from typing import Any

from fastapi import Depends, Request
from fastapi.params import Depends as Guard
from fastapi.security import HTTPBearer

from server.access.errors import NotSignedIn
from server.access.sessions import Access, Session, Workstation
from server.api.models import Refusal

# Only says in the OpenAPI document that a bearer token is needed; the token is judged by `Doors`.
BEARER: Guard = Depends(HTTPBearer(auto_error=False))


# What the OpenAPI document says of the answers of a path, by status.
Answers = dict[int | str, dict[str, Any]]
NDJSON: Answers = {200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}}


class Doors:
    """Turns a request into the session or workstation that it came from. All methods raise NotSignedIn."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def session(self, request: Request) -> Session:
        """The person's session."""
        return self._access.session(bearer(request))

    def workstation(self, request: Request) -> Workstation:
        """The console's workstation."""
        return self._access.workstation(bearer(request))

    def either(self, request: Request) -> Session | Workstation:
        """A person or a console."""
        try:
            return self.session(request)
        except NotSignedIn:
            return self.workstation(request)


def bearer(request: Request) -> str:
    """The bearer token, "" when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def refusals(*codes: int) -> Answers:
    """For the OpenAPI document: the statuses with which a path refuses, all of one form."""
    return {code: {"model": Refusal} for code in codes}
