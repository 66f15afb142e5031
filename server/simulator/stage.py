"""What the control page shows of a running simulation, and how a role is taken over and given back."""

from collections import defaultdict
from typing import Any
from urllib.parse import quote

from rules.commands import Role
from server.simulator.cast import CENTRE, Person
from server.simulator.running import Runner
from server.simulator.setup import Simulation

GROUPS = (CENTRE[0], "supervisor", *CENTRE[1:], "district", "street", "other_unit", "collector")
WITH_GROUP = frozenset({"district", "street"})


class RunningStage:
    """Called from the control page's thread: it reads counts, and changes only who is taken."""

    def __init__(self, simulation: Simulation, runner: Runner) -> None:
        self._simulation, self._runner = simulation, runner
        self._groups = self._by_group()

    def told(self) -> dict[str, Any]:
        """Counts, what waits for whom, and who is not played."""
        waiting, hello = self._simulation.agenda.waiting(), self._simulation.hello
        return self._runner.told() | {
            "city": hello.city_name,
            "city_en": hello.city_name_en or hello.city_name,
            "zone": self._simulation.zone,
            "waiting": dict(sorted(waiting.items())),
            "taken": sorted(self._simulation.cast.taken),
            "undispatched": self._simulation.world.waiting_for_dispatch(),
        }

    def groups(self) -> dict[str, list[dict[str, str]]]:
        """People by group."""
        return self._groups

    def take(self, login: str) -> str | None:
        """Stop playing this person; the address of the sign-in, "" for who sits at a console of the centre."""
        person = self._simulation.cast.people.get(login)
        if person is None:
            return None
        self._simulation.roles.take(login)
        if any(role in person.roles for role in CENTRE):
            return ""
        return f"{self._simulation.doors[0].url}/?login={quote(login)}"

    def give(self, login: str) -> bool:
        """Play this person again."""
        if login not in self._simulation.cast.people:
            return False
        self._simulation.roles.give(login)
        return True

    def _by_group(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for person in sorted(self._simulation.cast.people.values(), key=lambda person: person.login):
            told = {"login": person.login, "name": person.name, "name_en": person.name_en}
            found[self._group(person)].append(told)
        return {group: found[group] for group in GROUPS if found[group]}

    def _group(self, person: Person) -> str:
        centre = [role.value for role in CENTRE if role in person.roles]
        if centre:
            return centre[0] if len(centre) == 1 else "supervisor"
        if Role.COLLECTOR in person.roles:
            return "collector"
        kinds = [unit.kind for unit in map(self._simulation.units.get, person.units) if unit]
        return kinds[0] if kinds and kinds[0] in WITH_GROUP else "other_unit"
