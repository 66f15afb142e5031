"""`notices.toml` of a city folder: what it lays down, and what is refused with its place."""

from pathlib import Path

import pytest

from rules.notices import Contact, On
from server.city.compiling import CityRefused, compile_folder
from tests.server.city.small_folder import write_small_city

GOOD = """
duty_phone = ["sms"]
[quiet]
from = "22:00"
to = "07:00"
[[rules]]
key = "over"
on = "deadline_over"
to = ["unit", "above", "role:shift_leader"]
by = ["sms"]
template = "over"
every_minutes = 60
times = 3
[[contacts]]
to = "410102"
by = "mail"
address = "west@city.example"
language = "en"
[[contacts]]
to = "role:shift_leader"
by = "sms"
address = "139"
[templates.over]
subject = "{number}"
text = "{unit} {due}"
"""


def compiled(folder: Path, said: str):
    """The city of a small folder with this file."""
    write_small_city(folder)
    (folder / "notices.toml").write_text(said, encoding="utf-8")
    return compile_folder(folder).city


def test_what_a_city_lays_down(tmp_path: Path) -> None:
    told = compiled(tmp_path, GOOD).notices
    (rule,) = told.rules
    assert (rule.on, rule.to, rule.times, rule.quiet) == (
        On.DEADLINE_OVER, ("unit", "above", "role:shift_leader"), 3, True,
    )  # fmt: skip
    assert (told.quiet_from, told.quiet_to, told.duty_phone) == (22 * 60, 7 * 60, ("sms",))
    assert told.contacts[0] == Contact("410102", "mail", "west@city.example", "en")
    assert told.templates["over"].text == "{unit} {due}"


def test_without_the_file_nobody_is_told_anything(tmp_path: Path) -> None:
    assert compile_folder(write_small_city(tmp_path)).city.notices.rules == ()


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ('on = "deadline_over"', 'on = "deadline"', "rules[1].on"),
        ('to = ["unit", "above", "role:shift_leader"]', 'to = ["reporter"]', "rules[1].to"),
        ('to = ["unit", "above", "role:shift_leader"]', "to = []", "rules[1].to"),
        ('by = ["sms"]\ntemplate', 'by = ["SMS!"]\ntemplate', "rules[1].by"),
        ('template = "over"', 'template = "none"', "rules[1].template"),
        ("every_minutes = 60\n", "", "rules[1].every_minutes"),
        ("every_minutes = 60", 'every_minutes = "60"', "rules[1].every_minutes"),
        ("times = 3", "times = 3\ntime = 4", "rules[1].time"),
        ('from = "22:00"', 'from = "25:99"', "quiet.from"),
        ('to = "410102"', 'to = "999"', "contacts[1].to"),
        ('language = "en"', 'language = "fr"', "contacts[1].language"),
        ("{unit} {due}", "{unit.name}", "templates.over.text"),
        ("{unit} {due}", "{unit", "templates.over.text"),
        ("[templates.over]", "[other]\nx = 1\n[templates.over]", "other"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path: Path, right: str, wrong: str, field: str) -> None:
    assert right in GOOD
    with pytest.raises(CityRefused) as raised:
        compiled(tmp_path, GOOD.replace(right, wrong, 1))
    found = {(each.place.file, each.place.field) for each in raised.value.findings}
    assert ("notices.toml", field) in found


@pytest.mark.parametrize("said", ["[[rules", b"\xff\xfe\x00"])
def test_what_is_no_toml_is_refused(tmp_path: Path, said: str | bytes) -> None:
    write_small_city(tmp_path)
    (tmp_path / "notices.toml").write_bytes(said if isinstance(said, bytes) else said.encode())
    with pytest.raises(CityRefused) as raised:
        compile_folder(tmp_path)
    assert {each.place.file for each in raised.value.findings} == {"notices.toml"}
