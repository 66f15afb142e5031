"""What may go wrong with processes and files, and loses nothing: power cuts, imports, second programs, no line."""

import csv
from pathlib import Path

from tests.fixtures.programs import Programs
from tests.together.conftest import MakeConsole, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import SIGN_IN, Console
from tests.together.harness.eyes import Eyes
from tests.together.harness.newspaper import cover, refuse
from tests.together.ways.conftest import Wired

FILES_IN_USE = 3
CASES = """\
[source]
file = "rows.csv"
encoding = "utf-8"
time = "%Y-%m-%d %H:%M:%S"
datum = "wgs84"

[fields]
source_number = "id"
words = "words"
category = "category"
department = "unit"
reported_at = "opened"
closed_at = "closed"
status = "status"
lat = "lat"
lon = "lon"

[status]
O = "open"
C = "closed"
"""


def _dispatched_offline(city: City, desk: Wired) -> str:
    case_id = refuse(city)
    desk.console.wait_for("^待派遣 1$")
    desk.cut()
    city.clock.put("2015-04-22 09:12")
    desk.console.front()
    desk.console.dispatch()
    desk.console.wait_for("^待发送 1$")
    return case_id


def test_a_killed_server_starts_again_and_nothing_is_lost(city: City, desk: Wired) -> None:
    first = refuse(city)
    desk.console.wait_for("^待派遣 1$")
    city.kill()
    desk.console.wait_for("^离线")
    desk.console.front()
    desk.console.dispatch()
    desk.console.wait_for("^待发送 1$")
    city.start()
    desk.console.wait_for("^已连接")
    desk.console.wait_for("^待发送 0$")
    assert len(city.person("wang").case(first)["legs"]) == 1


@postgresql_when_long
def test_a_killed_console_keeps_what_it_has_not_sent(city: City, desk: Wired) -> None:
    case_id = _dispatched_offline(city, desk)
    desk.console.kill()
    assert city.person("wang").case(case_id)["stage"] == "to_dispatch"
    desk.console.start("--server", desk.line.url)
    desk.console.wait_for("^待发送 1$")
    desk.mend()
    desk.console.wait_for("^待发送 0$")
    legs = city.person("wang").case(case_id)["legs"]
    assert [leg["unit"] for leg in legs] == ["410102"]


def test_after_an_import_the_console_takes_everything_anew_and_keeps_its_outbox(
    city: City, desk: Wired, tmp_path: Path
) -> None:
    case_id = _dispatched_offline(city, desk)
    before = city.hello()["epoch_no"]
    city.stop()
    _import_three_rows(city, tmp_path / "import")
    city.start()
    assert city.hello()["epoch_no"] == before + 1
    desk.mend()
    desk.console.wait_for("^待发送 0$")
    desk.console.wait_for("^已派遣 3$")  # two imported, and the one dispatched while the line was cut
    assert [leg["unit"] for leg in city.person("wang").case(case_id)["legs"]] == ["410102"]


def _import_three_rows(city: City, folder: Path) -> None:
    folder.mkdir()
    (folder / "city.toml").write_text('[city]\ncode = "410100"\n', encoding="utf-8")
    (folder / "cases.toml").write_text(CASES, encoding="utf-8")
    rows = [("id", "words", "category", "unit", "opened", "closed", "status", "lat", "lon")]
    for number, status in ((1, "O"), (2, "O"), (3, "C")):
        closed = "2015-04-21 12:00:00" if status == "C" else ""
        rows.append(
            (str(number), f"旧案 {number}", "", "中原区", "2015-04-21 10:00:00", closed, status, "34.75", "113.62")
        )
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    city.command("cases", "import", folder)


@postgresql_when_long
def test_a_second_program_on_the_same_files_says_so_and_ends(
    city: City, desk: Wired, programs: Programs, eyes: Eyes
) -> None:
    second = programs.start("main.py", "--files", desk.console.files, "--server", city.url, env=eyes.env)
    assert second.wait(30) == FILES_IN_USE
    assert second.output().strip()
    assert desk.console.program.running()


@postgresql_when_long
def test_a_console_started_without_a_line_shows_its_last_board_read_only(city: City, desk: Wired) -> None:
    refuse(city)
    cover(city)
    desk.console.wait_for("^待派遣 2$")
    desk.console.stop()
    desk.line.cut()
    desk.console.start("--server", desk.line.url)
    desk.console.wait_for("^离线")
    desk.console.wait_for("^待派遣 2$")
    assert len(desk.console.rows()) == 2


@postgresql_when_long
def test_two_people_sit_at_the_two_seats_of_two_consoles(city: City, desk: Wired, make_console: MakeConsole) -> None:
    other: Console = make_console("b")
    other.start("--server", city.url, "--enrol", "desk-b")
    other.sign_in("li")
    case_id = refuse(city)
    desk.console.wait_for("^待派遣 1$")
    other.wait_for("^待派遣 1$")
    other.front()
    other.dispatch()
    desk.console.wait_for("^待派遣 0$")
    case = city.person("wang").case(case_id)
    assert (case["dispatchers"], len(case["legs"])) == (["li"], 1)


def test_a_desk_killed_without_a_server_is_unlocked_and_what_it_sends_arrives_once(city: City, desk: Wired) -> None:
    case_id = refuse(city)
    desk.console.wait_for("^待派遣 1$")
    city.kill()
    desk.console.wait_for("^离线")
    desk.console.kill()
    desk.console.start("--server", desk.line.url)
    desk.console.wait_for("曾在本席位登录的人可用自己的密码在此解锁", SIGN_IN)
    desk.console.sign_in("wang")
    desk.console.wait_for("已在本机解锁，未经中心")
    desk.console.dispatch()
    desk.console.wait_for("^待发送 1$")
    city.start()
    desk.console.wait_for("^已连接")
    desk.console.wait_for("^待发送 0$")
    case = city.person("wang").case(case_id)
    assert (case["dispatchers"], [leg["unit"] for leg in case["legs"]]) == (["wang"], ["410102"])
