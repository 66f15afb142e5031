"""What stands for the casebook beyond a gate: it judges by the same rules, shows at once, and hands over to the centre.

The centre's word is final: what comes back from it replaces what was reckoned here.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Select, select

from rules import citizens
from rules.case import Case
from rules.commands import Actor, Command, NotAllowed, Outcome, Role
from rules.frozen import changed
from rules.lifecycle import apply
from rules.wire import decode_case
from server import tables
from server.casebook.book import Answer, Wish
from server.casebook.rows import CASE_COLUMNS, case_values
from server.cities import Cities
from server.citizens.intake import CitizenIntake
from server.citizens.placing import Placing
from server.citizens.report import CitizenReport
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing, update_many
from server.gate import items
from server.gate.outgoing import Outgoing
from server.lane import ApplyLane
from server.pages.deeds import derived_id

FEED = "outside"  # no feed tells of these cases: nobody polls here


class OutsideBook:
    """Each deed is one transaction with what crosses because of it."""

    def __init__(self, database: Database, cities: Cities, clock: Clock, outgoing: Outgoing) -> None:
        self._database, self._cities, self._clock, self._outgoing = database, cities, clock, outgoing

    def do(self, command: Command, actor: Actor, personal: Mapping[str, str] | None = None) -> Outcome:
        """A note or a rating of who reported; the same id again crosses once. `personal` belongs to reports alone."""
        if personal:
            raise ValueError("a report with a person goes by report()")
        now = self._clock.now()
        with self._database.note() as connection:
            case = read(connection, command.case_id)
            try:
                after = apply(case, command, actor, self._cities.current, now).case
            except NotAllowed as refusal:
                return Outcome(command.id, "refused", rule=refusal.rule, details=refusal.details, at=now)
            write(connection, after, self._cities)
            channel, blobs = citizens.channel_of(actor.id), _named(command.body)
            deed = items.Deed(command.case_id, command.id, channel, command.verb, command.issued_at, command.body)
            self._outgoing.add(connection, items.DEED, deed, blobs, command.id)
        return Outcome(command.id, "accepted", version=after.version, at=now)

    def do_all(self, wishes: Sequence[Wish]) -> list[Answer]:
        """Each by itself."""
        return [self.do(wish.command, wish.actor, wish.personal) for wish in wishes]

    def report(self, case_id: str, report: CitizenReport) -> None:
        """A new case without a number, and what tells the centre of it. Raises NotAllowed."""
        now, actor = self._clock.now(), citizens.actor_of(report.channel)
        command_id = derived_id("report", case_id)
        command = Command(
            command_id, "report", case_id, actor.id, Role.PUBLIC, now, body=report.body(), quality="server"
        )
        case = apply(None, command, actor, self._cities.current, now).case
        blobs = [photo.sha256 for photo in report.photos]
        with self._database.note() as connection:
            links = tuple(connection.scalars(_links(case_id)))
            write(connection, without_words(case), self._cities)
            kind, value = _crossing(case_id, report, now, links)
            self._outgoing.add(connection, kind, value, blobs, command_id)


class OutsideIntake(CitizenIntake):
    """The one way in, with this book at its end."""

    def __init__(
        self, database: Database, book: OutsideBook, lane: ApplyLane, cities: Cities, placing: Placing, clock: Clock
    ) -> None:
        super().__init__(database, book, lane, cities, placing, clock)
        self._outside = book

    async def _report(self, case_id: str, report: CitizenReport) -> None:
        try:
            await asyncio.to_thread(self._outside.report, case_id, report)
        except NotAllowed:
            await asyncio.to_thread(self.sendings.drop, case_id)
            await asyncio.to_thread(self.reports.drop, case_id)
            raise


def read(connection: Connection, case_id: str) -> Case | None:
    """A case as it stands here."""
    image = connection.scalar(select(tables.cases.c.image).where(tables.cases.c.id == case_id))
    return decode_case(bytes(image)) if image is not None else None


def write(connection: Connection, case: Case, cities: Cities) -> None:
    """Keep it as it is now."""
    values = case_values(case, cities.current, FEED, (), live=False)
    insert_missing(connection, tables.cases.name, dict(zip(CASE_COLUMNS, values, strict=True)))
    update_many(connection, tables.cases.name, CASE_COLUMNS, [values])


def without_words(case: Case) -> Case:
    """Without what only the centre needs: the words stand with the report, the person crosses and is not kept."""
    return changed(case, words="", personal="")


def _crossing(case_id: str, report: CitizenReport, now: int, links: tuple[str, ...]) -> tuple[str, object]:
    """A matter that was not fixed names its old case; the centre knows the person from that one."""
    if report.of:
        said, photos = report.said, report.photos
        return items.AGAIN, items.Again(case_id, report.of, now, report.channel, said, photos, links)
    bare = replace(report, device="", address="", media=(), own_id=case_id)
    return items.REPORT, items.Report(case_id, now, bare, links)


def _named(body: Mapping[str, object]) -> list[str]:
    """The photos that a command names."""
    photos = body.get("photos")
    return [str(each["sha256"]) for each in photos if isinstance(each, dict)] if isinstance(photos, list) else []


def _links(case_id: str) -> Select[str]:
    table = tables.citizen_links
    return select(table.c.id).where(table.c.case_id == case_id)
