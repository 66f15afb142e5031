"""Deadlines as they are shown: lamps, the earliest of several, stage clocks from a policy, the preview's bar."""

from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import DAY, HOUR, MINUTE, DayKind
from rules.clock import Clock, Limit, LimitUnit, Still, due, judge, pause, restart, resume, start
from rules.deadlines import (
    Deadline,
    Lamp,
    Pause,
    deadline,
    earliest,
    external,
    lamp,
    milestone_clocks,
    preview,
    stage_clock,
    stage_limit,
)
from tests.rules.calendars import CALENDARS, DEMO, INSTANTS, at

REFUSE = Limit(4, LimitUnit.WORK_HOUR)
COVER = Limit(2, LimitUnit.URGENT_HOUR)
NINE = at("2026-03-04 09:00")
POLICY = {
    "accept": Limit(15, LimitUnit.MINUTE),
    "pre": Limit(30, LimitUnit.MINUTE),
    "verify": Limit(30, LimitUnit.MINUTE),
    "dispatch": Limit(15, LimitUnit.MINUTE),
    "decide": Limit(15, LimitUnit.MINUTE),
    "sign": Limit(30, LimitUnit.MINUTE),
    "sign_urgent": Limit(5, LimitUnit.MINUTE),
    "close": Limit(15, LimitUnit.MINUTE),
}
limits = st.builds(Limit, st.integers(1, 20), st.sampled_from(LimitUnit))


def running(limit: Limit, since: int = NINE) -> Clock:
    return start(Clock(limit), since)


def test_a_deadline_knows_its_lamp_at_every_instant() -> None:
    ends = deadline("handle", running(COVER), DEMO, 80)
    assert ends == Deadline("handle", at("2026-03-04 11:00"), at("2026-03-04 10:36"))
    assert ends.lamp(at("2026-03-04 10:36")) is Lamp.IN_TIME
    assert ends.lamp(at("2026-03-04 10:36") + 1) is Lamp.NEAR
    assert ends.lamp(at("2026-03-04 11:00")) is Lamp.NEAR
    assert ends.lamp(at("2026-03-04 11:00") + 1) is Lamp.OVER


def test_time_left_is_wall_time_and_negative_when_overdue() -> None:
    ends = deadline("handle", running(REFUSE, at("2026-02-17 02:40")), DEMO, 80)
    assert ends is not None
    assert ends.time_left(at("2026-02-23 12:00")) == 24 * HOUR
    assert ends.time_left(at("2026-02-24 12:04")) == -4 * MINUTE


def test_near_follows_the_citys_percentage() -> None:
    ends = deadline("handle", running(COVER), DEMO, 50)
    assert ends is not None
    assert ends.near_at == at("2026-03-04 10:00")


def test_a_paused_clock_shows_what_is_left_of_the_limit() -> None:
    ends = deadline("handle", pause(running(COVER), NINE + 20 * MINUTE, Still.RETURNED), DEMO, 80)
    assert ends is not None
    assert ends.paused
    assert ends.lamp(NINE + DAY) is Lamp.PAUSED
    assert ends.time_left(NINE + DAY) == 100 * MINUTE


def test_a_suspension_does_not_hide_what_was_over_before() -> None:
    late = pause(running(COVER), NINE + 3 * HOUR, Still.SUSPENDED)
    assert lamp(late, DEMO, NINE + 4 * HOUR, 80) is Lamp.OVER


def test_no_clock_has_no_lamp_and_no_deadline() -> None:
    assert lamp(None, DEMO, NINE, 80) is Lamp.NONE
    assert deadline("handle", None, DEMO, 80) is None
    assert deadline("handle", Clock(COVER), DEMO, 80) is None
    assert deadline("handle", judge(running(COVER), NINE + HOUR), DEMO, 80) is None


