"""The way in for citizens: the same thing once, then the casebook like everybody else, its number told at once."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import select

from rules import citizens
from rules.case import Case
from rules.commands import Command, NotAllowed, Outcome, Role
from rules.wire import decode_case
from server import tables
from server.casebook.book import Wish
from server.cities import Cities
from server.citizens.book import Book
from server.citizens.kept import CitizenReports
from server.citizens.placing import Placing
from server.citizens.report import CitizenReport
from server.citizens.sendings import Sendings
from server.clock import Clock
from server.database import Database
from server.lane import ApplyLane
from server.pages.deeds import DONE, derived_id


@dataclass(frozen=True, slots=True)
class Taken:
    """What a report became; `is_new` False = it had come before."""

    case: Case
    is_new: bool


class CitizenIntake:
    """Every channel of citizens ends here, and this ends in the casebook."""

    def __init__(
        self, database: Database, casebook: Book, lane: ApplyLane, cities: Cities, placing: Placing, clock: Clock
    ) -> None:
        self._database, self._casebook, self._lane, self._placing = database, casebook, lane, placing
        self._cities, self._clock = cities, clock
        self.sendings = Sendings(database, clock)
        self.reports = CitizenReports(database, clock)

    async def take(self, report: CitizenReport, link: str = "") -> Taken:
        """The case of a report; `link` is a secret that leads to it from then on.

        Raises NotAllowed, OtherContent, and what the casebook raises when it cannot work.
        """
        report = await asyncio.to_thread(self._placing.placed, report)
        case_id = await asyncio.to_thread(self.sendings.case_of, report, self._cities.current.citizens)
        is_new = await asyncio.to_thread(self.reports.begin, case_id, report, link)
        if is_new:
            await self._report(case_id, report)
        case = await asyncio.to_thread(self.case, case_id)
        if case is None:  # reserved and never done: a line was cut between the two
            await self._report(case_id, report)
            case = await asyncio.to_thread(self.case, case_id)
        if case is None:
            raise NotAllowed("rule.unknown_case")
        return Taken(case, is_new)

    async def _report(self, case_id: str, report: CitizenReport) -> None:
        body = report.body()
        personal = dict(report.personal)
        if personal:
            body["personal"] = derived_id("personal", case_id)
        command_id = derived_id("report", case_id)
        outcome = await self.do(report.channel, command_id, "report", case_id, body, personal, at=report.at)
        if outcome.state not in DONE and outcome.rule != "rule.id_reused":
            await asyncio.to_thread(self.sendings.drop, case_id)
            await asyncio.to_thread(self.reports.drop, case_id)
            raise NotAllowed(outcome.rule or "error.request", **outcome.details)

    async def do(
        self,
        channel: str,
        command_id: str,
        verb: str,
        case_id: str,
        body: dict[str, object],
        personal: dict[str, str] | None = None,
        at: int = 0,
    ) -> Outcome:
        """One command in the name of a channel's citizens; the same id again gives the same outcome.

        `at`: when it was asked for (ms UTC), where it comes later than that; 0 = now.
        """
        actor = citizens.actor_of(channel)
        command = Command(
            id=command_id,
            verb=verb,
            case_id=case_id,
            actor=actor.id,
            role=Role.PUBLIC,
            issued_at=at or self._clock.now(),
            body=body,
            city_version=self._cities.current.version,
            quality="offline" if at else "server",
        )
        return await self._lane.share(self._casebook.do_all, Wish(command, actor, personal))

    def case(self, case_id: str) -> Case | None:
        """A case by its id, whoever asks: who may know of it was found out before."""
        table = tables.cases
        with self._database.read() as connection:
            image = connection.scalar(select(table.c.image).where(table.c.id == case_id))
        return decode_case(bytes(image)) if image is not None else None
