"""Typed instants: steps, times, days; the next one ahead, the last one behind; Wednesday 2015-04-22 09:30."""

from zoneinfo import ZoneInfo

import pytest

from console.ui.forms.instants import parse
from tests.builders import t

ZONE = ZoneInfo("Asia/Shanghai")
NOW = t("2015-04-22 09:30")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:00", "2015-04-22 15:00"),
        ("15：00", "2015-04-22 15:00"),
        ("9:30", "2015-04-23 09:30"),
        ("09:00", "2015-04-23 09:00"),
        ("+30m", "2015-04-22 10:00"),
        ("+2h", "2015-04-22 11:30"),
        ("+ 7d", "2015-04-29 09:30"),
        ("+7天", "2015-04-29 09:30"),
        ("+2w", "2015-05-06 09:30"),
        ("-10m", "2015-04-22 09:20"),
        ("04-24", "2015-04-24 09:00"),
        ("11-24 16:30", "2015-11-24 16:30"),
        ("1124 1630", "2015-11-24 16:30"),
        ("04-21", "2016-04-21 09:00"),
        ("2016-02-29 8", "2016-02-29 08:00"),
        ("明天 9", "2015-04-23 09:00"),
        ("tomorrow 14:15", "2015-04-23 14:15"),
        ("后天", "2015-04-24 09:00"),
    ],
)
def test_what_is_typed_means_the_next_such_instant(typed: str, meant: str) -> None:
    expected = t(meant)
    found = parse(typed.replace("+ ", "+"), NOW, ZONE)
    assert found == expected


@pytest.mark.parametrize(
    ("typed", "meant"), [("09:05", "2015-04-22 09:05"), ("23:50", "2015-04-21 23:50"), ("04-23", "2014-04-23 09:00")]
)
def test_behind_it_means_the_last_one(typed: str, meant: str) -> None:
    assert parse(typed, NOW, ZONE, ahead=False) == t(meant)


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "13-40", "+7x", "1 2 3", "11-24 99:99", "+"])
def test_what_cannot_be_read_is_none(typed: str) -> None:
    assert parse(typed, NOW, ZONE) is None
