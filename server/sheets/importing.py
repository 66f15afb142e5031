"""A file of reports taken in: tried first or at once; each row is one case, however often the file comes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from rules.commands import NotAllowed
from rules.machines import Sheet
from server.cities import Cities
from server.citizens.intake import CitizenIntake
from server.citizens.report import CitizenReport
from server.geocoding import Geocoding
from server.machines.errors import Refused
from server.machines.orders import Orders
from server.sheets.reading import Row, read_rows
from server.sheets.reports import BadRow, Problem, Rows

TOGETHER = 20  # rows whose commands are settled in one transaction


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: rows that say something, new cases, rows that are cases already, and what is wrong.

    `is_dry`: nothing was taken; `new` is what would be.
    """

    rows: int
    new: int
    known: int
    problems: tuple[Problem, ...]
    is_dry: bool


class SheetImport:
    """Rows that are no report are left out and told; the others go in by the way of all reports of citizens."""

    def __init__(self, orders: Orders, intake: CitizenIntake, cities: Cities, geocoding: Geocoding) -> None:
        self._orders, self._intake, self._cities, self._geocoding = orders, intake, cities, geocoding

    def form(self, code: str) -> Sheet:
        """Raises Refused (404) for a form that the city does not have."""
        forms = self._cities.current.machines.sheets
        if code not in forms:
            raise Refused(404, "sheet.no_form", given=code[:80], expected=" | ".join(forms) or "machines.toml")
        return forms[code]

    async def run(self, data: bytes, code: str, *, dry: bool) -> Imported:
        """Raises Refused for a file that cannot be read at all, and what the casebook raises when it cannot work."""
        city, form = self._cities.current, self.form(code)
        rows = await asyncio.to_thread(read_rows, data, form, city.machines.rows_max)
        found, problems = await asyncio.to_thread(_reports, rows, Rows(form, city, self._geocoding))
        once = {_key(report): (row, report) for row, report in reversed(found)}
        told = [once[key] for key in dict.fromkeys(_key(report) for _, report in found)]
        new, refused = await (self._try(told) if dry else self._take(told))
        known = len(found) - new - len(refused)
        ordered = sorted([*problems, *refused], key=lambda each: each.row)
        return Imported(len(rows), new, known, tuple(ordered), dry)

    async def _try(self, told: Sequence[tuple[Row, CitizenReport]]) -> tuple[int, list[Problem]]:
        new = 0
        for _, report in told:
            new += not await asyncio.to_thread(self._is_known, report)
        return new, []

    def _is_known(self, report: CitizenReport) -> bool:
        if report.own_number and self._orders.known(report) is not None:
            return True
        return bool(self._intake.sendings.known(report))

    async def _take(self, told: Sequence[tuple[Row, CitizenReport]]) -> tuple[int, list[Problem]]:
        new, refused = 0, list[Problem]()
        for start in range(0, len(told), TOGETHER):
            part = told[start : start + TOGETHER]
            for came in await asyncio.gather(*(self._one(row, report) for row, report in part)):
                new += came is True
                refused += [came] if isinstance(came, Problem) else []
        return new, refused

    async def _one(self, row: Row, report: CitizenReport) -> bool | Problem:
        """Whether it was new; what the rules refuse of it is a problem of the row."""
        try:
            return (await self._orders.take_report(report)).state == "new"
        except NotAllowed as refusal:
            told = refusal.details
            where = (row.sheet, row.number, told.get("field", ""))
            return Problem(*where, "", refusal.rule, told.get("expected", ""), told)


def _reports(rows: Sequence[Row], reader: Rows) -> tuple[list[tuple[Row, CitizenReport]], list[Problem]]:
    found: list[tuple[Row, CitizenReport]] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            found.append((row, reader.report(row)))
        except BadRow as bad:
            problems.append(bad.problem)
    return found, problems


def _key(report: CitizenReport) -> str:
    return report.own_number or report.once
