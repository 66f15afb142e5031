"""Keeps many who ask at once from drowning the server, and one who asks without end from keeping out the others.

All of it lives on the event loop. Who is refused is told when to come again, each a little later than the other.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PUSHES_PER_S, PUSHES_AT_ONCE = 100.0, 400.0
CALM = 4  # under way or waiting: with so few nobody suffers from one who is quick
POLLS_EACH = 2
UPLOADS_EACH, UPLOADS = 2, 8
SPREAD_S = 5  # of the instants at which those who were refused come again
WAITING_PER_S = 20  # so many that wait for their turn make it a second longer


class TooMany(Exception):
    """This one asks too often, or for too much at once."""


@dataclass(slots=True)
class Poll:
    """One waiting poll; when its console begins further ones, the oldest comes to its end."""

    is_over: bool = False


@dataclass(slots=True)
class _Asker:
    left: float = PUSHES_AT_ONCE
    at: float = 0.0
    uploads: int = 0
    polls: list[Poll] = field(default_factory=list)


class Pressure:
    """Counts what each workstation or person has under way; `waiting` says how many wait for the casebook.

    `mono` (seconds) and `chance` (0 ≤ x < 1) are those of the system unless others are given.
    """

    def __init__(
        self,
        waiting: Callable[[], int] = lambda: 0,
        mono: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._waiting = waiting
        self._mono = mono
        self._chance = chance
        self._askers: dict[str, _Asker] = {}
        self._uploads = 0

    def retry_after(self) -> int:
        """Whole seconds after which to come again."""
        return 1 + int(self._chance() * (SPREAD_S + self._waiting() / WAITING_PER_S))

    def push(self, who: str) -> None:
        """One push more. Raises TooMany, when others wait."""
        asker, now = self._asker(who), self._mono()
        asker.left = min(PUSHES_AT_ONCE, asker.left + (now - asker.at) * PUSHES_PER_S)
        asker.at = now
        if asker.left < 1 and self._waiting() > CALM:
            raise TooMany
        asker.left = max(0.0, asker.left - 1)

    @contextmanager
    def upload(self, who: str) -> Iterator[None]:
        """A large body is in memory meanwhile. Raises TooMany."""
        asker = self._asker(who)
        if asker.uploads >= UPLOADS_EACH or self._uploads >= UPLOADS:
            raise TooMany
        asker.uploads, self._uploads = asker.uploads + 1, self._uploads + 1
        try:
            yield
        finally:
            asker.uploads, self._uploads = asker.uploads - 1, self._uploads - 1

    @contextmanager
    def poll(self, who: str) -> Iterator[Poll]:
        """A poll waits meanwhile; the oldest beyond two of one console is told that it is over."""
        polls, mine = self._asker(who).polls, Poll()
        polls.append(mine)
        for old in polls[:-POLLS_EACH]:
            old.is_over = True
        try:
            yield mine
        finally:
            polls.remove(mine)

    def _asker(self, who: str) -> _Asker:
        if who not in self._askers:
            self._askers[who] = _Asker(at=self._mono())
        return self._askers[who]
