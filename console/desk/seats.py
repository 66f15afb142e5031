"""Who sits at the two seats; each is a sign-in of its own, and a command carries its seat's actor and session."""

import hmac
from collections.abc import Callable

from console.facts import SEATS, SeatState, SignedIn
from rules.commands import Actor, NotAllowed


class Seats:
    """The sign-ins of this workstation, in memory only. `unlockable`: whether somebody may unlock it without a line."""

    def __init__(self, unlockable: Callable[[], bool]) -> None:
        self._unlockable = unlockable
        self._signed: dict[str, SignedIn] = {}

    def sign_in(self, signed: SignedIn) -> None:
        """Somebody sits down; whoever sat there is signed out."""
        self._signed[signed.seat] = signed

    def sign_out(self, seat: str) -> None:
        """The seat is empty."""
        self._signed.pop(seat, None)

    def states(self) -> dict[str, SeatState]:
        """Who sits where."""
        return {seat: self._state(seat) for seat in SEATS}

    def _state(self, seat: str) -> SeatState:
        signed = self._signed.get(seat)
        if signed is None:
            return SeatState(seat, unlockable=self._unlockable())
        return SeatState(seat, signed.actor, signed.session, signed.expires_at)

    def actor(self, seat: str) -> Actor | None:
        """The person at the seat, None when it is empty."""
        signed = self._signed.get(seat)
        return signed.actor if signed else None

    def signed(self, seat: str) -> SignedIn:
        """The sign-in of a seat; `NotAllowed` "rule.not_signed_in" when it is empty."""
        if seat not in self._signed:
            raise NotAllowed("rule.not_signed_in")
        return self._signed[seat]

    def mac(self, seat: str, command_hash: str) -> str:
        """HMAC-SHA256 of a command's hash under the session key of the seat, hex."""
        return hmac.digest(self.signed(seat).key, command_hash.encode(), "sha256").hex()
