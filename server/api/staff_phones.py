"""Staff over HTTP: a private number, shown with a reason that is kept on record."""

from dataclasses import dataclass

from fastapi import APIRouter, Request

from server.api.doors import BEARER, Doors, refusals
from server.api.models import Reveal
from server.staff_phones import StaffPhones


@dataclass(frozen=True, slots=True)
class StaffPhoneWord:
    """A private number, and when it was shown (ms UTC)."""

    staff: str
    phone: str
    at: int


class StaffPhonesDoor:
    """Session bearer, for who may look at personal data."""

    def __init__(self, doors: Doors, phones: StaffPhones) -> None:
        self._doors, self._phones = doors, phones

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1/ask", tags=["questions"], dependencies=[BEARER])
        told = refusals(401, 403, 404, 409, 422)
        routes.add_api_route(
            "/staff/{staff}", self.reveal, methods=["POST"], response_model=StaffPhoneWord, responses=told
        )
        return routes

    def reveal(self, staff: str, asked: Reveal, request: Request) -> StaffPhoneWord:
        """The private number of a member of staff; the look is kept on record with its reason."""
        shown = self._phones.reveal(staff, self._doors.session(request).actor, asked.reason)
        return StaffPhoneWord(shown.staff, shown.phone, shown.at)
