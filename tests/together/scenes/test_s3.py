"""Scene S3: night, holiday, the line is cut. Tuesday 2026-02-17, 02:00; consoles A and B; cases U, R and S."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import t
from tests.fixtures.line import Line
from tests.together.conftest import MakeConsole, MakeLine, NewPage, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.clock import TownClock
from tests.together.harness.console import SIGN_IN, Console
from tests.together.harness.newspaper import cover, filed, refuse
from tests.together.harness.pages import Terminal
from tests.together.harness.stopwatch import Within, recordings

NIGHT = "2026-02-17"
COVER, REFUSE, RUBBLE = "井盖", "暴露垃圾", "渣土"  # what the rows of U, R and S say
RUBBLE_PLACE, RUBBLE_CONDITION = "陇海路与秦岭路交会处有积存垃圾渣土", "event-01-11-1"
CALL = "已告知 02:16"
HAND_OVER = "^交接清单$"
DISTRICT, OTHER = "410102", "410103"  # 中原区 and 二七区: the units X and Y of S
DUTY_PHONE = "0371-0000-0300"  # of 中原区 by night, in the demo city's roster


@dataclass(frozen=True)
class Cases:
    """U: a cover, two urgent hours. R: refuse, four work hours. S: rubble, which both desks send."""

    u: str
    r: str
    s: str


@dataclass(frozen=True)
class Desk:
    """A console on a line of its own."""

    console: Console
    line: Line
    diagnosis: Path

    def wait_for(self, pattern: str, seconds: float = 30) -> None:
        """Wait until its main window shows this."""
        self.console.wait_for(pattern, seconds=seconds)


@pytest.fixture
def clock(tmp_path: Path) -> TownClock:
    """It is two at night, on the first day of the new year."""
    return TownClock(tmp_path / "clock.json", f"{NIGHT} 02:00")


@postgresql_when_long
def test_s3(city: City, make_console: MakeConsole, line: MakeLine, new_page: NewPage, within: Within) -> None:
    cases = Cases(cover(city), refuse(city), filed(city, RUBBLE_PLACE, RUBBLE_CONDITION))
    a, b = (_at_work(city, make_console(name), line(city.port), name) for name in ("a", "b"))
    _the_line_falls_silent(city, a, b, within)
    _both_dispatch(city, a, b)
    _the_unit_is_told_by_phone(city, a)
    _each_was_recorded_at_once(a, b, within)
    _killed_and_unlocked(city, a, within)
    _the_line_is_back(city, a, b, cases, within)
    winner, loser = _one_winner(city, a, b, cases)
    _the_hand_over_lists_it_all(loser.console)
    _the_loser_chooses(loser.console)
    assert _unit_of(city, cases.s) == winner
    _the_terminal_tells_of_the_call(city, Terminal(new_page(), city.url, f"u{DISTRICT}"), cases.u)
    _each_came_once(city, cases)
    _due_and_on_time(city, cases)


def _at_work(city: City, console: Console, line: Line, name: str) -> Desk:
    diagnosis = console.files.with_name("diagnosis.jsonl")
    console.start("--server", line.url, "--enrol", f"desk-{name}", "--diagnosis", diagnosis)
    console.sign_in({"a": "wang", "b": "li"}[name])
    console.wait_for("^待派遣 3$")
    console.wait_for("^已连接")
    return Desk(console, line, diagnosis)


def _the_line_falls_silent(city: City, a: Desk, b: Desk, within: Within) -> None:
    """1. All packets are dropped: nothing is refused, nothing comes."""
    city.clock.put(f"{NIGHT} 02:05")
    for desk in (a, b):
        desk.wait_for("^02:05:0")
        desk.line.fall_silent()
    with within(15):
        for desk in (a, b):
            desk.wait_for("^离线")
            desk.wait_for(r"^数据截至 02:0[05]:00$")


def _both_dispatch(city: City, a: Desk, b: Desk) -> None:
    """2. U and R by A, S by both, each to another unit."""
    _one_click(city, a, "02:10", COVER, 1)
    _one_click(city, a, "02:11", REFUSE, 2)
    _one_click(city, b, "02:12", RUBBLE, 1)
    _put(city, "02:13", a)
    a.console.front()
    a.console.click_row(RUBBLE, column=1)
    a.console.key("o")
    a.console.wait_for("其他单位", roles={"label"})
    a.console.type(OTHER)
    a.console.key("Return")
    a.wait_for("^派遣 → 二七区")
    a.console.dispatch()
    a.wait_for("^待发送 3$")


def _one_click(city: City, desk: Desk, at: str, words: str, unsent: int) -> None:
    """A row that has just moved takes no click: it may have been meant for another."""
    desk.console.front()
    _put(city, at, desk)
    desk.console.settle()
    desk.console.click_row(words)
    desk.wait_for(f"^待发送 {unsent}$")


def _put(city: City, at: str, desk: Desk) -> None:
    """The clock goes on, and the desk shows it."""
    city.clock.put(f"{NIGHT} {at}")
    desk.wait_for(f"^{at}:0")


def _the_unit_is_told_by_phone(city: City, a: Desk) -> None:
    """U stays on top with the unit's number, sounding each minute, until the call is noted."""
    a.wait_for("^紧急.*未送达 · .*井盖")
    a.wait_for(f"^{DUTY_PHONE}")
    a.console.key("ctrl+0")
    a.console.wait_until(lambda: len(a.console.rows()) == len(("U", "R", "S")), "all that was sent")
    assert (COVER in a.console.rows()[0], f"未送达 · {DUTY_PHONE}" in a.console.rows()[0]) == (True, True)
    heard = len(a.console.sounds())
    assert set(a.console.sounds()) == {"urgent"}
    for minute in (14, 15, 16):
        _put(city, f"02:{minute}", a)
        heard += 1
        a.console.wait_until(lambda: len(a.console.sounds()) >= heard, "a sound for the minute")  # noqa: B023
    assert len(a.console.sounds()) == heard
    a.console.key("g")
    a.console.wait_for(r"^电话告知 \(T\)$")
    a.console.key("t")
    a.console.wait_for("^接听|^告知|^对象", roles={"text"})
    a.console.type("zhang")
    a.console.key("ctrl+Return")
    a.console.wait_gone("^紧急.*未送达 · ")
    a.wait_for("^待发送 4$")


