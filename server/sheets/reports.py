"""A row of a file as a report; what is wrong is told with sheet, row, column and what was expected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from rules.city import City
from rules.commands import NotAllowed
from rules.forms import check, check_personal
from rules.machines import Sheet
from server.citizens.report import CitizenReport, Place, hashed
from server.geocoding import Geocoding
from server.machines.errors import Refused
from server.machines.messages import place_of
from server.sheets.reading import Row

T = TypeVar("T")
FIELDS = (
    "number", "words", "address", "lon", "lat", "category", "source", "due", "caller", "phone", "urgent",
    "wants_answer",
)  # fmt: skip
REQUIRED = ("words",)
EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out: where it stands, what is there, the key of what is wrong and what was expected."""

    sheet: str
    row: int
    column: str
    given: str
    rule: str
    expected: str
    details: Mapping[str, str] = field(default_factory=dict)  # of a rule that refuses it


class BadRow(Exception):
    """The row is no report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


class Rows:
    """Reads the rows of one file."""

    def __init__(self, form: Sheet, city: City, geocoding: Geocoding) -> None:
        self._form, self._city, self._geocoding = form, city, geocoding
        self._categories = _by_name(city) | dict(form.categories)

    def report(self, row: Row) -> CitizenReport:
        """Raises BadRow."""
        said = {name: row.cells.get(column, "") for name, column in self._form.columns.items()}
        for name, text in said.items():
            if text in EXCEL_ERRORS:
                raise self._bad(row, name, "sheet.cell", "value")
        if not said.get("words"):
            raise self._bad(row, "words", "sheet.empty", "text")
        number = said.get("number", "")
        report = CitizenReport(
            channel=self._form.channel,
            source=self._source(row, said.get("source", "")),
            said=said["words"],
            words=said["words"],
            category=self._category(row, said.get("category", "")),
            address_words=said.get("address", ""),
            place=self._place(row, said),
            personal=_personal(said),
            own_number=number,
            once="" if number else hashed("row", self._form.code, *(said.get(name, "") for name in FIELDS)),
            wants_answer=self._flag(row, "wants_answer", said, usual=self._form.wants_answer),
            due=self._instant(row, said.get("due", "")),
            urgent=self._flag(row, "urgent", said, usual=False),
        )
        self._check(row, report)
        return report

    def _check(self, row: Row, report: CitizenReport) -> None:
        """As the rules will; here the column is known."""
        try:
            check("report", report.body(), self._city)
            check_personal(report.personal)
        except NotAllowed as refusal:
            name = refusal.details.get("field", "")
            expected = refusal.details.get("expected", refusal.details.get("max", ""))
            bad = self._bad(row, _FIELD_OF.get(name, name), refusal.rule, expected).problem
            raise BadRow(replace(bad, details=refusal.details)) from refusal

    def _bad(self, row: Row, name: str, rule: str, expected: str) -> BadRow:
        column = self._form.columns.get(name, name)
        where = f"{row.columns[column]} {column}" if column in row.columns else column
        return BadRow(Problem(row.sheet, row.number, where, row.cells.get(column, "")[:80], rule, expected))

    def _source(self, row: Row, said: str) -> str:
        known = self._city.policies.sources
        code = self._form.sources.get(said, said) if said else self._form.source
        if code and known and code not in known:
            names = {name: key for key, pair in known.items() for name in pair}
            if code not in names:
                raise self._bad(row, "source", "sheet.cell", " | ".join(known))
            code = names[code]
        return code

    def _category(self, row: Row, said: str) -> str:
        code = self._categories.get(said, said)
        if code and code not in self._city.categories:
            expected = " | ".join([each.name for each in self._city.categories.values()][:5])
            raise self._bad(row, "category", "sheet.cell", f"{expected} …")
        return code

    def _place(self, row: Row, said: dict[str, str]) -> Place | None:
        lon, lat = (self._number(row, name, said.get(name, "")) for name in ("lon", "lat"))
        try:
            return place_of(lon, lat, self._form.datum, said.get("address", ""), self._city, self._geocoding)
        except Refused as refusal:
            column = "lat" if refusal.details.get("field") == "lat" else "lon"
            if refusal.key == "machine.outside":
                raise self._bad(row, column, "sheet.outside", self._city.name) from refusal
            raise self._bad(row, column, "sheet.cell", refusal.details.get("expected", "")) from refusal

    def _number(self, row: Row, name: str, said: str) -> float | None:
        return self._read(row, name, said, float, "113.6200000") if said else None

    def _instant(self, row: Row, said: str) -> int:
        def of(text: str) -> int:
            moment = datetime.strptime(text, self._form.time)  # noqa: DTZ007  the zone is the city's
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self._city.zone))
            return max(0, round(zoned.astimezone(UTC).timestamp() * 1000))

        return self._read(row, "due", said, of, self._form.time) if said else 0

    def _flag(self, row: Row, name: str, said: dict[str, str], *, usual: bool) -> bool:
        text = said.get(name, "").casefold()
        if not text or name not in self._form.columns:
            return usual
        if text in {each.casefold() for each in self._form.yes}:
            return True
        if text in NO:
            return False
        raise self._bad(row, name, "sheet.cell", f"{' | '.join(self._form.yes)} || 否 | no")

    def _read(self, row: Row, name: str, said: str, of: Callable[[str], T], expected: str) -> T:
        try:
            return of(said)
        except (ValueError, OverflowError) as error:
            raise self._bad(row, name, "sheet.cell", expected) from error


NO = frozenset({"否", "no", "false", "0", "n", "无"})
_FIELD_OF = {"external_number": "number", "external_due": "due", "personal": "caller"}


def _personal(said: dict[str, str]) -> dict[str, str]:
    told = {"name": said.get("caller", ""), "phone": said.get("phone", "")}
    return {name: text for name, text in told.items() if text}


def _by_name(city: City) -> dict[str, str]:
    """Either name of a category → its key; a name that several have names none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for key, category in city.categories.items():
        for name in {category.name, category.name_en} - {""}:
            twice |= {name} if name in found else set()
            found[name] = key
    return {name: key for name, key in found.items() if name not in twice}
