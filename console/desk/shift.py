"""The hand-over from one shift to the next: who has the desk since when, and what came to pass since then."""

from collections.abc import Iterator
from itertools import chain

from console.desk.picture import Picture
from console.desk.times import Clock
from console.facts.shift import Call, ShiftFacts
from console.models.outbox import Outbox
from rules.case import Case
from rules.commands import Actor
from rules.wire import canonical, decode

_TAKEN = "shift_taken"  # in `me`: [instant, account, name]
_DAY = 86_400_000


class Shift:
    """Of the desk seat; on the store's thread."""

    def __init__(self, outbox: Outbox, picture: Picture, clock: Clock) -> None:
        self._outbox, self._picture, self._clock = outbox, picture, clock

    def facts(self) -> ShiftFacts:
        """What the next one must know; of a desk that nobody has taken over yet, that of the last day."""
        since, by, name = self._taken()
        outbox = self._outbox
        return ShiftFacts(
            since,
            by,
            name,
            outbox.outages.since(since),
            tuple(sorted(self._calls(since), key=lambda call: call.at)),
        )

    def take(self, actor: Actor) -> None:
        """This person has the desk from now on. NotRecorded when the disk does not take it."""
        taken = (self._clock.now(), actor.id, actor.name)
        self._outbox.me.remember(**{_TAKEN: canonical(taken)})

    def _taken(self) -> tuple[int, str, str]:
        kept = self._outbox.me.recall(_TAKEN)
        return decode(tuple[int, str, str], kept) if kept else (self._clock.now() - _DAY, "", "")

    def _calls(self, since: int) -> Iterator[Call]:
        """Also those of the other desks: whoever comes next is asked about them too."""
        picture = self._picture
        own = frozenset(picture.cases_with_entries())
        shown = (picture.case(case_id) for case_id in own)
        others = (case for case_id, case in picture.cached.items() if case_id not in own)
        for case in chain(others, filter(None, shown)):
            if any(leg.told_at for leg in case.legs):
                yield from self._told(case, since)

    def _told(self, case: Case, since: int) -> Iterator[Call]:
        for leg in case.legs:
            if leg.told_at >= since and leg.told_at:
                yield Call(case.id, self._picture.number(case), leg.unit, leg.told_to, leg.told_by, leg.told_at)
