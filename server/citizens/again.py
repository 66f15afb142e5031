"""A case that ended and is said not to be fixed: a new report that names it, and a note in the history of the old."""

import asyncio
import json
from collections.abc import Callable

from rules.case import Case
from rules.commands import NotAllowed
from rules.texts import Texts
from server.citizens.intake import CitizenIntake, Taken
from server.citizens.report import CitizenReport, Place
from server.pages.deeds import derived_id
from server.pages.uploads import KeptPhoto


class Again:
    """`rules.md` §5: who is not content is heard again; supervision checks, attaches or reopens.

    `texts`: the words of the field as they stand in the case itself, which has one language.
    """

    def __init__(self, intake: CitizenIntake, texts: Callable[[], Texts]) -> None:
        self._intake, self._texts = intake, texts

    async def take(self, case: Case, channel: str, said: str, photos: tuple[KeptPhoto, ...], link: str = "") -> Taken:
        """The new case, the same one however often it is asked for. Raises NotAllowed for one that has no report."""
        kept = await asyncio.to_thread(self._intake.reports.find, case.id)
        if kept is None:
            raise NotAllowed("rule.unknown_case")
        personal = await asyncio.to_thread(self._intake.reports.personal, case.personal, case.id)
        words = self._texts().text("citizen.again_words", number=case.number, words=said or kept.said)
        report = CitizenReport(
            channel=channel,
            source=case.source,
            said=said or kept.said,
            words=words,
            service=kept.service,
            category=case.category,
            address_words=case.address,
            place=Place(case.lon, case.lat, case.datum, case.given) if case.located else None,
            photos=photos,
            personal=json.loads(personal) if personal else {},
            once=f"again {case.id} {case.stage_since}",
            wants_answer=case.wants_answer,
            of=case.id,
        )
        taken = await self._intake.take(report, link)
        if taken.case.number:  # beyond a gate it has none yet: the centre notes it itself
            await self._note(case, channel, taken.case, said, photos)
        await asyncio.to_thread(self._intake.reports.repeated, case.id, taken.case.id)
        return taken

    async def _note(self, case: Case, channel: str, new: Case, said: str, photos: tuple[KeptPhoto, ...]) -> None:
        text = self._texts().text("citizen.again_note", number=new.number, words=said or "–")
        body: dict[str, object] = {"text": text}
        body |= {"photos": [photo.body("") for photo in photos]} if photos else {}
        await self._intake.do(channel, derived_id("again", case.id, new.id), "note", case.id, body)
