"""Replies of hand-over files: each deed of the unit recorded once, as the unit's command, and sent as any other."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from console.desk.picture import Picture, handed
from console.desk.times import Clock
from console.desk.vouching import Vouching
from console.facts.handover import ReplyDeed
from console.models.entries import Entry, NewBlob
from console.models.errors import LocalFilesError
from console.models.outbox import Outbox
from console.models.photos import Photos
from rules.city import City
from rules.commands import Command, NotAllowed
from rules.handover import Opened, open_reply
from rules.lifecycle import apply
from rules.paper_deeds import actor_of, command_of, unit_of
from rules.wire import command_hash

_JPEG = b"\xff\xd8\xff"


class MadeElsewhere(Exception):
    """The hand-over of this reply was signed at another desk: the server can say whether it is genuine."""


@dataclass(slots=True)
class Brought:
    """What a reply came to here: deed by deed, and the cases to show anew."""

    unit: str
    deeds: list[ReplyDeed] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)


class Replying:
    """Takes reply files. On the store's thread alone."""

    def __init__(self, outbox: Outbox, photos: Photos, picture: Picture, vouching: Vouching, clock: Clock) -> None:
        self._outbox, self._photos, self._picture = outbox, photos, picture
        self._vouching, self._clock = vouching, clock

    def take(self, seat: str, data: bytes) -> Brought:
        """Record what a reply brings that is not here yet, each deed in a commit of its own, in their order.

        NotAllowed as `open_reply` and `Vouching`, and "rule.reply_city"; MadeElsewhere. What the disk did not take is
        told with its deed: the same reply again brings the rest.
        """
        self._vouching.signed(seat)
        city, opened = self._vouching.city(), open_reply(data)
        if opened.handover.city != city.code or opened.handover.unit not in city.units:
            raise NotAllowed("rule.reply_city", city=opened.handover.city)
        if not self._vouching.is_ours(opened.digest, opened.desk):
            raise MadeElsewhere
        return self._bring_all(seat, opened, city)

    def _bring_all(self, seat: str, opened: Opened, city: City) -> Brought:
        brought = Brought(opened.handover.unit)
        known = self._outbox.known([deed.id for deed in opened.deeds])
        numbers = {leg.leg_id: leg.number for leg in opened.handover.legs}
        for deed in opened.deeds:
            command, number = command_of(opened.handover, deed), numbers[deed.leg_id]
            brought.cases.add(command.case_id)
            was_done = deed.id in known or self._is_done(command)
            try:
                if not was_done:
                    self._bring(seat, command, opened.photos_of(deed), city)
                brought.deeds.append(ReplyDeed(number, deed.verb, was_done))
            except (NotAllowed, LocalFilesError) as refusal:
                brought.deeds.append(ReplyDeed(number, deed.verb, rule=refusal.rule, details=dict(refusal.details)))
        return brought

    def _is_done(self, command: Command) -> bool:
        """The same was brought to the server by another way, and has come back from there."""
        case = self._picture.case(command.case_id)
        leg = next((each for each in case.legs if each.id == command.target), None) if case else None
        if leg is None:
            return False
        if command.verb == "sign":
            return leg.signed_by == command.actor
        return (leg.feedback_by, leg.feedback_text) == (command.actor, command.body.get("text", ""))

    def _bring(self, seat: str, command: Command, photos: Iterable[bytes], city: City) -> None:
        """Raises NotAllowed and NotRecorded; then nothing of it is kept."""
        case, unit = self._picture.case(command.case_id), unit_of(command.actor)
        actor = replace(actor_of(unit), name=city.units[unit].name)
        if case is None:
            raise NotAllowed("rule.unknown_case")
        apply(handed(case, command, city), command, actor, city, max(self._clock.now(), command.issued_at))
        blobs = [self._keep(body) for body in photos]
        digest, stamp = command_hash(command), self._clock.stamp()
        mac = self._vouching.vouch(seat, digest)
        k = self._outbox.record(Entry(command, actor, seat, digest, mac, stamp, before=case), blobs)
        self._picture.put(Entry(command, actor, seat, digest, mac, stamp, k, before=case))
        self._picture.touch(command.case_id)

    def _keep(self, body: bytes) -> NewBlob:
        if not body.startswith(_JPEG):
            raise NotAllowed("rule.no_photo")
        return NewBlob(self._photos.keep_unsent(body), len(body), "image/jpeg")
