"""Files of reports over HTTP: the city's forms, a file tried or taken, and the answers that go back by a file."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from rules.commands import NotAllowed
from rules.jurisdiction import may
from rules.kinds import LARGEST
from rules.machines import Sheet
from rules.powers import Data, Deed
from rules.showing import Showing
from rules.texts import Texts
from server.access.sessions import Session
from server.api.doors import BEARER, Doors
from server.api.doors import Answers as Described
from server.api.measure import limited
from server.api.told import telling, told
from server.cities import Cities
from server.clock import Clock
from server.machines.door import problems
from server.machines.errors import Problems, Refused
from server.sheets.answers import Answers
from server.sheets.importing import Imported, SheetImport
from server.sheets.telling import problem_words, summary
from server.speech import Speech

MB = 1024 * 1024
Language = Literal["zh_CN", "en"]
_PATH = "/v1/sheets"
_ONE = "/{form}"
CSV: Described = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@dataclass(frozen=True, slots=True)
class FormWord:
    """One form of the city's: its columns by our word, whether its answers go back by a file."""

    code: str
    name: str
    columns: dict[str, str]
    by_file: bool


@dataclass(frozen=True, slots=True)
class ProblemWord:
    """A row that was left out; `text` says it in words."""

    sheet: str
    row: int
    column: str
    given: str
    rule: str
    expected: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportWord:
    """What came of a file; `dry`: nothing was taken. `text`: the counts in words."""

    rows: int
    new: int
    known: int
    dry: bool
    text: str
    problems: list[ProblemWord]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Session bearer of who may take such files in; usually acceptors and shift leaders."""

    doors: Doors
    imports: SheetImport
    answers: Answers
    cities: Cities
    clock: Clock
    speech: Speech
    problems: Problems

    def routes(self) -> APIRouter:
        """The paths of this group."""
        route = self.problems.route_class()
        routes = APIRouter(prefix=_PATH, tags=["sheets"], dependencies=[BEARER], route_class=route)
        listed = telling(list[FormWord], _PATH) | problems(401, 403, 422, 503)
        routes.add_api_route("", self.forms, response_model=None, responses=listed)
        taken = telling(ImportWord, _PATH + _ONE, "post") | problems(401, 403, 404, 408, 413, 415, 422, 503)
        body = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": _BYTES}}}}
        routes.add_api_route(
            _ONE, self.take, methods=["POST"], response_model=None, responses=taken, openapi_extra=body
        )
        told_of: Described = {**CSV, **problems(401, 403, 404, 422, 503)}
        routes.add_api_route(f"{_ONE}/answers", self.told, response_class=Response, responses=told_of)
        return routes

    def forms(self, request: Request, lang: Language = "zh_CN") -> Response:
        """The forms in which this city takes files."""
        self._session(request)
        texts = self.speech.texts(lang)
        return told([_form(each, texts) for each in self.cities.current.machines.sheets.values()])

    async def take(self, form: str, request: Request, dry: bool = False, lang: Language = "zh_CN") -> Response:
        """Take a file (CSV or .xlsx) in, or with `dry` only say what would come of it; the same file twice is once."""
        await asyncio.to_thread(self._session, request)
        most = self.cities.current.machines.file_mb * MB
        data = await limited(request, most)
        if data is None:
            raise Refused(413, "rule.too_large", field="file", max=most)
        if not data:
            raise Refused(422, "rule.form", field="file", expected="CSV | .xlsx")
        return told(_told(await self.imports.run(data, form, dry=dry), self.speech.texts(lang)))

    def told(
        self,
        form: str,
        request: Request,
        since: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
        lang: Language = "zh_CN",
    ) -> Response:
        """The answers to the orders of a form since an instant (ms UTC), as CSV to be sent back.

        Of the cases that the person may export, where who waits is shown.
        """
        actor = self._session(request).actor
        showing = Showing.of(actor, self.cities.current, self.clock.now(), Deed.EXPORT)
        text = self.answers.of(self.imports.form(form), since, self.speech.texts(lang), showing)
        named = {"Content-Disposition": 'attachment; filename="answers.csv"', "X-Content-Type-Options": "nosniff"}
        return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=named)

    def _session(self, request: Request) -> Session:
        """Who asks. Raises NotSignedIn and NotAllowed."""
        session = self.doors.session(request)
        if not may(session.actor, Data.SHEETS, Deed.CHANGE, self.cities.current, self.clock.now()):
            raise NotAllowed("rule.import_right")
        return session


_BYTES = {"type": "string", "format": "binary"}


def _form(each: Sheet, texts: Texts) -> FormWord:
    return FormWord(each.code, texts.name(each.name, each.name_en), dict(each.columns), not each.sender)


def _told(imported: Imported, texts: Texts) -> ImportWord:
    wrong = [
        ProblemWord(p.sheet, p.row, p.column, p.given, p.rule, p.expected, problem_words(p, texts))
        for p in imported.problems
    ]
    return ImportWord(imported.rows, imported.new, imported.known, imported.is_dry, summary(imported, texts), wrong)
