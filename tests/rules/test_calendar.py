"""Work time: what holds for every calendar and every instant, what is refused, and what an encoder sees."""

import pickle
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import DAY, HOUR, MINUTE, CalendarDay, CalendarError, DayKind, WorkCalendar, WorkPeriod
from tests.rules.calendars import CALENDARS, CHINA, DEMO, INSTANTS, at

calendars = st.sampled_from(list(CALENDARS.values()))
spans = st.integers(0, 40 * DAY)
amounts = st.integers(1, 400 * HOUR)


@given(calendars, INSTANTS, amounts)
def test_between_undoes_add(calendar: WorkCalendar, start: int, work: int) -> None:
    assert calendar.work_between(start, calendar.add_work(start, work)) == work


@given(calendars, INSTANTS, amounts)
def test_add_gives_the_first_such_instant(calendar: WorkCalendar, start: int, work: int) -> None:
    end = calendar.add_work(start, work)
    assert calendar.work_between(start, end - 1) == work - 1


@given(calendars, INSTANTS, amounts, amounts)
def test_adding_in_two_parts_is_adding_once(calendar: WorkCalendar, start: int, one: int, two: int) -> None:
    assert calendar.add_work(calendar.add_work(start, one), two) == calendar.add_work(start, one + two)


@given(calendars, INSTANTS, spans, amounts)
def test_a_later_start_is_never_due_earlier(calendar: WorkCalendar, start: int, later: int, work: int) -> None:
    assert calendar.add_work(start, work) <= calendar.add_work(start + later, work)


@given(calendars, INSTANTS, spans, spans)
def test_between_adds_up_and_never_exceeds_the_time_that_passed(calendar: WorkCalendar, a: int, b: int, c: int) -> None:
    first, second = calendar.work_between(a, a + b), calendar.work_between(a + b, a + b + c)
    assert first + second == calendar.work_between(a, a + b + c)
    assert 0 <= first <= b


@given(calendars, INSTANTS, spans)
def test_intervals_are_apart_in_order_inside_and_sum_up_to_between(calendar: WorkCalendar, a: int, span: int) -> None:
    pieces = calendar.work_intervals(a, a + span)
    edges = [edge for piece in pieces for edge in piece]
    assert edges == sorted(set(edges))
    assert all(a <= edge <= a + span for edge in edges)
    assert sum(end - start for start, end in pieces) == calendar.work_between(a, a + span)


@given(calendars, INSTANTS)
def test_work_begins_at_the_next_start_and_not_before(calendar: WorkCalendar, t: int) -> None:
    begins = calendar.next_start(t)
    assert begins >= t
    assert calendar.work_between(t, begins) == 0
    assert calendar.work_between(begins, begins + 1) == 1


def test_nothing_passes_backwards() -> None:
    assert DEMO.work_between(at("2026-03-04 11:00"), at("2026-03-04 09:00")) == 0
    assert DEMO.work_intervals(at("2026-03-04 11:00"), at("2026-03-04 09:00")) == ()


def test_intervals_of_a_deadline_bar() -> None:
    assert DEMO.work_intervals(at("2026-03-06 11:00"), at("2026-03-09 09:00")) == (
        (at("2026-03-06 11:00"), at("2026-03-06 12:00")),
        (at("2026-03-06 14:00"), at("2026-03-06 18:00")),
        (at("2026-03-09 08:00"), at("2026-03-09 09:00")),
    )


def test_intervals_over_a_new_year() -> None:
    assert DEMO.work_intervals(at("2025-12-31 15:00"), at("2026-01-04 10:00")) == (
        (at("2025-12-31 15:00"), at("2025-12-31 18:00")),
        (at("2026-01-04 08:00"), at("2026-01-04 10:00")),
    )


def test_periods_that_overlap_or_touch_count_once() -> None:
    calendar = WorkCalendar("Asia/Shanghai", periods=(WorkPeriod(480, 660), WorkPeriod(600, 720), WorkPeriod(720, 780)))
    whole_day = at("2026-03-04 00:00"), at("2026-03-05 00:00")
    assert calendar.work_intervals(*whole_day) == ((at("2026-03-04 08:00"), at("2026-03-04 13:00")),)