def _each_was_recorded_at_once(a: Desk, b: Desk, within: Within) -> None:
    """1. Without a line each wish is on disk within 100 ms: three dispatches and a call of A, a dispatch of B."""
    took = [recordings(desk.diagnosis) for desk in (a, b)]
    assert [len(each) for each in took] == [4, 1]
    for seconds in (*took[0], *took[1]):
        within.judge(seconds, 0.1)


def _killed_and_unlocked(city: City, a: Desk, within: Within) -> None:
    """3. A power cut; who sat there unlocks the desk, and all is as it was, but silent."""
    _put(city, "02:20", a)
    a.console.kill()
    heard = len(a.console.sounds())
    a.console.start("--server", a.line.url)
    a.console.wait_for("可用自己的密码在此解锁", SIGN_IN)
    a.console.sign_in("wang")
    with within(5):
        a.wait_for("^待发送 4$")
        a.wait_for("^未送达 3$")
    a.console.click("^未送达 3$")
    told = a.console.wait_until(lambda: [row for row in a.console.rows() if COVER in row], "U on its list")
    assert f"{CALL} · 未送达" in told[0]
    _put(city, "02:22", a)
    assert len(a.console.sounds()) == heard


def _the_line_is_back(city: City, a: Desk, b: Desk, cases: Cases, within: Within) -> None:
    """4. Both lines at once."""
    city.clock.put(f"{NIGHT} 02:40")
    with within(10):
        for desk in (a, b):
            desk.line.mend()
        for case_id in (cases.u, cases.r, cases.s):
            city.wait_for_stage(case_id, "with_units")
        for desk in (a, b):
            desk.wait_for("^待发送 0$")


