"""A disk that was copied to another computer: two desks with one name, and neither loses a command nor stands still."""

import shutil
from pathlib import Path

import pytest

from tests.together.conftest import MakeConsole
from tests.together.harness.city import City
from tests.together.harness.console import Console
from tests.together.harness.newspaper import cover, refuse
from tests.together.ways.conftest import Wired


def _at_work(console: Console, city: City, login: str) -> None:
    console.start("--server", city.url)
    console.sign_in(login)
    console.wait_for("^已连接")


def _dispatch_the_first(console: Console, city: City, case_id: str) -> None:
    """The first row that still waits: what the other desk has dispatched stays under the pointer for a while."""
    console.front()
    console.click_row("^(?!.*已派)", column=1)
    console.dispatch()
    city.wait_for_stage(case_id, "with_units")
    console.wait_for("^待发送 0$")


@pytest.mark.long
def test_of_two_desks_with_copied_files_both_go_on_without_an_administrator(
    city: City, desk: Wired, make_console: MakeConsole, tmp_path: Path
) -> None:
    first, second = cover(city), refuse(city)
    console, twin = desk.console, make_console("b")
    console.wait_for("^待派遣 2$")
    console.stop()
    shutil.copytree(tmp_path / "console-a", tmp_path / "console-b", dirs_exist_ok=True)
    _at_work(console, city, "wang")
    console.wait_for("^待派遣 2$")
    _dispatch_the_first(console, city, first)
    _at_work(twin, city, "li")
    twin.wait_for("^待派遣 1$")
    _dispatch_the_first(twin, city, second)  # under a number that is taken: it enrols itself anew
    twin.wait_for("^已连接")
    third = refuse(city)
    twin.wait_for("^待派遣 1$")
    console.wait_for("^待派遣 1$")
    _dispatch_the_first(console, city, third)  # and the other one has kept its name
    twin.wait_for("^待派遣 0$")
    cases = [city.person("wang").case(case_id) for case_id in (first, second, third)]
    assert [len(case["legs"]) for case in cases] == [1, 1, 1]
