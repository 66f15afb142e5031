"""The open sessions of the people who are played: opened when first needed, as each sign-in costs the server 50 ms.

A pushed command is taken for a fortnight after its session's end, so a person signs in anew only every thirteen days; a
bearer token, of which reports need one, ends with the session.
"""

from collections.abc import Callable

from server.simulator.door import Door, Refused, Signed
from server.simulator.kept_sessions import KeptSessions

GRACE_MS = 13 * 24 * 3_600_000
AWAY_S = 60.0


class PersonAway(Exception):
    """The account is locked, revoked or has another password: nothing can be done in its name for now."""

    def __init__(self, login: str, why: str) -> None:
        super().__init__(f"{login}: {why}")
        self.login = login


class Sessions:
    """`now` is ms UTC of the city's clock, `ticks` real seconds; those `kept` go on. Raises ServerAway, too."""

    def __init__(
        self, door: Door, password: str, now: Callable[[], int], ticks: Callable[[], float], kept: KeptSessions
    ) -> None:
        self._door, self._password, self._now, self._ticks = door, password, now, ticks
        self._kept = kept
        self._open = kept.load()
        self._away: dict[str, float] = {}
        self.opened = 0

    def of(self, login: str) -> Signed:
        """The session with which this person signs. Raises PersonAway, Refused."""
        return self._fresh(login, GRACE_MS)

    def bearer(self, login: str) -> str:
        """The bearer token of a session that has not ended. Raises PersonAway, Refused."""
        return self._fresh(login, -60_000).token

    def _fresh(self, login: str, grace: int) -> Signed:
        known = self._open.get(login)
        if known is not None and self._now() < known.expires_at + grace:
            return known
        if self._ticks() < self._away.get(login, 0):
            raise PersonAway(login, "still away")
        try:
            found = self._open[login] = self._door.sign_in(login, self._password)
        except Refused as error:
            self.forget(login, away=True)
            raise PersonAway(login, error.text or error.rule) from error
        self.opened += 1
        self._kept.add(login, found)
        return found

    def forget(self, login: str, *, away: bool = False) -> None:
        """The session is not taken any more; `away`: do not try again for a minute."""
        self._open.pop(login, None)
        if away:
            self._away[login] = self._ticks() + AWAY_S
