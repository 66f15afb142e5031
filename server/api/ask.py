"""Questions: one case, history, counts, people, evaluation, export, and personal data on reveal."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from server.api.doors import BEARER, Doors
from server.api.errors import NotFound
from server.api.models import CaseAnswer, Counts, Found, People, Person, Refusal, Reveal, RevealedWord
from server.clock import Clock
from server.personal import Personal
from server.queries import Queries, Search

REFUSED = {code: {"model": Refusal} for code in (401, 403, 404, 422)}


class Ask:
    """Session bearer; each answer holds what that person may see."""

    def __init__(self, doors: Doors, queries: Queries, personal: Personal, clock: Clock) -> None:
        self._doors = doors
        self._queries = queries
        self._personal = personal
        self._clock = clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1/ask", tags=["questions"], dependencies=[BEARER])
        routes.add_api_route("/case/{case_id}", self.case, response_model=CaseAnswer, responses=REFUSED)
        routes.add_api_route("/history", self.history, response_model=Found, responses=REFUSED)
        routes.add_api_route("/lists", self.lists, response_model=Counts, responses=REFUSED)
        routes.add_api_route("/people", self.people, response_model=People, responses=REFUSED)
        reveal = {"methods": ["POST"], "response_model": RevealedWord, "responses": REFUSED}
        routes.add_api_route("/personal/{case_id}", self.reveal, **reveal)
        return routes

    def case(self, case_id: str, request: Request) -> CaseAnswer:
        """One case with its history."""
        actor = self._doors.session(request).actor
        case = self._queries.case(case_id, actor)
        if case is None:
            raise NotFound(case_id)
        return CaseAnswer(case, self._queries.events(case_id, actor))

    def history(
        self,
        request: Request,
        q: str = "",
        since: Annotated[int, Query(alias="from")] = 0,
        until: Annotated[int, Query(alias="to")] = 0,
        unit: str = "",
        on_list: Annotated[str, Query(alias="list")] = "",
        page: Annotated[int, Query(ge=1)] = 1,
    ) -> Found:
        """Cases by words, time of report (ms UTC), unit or list; 50 a page, newest first."""
        search = Search(q, since, until, unit, on_list, page)
        total, cases = self._queries.history(search, self._doors.session(request).actor)
        return Found(total, page, cases)

    def lists(self, request: Request) -> Counts:
        """How many cases stand on each list."""
        return Counts(self._queries.lists(self._doors.session(request).actor), self._clock.now())

    def people(self, request: Request, role: str = "") -> People:
        """Who holds a duty now; for those who work at the centre."""
        if not self._queries.may_ask_people(self._doors.session(request).actor):
            return People(())
        return People(tuple(Person(h.id, h.name, h.name_en, h.role, h.unit) for h in self._queries.people(role)))

    def reveal(self, case_id: str, asked: Reveal, request: Request) -> RevealedWord:
        """A reporter's personal data; the look is kept on record with its reason."""
        shown = self._personal.reveal(case_id, self._doors.session(request).actor, asked.reason)
        return RevealedWord(shown.case_id, shown.at, shown.data)
