"""The agenda: all plans of everybody, in order of time. A new image of a case replaces what was planned for it."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count

from server.simulator.plan import Plan


class Agenda:
    """`plays(login)`: what is due of a person who is not played waits until it is given back."""

    def __init__(self, plays: Callable[[str], bool]) -> None:
        self._plays = plays
        self._plans: dict[str, dict[str, Plan]] = {}
        self._done: dict[str, set[str]] = {}
        self._heap: list[tuple[int, str, str, int, Plan]] = []
        self._serial = count()
        self._waiting_for: set[str] = set()  # people who are not played and have something to do

    def __len__(self) -> int:
        return sum(map(len, self._plans.values()))

    def replan(self, case_id: str, plans: Iterable[Plan]) -> None:
        """What is now planned for a case; what was done already is not planned again."""
        before, done = self._plans.pop(case_id, {}), self._done.get(case_id, ())
        after: dict[str, Plan] = {}
        for plan in plans:
            if plan.key in done:
                continue
            known = before.get(plan.key)
            after[plan.key] = known if known == plan else plan
            if known != plan:
                self._push(plan)
        if after:
            self._plans[case_id] = after

    def add(self, plan: Plan) -> None:
        """One more plan, for a case of which there is no image yet."""
        if plan.key not in self._done.get(plan.case_id, ()):
            self._plans.setdefault(plan.case_id, {})[plan.key] = plan
            self._push(plan)

    def again(self, plan: Plan) -> None:
        """It could not be done: it is to be done at its new time."""
        self._done.get(plan.case_id, set()).discard(plan.key)
        self.add(plan)

    def forget(self, case_id: str) -> None:
        """The case has left the live scope."""
        self._plans.pop(case_id, None)
        self._done.pop(case_id, None)

    def due(self, now: int, most: int) -> list[Plan]:
        """What is due by now, in order of time, at most so many; each is handed out once."""
        for login in [login for login in self._waiting_for if self._plays(login)]:
            self._give_back(login)
        found: list[Plan] = []
        while self._heap and self._heap[0][0] <= now and len(found) < most:
            plan = heapq.heappop(self._heap)[4]
            if self._plans.get(plan.case_id, {}).get(plan.key) is not plan:
                continue  # replaced
            if plan.held:
                continue
            if not plan.always and not self._plays(plan.login):
                self._waiting_for.add(plan.login)
                continue
            self._take(plan)
            found.append(plan)
        return found

    def next_at(self) -> int | None:
        """The instant of the next plan (ms UTC)."""
        while self._heap and self._is_stale(self._heap[0][4]):
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def waiting(self) -> Counter[str]:
        """How many plans there are, by login; asked from another thread, too."""
        return Counter(plan.login for plans in tuple(self._plans.values()) for plan in tuple(plans.values()))

    def _give_back(self, login: str) -> None:
        """The person is played again: what waited is due."""
        self._waiting_for.discard(login)
        for plans in self._plans.values():
            for plan in plans.values():
                if plan.login == login:
                    self._push(plan)

    def _is_stale(self, plan: Plan) -> bool:
        return self._plans.get(plan.case_id, {}).get(plan.key) is not plan

    def _push(self, plan: Plan) -> None:
        heapq.heappush(self._heap, (plan.at, plan.case_id, plan.key, next(self._serial), plan))

    def _take(self, plan: Plan) -> None:
        plans = self._plans[plan.case_id]
        del plans[plan.key]
        if not plans:
            del self._plans[plan.case_id]
        self._done.setdefault(plan.case_id, set()).add(plan.key)
