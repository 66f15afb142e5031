"""The city of the matrix: two districts with a street each and a bureau, without geometry; and who works there."""

from dataclasses import dataclass, replace

from argon2 import PasswordHasher

from rules.city import City, Unit
from rules.commands import Grant, Role
from rules.organisation import Organisation, Staff
from server.access.accounts import Account
from tests.server.citizens_city import citizens_city
from tests.server.small_city import NOW

WEST, EAST, STREET, EASTERN, BUREAU = "410102", "410103", "410102005", "410103005", "B01"
GRID_WEST, GRID_EAST = "410102g1", "410103g1"
HOUR = 3_600_000
PASSWORD = "right-horse"
_VERIFIER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
_UNITS = (
    Unit(WEST, "西区", "West", kind="district", district=WEST, phone="phone0west0", duty="officer0west0"),
    Unit(EAST, "东区", "East", kind="district", district=EAST, phone="phone0east0", duty="officer0east0"),
    Unit(STREET, "西街道", "West Street", parent=WEST, kind="street", district=WEST),
    Unit(EASTERN, "东街道", "East Street", parent=EAST, kind="street", district=EAST),
    Unit(BUREAU, "城管局", "Bureau", kind="bureau"),
)
# Private numbers of staff, one in each district: kept at the server, shown with a reason.
MOBILES = {
    "mobile0west0": Staff("S1", "西区网格长", unit=WEST, private=True),
    "mobile0east0": Staff("S2", "东区网格长", unit=EAST, private=True),
}


def matrix_city() -> City:
    """The city; its version is that of the pack that the world installs."""
    units = {unit.code: unit for unit in _UNITS}
    return replace(citizens_city(), units=units, organisation=Organisation(staff=tuple(MOBILES.values())))


@dataclass(frozen=True, slots=True)
class Somebody:
    """A cell's first coordinate: a person with these grants, a console with these feeds, or nobody at all."""

    name: str
    grants: tuple[Grant, ...] = ()
    feeds: str = ""  # "*" or codes: a console

    @property
    def is_person(self) -> bool:
        """Whether it signs in."""
        return bool(self.grants)


def _one(role: Role, place: str = "", since: int = 0, until: int = 0) -> tuple[Grant, ...]:
    return (Grant(role, place, since, until),)


NOBODY = Somebody("nobody")
SHORT: tuple[Somebody, ...] = (
    NOBODY,
    Somebody("desk-west", feeds=WEST),
    Somebody("acceptor", _one(Role.ACCEPTOR)),
    Somebody("dispatcher-west", _one(Role.DISPATCHER, WEST)),
    Somebody("unit-west", _one(Role.UNIT, WEST)),
    Somebody("collector-west", _one(Role.COLLECTOR, GRID_WEST)),
    Somebody("system-admin", _one(Role.SYSTEM_ADMIN)),
    Somebody("ended", _one(Role.DISPATCHER, "", 0, NOW - 1)),
    Somebody("both", (Grant(Role.UNIT, EAST), Grant(Role.DISPATCHER, WEST))),
)
FULL: tuple[Somebody, ...] = (
    *SHORT,
    Somebody("desk", feeds="*"),
    Somebody("acceptor-west", _one(Role.ACCEPTOR, WEST)),
    Somebody("shift-leader", _one(Role.SHIFT_LEADER)),
    Somebody("shift-leader-east", _one(Role.SHIFT_LEADER, EAST)),
    Somebody("dispatcher", _one(Role.DISPATCHER)),
    Somebody("inspector", _one(Role.INSPECTOR)),
    Somebody("inspector-west", _one(Role.INSPECTOR, WEST)),
    Somebody("leader", _one(Role.LEADER)),
    Somebody("leader-east", _one(Role.LEADER, EAST)),
    Somebody("unit-street", _one(Role.UNIT, STREET)),
    Somebody("unit-east", _one(Role.UNIT, EAST)),
    Somebody("unit-bureau", _one(Role.UNIT, BUREAU)),
    Somebody("collector-east", _one(Role.COLLECTOR, GRID_EAST)),
    Somebody("security-admin", _one(Role.SECURITY_ADMIN)),
    Somebody("audit-admin", _one(Role.AUDIT_ADMIN)),
    Somebody("not-yet", _one(Role.DISPATCHER, "", NOW + HOUR)),
    Somebody("unit-ended", _one(Role.UNIT, WEST, 0, NOW - 1)),
)
# People who only are there to be told of, one in each district.
TOLD_OF = (
    Account("name0west0", "name0west0", "name0west0", "", _VERIFIER, _one(Role.INSPECTOR, WEST)),
    Account("name0east0", "name0east0", "name0east0", "", _VERIFIER, _one(Role.INSPECTOR, EAST)),
)


def accounts(people: tuple[Somebody, ...]) -> tuple[Account, ...]:
    """Everybody who signs in, and who is told of."""
    signing = (Account(each.name, each.name, each.name, "", _VERIFIER, each.grants) for each in people if each.grants)
    return (*signing, *TOLD_OF)
