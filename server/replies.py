"""Reply files of hand-overs: verified against the sign-in that signed them, then settled as the unit's commands."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from rules.case import Case
from rules.commands import Command, NotAllowed, Outcome
from rules.handover import Opened, UnitDeed, open_reply
from rules.paper_deeds import actor_of, command_of
from rules.wire import decode_case
from server import tables
from server.access import sessions
from server.casebook.book import Casebook, Wish
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.photos import Photos

NOT_SENT = "rule.reply_not_sent"


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one deed; `known` when it had been settled before this import."""

    number: str
    verb: str
    outcome: Outcome
    known: bool = False


class Replies:
    """A reply may come any number of times and by any way: each of its deeds is settled once."""

    def __init__(self, database: Database, cities: Cities, casebook: Casebook, photos: Photos, clock: Clock) -> None:
        self._database = database
        self._cities = cities
        self._casebook = casebook
        self._photos = photos
        self._clock = clock

    def open(self, data: bytes) -> Opened:
        """A genuine reply, its photos kept as far as they are pictures.

        Raises NotAllowed as `open_reply` does, and: "rule.reply_city"; "rule.reply_forged" when the hand-over is not
        signed in a sign-in of this city. Raises CannotKeep.
        """
        opened = open_reply(data)
        handover, city = opened.handover, self._cities.current
        if handover.city != city.code or handover.unit not in city.units:
            raise NotAllowed("rule.reply_city", city=handover.city)
        with self._database.read() as connection:
            signed = sessions.sign_ins(connection, [handover.session]).get(handover.session)
        if sessions.signature_refusal(signed, handover.by, handover.at, opened.digest, opened.mac):
            raise NotAllowed("rule.reply_forged")
        return opened

    def settle(self, opened: Opened, vouched: str = "") -> list[Answered]:
        """Settle the deeds in their order; `vouched`: the sign-in of who imports them, "" at the server itself.

        What was dispatched at a desk that has not sent that yet is left for later, and nothing is kept of it.
        Raises ApplyFailed and CannotKeep.
        """
        commands = {deed.id: command_of(opened.handover, deed) for deed in opened.deeds}
        known, legs = self._known(commands), self._legs(commands.values())
        answers = {deed.id: self._early(opened, deed, legs) for deed in opened.deeds}
        actor = actor_of(opened.handover.unit)
        ready = [deed.id for deed in opened.deeds if answers[deed.id] is None]
        wishes = [Wish(commands[each], actor, vouched=vouched) for each in ready]
        for each, answer in zip(ready, self._casebook.do_all(wishes), strict=True):
            answers[each] = self._outcome(each, answer)
        numbers = {leg.leg_id: leg.number for leg in opened.handover.legs}
        return [
            Answered(numbers[deed.leg_id], deed.verb, answers[deed.id] or Outcome(deed.id, "refused"), deed.id in known)
            for deed in opened.deeds
        ]

    def _early(self, opened: Opened, deed: UnitDeed, legs: set[str]) -> Outcome | None:
        """Why a deed is not even judged, None when it is; its photos are kept first."""
        if deed.leg_id not in legs:
            return Outcome(deed.id, "refused", NOT_SENT, at=self._clock.now())
        try:
            for photo in deed.photos:
                self._photos.put(photo.sha256, opened.photos[photo.sha256])
        except NotAllowed as refusal:
            return Outcome(deed.id, "refused", refusal.rule, refusal.details, at=self._clock.now())
        return None

    def _outcome(self, command: str, answer: Outcome | Exception) -> Outcome:
        if isinstance(answer, NotAllowed):
            return Outcome(command, "refused", answer.rule, answer.details, at=self._clock.now())
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _known(self, commands: Iterable[str]) -> set[str]:
        table = tables.commands
        with self._database.read() as connection:
            return set(connection.scalars(select(table.c.id).where(table.c.id.in_(list(commands)))))

    def _legs(self, commands: Iterable[Command]) -> set[str]:
        """The legs that are known here of the cases that they are about."""
        table, ids = tables.cases, {command.case_id for command in commands}
        with self._database.read() as connection:
            images = connection.scalars(select(table.c.image).where(table.c.id.in_(ids))).all()
        cases: Iterable[Case] = (decode_case(bytes(image)) for image in images)
        return {leg.id for case in cases for leg in case.legs}