def _one_winner(city: City, a: Desk, b: Desk, cases: Cases) -> tuple[str, Desk]:
    """The unit that has S, and the desk whose dispatch took no effect."""
    unit = _unit_of(city, cases.s)
    loser, other = (a, b) if unit == DISTRICT else (b, a)
    loser.wait_for("^冲突 1$")
    other.wait_for("^冲突 0$")
    return unit, loser


def _unit_of(city: City, case_id: str) -> str:
    (leg,) = city.person("wang").case(case_id)["legs"]
    return str(leg["unit"])


def _the_hand_over_lists_it_all(console: Console) -> None:
    """5. Outage, phone call and the conflict that nobody has settled; and it is printed."""
    console.front()
    console.key("ctrl+shift+h")
    console.wait_for(r"^02:0[05] – 02:40，历时 (35|40) 分 0 秒 · ", HAND_OVER)
    console.wait_for(r"^02:16 · 中原区 · .*zhang · 污水井盖", HAND_OVER)
    console.wait_for(r"^02:1[23] · 派遣 · 积存垃圾渣土 .* · 派遣席$", HAND_OVER)
    console.front(HAND_OVER)
    console.key("p")
    console.wait_for("^已存为 PDF：", HAND_OVER)
    (paper,) = (console.files / "shifts").glob("*.pdf")
    assert paper.read_bytes().startswith(b"%PDF-")
    console.key("Escape")


def _the_loser_chooses(console: Console) -> None:
    """Before, mine, meanwhile and now stand side by side; the first choice leaves it as it is."""
    console.front()
    console.wait_for("^冲突：")
    for head in ("^断线前$", "^您的命令 02:1[23]:00$", "^其间", "^现在$"):
        console.wait_for(head)
    console.key("1")
    console.wait_for("^冲突 0$")


def _the_terminal_tells_of_the_call(city: City, terminal: Terminal, case_id: str) -> None:
    terminal.open(case_id)
    told = terminal.page.locator("[data-told]")
    assert "zhang" in told.inner_text()
    assert int(told.get_attribute("data-told") or 0) == t(f"{NIGHT} 02:16")


def _each_came_once(city: City, cases: Cases) -> None:
    """By the history: one dispatch of each case, and one call; and by the database, each command of a desk once."""
    wang = city.person("wang")
    verbs = {case_id: [event["verb"] for event in wang.events(case_id)] for case_id in (cases.u, cases.r, cases.s)}
    assert [found.count("dispatch") for found in verbs.values()] == [1, 1, 1]
    assert [found.count("told") for found in verbs.values()] == [1, 0, 0]
    of_desks = "FROM commands WHERE console_id IS NOT NULL"
    taken = city.rows(f"SELECT verb, count(*) {of_desks} AND state = 'accepted' GROUP BY verb ORDER BY verb")
    assert taken == [("dispatch", 3), ("told", 1)]
    assert city.rows(f"SELECT count(*), count(DISTINCT id) {of_desks}") == [(5, 5)]  # one of them took no effect


def _due_and_on_time(city: City, cases: Cases) -> None:
    """5. U by the call, R by the work hours after the holiday; the dispatcher by when the dispatches were made."""
    wang = city.person("wang")
    cover_case, refuse_case = wang.case(cases.u), wang.case(cases.r)
    assert cover_case["legs"][0]["due"] == t(f"{NIGHT} 04:16")
    assert refuse_case["legs"][0]["due"] == t("2026-02-24 12:00")
    firsts = [case["first_dispatched_at"] for case in (cover_case, refuse_case)]
    assert firsts == [t(f"{NIGHT} 02:10"), t(f"{NIGHT} 02:11")]
    day = {"from": t(f"{NIGHT} 00:00"), "to": t("2026-02-18 00:00")}
    assert city.person("liu").ask("evaluation", **day)["rates"]["dispatch_on_time_rate"] == [3, 3]  # not by the arrival
