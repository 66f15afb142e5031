"""One transaction of the casebook: the lanes that it needs, the case numbers set aside, and what it tells the polls."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rules.commands import Command
from server.casebook.errors import ForkFound, NotTogether
from server.casebook.judge import NUMBERED, Judge
from server.casebook.numbers import Stock
from server.casebook.reach import OutOfReach, reach
from server.casebook.settle import Settlement
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds.service import FeedLine, Feeds

GUESSES = 2
T = TypeVar("T")


class Transactions:
    """Runs work in the lanes of its feeds, once more where it turns out to need others, at last in the whole house."""

    def __init__(self, database: Database, clock: Clock, cities: Cities, feeds: Feeds, judge: Judge) -> None:
        self._database = database
        self._clock = clock
        self._cities = cities
        self._feeds = feeds
        self._judge = judge
        self._stock = Stock(database)

    def run(self, commands: Sequence[Command], work: Callable[[Settlement], T], *, together: bool) -> T:
        """What `work` comes to; it is called again when a guess was wrong, and then nothing of before is kept.

        Raises NotTogether, CannotKeep and what `work` raises; then nothing is kept.
        """
        if not self._database.has_lanes:
            return self._once(None, commands, work, together=together)
        held = self._reach(commands)
        for _ in range(GUESSES):
            try:
                return self._once(held, commands, work, together=together)
            except OutOfReach as missing:
                held |= missing.feeds
        return self._once(None, commands, work, together=together)

    def _reach(self, commands: Sequence[Command]) -> frozenset[str]:
        with self._database.read() as connection:
            return reach(connection, commands, self._cities.current)

    def _once(
        self,
        held: frozenset[str] | None,
        commands: Sequence[Command],
        work: Callable[[Settlement], T],
        *,
        together: bool,
    ) -> T:
        creating = sum(command.verb in NUMBERED for command in commands)
        aside = self._stock.take(self._cities.current, self._clock.now(), creating)
        try:
            answer, unused = self._written(held, aside, work, together=together)
        except (ForkFound, NotTogether, OutOfReach):  # nothing was written; after other failures that is not certain
            self._stock.give_back(aside)
            raise
        self._stock.give_back(unused)
        return answer

    def _written(
        self,
        held: frozenset[str] | None,
        aside: Mapping[str, list[int]],
        work: Callable[[Settlement], T],
        *,
        together: bool,
    ) -> tuple[T, dict[str, list[int]]]:
        lines: list[FeedLine] = []
        with self._database.write(held, then=lambda: self._feeds.publish(lines)) as connection:
            city, now = self._cities.current, self._clock.now()
            settlement = Settlement(connection, self._judge, city, now, together=together, held=held, aside=aside)
            answer = work(settlement)
            settlement.finish()
            lines.extend(settlement.feeds.lines)
        return answer, settlement.draft.numbers.unused()
