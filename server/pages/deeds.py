"""Does in the casebook what a page asks for, in the name of who is signed in; each form's id makes it happen once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.calendar import DAY
from rules.commands import Command, Outcome, Role
from server.casebook.book import Casebook, Wish
from server.cities import Cities
from server.clock import Clock
from server.lane import ApplyLane
from server.pages.visit import Visit

LONGEST_INSTANT = 15  # digits
DONE = frozenset({"accepted", "already_done"})
_OF_PAGES = uuid.UUID("5f0f7a52-8a0e-5a0a-9d0e-6f1f6a2b7c11")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for; `id` was made with the form."""

    id: str
    verb: str
    case_id: str
    target: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    base_version: int = 0
    after_id: str = ""
    made_at: int = 0  # ms UTC: done on a device without a line; 0 = now


class Deeds:
    """Pages change cases here and nowhere else."""

    def __init__(self, casebook: Casebook, lane: ApplyLane, cities: Cities, clock: Clock) -> None:
        self._casebook = casebook
        self._lane = lane
        self._cities = cities
        self._clock = clock

    async def do(self, visit: Visit, role: Role, asked: Asked) -> Outcome:
        """One command and its outcome; refusals are outcomes too. Raises Busy and ApplyFailed."""
        now = self._clock.now()
        issued_at = made_within(asked.made_at, now, self._cities.current.policies.offline_days)
        command = Command(
            id=asked.id,
            verb=asked.verb,
            case_id=asked.case_id,
            actor=visit.actor.id,
            role=role,
            issued_at=issued_at,
            target=asked.target,
            body=dict(asked.body),
            base_version=asked.base_version,
            after_id=asked.after_id,
            city_version=self._cities.current.version,
            session=visit.session.id if visit.session else "",
            quality="offline" if issued_at < now else "server",
        )
        return await self._lane.share(self._casebook.do_all, Wish(command, visit.actor))

    async def fetched(self, visit: Visit, role: Role, case_id: str, target: str) -> None:
        """Acknowledge that a leg or check has reached a screen; saying it again is the same command."""
        await self.do(visit, role, Asked(derived_id("fetched", target, visit.actor.id), "fetched", case_id, target))


def made_at(words: Mapping[str, str]) -> int:
    """When the device says that the deed was done, ms UTC; 0 where it says nothing that can be read."""
    said = words.get("made_at", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_INSTANT else 0


def made_within(said: int, now: int, days: int) -> int:
    """The instant of a deed, ms UTC: as its device says, unless that lies ahead or further back than `days`."""
    return said if now - days * DAY <= said < now else now


def derived_id(*words: str) -> str:
    """The same id for the same words."""
    return str(uuid.uuid5(_OF_PAGES, "\n".join(words)))


def form_id(said: str) -> str:
    """The id that a form carries; a damaged one is replaced, so that it cannot collide with another's command."""
    try:
        return str(uuid.UUID(said))
    except ValueError:
        return str(uuid.uuid4())
