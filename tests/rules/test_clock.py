"""Clocks: what holds whatever happens to one; the dated cases are in `test_clock_cases.py`."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import DAY, HOUR, MINUTE, WorkCalendar
from rules.clock import (
    Clock,
    ClockError,
    Limit,
    LimitUnit,
    Still,
    due,
    due_if_resumed,
    extend,
    judge,
    on_time,
    pause,
    reached,
    restart,
    resume,
    start,
    used,
)
from tests.rules.calendars import CALENDARS, DEMO, INSTANTS, at

FOUR_HOURS = Limit(4, LimitUnit.WORK_HOUR)
NINE = at("2026-03-04 09:00")

calendars = st.sampled_from(list(CALENDARS.values()))
limits = st.builds(Limit, st.integers(1, 30), st.sampled_from(LimitUnit))
gaps = st.lists(st.tuples(st.integers(0, 3 * DAY), st.integers(0, 3 * DAY)), max_size=4)


def with_pauses(limit: Limit, begin: int, pauses: list[tuple[int, int]]) -> Clock:
    """A running clock: each pair is how long it ran, then how long it stood still."""
    clock, t = start(Clock(limit), begin), begin
    for ran, stood in pauses:
        clock = resume(pause(clock, t + ran, Still.RETURNED), t + ran + stood)
        t += ran + stood
    return clock


@given(calendars, limits, INSTANTS, gaps)
def test_the_deadline_is_the_first_instant_with_the_whole_limit_used(
    calendar: WorkCalendar, limit: Limit, begin: int, pauses: list[tuple[int, int]]
) -> None:
    clock = with_pauses(limit, begin, pauses)
    end = due(clock, calendar)
    assert end is not None
    assert used(clock, calendar, end) == limit.span(calendar)
    assert used(clock, calendar, end - 1) < limit.span(calendar) or end == clock.runs[-1][0]


@given(calendars, limits, INSTANTS, gaps, st.integers(0, 5 * DAY))
def test_used_grows_and_never_by_more_than_the_time_that_passes(
    calendar: WorkCalendar, limit: Limit, begin: int, pauses: list[tuple[int, int]], later: int
) -> None:
    clock = with_pauses(limit, begin, pauses)
    assert 0 <= used(clock, calendar, begin + later + HOUR) - used(clock, calendar, begin + later) <= HOUR


@given(calendars, limits, INSTANTS, st.integers(0, 10 * DAY))
def test_a_pause_of_no_length_changes_no_deadline(calendar: WorkCalendar, limit: Limit, begin: int, ran: int) -> None:
    clock = start(Clock(limit), begin)
    stopped = resume(pause(clock, begin + ran, Still.SUSPENDED), begin + ran)
    if used(clock, calendar, begin + ran) < limit.span(calendar):
        assert due(stopped, calendar) == due(clock, calendar)


@given(limits, INSTANTS, st.integers(0, 10 * DAY), st.integers(0, 10 * DAY))
def test_a_pause_moves_a_continuous_deadline_by_its_length(limit: Limit, begin: int, ran: int, stood: int) -> None:
    clock, end = start(Clock(limit), begin), due(start(Clock(limit), begin), DEMO)
    if not limit.in_work_time and end is not None and begin + ran < end:
        stopped = resume(pause(clock, begin + ran, Still.SUSPENDED), begin + ran + stood)
        assert due(stopped, DEMO) == end + stood


@given(calendars, limits, INSTANTS, gaps)
def test_what_ran_before_counts_as_if_it_had_run_at_once(
    calendar: WorkCalendar, limit: Limit, begin: int, pauses: list[tuple[int, int]]
) -> None:
    clock = with_pauses(limit, begin, pauses)
    since = clock.runs[-1][0]
    rest = limit.span(calendar) - used(clock, calendar, since)
    if rest > 0:
        end = due(clock, calendar)
        assert end is not None
        assert (calendar.work_between(since, end) if limit.in_work_time else end - since) == rest


@given(calendars, limits, INSTANTS, gaps, st.integers(0, 20 * DAY))
def test_on_time_is_a_feedback_by_the_deadline(
    calendar: WorkCalendar, limit: Limit, begin: int, pauses: list[tuple[int, int]], after: int
) -> None:
    clock = with_pauses(limit, begin, pauses)
    judged, end = judge(clock, clock.runs[-1][0] + after), due(clock, calendar)
    assert end is not None
    assert on_time(judged, calendar) is (judged.judged_at <= end)
    assert due(judged, calendar) == end


@given(calendars, limits, INSTANTS, gaps)
def test_an_extension_of_the_whole_limit_never_brings_a_deadline_forward(
    calendar: WorkCalendar, limit: Limit, begin: int, pauses: list[tuple[int, int]]
) -> None:
    clock = with_pauses(limit, begin, pauses)
    assert extend(clock).total(calendar) == 2 * clock.total(calendar)
    assert (due(extend(clock), calendar) or 0) > (due(clock, calendar) or 0)


def test_a_pause_keeps_its_reason_and_a_second_one_adds_none() -> None:
    clock = pause(start(Clock(FOUR_HOURS), NINE), NINE + HOUR, Still.RETURNED)
    assert clock.paused
    assert clock.stills == (Still.RETURNED,)
    assert pause(clock, NINE + 2 * HOUR, Still.SUSPENDED) == clock


def test_a_running_clock_is_not_resumed_twice() -> None:
    clock = start(Clock(FOUR_HOURS), NINE)
    assert resume(clock, NINE + HOUR) == clock


def test_a_judged_clock_stays_judged_until_its_feedback_is_refused() -> None:
    judged = judge(start(Clock(FOUR_HOURS), NINE), NINE + HOUR)
    assert judge(judged, NINE + 2 * HOUR) == judged
    assert not judged.paused
    refused = resume(judged, NINE + 2 * HOUR)
    assert refused.running
    assert (refused.judged_at, on_time(refused, DEMO)) == (0, None)


def test_the_deadline_if_it_went_on_now() -> None:
    assert due_if_resumed(Clock(FOUR_HOURS), DEMO, NINE) == at("2026-03-04 15:00")  # as if it started
    running = start(Clock(FOUR_HOURS), NINE)
    assert due_if_resumed(running, DEMO, NINE + HOUR) == at("2026-03-04 15:00")  # as it is
    late = judge(running, at("2026-03-04 16:00"))
    assert due_if_resumed(late, DEMO, at("2026-03-04 17:00")) == at("2026-03-04 15:00")  # had run out before


def test_the_instant_at_which_an_amount_was_used() -> None:
    clock = with_pauses(FOUR_HOURS, NINE, [(HOUR, HOUR)])
    assert reached(clock, DEMO, 30 * MINUTE) == at("2026-03-04 09:30")
    assert reached(clock, DEMO, 90 * MINUTE) == at("2026-03-04 11:30")
    assert reached(pause(start(Clock(FOUR_HOURS), NINE), NINE + HOUR, Still.RETURNED), DEMO, 2 * HOUR) is None


def test_the_deadline_of_a_clock_that_never_stops() -> None:
    assert Limit(2, LimitUnit.WORK_DAY).after(at("2026-03-05 15:00"), DEMO) == at("2026-03-09 15:00")


@pytest.mark.parametrize(
    ("unit", "ms"),
    [
        (LimitUnit.MINUTE, 2 * MINUTE),
        (LimitUnit.URGENT_HOUR, 2 * HOUR),
        (LimitUnit.URGENT_DAY, 48 * HOUR),
        (LimitUnit.WORK_HOUR, 2 * HOUR),
        (LimitUnit.WORK_DAY, 12 * HOUR),  # a calendar with six hours a day
    ],
)
def test_spans(unit: LimitUnit, ms: int) -> None:
    assert Limit(2, unit).span(CALENDARS["six"]) == ms


def test_a_new_limit_begins_anew() -> None:
    spent = judge(extend(with_pauses(FOUR_HOURS, NINE, [(HOUR, HOUR)])), NINE + 3 * HOUR)
    assert restart(spent, NINE + 4 * HOUR) == Clock(FOUR_HOURS, ((NINE + 4 * HOUR, 0),))


def test_what_a_clock_cannot_have_is_refused() -> None:
    with pytest.raises(ClockError, match="never started"):
        resume(Clock(FOUR_HOURS), NINE)
    with pytest.raises(ClockError, match="never started"):
        judge(Clock(FOUR_HOURS), NINE)
    with pytest.raises(ClockError, match="-1 minute"):
        Limit(-1, LimitUnit.MINUTE)


def test_it_survives_the_case_image() -> None:
    clock = judge(extend(with_pauses(FOUR_HOURS, NINE, [(HOUR, HOUR)])), NINE + 3 * HOUR)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(clock), type=Clock) == clock
