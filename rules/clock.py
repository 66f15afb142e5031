"""A clock: how much of a limit is used, when it runs out, and whether it was kept; it runs, stands still, is judged.

A clock is part of the case image: integers, texts and tuples only. Instants are int milliseconds UTC and always given.
An event dated before the last one of the clock counts as of that last one, so a doubtful clock never takes time back.
"""

from enum import StrEnum

from rules.calendar import DAY, HOUR, MINUTE, WorkCalendar
from rules.frozen import Frozen, changed


class LimitUnit(StrEnum):
    """Urgent units and minutes are continuous time with nights and holidays; work units count in work periods only."""

    MINUTE = "minute"
    URGENT_HOUR = "urgent_hour"  # 紧急工作时
    URGENT_DAY = "urgent_day"  # 紧急工作日: 24 hours
    WORK_HOUR = "work_hour"  # 工作时
    WORK_DAY = "work_day"  # 工作日: the calendar's minutes_per_day


WORK_UNITS = frozenset({LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY})
_CONTINUOUS = {LimitUnit.MINUTE: MINUTE, LimitUnit.URGENT_HOUR: HOUR, LimitUnit.URGENT_DAY: DAY}


class ClockError(ValueError):
    """A deed that the clock cannot have: the lifecycle should have refused it."""


class Limit(Frozen, frozen=True):
    """A limit as the city states it: "4 work hours"; 0 = at once."""

    value: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ClockError(f"limit {self.value} {self.unit}: expected 0 or more")

    @property
    def in_work_time(self) -> bool:
        """Whether only work periods count."""
        return self.unit in WORK_UNITS

    def span(self, calendar: WorkCalendar) -> int:
        """The limit in ms of its own kind of time."""
        if self.unit is LimitUnit.WORK_DAY:
            return self.value * calendar.minutes_per_day * MINUTE
        return self.value * _CONTINUOUS.get(self.unit, HOUR)

    def after(self, start: int, calendar: WorkCalendar) -> int:
        """The instant at which a clock that starts at `start` and never stops runs out."""
        return _later(self, calendar, start, self.span(calendar))


class Still(StrEnum):
    """Why a clock stands still between two runs."""

    FEEDBACK = "feedback"  # from a feedback to its refusal, or over a failed check to the next dispatch
    RETURNED = "returned"  # a return waits for its decision
    SUSPENDED = "suspended"  # 挂账
    CHECK = "check"  # the acceptor's clock while a 核实 or 核查 is out
    DISASTER = "disaster"  # disaster mode pauses what is not urgent


class Clock(Frozen, frozen=True):
    """A limit and the intervals in which it ran: (start, end), end 0 = running still; no runs = not started.

    `stills[i]` says why the clock stopped at the end of run i. `extra` are granted extensions in the limit's unit.
    `judged_at` is the instant of the feedback (or deed) by which the clock is judged, 0 while there is none.
    """

    limit: Limit
    runs: tuple[tuple[int, int], ...] = ()
    judged_at: int = 0
    extra: int = 0
    stills: tuple[Still, ...] = ()

    @property
    def running(self) -> bool:
        """Whether time is counting."""
        return bool(self.runs) and not self.runs[-1][1]

    @property
    def paused(self) -> bool:
        """Whether it has started, stands still and is not judged."""
        return bool(self.runs) and not self.running and not self.judged_at

    def total(self, calendar: WorkCalendar) -> int:
        """Limit and extensions in ms of the limit's kind of time."""
        return changed(self.limit, value=self.limit.value + self.extra).span(calendar)


def start(clock: Clock, at: int) -> Clock:
    """Start it; a started clock takes an earlier start (told by phone before it was delivered), never a later one."""
    if not clock.runs:
        return changed(clock, runs=((at, 0),))
    (first, end), *rest = clock.runs
    return changed(clock, runs=((min(at, first), end), *rest))


