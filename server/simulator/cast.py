"""Who plays: the city's accounts by duty, and who of several takes a case. Who was taken over is not played.

Each case has its own acceptor, shift leader and dispatcher, so the work of a person who was taken over waits for them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.commands import Role
from server.simulator.chance import Chance

CENTRE = (Role.DISPATCHER, Role.ACCEPTOR, Role.SHIFT_LEADER, Role.INSPECTOR, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its duties: `units` are the units or responsibility grids that it stands for."""

    login: str
    name: str
    name_en: str
    roles: tuple[str, ...]
    units: tuple[str, ...] = ()


class Cast:
    """All people of the city. Without `dispatchers` the dispatch desk is a human's from the beginning."""

    def __init__(self, people: Iterable[Person], chance: Chance, *, dispatchers: bool) -> None:
        self._chance = chance
        self.people: Mapping[str, Person] = {person.login: person for person in people}
        desk = {login for login, person in self.people.items() if Role.DISPATCHER in person.roles}
        self.taken: set[str] = set() if dispatchers else desk
        self._centre = {role: self._with_one_duty(role) for role in CENTRE}
        self._units = self._standing_for(Role.UNIT)
        self._collectors = self._standing_for(Role.COLLECTOR)

    def _with_one_duty(self, role: str) -> tuple[str, ...]:
        """Who holds this duty alone; who holds several steps in only where nobody does."""
        holders = [person for person in self.people.values() if role in person.roles]
        alone = [person for person in holders if len(person.roles) == 1]
        return tuple(sorted(person.login for person in alone or holders))

    def _standing_for(self, role: str) -> dict[str, str]:
        people = sorted(self.people.values(), key=lambda person: person.login, reverse=True)
        return {unit: person.login for person in people if role in person.roles for unit in person.units}

    def of(self, role: Role, case_id: str) -> str:
        """The login of who does this duty for a case; "" = nobody holds it."""
        holders = self._centre.get(role, ())
        return self._chance.one(holders, role, case_id) if holders else ""

    def unit(self, code: str) -> str:
        """The login of a unit's terminal, "" when it has none."""
        return self._units.get(code, "")

    def collector(self, grid: str) -> str:
        """The login of who walks a responsibility grid, or of that very person; "" = nobody."""
        return self._collectors.get(grid, "") or (grid if grid in self.people else "")

    def plays(self, login: str) -> bool:
        """Whether the simulator acts for this person now."""
        return login in self.people and login not in self.taken


def people_of(told: Iterable[Mapping[str, str]]) -> tuple[Person, ...]:
    """Persons from the rows of /v1/ask/people: one row a duty."""
    found: dict[str, Person] = {}
    for row in told:
        known = found.get(row["id"], Person(row["id"], row["name"], row["name_en"], ()))
        roles = known.roles if row["role"] in known.roles else (*known.roles, row["role"])
        units = (*known.units, row["unit"]) if row["unit"] else known.units
        found[row["id"]] = Person(known.login, known.name, known.name_en, roles, units)
    return tuple(found.values())
