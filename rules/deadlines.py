"""Deadlines as they are shown: the lamp, which of several clocks is the earliest, time left, the preview of a dispatch.

A `Deadline` is worked out once per change of a case; the lamps of a whole queue are then integer comparisons at each
tick. Clocks are named by the policy's keys ("dispatch", "verify", "handle", "hotline", a milestone's key, …).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rules.calendar import DayKind, WorkCalendar
from rules.clock import Clock, Limit, due, due_if_resumed, on_time, reached, start, used

HOTLINE = "hotline"


class Lamp(StrEnum):
    """What a clock says at a glance."""

    IN_TIME = "in_time"
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock's end: near after `near_at`, over after `due`. A paused one has due 0 and `left` ms of its own time."""

    name: str
    due: int
    near_at: int = 0
    left: int = 0

    @property
    def paused(self) -> bool:
        """Whether the clock stands still with time left."""
        return not self.due

    def lamp(self, now: int) -> Lamp:
        """The lamp at `now`."""
        if self.paused:
            return Lamp.PAUSED
        if now > self.due:
            return Lamp.OVER
        return Lamp.NEAR if now > self.near_at else Lamp.IN_TIME

    def time_left(self, now: int) -> int:
        """Ms by the wall clock until it is due, negative when overdue; what is left of the limit while paused."""
        return self.left if self.paused else self.due - now


def deadline(name: str, clock: Clock | None, calendar: WorkCalendar, near_percent: int) -> Deadline | None:
    """The deadline of a clock that runs or is paused; None for none, for one not started, and for a judged one."""
    if clock is None or not clock.runs or clock.judged_at:
        return None
    total = clock.total(calendar)
    at = due(clock, calendar)
    if at is None:
        return Deadline(name, 0, left=total - used(clock, calendar, clock.runs[-1][1]))
    return Deadline(name, at, reached(clock, calendar, total * near_percent // 100) or 0)


def external(since: int, at: int, near_percent: int, name: str = HOTLINE) -> Deadline | None:
    """A deadline set from outside, such as a hotline's, in continuous time since the report; None when `at` is 0."""
    return Deadline(name, at, since + (at - since) * near_percent // 100) if at else None


def earliest(deadlines: Iterable[Deadline | None]) -> Deadline | None:
    """The one that drives the lamp: the earliest that runs, else the paused one with the least left, else None."""
    found = [each for each in deadlines if each is not None]
    return min(found, key=lambda each: (each.paused, each.due, each.left), default=None)


def lamp(clock: Clock | None, calendar: WorkCalendar, now: int, near_percent: int) -> Lamp:
    """The lamp of one clock; a judged one shows for good whether it was kept."""
    kept = on_time(clock, calendar) if clock else None
    if kept is not None:
        return Lamp.IN_TIME if kept else Lamp.OVER
    ends = deadline("", clock, calendar, near_percent)
    return ends.lamp(now) if ends else Lamp.NONE


def stage_limit(policy: Mapping[str, Limit], stage: str, *, urgent: bool = False) -> Limit | None:
    """The limit of a stage ("sign", "dispatch", …); "<stage>_urgent" goes first for an urgent case; None = no clock."""
    usual = policy.get(stage)
    return policy.get(f"{stage}_urgent", usual) if urgent else usual


def stage_clock(policy: Mapping[str, Limit], stage: str, at: int, *, urgent: bool = False) -> Clock | None:
    """The stage's clock, started at `at`; None where the policy sets no limit."""
    limit = stage_limit(policy, stage, urgent=urgent)
    return start(Clock(limit), at) if limit else None


def milestone_clocks(limits: Iterable[tuple[str, Limit]], at: int) -> tuple[tuple[str, Clock], ...]:
    """One clock per milestone (arrive, make safe, repair), all started at `at`; reaching one is `judge`."""
    return tuple((key, start(Clock(limit), at)) for key, limit in limits)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the limit does not count; `why` is a `Still`, or "" outside work periods."""

    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a deadline is made of, for the bar and its words; `work` and `pauses` together fill [start, due].

    `used` of `total` ms are gone; `days_off` are the kinds of days left out; `known` is False when the calendar lists
    no holidays yet for the year of the deadline.
    """

    start: int
    now: int
    due: int
    limit: Limit
    extra: int
    used: int
    total: int
    work: tuple[tuple[int, int], ...]
    pauses: tuple[Pause, ...]
    days_off: tuple[DayKind, ...]
    known: bool


def preview(clock: Clock, calendar: WorkCalendar, now: int) -> Preview:
    """The clock as it would run from now on if it were started or resumed now (as it is, when it runs)."""
    at = due_if_resumed(clock, calendar, now)
    runs = clock.runs if clock.running else (*clock.runs, (now, 0))
    first, in_work_time = runs[0][0], clock.limit.in_work_time
    work = tuple(piece for begin, end in runs for piece in _worked(clock.limit, calendar, begin, min(end or at, at)))
    return Preview(
        start=first,
        now=now,
        due=at,
        limit=clock.limit,
        extra=clock.extra,
        used=used(clock, calendar, now),
        total=clock.total(calendar),
        work=work,
        pauses=_pauses(clock, runs, work, at),
        days_off=calendar.days_off(max(first, now), at) if in_work_time else (),
        known=not in_work_time or at <= calendar.known_until,
    )


def _worked(limit: Limit, calendar: WorkCalendar, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    if limit.in_work_time:
        return calendar.work_intervals(begin, end)
    return ((begin, end),) if begin < end else ()


def _pauses(
    clock: Clock, runs: tuple[tuple[int, int], ...], work: tuple[tuple[int, int], ...], at: int
) -> tuple[Pause, ...]:
    """What lies between the pieces of work; a pause of the clock names its reason."""
    still = [(end, after, why.value) for ((_, end), (after, _)), why in zip(pairwise(runs), clock.stills, strict=False)]
    found: list[Pause] = []
    since = runs[0][0]
    for begin, end, why in (*sorted([*((*piece, "") for piece in work), *still]), (at, at, "")):
        if since < begin <= at:
            found.append(Pause(since, begin))
        if why and begin < end <= at:
            found.append(Pause(begin, end, why))
        since = max(since, end)
    return tuple(found)
