"""Calendars that the tests of the rules share; the Chinese days are those that the State Council announced."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from rules.calendar import CalendarDay, DayKind, WorkCalendar, WorkPeriod

MORNING, AFTERNOON = WorkPeriod(8 * 60, 12 * 60), WorkPeriod(14 * 60, 18 * 60)


def _holidays(name: str, first: str, last: str) -> list[CalendarDay]:
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    days = [(a + timedelta(days=n)).isoformat() for n in range((b - a).days + 1)]
    return [CalendarDay(day, DayKind.HOLIDAY, name) for day in days]


CHINA = (
    *_holidays("抗战胜利70周年", "2015-09-03", "2015-09-05"),
    CalendarDay("2015-09-06", DayKind.WORKDAY, "调休"),
    *_holidays("国庆节", "2015-10-01", "2015-10-07"),
    CalendarDay("2015-10-10", DayKind.WORKDAY, "调休"),
    *_holidays("元旦", "2026-01-01", "2026-01-03"),
    CalendarDay("2026-01-04", DayKind.WORKDAY, "调休"),
    CalendarDay("2026-02-14", DayKind.WORKDAY, "调休"),
    *_holidays("春节", "2026-02-15", "2026-02-23"),
    CalendarDay("2026-02-28", DayKind.WORKDAY, "调休"),
    *_holidays("清明节", "2026-04-04", "2026-04-06"),
    *_holidays("劳动节", "2026-05-01", "2026-05-05"),
    CalendarDay("2026-05-09", DayKind.WORKDAY, "调休"),
    *_holidays("端午节", "2026-06-19", "2026-06-21"),
    CalendarDay("2026-09-20", DayKind.WORKDAY, "调休"),
    *_holidays("中秋节", "2026-09-25", "2026-09-27"),
    *_holidays("国庆节", "2026-10-01", "2026-10-07"),
    CalendarDay("2026-10-10", DayKind.WORKDAY, "调休"),
)

CALENDARS = {
    "demo": WorkCalendar("Asia/Shanghai", "2026-1", (MORNING, AFTERNOON), CHINA),
    "seasons": WorkCalendar(
        "Asia/Shanghai",
        periods=(
            MORNING,
            WorkPeriod(14 * 60, 18 * 60, from_day=1001, to_day=430),
            WorkPeriod(15 * 60, 18 * 60, from_day=501, to_day=930),
        ),
    ),
    "reform": WorkCalendar(
        "Asia/Shanghai",
        periods=(
            WorkPeriod(8 * 60, 12 * 60, valid_to="2026-06-30"),
            WorkPeriod(14 * 60, 18 * 60, valid_to="2026-06-30"),
            WorkPeriod(9 * 60, 12 * 60, valid_from="2026-07-01"),
            WorkPeriod(13 * 60, 17 * 60, valid_from="2026-07-01"),
        ),
    ),
    "six": WorkCalendar(
        "Asia/Shanghai", periods=(WorkPeriod(9 * 60, 12 * 60), WorkPeriod(14 * 60, 17 * 60)), minutes_per_day=360
    ),
    "newyork": WorkCalendar("America/New_York", periods=(WorkPeriod(9 * 60, 17 * 60),)),
    "round": WorkCalendar("America/New_York", periods=(WorkPeriod(0, 1440),), weekend=()),
    "nights": WorkCalendar("America/New_York", periods=(WorkPeriod(60, 5 * 60),), weekend=()),
}
DEMO = CALENDARS["demo"]


def at(text: str, calendar: WorkCalendar = DEMO) -> int:
    """Milliseconds UTC of a wall time of the calendar's city, or of one that carries its own offset."""
    wall = datetime.fromisoformat(text)
    wall = wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(calendar.zone))
    return round(wall.timestamp() * 1000)


# Around the new year the tables of two years meet, and UTC and the city are in different years for some hours.
NEW_YEARS = st.builds(
    lambda year, off: at(f"{year}-01-01 00:00") + off, st.integers(2015, 2028), st.integers(-(10**8), 10**8)
)
INSTANTS = st.one_of(st.integers(at("2014-12-25 00:00"), at("2029-01-10 00:00")), NEW_YEARS)