def test_the_earliest_drives_the_lamp_and_is_named() -> None:
    handle = deadline("handle", running(REFUSE), DEMO, 80)  # 15:00
    verify = deadline("verify", stage_clock(POLICY, "verify", at("2026-03-04 14:00")), DEMO, 80)  # 14:30
    hotline = external(at("2026-03-04 08:00"), at("2026-03-04 14:20"), 80)
    assert earliest([handle, verify]) == verify
    found = earliest([None, handle, verify, hotline])
    assert found is not None
    assert (found.name, found.due) == ("hotline", at("2026-03-04 14:20"))


def test_the_hotlines_own_deadline_is_near_after_the_same_share_of_its_time() -> None:
    hotline = external(at("2026-03-04 08:00"), at("2026-03-04 18:00"), 80)
    assert hotline is not None
    assert hotline.near_at == at("2026-03-04 16:00")
    assert external(NINE, 0, 80) is None


def test_a_running_clock_goes_before_a_paused_one() -> None:
    still = deadline("handle", pause(running(COVER), NINE, Still.RETURNED), DEMO, 80)
    decide = deadline("decide", stage_clock(POLICY, "decide", NINE), DEMO, 80)
    assert earliest([still, decide]) == decide
    assert earliest([still, None]) == still
    assert earliest([]) is None


def test_stage_limits_are_the_citys_and_urgent_ones_go_first() -> None:
    assert stage_limit(POLICY, "sign") == Limit(30, LimitUnit.MINUTE)
    assert stage_limit(POLICY, "sign", urgent=True) == Limit(5, LimitUnit.MINUTE)
    assert stage_limit(POLICY, "close", urgent=True) == Limit(15, LimitUnit.MINUTE)
    assert stage_limit(POLICY, "confirm") is None


def test_a_stage_clock_starts_at_once_or_is_none() -> None:
    assert stage_clock(POLICY, "accept", NINE) == Clock(Limit(15, LimitUnit.MINUTE), ((NINE, 0),))
    assert stage_clock(POLICY, "confirm", NINE) is None


def test_a_stage_limit_of_zero_is_a_clock_too() -> None:
    clock = stage_clock({"file": Limit(0, LimitUnit.MINUTE)}, "file", NINE)
    assert lamp(clock, DEMO, NINE + 1, 80) is Lamp.OVER


def test_milestones_have_clocks_of_their_own() -> None:
    burst = (("make_safe", Limit(1, LimitUnit.URGENT_HOUR)), ("repair", Limit(5, LimitUnit.WORK_DAY)))
    (safe, safe_clock), (repair, repair_clock) = milestone_clocks(burst, NINE)
    assert (safe, due(safe_clock, DEMO)) == ("make_safe", at("2026-03-04 10:00"))
    assert (repair, due(repair_clock, DEMO)) == ("repair", at("2026-03-11 09:00"))
    both = [deadline(safe, safe_clock, DEMO, 80), deadline(repair, repair_clock, DEMO, 80)]
    assert (earliest(both) or both[1]) == both[0]
    made_safe = deadline(safe, judge(safe_clock, NINE + HOUR), DEMO, 80)
    assert earliest([made_safe, both[1]]) == both[1]


def test_the_preview_of_a_dispatch() -> None:
    shown = preview(Clock(Limit(2, LimitUnit.WORK_DAY)), DEMO, at("2026-03-05 15:00"))
    assert (shown.start, shown.now, shown.due) == (
        at("2026-03-05 15:00"),
        at("2026-03-05 15:00"),
        at("2026-03-09 15:00"),
    )
    assert shown.work[0] == (at("2026-03-05 15:00"), at("2026-03-05 18:00"))
    assert shown.work[-1] == (at("2026-03-09 14:00"), at("2026-03-09 15:00"))
    assert Pause(at("2026-03-06 18:00"), at("2026-03-09 08:00")) in shown.pauses
    assert (shown.limit, shown.used, shown.total) == (Limit(2, LimitUnit.WORK_DAY), 0, 16 * HOUR)
    assert shown.days_off == (DayKind.WEEKEND,)
    assert shown.known


