"""How many cases stand on each list, kept while nothing changed: people and programs ask far more often than that."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.city import City
from rules.commands import Actor, Role
from rules.jurisdiction import reach
from rules.powers import OF_A_CASE, Deed
from server import sight
from server.cities import Cities
from server.clock import Clock
from server.feeds.heads import Epoch, Head
from server.feeds.service import Feeds
from server.queries import Queries

AGE_MS = 5000  # cases also change lists by the clock alone


@dataclass(frozen=True, slots=True)
class _State:
    """What the counts depend on besides the clock."""

    duties: tuple[tuple[Role, str], ...]
    heads: Mapping[str, Head]
    epoch: Epoch
    city: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """Counts of one state at one instant (ms UTC)."""

    state: _State
    at: int
    lists: dict[str, int]


class ListCounts:
    """One answer is kept for all who see the whole city, and one for each other person."""

    def __init__(self, queries: Queries, feeds: Feeds, cities: Cities, clock: Clock) -> None:
        self._queries = queries
        self._feeds = feeds
        self._cities = cities
        self._clock = clock
        self._kept: dict[str, _Counted] = {}

    def lists(self, actor: Actor) -> tuple[dict[str, int], int]:
        """The live cases on each list that the person sees, and of when that is (ms UTC, at most 5 s old)."""
        now = self._clock.now()
        everything = _sees_all(actor, self._cities.current, now)
        who = "" if everything else actor.id
        state = self._state(() if everything else sight.held(actor, now))
        known = self._kept.get(who)
        if known is None or known.state != state or not 0 <= now - known.at < AGE_MS:
            # The state was read before the cases: a change in between shows at the next question.
            known = self._kept[who] = _Counted(state, now, self._queries.lists(actor))
        return dict(known.lists), known.at

    def _state(self, duties: tuple[tuple[Role, str], ...]) -> _State:
        return _State(duties, self._feeds.heads, self._feeds.epoch, self._cities.current.version)


def _sees_all(actor: Actor, city: City, now: int) -> bool:
    """Whether one answer serves this person and all others of whom that is true: every part of every case is seen."""
    return all(reach(actor, data, Deed.SEE, city, now).everything for data in OF_A_CASE)
