"""The difference that a deed makes to a case, in words: stage, deadlines, who keeps what, and what it counts as."""

from collections.abc import Iterator

from PySide6.QtCore import QObject

from console.ui.case.preview import leg_due
from console.ui.context import Context
from console.ui.look.words import NONE
from rules import corrections
from rules.assignment import LIVE, Assignment
from rules.case import ENDED, Case, Stage
from rules.city import City
from rules.commands import Actor, Command, Grant, NotAllowed, Role
from rules.indicators import Evaluation, evaluate
from rules.lifecycle import apply
from rules.responsibility import propose

ENDINGS = ("closing_rate", "on_time_closing_rate", "on_time_rate")
"""Rates of which an ended case says whether it counts in them."""
SELF_TOLD = frozenset({"reported", "accepted", "filed"})
"""Counts that only repeat the stage."""
SYSTEM = Actor("system", "system", (Grant(Role.SYSTEM),))


class Changes(QObject):
    """Compares two states of one case."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def between(self, before: Case, after: Case, stays: str = "") -> tuple[str, ...]:
        """What differs, the weightiest first; nothing when only words were noted. `stays`: a leg whose due is told
        also when it stays as it is."""
        city = self._context.city
        if city is None:
            return ()
        parts = (
            self._stage(before, after, city),
            self._suspension(before, after, city),
            *self._legs(before, after, city, stays),
            *self._marks(before, after),
            corrections.words(corrections.between(before, after), self._context.texts.text),
            self._counts(before, after, city),
        )
        return tuple(part for part in parts if part)

    def _stage(self, before: Case, after: Case, city: City) -> str:
        if before.stage is after.stage:
            return ""
        words = self.tr("goes to “{stage}”").format(stage=self._context.texts.text(f"stage.{after.stage}"))
        if after.stage is not Stage.TO_DISPATCH:
            return words
        unit = propose(after, city, self._context.now()).unit
        if not unit:
            return words
        return self.tr("{stage}, proposed next: {unit}").format(stage=words, unit=self._context.names.unit(unit))

    # -- clocks ---------------------------------------------------------------------------------------------------

    def _suspension(self, before: Case, after: Case, city: City) -> str:
        words, now = self._context.words, self._context.now()
        if after.suspended_until and after.suspended_until != before.suspended_until:
            awake = _awake(after, city)
            said = self.tr("all clocks stand still until {at} ({left}), then they go on by themselves")
            until = after.suspended_until
            told = said.format(at=words.due(until), left=words.span(until - now))
            return "; ".join((told, *self._dues(awake, city, until))) if awake else told
        if before.suspended_until and not after.suspended_until:
            return self.tr("all clocks go on now")
        return ""

    def _dues(self, case: Case, city: City, now: int) -> Iterator[str]:
        for leg in case.legs:
            if leg.stage in LIVE and not leg.parent and (at := leg_due(case, leg.id, city, now)):
                yield self._due(leg, at)

    def _due(self, leg: Assignment, at: int) -> str:
        due = self._context.texts.text("console.due", at=self._context.words.due(at) if at else NONE)
        return f"{self._context.names.unit(leg.unit)} {due}"

    def _legs(self, before: Case, after: Case, city: City, stays: str) -> Iterator[str]:
        """Per leg that is in hand before or after: ended, begun, moved, or that its deadline stays."""
        if after.suspended_until:
            return
        old = {leg.id: leg for leg in before.legs}
        for leg in after.legs:
            was = old.get(leg.id)
            if leg.stage not in LIVE and (was is None or was.stage not in LIVE):
                continue
            yield self._leg(was, leg, before, after, city, stays)

    def _leg(self, was: Assignment | None, leg: Assignment, before: Case, after: Case, city: City, stays: str) -> str:
        now, unit = self._context.now(), self._context.names.unit(leg.unit)
        if leg.stage not in LIVE:
            ended = self._context.texts.text(f"leg.{leg.stage}")
            return self.tr("{unit}: {stage}").format(unit=unit, stage=ended)
        at = leg_due(after, leg.id, city, now)
        if was is None or was.stage not in LIVE:
            return self._due(leg, at) if at else unit
        earlier = leg_due(before, leg.id, city, now)
        if not at or (at == earlier and leg.id != stays) or self._as_parent(leg, (earlier, at), before, after, city):
            return ""
        if at == earlier:
            return self.tr("{due}, as before").format(due=self._due(leg, at))
        if not earlier:
            return self._due(leg, at)
        moved = self.tr("{unit} due {before} → {after}")
        return moved.format(unit=unit, before=self._context.words.due(earlier), after=self._context.words.due(at))

    def _as_parent(self, leg: Assignment, moved: tuple[int, int], before: Case, after: Case, city: City) -> bool:
        """Whether it moves just as the leg that gave it: said once."""
        dues = (leg_due(case, leg.parent, city, self._context.now()) for case in (before, after))
        return bool(leg.parent) and tuple(dues) == moved

    # -- what it counts as ----------------------------------------------------------------------------------------

    def _marks(self, before: Case, after: Case) -> Iterator[str]:
        texts = self._context.texts
        if after.rework > before.rework:
            yield texts.text("mark.rework", n=after.rework)
        if after.urged_at and not before.urged_at:
            yield texts.text("mark.urged")
        if after.leader_list and not before.leader_list:
            yield texts.text("list.leader")
        if after.appeal == "granted":
            yield self.tr("taken out of the on-time counts")

    def _counts(self, before: Case, after: Case, city: City) -> str:
        texts, until = self._context.texts, self._context.now() + 1
        was, now = (evaluate(((case, ()),), city, 0, until) for case in (before, after))
        grown = [key for key, count in now.counts.items() if count > was.counts[key] and key not in SELF_TOLD]
        counts = [f"{texts.text(f'indicator.{key}')} +{now.counts[key] - was.counts[key]}" for key in grown]
        rates = self._rates(now) if after.stage in ENDED and before.stage not in ENDED else ()
        told = " · ".join((*counts, *rates))
        return self.tr("counts: {what}").format(what=told) if told else ""

    def _rates(self, now: Evaluation) -> Iterator[str]:
        for key in ENDINGS:
            rate = now.rates[key]
            if rate.denominator:
                yield f"{self._context.texts.text(f'indicator.{key}')} {rate.numerator}/{rate.denominator}"


def _awake(case: Case, city: City) -> Case | None:
    """The case when the system has let its clocks go on at the end of its suspension."""
    until = case.suspended_until
    command = Command("awake", "resume", case.id, SYSTEM.id, Role.SYSTEM, until)
    try:
        return apply(case, command, SYSTEM, city, until).case
    except NotAllowed:
        return None