def test_the_preview_of_a_dispatch_at_night_begins_with_a_pause() -> None:
    shown = preview(Clock(REFUSE), DEMO, at("2026-02-17 02:40"))
    assert shown.pauses == (Pause(at("2026-02-17 02:40"), at("2026-02-24 08:00")),)
    assert shown.work == ((at("2026-02-24 08:00"), at("2026-02-24 12:00")),)
    assert shown.days_off == (DayKind.HOLIDAY,)


def test_the_preview_of_a_re_dispatch_shows_the_used_part_and_why_it_stood_still() -> None:
    failed = judge(running(REFUSE, at("2015-04-22 09:12")), at("2015-04-22 11:00"))
    shown = preview(failed, DEMO, at("2015-04-22 11:30"))
    assert (shown.due, shown.used) == (at("2015-04-22 15:42"), 108 * MINUTE)
    assert shown.work == (
        (at("2015-04-22 09:12"), at("2015-04-22 11:00")),
        (at("2015-04-22 11:30"), at("2015-04-22 12:00")),
        (at("2015-04-22 14:00"), at("2015-04-22 15:42")),
    )
    assert shown.pauses == (
        Pause(at("2015-04-22 11:00"), at("2015-04-22 11:30"), "feedback"),
        Pause(at("2015-04-22 12:00"), at("2015-04-22 14:00")),
    )


def test_the_preview_with_a_new_limit() -> None:
    failed = judge(running(REFUSE, at("2015-04-22 09:12")), at("2015-04-22 11:00"))
    shown = preview(restart(failed, at("2015-04-22 11:30")), DEMO, at("2015-04-22 11:30"))
    assert (shown.start, shown.due) == (at("2015-04-22 11:30"), at("2015-04-22 17:30"))


def test_the_preview_of_a_running_clock_is_as_it_runs() -> None:
    shown = preview(running(COVER), DEMO, NINE + HOUR)
    assert (shown.start, shown.now, shown.due) == (NINE, NINE + HOUR, NINE + 2 * HOUR)
    assert shown.work == ((NINE, NINE + 2 * HOUR),)
    assert shown.pauses == ()
    assert shown.days_off == ()


def test_the_preview_says_when_the_holidays_are_not_known_yet() -> None:
    assert not preview(Clock(REFUSE), DEMO, at("2030-10-01 09:00")).known
    assert preview(Clock(COVER), DEMO, at("2030-10-01 09:00")).known  # continuous time asks no calendar


@given(st.sampled_from(list(CALENDARS.values())), limits, INSTANTS, st.integers(0, 4 * DAY), st.integers(0, 4 * DAY))
def test_work_and_pauses_fill_the_bar(calendar, limit, begin, ran, stood):  # type: ignore[no-untyped-def]
    clock = resume(pause(running(limit, begin), begin + ran, Still.RETURNED), begin + ran + stood)
    shown = preview(clock, calendar, begin + ran + stood)
    pieces = sorted([*shown.work, *((each.start, each.end) for each in shown.pauses)])
    assert [start for start, _ in pieces] == [shown.start, *(end for _, end in pieces[:-1])]
    assert pieces[-1][1] == shown.due


@given(st.sampled_from(list(CALENDARS.values())), limits, INSTANTS, st.integers(0, 40 * DAY))
def test_the_quick_lamp_is_the_lamp(calendar, limit, begin, later):  # type: ignore[no-untyped-def]
    clock = running(limit, begin)
    quick = deadline("handle", clock, calendar, 80)
    assert quick is not None
    assert quick.lamp(begin + later) is lamp(clock, calendar, begin + later, 80)
    assert (quick.lamp(begin + later) is Lamp.OVER) is (begin + later > (due(clock, calendar) or 0))
