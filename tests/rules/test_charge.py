"""Who is in charge of a place by grid, hour and day; who a check is proposed to, and why."""

from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calendar import CalendarDay, DayKind, WorkCalendar
from rules.case import Case, Event
from rules.charge import checker, collectors, held_at, in_charge, is_on, next_shift, on_the_place, shift_end, shift_now
from rules.charge_words import checker_words, line, sent_words
from rules.city import City
from rules.organisation import GridLevel, Organisation, Post, RoadSection, SpecialGrid, Staff
from rules.pack import decode_city, encode_city
from rules.texts import Texts
from tests.builders import a_city

HOUR = 3_600_000
NINE = 1_429_664_400_000  # Wed 2015-04-22 09:00 in Shanghai
MIDNIGHT = NINE - 9 * HOUR
PARK, BLOCK, CAFE = (1_000, 1_000), (9_000, 9_000), (1_400, 1_400)


def box(at: tuple[int, int], half: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    lon, lat = at
    return (((lon - half, lat - half), (lon + half, lat - half), (lon + half, lat + half), (lon - half, lat + half)),)


GRIDS = (
    SpecialGrid("Z1", "exclusive", "人民公园", "People's Park", unit="C23", rings=box(PARK, 500)),
    SpecialGrid("W1", "micro", "一号楼", "Block 1", rings=box(BLOCK, 100)),
    SpecialGrid("W2", "micro", "公园茶室", "Park café", parent="Z1", rings=box(CAFE, 50)),
    SpecialGrid("Z0", "exclusive", "旧市场", unit="C23", rings=box(BLOCK, 100), until=NINE - HOUR),
)
STAFF = (
    Staff("S1", "王一", "Wang Yi", login="c1"),
    Staff("S2", "李二", "Li Er", login="n1", phone="0371-1"),
    Staff("S3", "张三", "Zhang San", login="x1"),
    Staff("S4", "赵四", "Zhao Si", login="w1", until=NINE + 30 * HOUR),
    Staff("S5", "孙五", "Sun Wu", phone="0371-5", private=True),
)
DAY = {"from_minute": 8 * 60, "to_minute": 18 * 60}
NIGHT = {"from_minute": 22 * 60, "to_minute": 6 * 60}
POSTS = (
    Post("1", "S1", "collector", "D1", **DAY),
    Post("2", "S2", "collector", "410102", **NIGHT),
    Post("3", "S3", "collector", "Z1", 9 * 60, 12 * 60, days=("workday",)),
    Post("4", "S4", "collector", "W1"),
    Post("5", "S5", "grid_leader", "410102001"),
    Post("6", "S5", "road_chief", "R1"),
    Post("7", "S3", "grid_leader", "Z1", since=NINE + HOUR),
)
LEVELS = (GridLevel(1, "street", "一级网格", "level-one grid"), GridLevel(3, "duty", "三级网格", "level-three grid"))
SECTIONS = (RoadSection("R1", "中原路（东段）", "中原路", "Zhongyuan Road (east)", rings=box(BLOCK, 3_000)),)


def town(*posts: Post, calendar: WorkCalendar | None = None) -> City:
    organisation = Organisation(LEVELS, GRIDS, SECTIONS, STAFF, posts or POSTS)
    places = {"D1": ("西责任网格", "West grid"), "410102": ("西区", "West"), "410102001": ("西街道", "West Street")}
    city = a_city()
    return replace(city, organisation=organisation, places=places, calendar=calendar or city.calendar)


def matter(at: tuple[int, int] = (50_000, 50_000)) -> Case:
    lon, lat = at
    return Case(
        "1", lon=lon, lat=lat, located=True, duty_grid="D1", street="410102001", district="410102", unit_grid="U1"
    )


def texts(language: str) -> Texts:
    return Texts((files("resources") / "texts" / f"{language}.toml").read_bytes())


def clock(instant: int) -> str:
    return f"{(instant - MIDNIGHT) / HOUR:g} h"


def test_grids_come_from_narrow_to_wide_and_an_exclusive_one_before_the_municipal() -> None:
    city = town()
    divisions = ["U1", "D1", "410102001", "410102", "410100"]
    assert [held.code for held in held_at(matter(), city, NINE)] == divisions
    assert [held.code for held in held_at(matter(PARK), city, NINE)] == ["Z1", *divisions]
    assert [held.code for held in held_at(matter(CAFE), city, NINE)] == ["W2", "Z1", *divisions]
    assert [held.code for held in held_at(matter(BLOCK), city, NINE)] == ["W1", *divisions]


def test_a_grid_that_is_not_in_force_is_none() -> None:
    earlier = [held.code for held in held_at(matter(BLOCK), town(), NINE - 2 * HOUR)]
    assert earlier[:3] == ["Z0", "W1", "U1"]


def test_a_case_without_a_point_lies_in_its_divisions_alone() -> None:
    case = Case("1", duty_grid="D1", district="410102")
    assert [held.code for held in held_at(case, town(), NINE)] == ["D1", "410102", "410100"]


@pytest.mark.parametrize(
    ("at", "now", "ground", "login"),
    [
        ((50_000, 50_000), NINE, "on_shift", "c1"),
        ((50_000, 50_000), MIDNIGHT + 23 * HOUR, "stand_in", "n1"),  # the grid's own is off, the patrol is on
        ((50_000, 50_000), MIDNIGHT + 20 * HOUR, "next_shift", "n1"),  # 22:00 comes before tomorrow's 08:00
        ((50_000, 50_000), MIDNIGHT + 7 * HOUR, "next_shift", "c1"),
        (PARK, NINE, "on_shift", "x1"),
        (PARK, MIDNIGHT + 13 * HOUR, "stand_in", "c1"),
        (BLOCK, NINE, "on_shift", "w1"),
    ],
)
def test_a_check_is_proposed_to_who_is_on_shift_else_to_the_next_one(
    at: tuple[int, int], now: int, ground: str, login: str
) -> None:
    found = checker(matter(at), town(), now)
    assert (found.ground, found.login) == (ground, login)


def test_others_with_a_post_come_next_and_nobody_twice() -> None:
    found = checker(matter(PARK), town(), NINE)
    assert [each.staff.code for each in found.others] == ["S1", "S2"]


def test_a_patrol_of_the_whole_city_and_a_post_in_one_unit_grid() -> None:
    city = town(Post("1", "S2", "collector", "410100"), Post("2", "S1", "collector", "U1", 8 * 60, 9 * 60))
    assert checker(matter(), city, NINE - HOUR).login == "c1"
    found = checker(matter(), city, NINE)
    assert (found.ground, found.login, found.chosen.held.name) == ("stand_in", "n1", city.name)  # type: ignore[union-attr]


def test_a_city_without_shifts_sends_it_to_the_grid() -> None:
    found = checker(matter(), a_city(), NINE)
    assert (found.ground, found.login, found.chosen) == ("grid", "", None)


def test_outside_every_grid_nobody_checks() -> None:
    found = checker(Case("1", lon=5, lat=5, located=True), town(), NINE)
    assert (found.ground, found.login) == ("nobody", "")
    assert checker_words(found, texts("en"), clock) == "Nobody checks here: no check can be sent"


def test_who_has_left_or_whose_post_has_ended_is_nobody() -> None:
    later = NINE + 31 * HOUR
    assert [each.staff.code for each in collectors(matter(BLOCK), town(), later)] == ["S1", "S2"]
    ended = town(Post("1", "S1", "collector", "D1", until=NINE), Post("2", "S9", "collector", "D1"))
    assert collectors(matter(), ended, NINE) == ()


def test_a_shift_that_passes_midnight_belongs_to_the_day_that_it_began_on() -> None:
    calendar = WorkCalendar("Asia/Shanghai", "x", days=(CalendarDay("2015-04-23", DayKind.HOLIDAY),))
    city = town(Post("1", "S2", "collector", "D1", 22 * 60, 6 * 60, days=("workday",)), calendar=calendar)
    small_hours = MIDNIGHT + 27 * HOUR  # 03:00 of the holiday
    assert checker(matter(), city, small_hours).ground == "on_shift"
    assert checker(matter(), city, small_hours).chosen.at == MIDNIGHT + 30 * HOUR  # type: ignore[union-attr]
    assert checker(matter(), city, small_hours + 24 * HOUR).ground == "next_shift"  # the night of the holiday is off


def test_when_shifts_end_and_begin() -> None:
    calendar = a_city().calendar
    night, whole = POSTS[1], POSTS[3]
    assert shift_end(night, calendar, MIDNIGHT + 23 * HOUR) == MIDNIGHT + 30 * HOUR
    assert shift_end(night, calendar, MIDNIGHT + 2 * HOUR) == MIDNIGHT + 6 * HOUR
    assert shift_end(replace(night, until=MIDNIGHT + 24 * HOUR), calendar, MIDNIGHT + 23 * HOUR) == MIDNIGHT + 24 * HOUR
    assert shift_end(whole, calendar, NINE) == 0
    assert next_shift(night, calendar, NINE) == MIDNIGHT + 22 * HOUR
    assert next_shift(POSTS[6], calendar, NINE) == NINE + HOUR
    assert next_shift(replace(night, until=NINE + HOUR), calendar, NINE) == 0


HALF_HOURS = st.integers(0, 47).map(lambda n: 30 * n)
KINDS = st.lists(st.sampled_from(["workday", "weekend", "holiday"]), unique=True).map(tuple)


@given(HALF_HOURS, HALF_HOURS, KINDS, st.integers(0, 14 * 48))
@settings(max_examples=25, deadline=None)
def test_the_next_shift_is_the_first_instant_at_which_it_holds(
    first: int, last: int, days: tuple[str, ...], half_hours: int
) -> None:
    calendar, post = a_city().calendar, Post("1", "S1", "collector", "D1", first, last, days)
    now = NINE + half_hours * HOUR // 2
    if is_on(post, calendar, now):
        end = shift_end(post, calendar, now)
        assert end == 0 or not is_on(replace(post, days=()), calendar, end)
        assert all(is_on(post, calendar, t) for t in range(now, end, HOUR // 2))
        return
    begins = next_shift(post, calendar, now)
    assert begins == 0 or is_on(post, calendar, begins)
    assert not any(is_on(post, calendar, t) for t in range(now, begins or now + 10 * 24 * HOUR, HOUR // 2))


def test_leaders_and_chiefs_of_the_place() -> None:
    found = in_charge(matter(BLOCK), town(), NINE)
    assert [(each.duty, each.held.code, each.held.level) for each in found] == [
        ("grid_leader", "410102001", 1), ("road_chief", "R1", 0),
    ]  # fmt: skip
    assert in_charge(matter(PARK), town(), NINE)[0].held.code == "410102001"  # the park's begins at ten
    assert in_charge(matter(PARK), town(), NINE + HOUR)[0].held.code == "Z1"


def test_the_own_shift_is_that_of_now_else_the_next() -> None:
    city = town()
    assert shift_now("c1", city, NINE).on_shift  # type: ignore[union-attr]
    assert shift_now("n1", city, NINE).at == MIDNIGHT + 22 * HOUR  # type: ignore[union-attr]
    assert shift_now("wang", city, NINE) is None
    assert shift_now("", city, NINE) is None


def test_the_words() -> None:
    zh, en = texts("zh_CN"), texts("en")
    city = town()
    night = checker(matter(), city, MIDNIGHT + 23 * HOUR)
    assert checker_words(night, zh, clock) == "现场任务派给西区的李二，当班至 30 h；西责任网格无人当班"
    assert checker_words(night, en, clock) == (
        "Check goes to Li Er of West, on shift until 30 h; nobody of West grid is on shift"
    )
    leader, chief = in_charge(matter(BLOCK), city, NINE)
    assert line(leader, city, zh, clock) == "一级网格长 孙五 · 西街道 · 0371-5"
    assert line(leader, city, en, clock) == "Leader, level-one grid Sun Wu · West Street · 0371-5"
    assert line(chief, city, zh, clock) == "路长 孙五 · 中原路（东段） · 0371-5"
    shift = collectors(matter(), city, NINE)[0]
    assert line(shift, city, en, clock) == "Collector Wang Yi · West grid · on shift until 18 h"


def test_a_checker_without_an_account_is_said_so() -> None:
    city = town(Post("1", "S5", "collector", "D1"))
    found = checker(matter(), city, NINE)
    assert (found.ground, found.login) == ("on_shift", "")
    assert checker_words(found, texts("en"), clock) == (
        "Check goes to Sun Wu: West grid, on shift · without an account: it goes to the responsibility grid"
    )


def test_the_centre_is_told_the_collector_first() -> None:
    found = on_the_place(matter(BLOCK), town(), NINE)
    assert [each.duty for each in found] == ["collector", "grid_leader", "road_chief"]


def test_an_event_says_to_whom_a_check_was_sent_and_why() -> None:
    data = (("collector", "c1"), ("kind", "pre"), ("why", "stand_in"))
    event = Event("1", 1, "send_check", NINE, NINE, "chen", "acceptor", data=data)
    names = {"c1": "王一"}
    assert sent_words(event, texts("zh_CN"), lambda login: names[login]) == "派给王一，代班"
    assert sent_words(event, texts("en"), lambda login: names[login]) == "to 王一, stands in"
    before = Event("1", 1, "send_check", NINE, NINE, "chen", "acceptor", data=(("collector", "D1"),))
    assert sent_words(before, texts("en"), str) == ""


def test_it_travels_in_the_pack() -> None:
    city = town()
    assert decode_city(encode_city(city)).organisation == city.organisation
