"""Questions: one case, history, counts, evaluation, export, and personal data on reveal."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from rules.history import export
from rules.indicators import evaluate
from rules.powers import Deed
from server.api.doors import BEARER, Doors, refusals
from server.api.errors import NotFound
from server.api.models import (
    CallerAsked,
    CallerCases,
    CaseAnswer,
    Counts,
    EvaluationWord,
    Found,
    Reveal,
    RevealedWord,
)
from server.api.told import telling, told
from server.callers import Callers
from server.cities import Cities
from server.clock import Clock
from server.counts import ListCounts
from server.personal import Personal
from server.queries import Queries, Search
from server.speech import Speech

LATEST = 2**53  # of instants that can be asked for
REFUSED = refusals(401, 403, 404, 409, 422)


class Ask:
    """Session bearer; each answer holds what that person may see."""

    def __init__(
        self,
        doors: Doors,
        queries: Queries,
        counts: ListCounts,
        personal: Personal,
        callers: Callers,
        cities: Cities,
        speech: Speech,
        clock: Clock,
    ) -> None:
        self._doors = doors
        self._queries = queries
        self._counts = counts
        self._personal = personal
        self._callers = callers
        self._cities = cities
        self._speech = speech
        self._clock = clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1/ask", tags=["questions"], dependencies=[BEARER])
        one = telling(CaseAnswer, "/v1/ask/case/{case_id}") | REFUSED
        routes.add_api_route("/case/{case_id}", self.case, response_model=None, responses=one)
        many = telling(Found, "/v1/ask/history") | REFUSED
        routes.add_api_route("/history", self.history, response_model=None, responses=many)
        routes.add_api_route("/lists", self.lists, response_model=Counts, responses=REFUSED)
        routes.add_api_route("/evaluation", self.evaluation, response_model=EvaluationWord, responses=REFUSED)
        routes.add_api_route("/export/{case_id}", self.export, response_model=dict[str, Any], responses=REFUSED)
        path = "/personal/{case_id}"
        routes.add_api_route(path, self.reveal, methods=["POST"], response_model=RevealedWord, responses=REFUSED)
        routes.add_api_route(path, self.masked, response_model=RevealedWord, responses=REFUSED)
        callers = telling(CallerCases, "/v1/ask/caller", "post") | REFUSED
        routes.add_api_route("/caller", self.caller, methods=["POST"], response_model=None, responses=callers)
        return routes

    def case(self, case_id: str, request: Request) -> Response:
        """One case with its history."""
        return told(self._case(case_id, request))

    def _case(self, case_id: str, request: Request, deed: Deed = Deed.SEE) -> CaseAnswer:
        actor = self._doors.session(request).actor
        case = self._queries.case(case_id, actor, deed)
        if case is None:
            raise NotFound(case_id)
        return CaseAnswer(case, self._queries.events(case_id, actor, deed))

    def history(
        self,
        request: Request,
        q: str = "",
        since: Annotated[int, Query(alias="from", ge=0, le=LATEST)] = 0,
        until: Annotated[int, Query(alias="to", ge=0, le=LATEST)] = 0,
        unit: str = "",
        on_list: Annotated[str, Query(alias="list")] = "",
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ) -> Response:
        """Cases by words, time of report (ms UTC), unit or list; 50 a page, newest first."""
        search = Search(q, since, until, unit, on_list, page)
        total, cases = self._queries.history(search, self._doors.session(request).actor)
        return told(Found(total, page, cases))

    def lists(self, request: Request) -> Counts:
        """How many cases stand on each list."""
        return Counts(*self._counts.lists(self._doors.session(request).actor))

    def evaluation(
        self,
        request: Request,
        since: Annotated[int, Query(alias="from", ge=0, le=LATEST)],
        until: Annotated[int, Query(alias="to", ge=0, le=LATEST)],
    ) -> EvaluationWord:
        """All indicators over [from, to), ms UTC, of what the person sees; rates as [numerator, denominator]."""
        actor = self._doors.session(request).actor
        found = evaluate(self._queries.with_events(since, until, actor), self._cities.current, since, until)
        rates = {key: (rate.numerator, rate.denominator) for key, rate in found.rates.items()}
        return EvaluationWord(since, until, rates, dict(found.counts))

    def export(self, case_id: str, request: Request, lang: Literal["zh_CN", "en"] = "zh_CN") -> dict[str, Any]:
        """The history of a case: its seven steps with actor and time, its events, how it is judged, and who took it."""
        answer = self._case(case_id, request, Deed.EXPORT)
        texts, actor = self._speech.texts(lang), self._doors.session(request).actor
        now, people = self._clock.now(), self._queries.names(texts)
        by = f"{texts.name(actor.name, actor.name_en)} {actor.id}".strip()
        return export(answer.case, answer.events, self._cities.current, texts, now, people, by)

    def caller(self, asked: CallerAsked, request: Request) -> Response:
        """Earlier cases reported from a number; each look is kept on record. The number is in no address or log."""
        return told(CallerCases(self._callers.cases_of(asked.phone, self._doors.session(request).actor)))

    def masked(self, case_id: str, request: Request) -> RevealedWord:
        """A reporter's name and phone, masked; nothing is kept of that look."""
        shown = self._personal.masked(case_id, self._doors.session(request).actor)
        return RevealedWord(shown.case_id, shown.at, shown.data)

    def reveal(self, case_id: str, asked: Reveal, request: Request) -> RevealedWord:
        """A reporter's personal data; the look is kept on record with its reason."""
        shown = self._personal.reveal(case_id, self._doors.session(request).actor, asked.reason)
        return RevealedWord(shown.case_id, shown.at, shown.data)
