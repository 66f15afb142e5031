"""The simulator's workstations: one, or at full speed one for each part of the city, whose pushes nobody waits for."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress

from rules.grid import Grids
from rules.protocol import PushAnswer
from server.simulator.door import PUSHES, Refused
from server.simulator.patience import Patience
from server.simulator.plan import Plan
from server.simulator.sender import Sender
from server.simulator.world import World

DistrictOf = Callable[[Plan], int]
Flight = Iterator[Future[PushAnswer]]  # each answer that must be there before it goes on


class Districts:
    """Where a plan's case lies: whoever works in one district has nothing to do with the feed of another."""

    def __init__(self, world: World, grids: Grids) -> None:
        self._world, self._grids = world, grids
        self._numbers = {district.code: number for number, district in enumerate(grids.districts)}

    def of(self, plan: Plan) -> int:
        """The district's number, 0 outside of all; of a report that of the one in which its place is."""
        case = self._world.open.get(plan.case_id)
        if case is not None:
            return self._numbers.get(case.district, 0)
        lon, lat = plan.said.get("lon"), plan.said.get("lat")
        here = self._grids.locate(lon, lat) if isinstance(lon, int) and isinstance(lat, int) else None
        return 0 if here is None else max(0, int(self._grids.district[here]))


class Desks:
    """Shares what is due among the senders of several workstations, always one district to the same one."""

    def __init__(self, senders: Sequence[Sender], district_of: DistrictOf, world: World, patience: Patience) -> None:
        self._senders, self._district_of = senders, district_of
        self._world, self._patience = world, patience

    def begin(self) -> None:
        """Go on behind the last number that the server has of each. Raises Ended and Refused."""
        for sender in self._senders:
            sender.begin()

    def send(self, plans: Sequence[Plan], now: int) -> None:
        """Do what is due (ms UTC), in this order in each district."""
        shares = self._shares(plans)
        if not self._senders[0].stepped:
            for sender, share in zip(self._senders, shares, strict=True):
                sender.send(share, now)
            return
        with ThreadPoolExecutor(PUSHES * len(self._senders), "push") as lane:
            self._land(
                [sender.flights(share, now, lane) for sender, share in zip(self._senders, shares, strict=True) if share]
            )

    def _shares(self, plans: Sequence[Plan]) -> list[Sequence[Plan]]:
        if len(self._senders) == 1:
            return [plans]
        shares: list[list[Plan]] = [[] for _ in self._senders]
        for plan in plans:
            shares[self._district_of(plan) % len(shares)].append(plan)
        return list(shares)

    def _land(self, flights: list[Flight]) -> None:
        """While the server settles, what has changed is brought; nothing of it is taken in before all is settled."""
        waited_for = _next_of(flights)
        while waited_for:
            with suppress(Refused):  # whoever takes it in meets that again
                self._patience.until_done(self._world.fetch)
            done, _ = wait(waited_for, return_when=FIRST_COMPLETED)
            waited_for |= _next_of([waited_for.pop(each) for each in done])


def _next_of(flights: list[Flight]) -> dict[Future[PushAnswer], Flight]:
    """What each flight waits for now; those that are over are left out."""
    asked = [(next(flight, None), flight) for flight in flights]
    return {answer: flight for answer, flight in asked if answer is not None}
