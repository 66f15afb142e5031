"""An outage drill: who may begin it and when, and what is counted while the line is held back. In memory alone.

The drill holds back the line, not the work: what is done is real, is on disk as ever, and goes out when it is over.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.facts import LinkState, Pending, Refusal
from console.facts.drills import MINUTES, DrillCall, DrillConflict, DrillRecord, DrillRefusal
from rules.assignment import LIVE
from rules.case import Case, Stage
from rules.city import City
from rules.commands import Actor, NotAllowed
from rules.jurisdiction import may
from rules.powers import Data, Deed
from rules.urgency import unreached

if TYPE_CHECKING:
    from console.desk.desk import Desk

MINUTE = 60_000
_UNSENT_STAGES = frozenset({Stage.REPORTED, Stage.PRE_CHECK, Stage.ACCEPTED, Stage.TO_DISPATCH})


def check(desk: "Desk", link: LinkState, seat: str, minutes: int) -> Actor:
    """Who sits there may begin a drill now. `NotAllowed` "rule.drill_…" when not: a drill never costs real work."""
    actor, city, now = desk.seats.actor(seat), desk.city, desk.clock.now()
    if actor is None or city is None or not may(actor, Data.DRILLS, Deed.CHANGE, city, now):
        raise NotAllowed("rule.drill_right")
    if minutes not in MINUTES:
        raise NotAllowed("rule.drill_minutes", least=MINUTES[0], most=MINUTES[-1])
    if link.drill_until:
        raise NotAllowed("rule.drill_on")
    if not link.online or link.behind or not link.as_of:
        raise NotAllowed("rule.drill_line")
    if waiting := sum(desk.waiting()):
        raise NotAllowed("rule.drill_unsent", n=waiting)
    hurried = next(filter(waits_urgently, filter(None, map(desk.cached, desk.known()))), None)
    if hurried is not None:
        raise NotAllowed("rule.drill_urgent", number=hurried.number)
    return actor


def waits_urgently(case: Case) -> bool:
    """An urgent case that no unit knows of yet."""
    return case.urgent and (case.stage in _UNSENT_STAGES or unreached(case))


class Drill:
    """Counts what is done between its beginning and its end; then it waits for the server's answers to that."""

    def __init__(self, record: DrillRecord, ends_by: int) -> None:
        self.record = record
        self.ends_by = ends_by  # on the monotonic clock: a clock that is set back makes no drill longer
        self._commands: Counter[str] = Counter()
        self._refused: dict[tuple[str, str], DrillRefusal] = {}
        self._cases: dict[str, None] = {}
        self._waiting: set[str] = set()
        self._ids: set[str] = set()

    def recorded(self, pending: Pending) -> None:
        """A command is on disk."""
        self._commands[pending.verb] += 1
        self._cases[pending.case_id] = None
        self._ids.add(pending.id)

    def refused(self, refusal: Refusal) -> None:
        """A form was sent back."""
        key = refusal.verb, refusal.rule
        before = self._refused.get(key, DrillRefusal(*key, 0, dict(refusal.details)))
        self._refused[key] = replace(before, times=before.times + 1)

    def packed(self, at: int, as_of: int) -> None:
        """An emergency pack was gathered; the first one counts."""
        if not self.record.pack_at:
            self.record = replace(self.record, pack_at=at, pack_as_of=as_of)

    def handed_over(self) -> None:
        """A hand-over file was written."""
        self.record = replace(self.record, handovers=self.record.handovers + 1)

    def replied(self) -> None:
        """A unit's reply was read."""
        self.record = replace(self.record, replies=self.record.replies + 1)

    def end(self, now: int, why: str, number: str, desk: "Desk") -> None:
        """It is over: what was done, and which urgent cases somebody was phoned about.

        Nothing waited at its beginning: what waits for the server now is all of the drill.
        """
        self._waiting = {pending.id for pending in desk.outbox()}
        self._ids |= self._waiting
        cases = filter(None, map(desk.case, self._cases))
        self.record = replace(
            self.record,
            ended=now,
            why=why,
            number=number,
            commands=dict(self._commands),
            urgent=tuple(call for case in cases for call in _calls(case, desk.city, self.record.began)),
            refused=tuple(self._refused.values()),
        )

    def answered(self, ids: Iterable[str]) -> bool:
        """These commands wait no more; True when none of the drill does."""
        self._waiting.difference_update(ids)
        return not self._waiting

    def close(self, now: int, desk: "Desk") -> DrillRecord:
        """The whole record, as of `now`: with the conflicts that the drill brought, and what is unanswered still."""
        mine = [each for each in desk.conflicts() if each.id in self._ids]
        conflicts = tuple(DrillConflict(_number(each.now or each.mine), each.command.verb) for each in mine)
        left = len(self._waiting)
        return replace(self.record, conflicts=conflicts, left=left, drained_at=0 if left else now)


def _number(case: Case | None) -> str:
    return case.number if case else ""


def _calls(case: Case, city: City | None, since: int) -> tuple[DrillCall, ...]:
    """The legs of an urgent case that the centre sent out in the drill."""
    if not case.urgent or city is None:
        return ()
    sent = (leg for leg in case.legs if leg.stage in LIVE and leg.sent_at >= since and not leg.parent)
    return tuple(DrillCall(case.number, leg.unit, *_names(leg.unit, city), leg.sent_at, leg.told_at) for leg in sent)


def _names(code: str, city: City) -> tuple[str, str]:
    unit = city.units.get(code)
    return (unit.name, unit.name_en or unit.name) if unit else (code, code)
