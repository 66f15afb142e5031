"""The life of a city: each turn brings what has changed at the server, plans anew, and does what is due."""

from collections.abc import Callable, Iterable
from typing import Protocol

from rules.case import Case
from server.simulator.agenda import Agenda
from server.simulator.clocks import Clock
from server.simulator.desks import Desks
from server.simulator.patience import Patience
from server.simulator.plan import Life, Plan
from server.simulator.roles import plans as plans_of
from server.simulator.world import World

AT_ONCE = 512  # deeds between two looks at what has changed
EVERYTHING = 1_000_000
LOOK_BACK_MS = 3_600_000  # reports of the last hour that the server does not know were lost with a killed simulator


class Source(Protocol):
    """Where reports come from."""

    def begin(self, at: int) -> None:
        """Reports come from this instant on (ms UTC)."""
        ...

    def until(self, now: int) -> Iterable[Plan]:
        """New plans of reports."""
        ...

    def next_at(self) -> int:
        """When to ask again."""
        ...


Early = Callable[[Case, int], Iterable[Plan] | None]


def _nothing_early(_case: Case, _now: int) -> Iterable[Plan] | None:
    return None


class CityLife:
    """`cases_most` 0 = no end of reports. All methods raise Ended; expected troubles with the server are waited out."""

    def __init__(
        self,
        life: Life,
        world: World,
        agenda: Agenda,
        desks: Desks,
        source: Source,
        clock: Clock,
        patience: Patience,
        *,
        cases_most: int = 0,
    ) -> None:
        self._life, self._world, self.agenda, self._desks = life, world, agenda, desks
        self._source, self._clock, self._patience = source, clock, patience
        self._cases_most = cases_most
        self._made = 0
        self._turned_at = 0
        self.early: Early = _nothing_early

    def begin(self) -> None:
        """See what is there, and go on from it."""
        cases = self._patience.until_done(self._world.begin)
        self._turned_at = self._clock.now()
        self._source.begin(self._turned_at - (LOOK_BACK_MS if cases else 0))
        self._learn(cases)
        self.look()
        self._desks.begin()

    def look(self) -> None:
        """Take in what has changed at the server, and plan anew."""
        self._learn(self._patience.until_done(self._world.catch_up))
        for case_id in self._world.left:
            self.agenda.forget(case_id)
        self._world.left.clear()

    def add(self, plans: Iterable[Plan]) -> None:
        """Reports to come, beside those of the source."""
        for plan in plans:
            if not self._world.knows(plan.case_id):
                self.agenda.add(plan)
                self._made += 1

    def turn(self) -> float:
        """Do what is due now; how late the last of it was, in ms of the city's time."""
        now, ready_at = self._clock.now(), self._turned_at
        self._take_in(now)
        due = self.agenda.due(now, AT_ONCE)
        while due:
            self._desks.send(due, now)
            self.look()
            due = self.agenda.due(now, AT_ONCE)
        self._turned_at = now
        return float(self._clock.now() - max(now, ready_at))

    def step(self) -> None:
        """Do what is due now and was planned before: what follows from it is done at the next step."""
        now = self._clock.now()
        self._take_in(now)
        self._desks.send(self.agenda.due(now, EVERYTHING), now)
        self.look()

    def is_over(self) -> bool:
        """Whether all wanted cases were reported and nothing more is planned."""
        return bool(self._cases_most) and self._made >= self._cases_most and self.agenda.next_at() is None

    def next_at(self) -> int:
        """The instant of what is next (ms UTC)."""
        ends = self._cases_most and self._made >= self._cases_most
        times = [self.agenda.next_at(), None if ends else self._source.next_at()]
        return min((at for at in times if at is not None), default=self._clock.now())

    def _take_in(self, now: int) -> None:
        if not self._cases_most or self._made < self._cases_most:
            for plan in self._source.until(now):
                if self._cases_most and self._made >= self._cases_most:
                    return
                self.add((plan,))

    def _learn(self, cases: Iterable[Case]) -> None:
        cases = tuple(cases)
        for case in cases:
            self._life.neighbours.learn(case)
        now = self._clock.now()
        for case in cases:
            early = self.early(case, now)
            self.agenda.replan(case.id, plans_of(self._life, case) if early is None else early)
