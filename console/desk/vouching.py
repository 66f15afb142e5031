"""Who may hand over and import here, and what they and this desk put their names to."""

from collections.abc import Callable

from console.desk.picture import Picture
from console.desk.seats import Seats
from console.desk.times import Clock
from console.facts import SignedIn
from console.models.outbox import Outbox
from console.models.signing import DeskSeal
from rules.city import City
from rules.commands import NotAllowed
from rules.vouching import Vouch, as_mac, may_vouch, vouched


class Vouching:
    """`closed` says the rule that forbids all commands here for now, "" = none."""

    def __init__(self, outbox: Outbox, picture: Picture, seats: Seats, clock: Clock, closed: Callable[[], str]) -> None:
        self._picture, self._seats, self._clock, self._closed = picture, seats, clock, closed
        self._seal = DeskSeal(outbox.me)

    def now(self) -> int:
        """The corrected clock, ms UTC."""
        return self._clock.now()

    def signed(self, seat: str) -> SignedIn:
        """Who sits there. NotAllowed: nobody, or "rule.reply_vouch"."""
        signed = self._seats.signed(seat)
        city = self._picture.city
        if city is not None and not may_vouch(signed.actor, city, self._clock.now()):
            raise NotAllowed("rule.reply_vouch")
        return signed

    def city(self) -> City:
        """The city in force here. NotAllowed when there is none, or this desk takes no commands for now."""
        closed = self._closed()
        if closed or self._picture.city is None:
            raise NotAllowed(closed or "error.no_city")
        return self._picture.city

    def mac(self, seat: str, digest: str) -> str:
        """Who sits there signs a hand-over."""
        return self._seats.mac(seat, digest)

    def vouch(self, seat: str, command_hash: str) -> str:
        """Who sits there stands for a unit's command: what is pushed in the place of its MAC."""
        session, now = self._seats.signed(seat).session, self._clock.now()
        return as_mac(Vouch(session, now, self._seats.mac(seat, vouched(command_hash, now))))

    def seal(self, digest: str) -> str:
        """This desk's own seal. NotRecorded when its key cannot be kept."""
        return self._seal.seal(digest)

    def is_ours(self, digest: str, seal: str) -> bool:
        """Whether this desk sealed it."""
        return self._seal.fits(digest, seal)
