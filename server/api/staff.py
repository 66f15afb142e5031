"""The staff over HTTP: who holds which duty, what was granted to whom, and who looked at personal data."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request

from rules.powers import Data
from server.api.doors import BEARER, Doors, refusals
from server.api.models import People, Person
from server.casebook.envelope import LARGEST
from server.granting import Granting, Logged, Look
from server.staff import Staff

REFUSED = refusals(401, 403, 422)


@dataclass(frozen=True, slots=True)
class GrantGiven:
    """A duty of a person; `until` 0 = open, `by` "" = it came with the city's folder. Instants ms UTC."""

    account: str
    role: str
    unit: str
    since: int
    until: int
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class GrantLogged:
    """What was done with a duty: `deed` is given | ended."""

    at: int
    by: str
    deed: str
    account: str
    role: str
    unit: str
    since: int
    until: int
    why: str


@dataclass(frozen=True, slots=True)
class GrantsWord:
    """The duties that are given, and the log of what was given and ended."""

    grants: tuple[GrantGiven, ...]
    log: tuple[GrantLogged, ...]


@dataclass(frozen=True, slots=True)
class LookWord:
    """One look at personal data, ms UTC."""

    at: int
    actor: str
    case_id: str
    reason: str
    staff: str = ""  # code of the member of staff whose private number was looked at, instead of a case


class StaffDoor:
    """Session bearer. Duties are given and ended at the server's command line."""

    def __init__(self, doors: Doors, staff: Staff, granting: Granting) -> None:
        self._doors, self._staff, self._granting = doors, staff, granting

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["staff"], dependencies=[BEARER])
        routes.add_api_route("/ask/people", self.people, response_model=People, responses=REFUSED)
        routes.add_api_route("/grants", self.grants, response_model=GrantsWord, responses=REFUSED)
        routes.add_api_route("/audit/personal", self.looks, response_model=list[LookWord], responses=REFUSED)
        return routes

    def people(self, request: Request, role: str = "") -> People:
        """Who holds a duty now, as far as the person's own place goes; for those who work at the centre."""
        found = self._staff.seen_by(self._doors.session(request).actor, role)
        return People(tuple(Person(h.id, h.name, h.name_en, h.role, h.unit) for h in found))

    def grants(self, request: Request, account: Annotated[str, Query(max_length=128)] = "") -> GrantsWord:
        """All duties with their dates and who gave them; for the administrators of security and audit."""
        self._granting.insist(self._doors.session(request).actor, Data.GRANTS)
        found = (
            GrantGiven(g.account, g.role, g.unit, g.since, g.until, g.by, g.at) for g in self._granting.all(account)
        )
        return GrantsWord(tuple(found), tuple(map(_logged, self._granting.log())))

    def looks(
        self,
        request: Request,
        since: Annotated[int, Query(alias="from", ge=0, le=LARGEST)] = 0,
        until: Annotated[int, Query(alias="to", ge=0, le=LARGEST)] = 0,
    ) -> list[LookWord]:
        """Who looked at whose personal data in [from, to), ms UTC, and why; for the administrator of the audit."""
        self._granting.insist(self._doors.session(request).actor, Data.AUDIT)
        return [_look(each) for each in self._granting.looks(since, until)]


def _logged(told: Logged) -> GrantLogged:
    g = told.given
    return GrantLogged(told.at, told.by, told.deed, g.account, g.role, g.unit, g.since, g.until, told.why)


def _look(told: Look) -> LookWord:
    return LookWord(told.at, told.actor, told.case_id, told.reason, told.staff)
