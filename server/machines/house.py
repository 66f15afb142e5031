"""What machines and files of reports share, put together once over the server's parts."""

from collections.abc import Callable
from dataclasses import dataclass

from server.citizens.house import CitizenHouse
from server.citizens.photos import CitizenPhotos
from server.machines.alarms import Alarms
from server.machines.door import Machines
from server.machines.errors import Problems
from server.machines.folding import Folding
from server.machines.orders import Orders
from server.machines.sources import Sources
from server.machines.verifying import Messages
from server.parts import Parts

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class MachineHouse:
    """The door for signed messages, the way in of orders, and what is done each second."""

    door: Machines
    orders: Orders
    problems: Problems
    tick: Callable[[], None]


def machines_of(parts: Parts, citizens: CitizenHouse, retry_after: Callable[[], int]) -> MachineHouse:
    """Over these parts."""
    sources, messages = Sources(parts.database, parts.clock), Messages(parts.database, parts.clock)
    folding, photos = Folding(parts.database, parts.clock), CitizenPhotos(parts.photos)
    alarms = Alarms(folding, parts.casebook, parts.lane, photos, parts.cities, parts.geocoding, parts.clock)
    orders = Orders(parts.database, citizens.intake, parts.cities, parts.geocoding, parts.speech)
    problems = Problems(parts.speech, retry_after)
    door = Machines(sources, messages, alarms, orders, citizens.limits, parts.cities, parts.clock, problems)
    return MachineHouse(door, orders, problems, _Ticking(parts, alarms, messages, folding).tick)


class _Ticking:
    """Each second: what is seen again; once an hour: what is to be forgotten."""

    def __init__(self, parts: Parts, alarms: Alarms, messages: Messages, folding: Folding) -> None:
        self._clock, self._alarms = parts.clock, alarms
        self._forget = (messages.forget, folding.forget)
        self._forgot_at = 0

    def tick(self) -> None:
        """Do what is due."""
        self._alarms.tick()
        now = self._clock.now()
        if abs(now - self._forgot_at) > HOUR_MS:
            self._forgot_at = now
            for forget in self._forget:
                forget()
