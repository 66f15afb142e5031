"""A plan: what somebody will do with a case and when. `Hand` makes the plans of one case from its image alone.

Nothing is remembered: the same image gives the same plans, so a simulator that was killed goes on where it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.assignment import Assignment
from rules.case import Case
from rules.city import City
from rules.commands import Role
from server.simulator.cast import Cast
from server.simulator.chance import Chance
from server.simulator.figures import Figures
from server.simulator.neighbours import Neighbours

SECOND = 1000


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo to be taken: in which step, whether the matter is solved on it, and with which trick."""

    kind: str
    solved: bool
    trick: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One deed to come, at an instant (ms UTC); `key` is the same whenever it is planned anew."""

    at: int
    case_id: str
    key: str
    login: str
    role: Role
    verb: str
    target: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    always: bool = False  # also when a human has this person's desk
    held: bool = False  # left to a human, whoever is played: it is only counted


@dataclass(frozen=True, slots=True)
class Life:
    """What everybody in the city knows."""

    city: City
    figures: Figures
    chance: Chance
    cast: Cast
    neighbours: Neighbours


class Hand:
    """Plans for one case."""

    __slots__ = ("case", "life", "pace")

    def __init__(self, life: Life, case: Case) -> None:
        self.life, self.case = life, case
        self.pace = life.figures.work.urgent if case.urgent else 1.0

    def chance(self, name: str, *key: object) -> bool:
        """Whether what the figures give this chance comes true."""
        return self.life.chance.unit(name, self.case.id, *key) < self.life.figures.chances[name]

    def later(self, since: int, delay: str, *key: object) -> int:
        """The instant after a delay."""
        figure = self.life.figures.delays[delay]
        took = self.life.chance.around(figure.median, figure.spread, delay, self.case.id, *key)
        return since + round(took * self.pace * SECOND)

    def by_day(self, at: int, *key: object) -> int:
        """The same, or in the next work period for what can wait."""
        if self.case.urgent or not self.life.figures.work.night:
            return at
        start = self.life.city.calendar.next_start(at)
        return at if start == at else start + round(2_400 * SECOND * self.life.chance.unit("start", self.case.id, *key))

    def centre(self, role: Role, verb: str, at: int, key: object, target: str = "", /, **said: Any) -> tuple[Plan, ...]:
        """A deed of the centre's person for this case."""
        return self.by(self.life.cast.of(role, self.case.id), role, verb, at, key, target, **said)

    def unit(self, leg: Assignment, verb: str, at: int, key: object = "", /, **said: Any) -> tuple[Plan, ...]:
        """A deed of a leg's unit on that leg."""
        login = self.life.cast.unit(leg.unit)
        return self.by(login, Role.UNIT, verb, at, f"{leg.id}:{key}", leg.id, **said)

    def by(
        self, login: str, role: Role, verb: str, at: int, key: object, target: str = "", /, **said: Any
    ) -> tuple[Plan, ...]:
        """A deed of a person; none of nobody. `pictures` are taken when it is done."""
        if not login:
            return ()
        pictures = said.pop("pictures", ())
        return (Plan(at, self.case.id, f"{verb}:{key}", login, role, verb, target, said, pictures),)

    def phrase(self, verb: str, *key: object) -> str:
        """One of the city's own phrases for a verb, "" where it has none."""
        phrases = self.life.city.policies.phrases.get(verb, ())
        return self.life.chance.one(phrases, "phrase", verb, self.case.id, *key)[0] if phrases else ""

    def reason(self, verb: str, fallback: str, *key: object) -> str:
        """Words for a step that needs a reason."""
        return self.phrase(verb, *key) or fallback
