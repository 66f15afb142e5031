"""Claims as this server tells them: taken and given back at once, renewed and ended once a second."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from rules.claims import TTL_MS, Claimed, claiming_role
from rules.commands import Actor, NotAllowed
from server import claims
from server.casebook.taking_over import Wanted
from server.claims import Renewal, Standing
from server.clock import Clock
from server.database import CannotKeep, Database
from server.feeds.hub import Hub

SPARED_MS = 10_000  # a renewal is written when it moves the end of a claim by so much
Scope = frozenset[str] | None  # feeds, None = all
Told = tuple[int, tuple[Claimed, ...]]


class TakesOver(Protocol):
    """Who may put a case into other hands: the casebook, as the history of the case tells of it."""

    def take_over(self, wanted: Wanted) -> Claimed:
        """The claim as it is then. Raises NotAllowed."""
        ...


class Claiming:
    """What polls ask of claims is answered from memory, renewals are only noted there; all else goes to the database.

    `exists(case_id, actor)`: whether the case is there for this person. `hub` wakes the polls when claims changed.
    """

    def __init__(
        self, database: Database, clock: Clock, book: TakesOver, exists: Callable[[str, Actor], bool], hub: Hub
    ) -> None:
        self._database = database
        self._clock = clock
        self._book = book
        self._exists = exists
        self._hub = hub
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._live: tuple[Standing, ...] = ()
        self._told: dict[Scope, Told] = {}
        self._heard: dict[str, Renewal] = {}
        self._unsure: set[str] = set()  # consoles
        self._is_begun = False

    def take(self, case_id: str, actor: Actor, console_id: str) -> Claimed:
        """Claim a case for a person at a console.

        Raises NotAllowed: "rule.role", "rule.unknown_case", "rule.claimed_by" (by, since).
        """
        now = self._clock.now()
        claiming_role(actor, now)
        if not self._exists(case_id, actor):
            raise NotAllowed("rule.unknown_case")
        with self._database.note() as connection:
            claim = claims.take(connection, case_id, actor.id, console_id, now)
        self.look()
        return claim

    def take_over(self, case_id: str, actor: Actor, console_id: str, reason: str) -> Claimed:
        """Claim a case whoever holds it. Raises NotAllowed as `take` does, and "rule.reason" where one is needed."""
        claim = self._book.take_over(Wanted(case_id, actor, console_id, reason))
        self.look()
        return claim

    def release(self, case_id: str, token: int, actor: Actor) -> None:
        """Give a claim back; one that this person does not hold any more is left alone."""
        with self._lock:
            self._heard.pop(case_id, None)
        with self._database.note() as connection:
            claims.release(connection, case_id, token, actor.id)
        self.look()

    def heard(self, console_id: str, held: Mapping[str, int]) -> None:
        """A console says which claims it still holds, by their tokens; written down by the next `tick`."""
        now = self._clock.now()
        with self._lock:
            live = {each.claim.case_id: each.claim.token for each in self._live}
            self._heard |= {case: Renewal(case, token, console_id, now) for case, token in held.items()}
            if any(live.get(case) != token for case, token in held.items()):
                self._unsure.add(console_id)

    def begin(self) -> None:
        """See what is claimed; what ended while no server was there lives on for a moment. Raises CannotKeep."""
        with self._database.note() as connection:
            claims.revive(connection, self._clock.now())
        self.look()
        self._is_begun = True

    def tick(self) -> None:
        """Write down renewals, end what nobody renewed, and look what others did. Raises CannotKeep."""
        if not self._is_begun:
            self.begin()
        now, found = self._clock.now(), self.look()
        with self._lock:
            heard, self._heard = self._heard, {}
            unsure = set(self._unsure)
        renewals = _due(heard, found)
        if renewals or not all(each.claim.is_live(now) for each in found):
            self._write(renewals, now)
        if unsure:
            with self._lock:
                self._unsure -= unsure
            self._hub.wake()

    def _write(self, renewals: list[Renewal], now: int) -> None:
        try:
            with self._database.note() as connection:
                claims.renew(connection, renewals)
                claims.lapse(connection, now)
        except CannotKeep:
            with self._lock:  # what was heard meanwhile is newer
                self._heard = {each.case_id: each for each in renewals} | self._heard
            raise
        self.look()

    def look(self) -> tuple[Standing, ...]:
        """See which claims there are; the polls wake when others are live than before."""
        with self._looking:
            with self._database.read() as connection:
                found = claims.standing(connection)
            now = self._clock.now()
            live = tuple(each for each in found if each.claim.is_live(now))
            with self._lock:
                has_moved = _number(live) != _number(self._live)
                self._live, self._told = live, {}
        if has_moved:
            self._hub.wake()
        return found

    def told(self, scope: Scope, console_id: str = "") -> Told | None:
        """The number of the claims' state, never 0 and on every server the same, and the live ones in these feeds.

        None = not known yet: this console holds some that ended, and whether they live on is still to be written.
        """
        with self._lock:
            if not self._is_begun or console_id in self._unsure:
                return None
            known = self._told.get(scope)
            if known is None:
                here = tuple(each for each in self._live if scope is None or each.feeds & scope)
                known = self._told[scope] = (_number(here), tuple(each.claim for each in here))
        return known

    def forget(self) -> None:
        """Delete what is so old that nobody asks for it."""
        with self._database.note() as connection:
            claims.forget(connection, self._clock.now())


def _due(heard: Mapping[str, Renewal], found: tuple[Standing, ...]) -> list[Renewal]:
    """Renewals that move the end of a claim far enough to be written, or that may let one live again."""
    ends = {each.claim.case_id: each.claim.until for each in found}
    return [each for each in heard.values() if each.at + TTL_MS >= ends.get(each.case_id, 0) + SPARED_MS]


def _number(standing: tuple[Standing, ...]) -> int:
    """A number of 53 bits, as JSON's readers know them, of who has what in hand and when they last did something."""
    said = "\n".join(f"{each.claim.case_id} {each.claim.token} {each.claim.seen}" for each in standing)
    return 1 + (int.from_bytes(hashlib.sha256(said.encode()).digest()[:7], "big") & ((1 << 52) - 1))
