"""`citizens.toml`: services with their questions and the city's measures; what is wrong is told by its full key."""

from pathlib import Path

import pytest

from rules.pack import decode_city
from rules.services import Datatype, Value
from server.city.compiling import CityRefused, compile_folder
from tests.server.city.small_folder import write_small_city

FILE = """
[citizens]
jurisdiction = "small.example"
device_hour = 3
number_when = "accepted"
media_hosts = ["Photos.example"]

[citizens.statuses]
closed = "closed"

[[services]]
code = "refuse"
name = "垃圾"
name_en = "Refuse"
category = "event-01-10"

[[services.questions]]
code = "amount"
datatype = "singlevaluelist"
text = "多少"
required = true
values = [["bag", "一袋", "A bag"], ["heap", "一堆"]]
"""


def folder(tmp_path: Path, text: str) -> Path:
    made = write_small_city(tmp_path / "city")
    (made / "citizens.toml").write_text(text, encoding="utf-8")
    return made


def test_what_the_file_says_travels_with_the_pack(tmp_path: Path) -> None:
    city = decode_city(compile_folder(folder(tmp_path, FILE)).pack)
    service = city.services["refuse"]
    assert (service.name_en, service.category) == ("Refuse", "event-01-10")
    assert service.questions[0].datatype is Datatype.SINGLE
    assert service.questions[0].values == (Value("bag", "一袋", "A bag"), Value("heap", "一堆"))
    rules = city.citizens
    assert (rules.device_hour, rules.number_when, rules.media_hosts) == (3, "accepted", ("photos.example",))
    assert (rules.statuses["closed"], rules.statuses["declined"]) == ("closed", "not_councils_responsibility")


def test_a_city_may_do_without(tmp_path: Path) -> None:
    city = compile_folder(write_small_city(tmp_path / "city")).city
    assert (dict(city.services), city.citizens.device_hour) == ({}, 6)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('category = "event-01-10"', 'category = "event-99-99"', "services[1].category"),
        ('code = "refuse"', 'code = "a b"', "services[1].code"),
        ('datatype = "singlevaluelist"', 'datatype = "colour"', "services[1].questions[1].datatype"),
        ('datatype = "singlevaluelist"', 'datatype = "text"', "services[1].questions[1].values"),
        ('["heap", "一堆"]', '["heap"]', "services[1].questions[1].values"),
        ("device_hour = 3", "device_hour = -3", "citizens.device_hour"),
        ("device_hour = 3", "photo_mb = 900", "citizens.photo_mb"),
        ("device_hour = 3", "devices = 3", "citizens.devices"),
        ('closed = "closed"', 'closed = "solved"', "citizens.statuses.closed"),
        ('closed = "closed"', 'ended = "closed"', "citizens.statuses.ended"),
        ('number_when = "accepted"', 'number_when = "never"', "citizens.number_when"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in FILE
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder(tmp_path, FILE.replace(old, new)))
    assert field in [each.place.field for each in refused.value.findings if each.place.file == "citizens.toml"]
