"""A course over a server's casebook: what its pages then show."""

from itertools import count
from typing import Any, Protocol

from rules.case import Case
from rules.commands import Command, Role
from server.access.accounts import SYSTEM
from server.parts import Parts
from tests.builders import MINUTE
from tests.cells.by_rules import who


class StandingClock(Protocol):
    """A clock that stands where it is put."""

    at: int


_IDS = count(1)


class ByCasebook:
    """The casebook's clock goes on by a minute with each command."""

    def __init__(self, parts: Parts, clock: StandingClock, case_id: str) -> None:
        self._parts, self._clock, self._id = parts, clock, case_id

    @property
    def case(self) -> Case:
        """As the server has it."""
        case = self._parts.queries.case(self._id, SYSTEM)
        assert case is not None
        return case

    @property
    def now(self) -> int:
        """Ms UTC."""
        return self._clock.at

    def do(self, verb: str, role: Role, target: str = "", unit_of: str = "", **body: Any) -> None:
        """Do one thing, a minute after the last one."""
        self._clock.at += MINUTE
        actor = who(role, unit_of)
        command = Command(f"deed-{next(_IDS)}", verb, self._id, actor.id, role, self.now, target, body)
        outcome = self._parts.casebook.do(command, actor)
        assert outcome.state == "accepted", (verb, outcome)
