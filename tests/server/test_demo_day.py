"""The demo day against the real server of the demo city; a real city gets nothing invented."""

import json
from collections import Counter
from pathlib import Path

import pytest

from server.cli.common import CannotStart
from server.cli.demo_day import open_day
from server.demo_day.person import Person
from tests.fixtures.programs import Programs
from tests.server.city.small_folder import TOML, write_small_city

FAR = {"reported": 2, "to_dispatch": 10, "with_units": 1, "to_confirm": 1, "to_verify": 2}


def serving(programs: Programs, city: object, data: Path) -> str:
    """The address of a server of its own."""
    program = programs.start("-m", "server", "serve", "--city", city, "--data", data)
    port = json.loads(program.wait_for(r'\{"port": \d+\}').group())["port"]
    return f"http://127.0.0.1:{port}"


def test_the_morning_comes_once_and_goes_on_case_by_case(programs: Programs, tmp_path: Path) -> None:
    url = serving(programs, "demo", tmp_path / "data")
    day = open_day(url)
    assert day.morning() == 16
    assert day.one_more()
    day.close()

    again = open_day(url)
    assert again.morning() == 17
    person = Person(url, "wang", "demo-2026")
    found = [person.case(again.case_id(n)) for n in range(18)]
    assert found.pop() is None
    assert Counter(case["stage"] for case in found if case) == FAR | {"to_dispatch": 11}
    assert all(case["lon"] and case["district"] for case in found if case)
    person.close()
    again.close()


def test_nothing_is_invented_for_a_real_city(programs: Programs, tmp_path: Path) -> None:
    folder = write_small_city(tmp_path / "city")
    assert "synthetic = true" in TOML
    (folder / "city.toml").write_text(TOML.replace("synthetic = true", "synthetic = false"), encoding="utf-8")
    with pytest.raises(CannotStart, match=r"真实城市|real city"):
        open_day(serving(programs, folder, tmp_path / "data"))