def test_a_period_that_the_change_to_summer_time_swallows_does_not_count() -> None:
    calendar = WorkCalendar("America/New_York", periods=(WorkPeriod(120, 180),), weekend=())
    spring = at("2026-03-08 00:00", calendar), at("2026-03-09 00:00", calendar)
    # 02:00 is read with the offset before the change and is 03:00 summer time, where the period ends.
    assert calendar.work_between(*spring) == 0


def test_a_date_is_a_workday_a_weekend_or_a_holiday() -> None:
    assert DEMO.kind_of(date(2026, 2, 13)) is DayKind.WORKDAY
    assert DEMO.kind_of(date(2026, 2, 14)) is DayKind.WORKDAY  # a Saturday, 调休
    assert DEMO.kind_of(date(2026, 2, 17)) is DayKind.HOLIDAY
    assert DEMO.kind_of(date(2026, 3, 7)) is DayKind.WEEKEND


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        ("2026-03-05 15:00", "2026-03-06 15:00", ()),
        ("2026-03-05 15:00", "2026-03-09 15:00", (DayKind.WEEKEND,)),
        ("2026-02-14 15:00", "2026-02-24 12:00", (DayKind.HOLIDAY,)),
        ("2026-09-30 16:00", "2026-10-12 16:00", (DayKind.HOLIDAY, DayKind.WEEKEND)),  # Sunday the 11th
        ("2026-03-06 15:00", "2026-03-07 00:00", ()),  # ends with Friday
    ],
)
def test_days_off_between(a: str, b: str, kinds: tuple[DayKind, ...]) -> None:
    assert DEMO.days_off(at(a), at(b)) == kinds


def test_it_says_until_when_holidays_are_known() -> None:
    assert DEMO.known_until == at("2027-01-01 00:00")
    assert CALENDARS["six"].known_until == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"zone": "Asia/Nowhere"}, "Asia/Nowhere"),
        ({"zone": ""}, "normalized"),
        ({"periods": (WorkPeriod(720, 480),)}, "720-480"),
        ({"periods": (WorkPeriod(480, 1441),)}, "480-1441"),
        ({"periods": (WorkPeriod(480, 720, valid_from="2026-02-30"),)}, "out of range"),
        ({"days": (CalendarDay("20260217", DayKind.HOLIDAY),)}, "20260217"),
        ({"days": (CHINA[0], CHINA[0])}, "twice"),
        ({"minutes_per_day": 0}, "minutes_per_day"),
    ],
)
def test_an_impossible_calendar_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(CalendarError, match=words):
        WorkCalendar(**{"zone": "Asia/Shanghai", **fields})  # type: ignore[arg-type]


def test_a_calendar_without_work_time_says_so_instead_of_searching_for_ever() -> None:
    over = WorkCalendar("Asia/Shanghai", periods=(WorkPeriod(480, 720, valid_to="2020-12-31"),))
    assert over.add_work(at("2020-12-31 08:00"), HOUR) == at("2020-12-31 09:00")
    with pytest.raises(CalendarError, match="never add up"):
        over.add_work(at("2020-12-31 08:00"), 5 * HOUR)
    with pytest.raises(CalendarError):
        WorkCalendar("Asia/Shanghai", periods=()).next_start(at("2026-03-04 09:00"))


def test_what_it_remembers_is_seen_by_nobody() -> None:
    fresh = WorkCalendar("Asia/Shanghai", "2026-1", days=CHINA)
    encoded = msgspec.msgpack.encode(fresh)
    fresh.add_work(at("2026-03-04 09:00"), 30 * MINUTE)
    assert msgspec.msgpack.encode(fresh) == encoded
    for copy in (msgspec.msgpack.decode(encoded, type=WorkCalendar), pickle.loads(pickle.dumps(fresh))):  # noqa: S301
        assert copy == fresh
        assert hash(copy) == hash(fresh)
        assert copy.add_work(at("2026-02-17 02:40"), 4 * HOUR) == at("2026-02-24 12:00")
