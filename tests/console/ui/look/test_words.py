"""Times and numbers as the design writes them. 2026-11-20 is a Friday; the city is 8 hours east of UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from console.ui.look.words import Words

ZONE = ZoneInfo("Asia/Shanghai")
ZH, EN = Words("zh_CN", ZONE), Words("en", ZONE)


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


@pytest.mark.parametrize(
    ("left", "zh", "en"),
    [
        (0, "00:00", "00:00"),
        (999, "00:00", "00:00"),
        (252_000, "04:12", "04:12"),
        (299_999, "04:59", "04:59"),
        (300_000, "5 分", "5 min"),
        (18 * 60_000 + 59_999, "18 分", "18 min"),
        (3_599_999, "59 分", "59 min"),
        (125 * 60_000, "2 时 05 分", "2 h 05"),
        (36_000_000 - 1, "9 时 59 分", "9 h 59"),
        (86_399_999, "23 时", "23 h"),
        (76 * 3_600_000, "3 天 4 时", "3 d 4 h"),
        (-252_000, "超 04:12", "+ 04:12"),
        (-97_000, "超 01:37", "+ 01:37"),
        (-72 * 60_000, "超 1 时 12 分", "+ 1 h 12"),
        (-12 * 3_600_000, "超 12 时", "+ 12 h"),
        (-76 * 3_600_000, "超 3 天 4 时", "+ 3 d 4 h"),
        (-10 * 86_400_000, "超 10 天", "+ 10 d"),
        (34 * 86_400_000, "34 天", "34 d"),
        (None, "–", "–"),
    ],
)
def test_time_left(left: int | None, zh: str, en: str) -> None:
    assert (ZH.left(left), EN.left(left)) == (zh, en)


def test_an_instant_of_today_and_of_other_days() -> None:
    now = ms("2026-11-20T10:31:48")
    assert ZH.at(ms("2026-11-20T23:59:59"), now) == "23:59"
    assert ZH.at(ms("2026-11-24T10:32:00"), now) == "11-24 周二 10:32"
    assert EN.at(ms("2026-11-24T10:32:00"), now) == "Tue 24 Nov 10:32"
    assert ZH.at(ms("2025-12-31T08:05:00"), now) == "2025-12-31 周三 08:05"
    assert EN.at(ms("2025-12-31T08:05:00"), now) == "Wed 31 Dec 2025 08:05"


def test_today_is_the_citys_day_and_not_that_of_utc() -> None:
    # 00:30 in the city is still the day before in UTC
    assert ZH.at(ms("2026-11-20T00:30:00"), ms("2026-11-20T23:00:00")) == "00:30"
    assert ZH.at(ms("2026-11-19T23:30:00"), ms("2026-11-20T00:10:00")) == "11-19 周四 23:30"


def test_deadlines_always_say_the_day() -> None:
    assert ZH.due(ms("2026-11-24T10:32:00")) == "11-24 周二 10:32"
    assert EN.due(ms("2026-11-24T10:32:00")) == "Tue 24 Nov 10:32"


def test_clock_and_days() -> None:
    at = ms("2026-11-20T10:31:48")
    assert (ZH.clock(at), ZH.clock_seconds(at)) == ("10:31", "10:31:48")
    assert (ZH.date(at), EN.date(at)) == ("11-20 周五", "Fri 20 Nov")
    assert (ZH.day_name(at), EN.day_name(at)) == ("周五 20", "Fri 20")


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2026-11-20T18:00:00", "2026-11-23T09:00:00", "周六–周日", "Sat–Sun"),
        ("2026-11-20T18:00:00", "2026-11-22T09:00:00", "周六", "Sat"),
        ("2026-11-21T00:00:00", "2026-11-22T00:00:00", "周六", "Sat"),
        ("2026-11-20T12:00:00", "2026-11-20T14:00:00", "", ""),
        ("2026-11-20T18:00:00", "2026-11-21T09:00:00", "", ""),
    ],
)
def test_whole_days_in_a_pause(start: str, end: str, zh: str, en: str) -> None:
    assert ZH.whole_days(ms(start), ms(end)) == zh
    assert EN.whole_days(ms(start), ms(end)) == en


def test_spans_and_ages() -> None:
    assert (ZH.span(12_000), ZH.span(312_000), ZH.span(7_500_000)) == ("12 秒", "5 分 12 秒", "2 时 05 分")
    assert (ZH.ago(1_000), EN.ago(312_000)) == ("1 秒前", "5 min 12 s ago")
    assert (ZH.milliseconds(18), EN.milliseconds(1_800)) == ("18 毫秒", "1,800 ms")


def test_numbers() -> None:
    assert (ZH.number(4409), ZH.number(0), EN.number(None)) == ("4,409", "0", "–")
    assert (ZH.share(37, 39), ZH.share(1204, 5000), ZH.share(0, 0)) == ("37/39", "1,204/5,000", "–")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        Words("de", ZONE)
