"""A course over the rules alone, as windows show it: real commands, and the delivery that a server adds."""

from typing import Any

from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command, Role
from rules.frozen import changed
from rules.lifecycle import apply, delivered, undelivered
from tests.builders import MINUTE, an_actor

PLACE = {"located": True, "lon": 1136100000, "lat": 347400000, "unit_grid": "410102005001001"} | {
    "duty_grid": "410102-007", "district": "410102", "street": "410102005",
}  # fmt: skip


def who(role: Role, unit_of: str = "") -> Actor:
    """Who holds a role in the tests' city."""
    return an_actor(role, unit=unit_of or None)


class ByRules:
    """`online` False: what is dispatched stays sent, as on a console whose line is cut."""

    def __init__(self, city: City, case_id: str, now: int, *, online: bool = True) -> None:
        self._city, self._id, self._online = city, case_id, online
        self._case: Case | None = None
        self.now = now

    @property
    def case(self) -> Case:
        """As it stands now."""
        assert self._case is not None
        return self._case

    def do(self, verb: str, role: Role, target: str = "", unit_of: str = "", **body: Any) -> None:
        """Do one thing, a minute after the last one."""
        self.now += MINUTE
        actor = who(role, unit_of)
        command = Command(f"{self._id}-{self.now}", verb, self._id, actor.id, role, self.now, target, body)
        case = apply(self._case, command, actor, self._city, self.now).case
        if verb in {"report", "alarm"}:
            number = self._id if verb == "report" else ""  # an alarm has none until it is accepted
            case = changed(case, number=number, **PLACE)  # the small city has no geometry that would give it
        if self._online:
            case = delivered(case, undelivered(case), self._city, self.now).case
        self._case = case
