"""How the clock of a leg begins, stands still and goes on."""

from rules.clock import Clock, Limit, Still, pause, resume, start
from rules.deed import Deed
from rules.frozen import changed


def begin(clock: Clock, at: int) -> Clock:
    """Let a leg's clock run from `at`: a new one starts, the rest of a stopped one goes on; an earlier `at` wins."""
    if not clock.runs:
        return start(clock, at)
    if not clock.running:
        return resume(clock, at)
    *before, (since, _) = clock.runs
    floor = before[-1][1] if before else 0
    return changed(clock, runs=(*before, (max(min(since, at), floor), 0)))


def rest_of(clock: Clock) -> Clock:
    """The clock as it waits for the next dispatch to the same unit: its feedback did not pass, the rest is left."""
    return changed(clock, judged_at=0)


def pause_for(clock: Clock, at: int, why: Still, longest: Limit, deed: Deed) -> Clock:
    """Stand still from `at`, but for no longer than a limit: a decision that takes more time is not the unit's time."""
    going_on = longest.after(at, deed.city.calendar)
    return resume(pause(clock, at, why), going_on) if clock.running else clock


def end_pause(clock: Clock, at: int) -> Clock:
    """The decision fell at `at`: where its pause would last longer, the clock goes on now."""
    if not clock.running or clock.runs[-1][0] <= at:
        return clock
    return changed(clock, runs=(*clock.runs[:-1], (at, 0)))


def stopped(clock: Clock | None, at: int, why: Still) -> Clock | None:
    """Stopped for good, or not at all when it never started; a bounded pause that lasts is cut."""
    return pause(end_pause(clock, at), at, why) if clock and clock.runs else clock
