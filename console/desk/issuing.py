"""From a wish to a recorded command: the rules refuse at once what cannot be, one durable commit, then it is shown."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from console.desk.claims import Claims
from console.desk.draft_numbers import DRAFT_NUMBER, DraftNumbers
from console.desk.holds import Holds
from console.desk.picture import Picture
from console.desk.seats import Seats
from console.desk.times import Clock
from console.facts import SignedIn, Wish
from console.models.entries import Entry, NewBlob
from console.models.outbox import Outbox
from console.models.photos import Photos
from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Role
from rules.forms import check_personal
from rules.lifecycle import apply
from rules.wire import command_hash, new_id

_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))
PHOTO_MAX = 20_000_000  # bytes


class Issuing:
    """Makes commands and records them. Errors of the disk pass through: nothing was recorded then."""

    def __init__(
        self, outbox: Outbox, photos: Photos, picture: Picture, holds: Holds, seats: Seats, clock: Clock,
        claims: Claims,
    ) -> None:  # fmt: skip
        self._outbox, self._photos, self._picture, self._holds = outbox, photos, picture, holds
        self._seats, self._clock, self._claims = seats, clock, claims
        self._numbers = DraftNumbers(outbox)
        self.closed = ""  # the rule of the server or the city that forbids all commands for now, "" = none

    @property
    def closed_for(self) -> str:
        """The rule under which nothing can be recorded here: that of the file first; "" = it can."""
        return self._outbox.closed_for or self.closed

    def issue(self, wish: Wish, supersedes: str = "") -> Entry:
        """Record what is wished; `NotAllowed` when the rules, the seat or the state of this console refuse it."""
        city, signed = self._city(), self._seats.signed(wish.seat)
        check_personal(wish.personal)
        case = self._picture.case(wish.case_id) if wish.case_id else None
        command = self._command(wish, signed, case, city, supersedes)
        command = self._numbered(with_role(command, case, signed.actor, city, self._clock.now()))
        blobs = [self._keep(body) for body in wish.blobs]
        digest = command_hash(command)
        mac = self._seats.mac(wish.seat, digest)
        entry = Entry(command, signed.actor, wish.seat, digest, mac, self._clock.stamp(), before=case)
        k = self._record(entry, blobs, wish.personal, supersedes)
        entry = replace(entry, k=k)
        self._holds.add(entry, city.policies.recall_seconds * 1000)
        self._picture.put(entry)
        self._picture.touch(entry.command.case_id)  # what was held on it goes now
        return entry

    def _city(self) -> City:
        if self.closed_for:
            raise NotAllowed(self.closed_for)
        if self._picture.city is None:
            raise NotAllowed("error.no_city")
        return self._picture.city

    def _command(self, wish: Wish, signed: SignedIn, case: Case | None, city: City, supersedes: str) -> Command:
        now, chain = self._clock.now(), self._picture.on_case(wish.case_id)
        body = dict(wish.body)
        if wish.personal:
            body["personal"] = new_id(now, secrets.token_bytes(10))
        return Command(
            id=new_id(now, secrets.token_bytes(10)),
            verb=wish.verb,
            case_id=wish.case_id or new_id(now, secrets.token_bytes(10)),
            actor=signed.actor.id,
            role=Role.DISPATCHER,
            issued_at=now,
            target=wish.target,
            body=body,
            base_version=case.version if case else 0,
            from_stage=case.stage.value if case else "",
            after_id=next((entry.id for entry in reversed(chain) if entry.in_overlay), ""),
            supersedes=supersedes,
            city_version=city.version,
            session=signed.session,
            quality=self._quality(),
            claim=0 if wish.over else self._claims.token(wish.case_id, wish.seat),
            over=wish.over,
        )

    def _numbered(self, command: Command) -> Command:
        """A case that is registered here has a number at once, before the server gives its own."""
        if command.verb != "report" or command.body.get(DRAFT_NUMBER):
            return command
        return replace(command, body=command.body | {DRAFT_NUMBER: self._numbers.give()})

    def _quality(self) -> str:
        """How far the instant can be trusted."""
        if self._claims.line_is_up:
            return "corrected"
        return "doubtful" if self._clock.is_doubtful else "offline"

    def _keep(self, body: bytes) -> NewBlob:
        mime = next((mime for magic, mime in _MAGIC if body.startswith(magic)), "")
        if not mime:
            raise NotAllowed("rule.no_photo")
        if len(body) > PHOTO_MAX:
            raise NotAllowed("rule.photo_too_large", size=len(body), max=PHOTO_MAX)
        return NewBlob(self._photos.keep_unsent(body), len(body), mime)

    def _record(self, entry: Entry, blobs: list[NewBlob], personal: Mapping[str, str], supersedes: str) -> int:
        if supersedes:
            return self._outbox.replace(supersedes, entry, blobs, personal)
        return self._outbox.record(entry, blobs, personal)


def with_role(command: Command, case: Case | None, actor: Actor, city: City, now: int) -> Command:
    """The command under the first duty of this person that the rules accept; else the refusal that says most."""
    refusals: list[NotAllowed] = []
    for role in dict.fromkeys(grant.role for grant in actor.grants if actor.holds(grant.role, now)):
        wanted = replace(command, role=role)
        try:
            apply(case, wanted, actor, city, now)
        except NotAllowed as refusal:
            refusals.append(refusal)
        else:
            return wanted
    told = [refusal for refusal in refusals if refusal.rule != "rule.role"]
    raise (told or refusals or [NotAllowed("rule.role")])[0]