def pause(clock: Clock, at: int, why: Still) -> Clock:
    """Stop it at `at`; a clock that stands still already keeps its first reason."""
    if not clock.running:
        return clock
    begin = clock.runs[-1][0]
    return changed(clock, runs=(*clock.runs[:-1], (begin, max(at, begin))), stills=(*clock.stills, why))


def resume(clock: Clock, at: int) -> Clock:
    """Let the rest of the limit go on from `at`, and forget a judgement: that feedback did not pass."""
    if not clock.runs:
        raise ClockError("a clock that never started cannot be resumed")
    if clock.running:
        return clock
    return changed(clock, runs=(*clock.runs, (max(at, clock.runs[-1][1]), 0)), judged_at=0)


def judge(clock: Clock, at: int) -> Clock:
    """Stop it at the feedback of `at`, by which it is judged unless that feedback is refused (`resume`, `restart`).

    A feedback during a pause meets the clock as it would go on at that instant. A judged clock stays judged as it is.
    """
    if clock.judged_at:
        return clock
    stopped = pause(resume(clock, at), at, Still.FEEDBACK)
    return changed(stopped, judged_at=stopped.runs[-1][1])


def extend(clock: Clock, value: int | None = None) -> Clock:
    """Add `value` of the limit's unit to the present deadline; by default once more the original limit."""
    return changed(clock, extra=clock.extra + (clock.limit.value if value is None else value))


def restart(clock: Clock, at: int, limit: Limit | None = None) -> Clock:
    """A new full limit from `at`: the same one, or another; earlier runs and extensions are dropped."""
    return Clock(limit or clock.limit, ((at, 0),))


def used(clock: Clock, calendar: WorkCalendar, now: int) -> int:
    """Ms of the limit's kind of time that have run until `now`; pauses do not count."""
    return sum(_elapsed(clock.limit, calendar, begin, min(end or now, now)) for begin, end in clock.runs)


def reached(clock: Clock, calendar: WorkCalendar, amount: int) -> int | None:
    """The instant at which the clock has used `amount` ms; None when it stands still, or never started, before that.

    A judged clock is followed as if it still ran. Time that ran out before a pause stays run out at that instant.
    """
    return _follow(clock, calendar, amount)[0]


def due(clock: Clock, calendar: WorkCalendar) -> int | None:
    """The deadline: the rest of the limit from the last run's start; None while it is paused with time left."""
    return reached(clock, calendar, clock.total(calendar))


def due_if_resumed(clock: Clock, calendar: WorkCalendar, now: int) -> int:
    """The deadline if the clock went on (or started) now; that of a running clock as it is."""
    at, rest = _follow(changed(clock, judged_at=0), calendar, clock.total(calendar))
    return _later(clock.limit, calendar, now, rest) if at is None else at


def on_time(clock: Clock, calendar: WorkCalendar) -> bool | None:
    """Whether the feedback that judged it came by the deadline; None while nothing judged it."""
    at = due(clock, calendar)
    return clock.judged_at <= at if clock.judged_at and at is not None else None


def _follow(clock: Clock, calendar: WorkCalendar, amount: int) -> tuple[int | None, int]:
    """Through the runs until `amount` is used: that instant and 0, or None and what is left of the amount."""
    last = len(clock.runs) - 1
    for n, (begin, end) in enumerate(clock.runs):
        at = _later(clock.limit, calendar, begin, amount)
        if not end or at < end or (clock.judged_at and n == last):
            return at, 0
        amount -= _elapsed(clock.limit, calendar, begin, end)
    return None, amount


def _elapsed(limit: Limit, calendar: WorkCalendar, a: int, b: int) -> int:
    return calendar.work_between(a, b) if limit.in_work_time else max(0, b - a)


def _later(limit: Limit, calendar: WorkCalendar, begin: int, amount: int) -> int:
    return calendar.add_work(begin, amount) if limit.in_work_time else begin + amount
