"""`machines.toml`: kinds of alarms, reasons, forms of files; what is wrong is told by its full key."""

from pathlib import Path

import pytest

from rules.pack import decode_city
from server.city.compiling import CityRefused, compile_folder
from tests.server.city.small_folder import write_small_city

FILE = """
[machines]
skew_s = 120
unknown_alarms = true

[machines.reject_reasons]
light = ["光影", "Light"]

[[alarms]]
code = "refuse_heap"
name = "垃圾"
category = "event-01-10"
threshold = 70
sure = 95
window_minutes = 30

[[sheets]]
code = "orders"
name = "工单"
sender = "hotline"
head_row = 2
encoding = "gb18030"

[sheets.columns]
number = "编号"
words = "内容"

[sheets.categories]
"生活垃圾" = "event-01-10"
"""


def folder(tmp_path: Path, text: str) -> Path:
    made = write_small_city(tmp_path / "city")
    (made / "machines.toml").write_text(text, encoding="utf-8")
    return made


def test_what_the_file_says_travels_with_the_pack(tmp_path: Path) -> None:
    rules = decode_city(compile_folder(folder(tmp_path, FILE)).pack).machines
    kind, sheet = rules.alarms["refuse_heap"], rules.sheets["orders"]
    assert (kind.threshold, kind.sure, kind.window_minutes, kind.quiet_minutes) == (70, 95, 30, 120)
    assert (rules.skew_s, rules.unknown_alarms, rules.reject_reasons["light"]) == (120, True, ("光影", "Light"))
    assert (sheet.channel, sheet.head_row, sheet.columns["words"]) == ("machine:hotline", 2, "内容")
    assert sheet.categories == {"生活垃圾": "event-01-10"}


def test_a_city_may_do_without(tmp_path: Path) -> None:
    rules = compile_folder(write_small_city(tmp_path / "city")).city.machines
    assert (dict(rules.alarms), dict(rules.sheets), rules.skew_s) == ({}, {}, 300)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('category = "event-01-10"', 'category = "event-99-99"', "alarms[1].category"),
        ('code = "refuse_heap"', 'code = "a b"', "alarms[1].code"),
        ("threshold = 70", "threshold = 170", "alarms[1].threshold"),
        ("sure = 95", "sure = 60", "alarms[1].sure"),
        ("sure = 95", "shure = 95", "alarms[1].shure"),
        ("skew_s = 120", "skew_s = 1", "machines.skew_s"),
        ("skew_s = 120", 'skew_s = "long"', "machines.skew_s"),
        ("skew_s = 120", "skewed = 1", "machines.skewed"),
        ('["光影", "Light"]', '["光影"]', "machines.reject_reasons.light"),
        ('encoding = "gb18030"', 'encoding = "klingon"', "sheets[1].encoding"),
        ('words = "内容"', 'what = "内容"', "sheets[1].columns"),
        ('"生活垃圾" = "event-01-10"', '"生活垃圾" = "x"', "sheets[1].categories.生活垃圾"),
        ("head_row = 2", "head_row = 0", "sheets[1].head_row"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in FILE
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder(tmp_path, FILE.replace(old, new)))
    assert field in [each.place.field for each in refused.value.findings if each.place.file == "machines.toml"]


@pytest.mark.parametrize("text", ["[machines", "[[alarms]]\n[[alarms]]\n"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CityRefused):
        compile_folder(folder(tmp_path, text))
