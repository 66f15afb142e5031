"""Orders of another house, as 12345: each with its own number and deadline, and an answer that goes back."""

import asyncio

from sqlalchemy import select

from rules import citizens
from rules.case import Case
from rules.city import City
from rules.machines import channel_of_source
from rules.texts import Texts
from rules.wire import decode_case
from server import tables
from server.cities import Cities
from server.citizens.intake import CitizenIntake
from server.citizens.report import CitizenReport, hashed
from server.database import Database
from server.geocoding import Geocoding
from server.machines.alarms import Taken
from server.machines.errors import Refused
from server.machines.messages import OrderSaid, instant, local, place_of, sound
from server.machines.sources import Source
from server.pages.deeds import derived_id
from server.speech import Speech


class Orders:
    """By whatever way an order comes, by message or in a file, its number makes it one case."""

    def __init__(
        self, database: Database, intake: CitizenIntake, cities: Cities, geocoding: Geocoding, speech: Speech
    ) -> None:
        self._database, self._intake = database, intake
        self._cities, self._geocoding, self._speech = cities, geocoding, speech

    async def take(self, source: Source, said: OrderSaid) -> Taken:
        """One order. Raises Refused, NotAllowed and what the casebook raises when it cannot work."""
        report = await asyncio.to_thread(self._report, source, said, self._cities.current)
        return await self.take_report(report)

    async def take_report(self, report: CitizenReport) -> Taken:
        """The case of an order; what an order that is known says anew is noted in its history."""
        known = await asyncio.to_thread(self.known, report) if report.own_number else None
        if known is None:
            taken = await self._intake.take(report)
            if taken.is_new:
                return Taken("new", taken.case.id)
            known = taken.case
        if await asyncio.to_thread(self._says_more, known, report):
            await self._note(known, report)
        return Taken("again", known.id)

    def known(self, report: CitizenReport) -> Case | None:
        """The case of this order, however long ago it came."""
        table, actor = tables.cases, citizens.actor_id(report.channel)
        mine = (table.c.external_number == report.own_number) & (table.c.reported_by == actor)
        with self._database.read() as connection:
            image = connection.scalar(select(table.c.image).where(mine).order_by(table.c.reported_at).limit(1))
        return decode_case(bytes(image)) if image is not None else None

    def _says_more(self, case: Case, report: CitizenReport) -> bool:
        """Other words or another deadline than those that came first."""
        if report.due and report.due != case.external_due:
            return True
        kept = self._intake.reports.find(case.id)
        return kept is not None and kept.said != report.said

    async def _note(self, case: Case, report: CitizenReport) -> None:
        texts: Texts = self._speech.texts("zh_CN")  # as it stands in the case itself, which has one language
        city = self._cities.current
        due = f" · {local(report.due, city.zone)}" if report.due and report.due != case.external_due else ""
        text = texts.text("machine.order_again", number=report.own_number, words=report.said + due)
        mark = hashed("order", report.said, str(report.due))
        body: dict[str, object] = {"text": text[: city.policies.text_max]}
        await self._intake.do(report.channel, derived_id("order", case.id, mark), "note", case.id, body)

    def _report(self, source: Source, said: OrderSaid, city: City) -> CitizenReport:
        if said.category and said.category not in city.categories:
            raise Refused(422, "rule.form", field="category", expected=" | ".join(list(city.categories)[:5]) + " …")
        return CitizenReport(
            channel=channel_of_source(source.code),
            source=city.machines.source_key(source.code, city.policies.sources),
            said=said.words,
            words=said.words,
            category=said.category,
            address_words=said.address,
            place=place_of(said.lon, said.lat, said.datum, said.address, city, self._geocoding),
            personal=sound(said.caller),
            own_number=said.number,
            wants_answer=said.wants_answer,
            due=instant(said.due, "due", city),
            urgent=said.urgent,
        )
