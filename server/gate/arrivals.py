"""What comes to the centre through a gate goes the way of all citizens' reports: the one intake, then the casebook."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select

from rules import citizens
from rules.case import Case
from rules.commands import NotAllowed
from server import tables
from server.citizens.again import Again
from server.citizens.intake import CitizenIntake
from server.citizens.sendings import OtherContent
from server.database import Database
from server.dialect import insert_missing
from server.gate import items
from server.gate.outgoing import Outgoing
from server.gate.telling import REPORT
from server.pages.deeds import DONE, derived_id
from server.pages.uploads import KeptPhoto
from server.photos import Photos

VERBS = frozenset({"note", "rate"})  # what citizens do with their own reports afterwards


class Arrivals:
    """Of one gate; `tell_anew` has everything told once more.

    An item that comes again is done once: by the ids that it was given over there.
    """

    def __init__(
        self,
        database: Database,
        intake: CitizenIntake,
        again: Again,
        photos: Photos,
        outgoing: Outgoing,
        gate: str,
        tell_anew: Callable[[], None],
    ) -> None:
        self._tell_anew = tell_anew
        self._database, self._intake, self._again = database, intake, again
        self._photos, self._outgoing, self._gate = photos, outgoing, gate

    async def apply(self, item: items.Item, blobs: Mapping[str, bytes]) -> None:
        """One item; what the rules refuse is told to the other side. Raises BadItem, and what comes from the house."""
        if item.kind == items.REPORT:
            await self._report(items.decode(items.Report, item.body), blobs)
        elif item.kind == items.AGAIN:
            await self._not_fixed(items.decode(items.Again, item.body), blobs)
        elif item.kind == items.DEED:
            await self._deed(items.decode(items.Deed, item.body), blobs)
        elif item.kind == items.HELLO:
            await asyncio.to_thread(self._tell_anew)
        else:
            raise items.BadItem(item.kind)

    async def _report(self, came: items.Report, blobs: Mapping[str, bytes]) -> None:
        if await asyncio.to_thread(self._case_of, came.case):
            return
        try:
            await self._keep(came.report.photos, blobs)
            own_id = derived_id("gate", self._gate, came.case)  # ours: over there nobody names a case of the centre
            report = replace(came.report, own_id=own_id, at=came.at, device="", address="")
            taken = await self._intake.take(report)
        except (NotAllowed, OtherContent) as refusal:
            await self._refuse(came.case, "", refusal)
            return
        await asyncio.to_thread(self._note, came.case, taken.case.id, came.links)

    async def _not_fixed(self, came: items.Again, blobs: Mapping[str, bytes]) -> None:
        if await asyncio.to_thread(self._case_of, came.case):
            return
        try:
            old = await self._own(came.old, came.channel)
            await self._keep(came.photos, blobs)
            taken = await self._again.take(old, came.channel, came.said, came.photos)
        except NotAllowed as refusal:
            await self._refuse(came.case, "", refusal)
            return
        await asyncio.to_thread(self._note, came.case, taken.case.id, came.links)

    async def _deed(self, came: items.Deed, blobs: Mapping[str, bytes]) -> None:
        try:
            if came.verb not in VERBS:
                raise NotAllowed("rule.unknown_verb", verb=came.verb)
            case = await self._own(came.case, came.channel)
            await self._keep_named(came.body, blobs)
            outcome = await self._intake.do(came.channel, came.command, came.verb, case.id, dict(came.body), at=came.at)
            if outcome.state not in DONE and outcome.rule != "rule.id_reused":
                raise NotAllowed(outcome.rule or "error.request", **outcome.details)
        except NotAllowed as refusal:
            await self._refuse(came.case, came.command, refusal)
            return
        rating = came.body.get("rating")
        if isinstance(rating, int):
            await asyncio.to_thread(self._intake.reports.rate, case.id, rating)

    # ---

    async def _own(self, id_: str, channel: str) -> Case:
        """The case that came through this gate by this channel; every other does not exist for it."""
        case_id = await asyncio.to_thread(self._case_of, id_)
        case = await asyncio.to_thread(self._intake.case, case_id) if case_id else None
        if case is None:
            raise NotAllowed("rule.unknown_case")
        kept = await asyncio.to_thread(self._intake.reports.find, case_id)
        if citizens.channel_of(case.reported_by) != channel and (kept is None or kept.channel != channel):
            raise NotAllowed("rule.unknown_case")
        return case

    async def _keep(self, photos: Iterable[KeptPhoto], blobs: Mapping[str, bytes]) -> None:
        for photo in photos:
            if photo.sha256 in blobs:
                await asyncio.to_thread(self._photos.put, photo.sha256, blobs[photo.sha256])

    async def _keep_named(self, body: Mapping[str, object], blobs: Mapping[str, bytes]) -> None:
        named = body.get("photos")
        for photo in named if isinstance(named, list) else []:
            sha256 = photo.get("sha256") if isinstance(photo, dict) else None
            if isinstance(sha256, str) and sha256 in blobs:
                await asyncio.to_thread(self._photos.put, sha256, blobs[sha256])

    def _case_of(self, id_: str) -> str:
        table = tables.gate_cases
        mine = (table.c.id == id_) & (table.c.gate == self._gate) & (table.c.kind == REPORT)
        wanted = select(table.c.case_id).where(mine)
        with self._database.read() as connection:
            return connection.scalar(wanted) or ""

    def _note(self, id_: str, case_id: str, links: Iterable[str]) -> None:
        """Remember whose report it is there; its links too, so that an outside that lost its books gets them back."""
        row = {"id": id_, "gate": self._gate, "case_id": case_id, "kind": REPORT, "told": ""}
        with self._database.note() as connection:
            insert_missing(connection, tables.gate_cases.name, row)
            for link in links:
                insert_missing(connection, tables.citizen_links.name, {"id": link, "case_id": case_id, "at": 0})

    async def _refuse(self, case: str, command: str, refusal: NotAllowed | OtherContent) -> None:
        if isinstance(refusal, OtherContent):
            told = items.Refused(case, command, "citizen.form_used")
        else:
            told = items.Refused(case, command, refusal.rule, dict(refusal.details))
        await asyncio.to_thread(self._tell_refused, told)

    def _tell_refused(self, refused: items.Refused) -> None:
        with self._database.note() as connection:
            id_ = f"refused {refused.case} {refused.command}"[:128]
            self._outgoing.add(connection, items.REFUSED, refused, id_=id_)
