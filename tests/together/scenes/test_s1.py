"""Scene S1: the newspaper's two cases. Wednesday 2015-04-22, 09:00."""

from pathlib import Path

import pytest

from tests.builders import t
from tests.together.conftest import MakeConsole, NewPage, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import Console
from tests.together.harness.newspaper import (
    COVER,
    COVER_CONDITION,
    REFUSE,
    REFUSE_CONDITION,
    closing_of,
    filed,
    metres_between,
    true_places,
)
from tests.together.harness.pages import Collector, Terminal
from tests.together.harness.person import Refused

DISTRICT, STREET = "u410102", "u410102004"  # 中原区, 秦岭路街道
LATER, LATER_CONDITION = "陇海路与秦岭路交会处有积存垃圾渣土", "event-01-11-1"
NEAR_M = 30


@postgresql_when_long
def test_s1(city: City, town: Path, make_console: MakeConsole, new_page: NewPage) -> None:
    refuse, cover = (city.person("chen").report(words, source="media") for words in (REFUSE, COVER))
    _both_are_placed(city, true_places(town / "city"), refuse, cover)
    desk, supervision = make_console("a"), make_console("b")
    desk.start("--server", city.url, "--enrol", "desk-a")
    desk.sign_in("wang")
    _both_are_filed(city, desk, supervision, refuse, cover)
    district = Terminal(new_page(), city.url, DISTRICT)
    _both_are_dispatched(city, desk, district, refuse, cover)
    street = Terminal(new_page(), city.url, STREET)
    _the_street_reports_and_the_district_approves(city, desk, district, street, refuse)
    _it_is_verified_and_closed(city, desk, Collector(new_page(), city.url, city.collector_of(refuse)), refuse)
    _its_history_shows_the_steps(city, refuse)


def _both_are_placed(city: City, truth: dict[str, tuple[float, float]], refuse: str, cover: str) -> None:
    chen = city.person("chen")
    for case_id, words, street in ((refuse, REFUSE, "410102004"), (cover, COVER, "410102001")):
        case = chen.case(case_id)
        assert metres_between((case["lon"] / 1e7, case["lat"] / 1e7), truth[words]) < NEAR_M
        assert case["street"] == street
        assert case["unit_grid"].startswith(street)
        assert case["duty_grid"].startswith(f"{street}R")


def _both_are_filed(city: City, desk: Console, supervision: Console, refuse: str, cover: str) -> None:
    """The acceptor passes them on in a window, the shift leader files them over the interface."""
    supervision.start("--server", city.url, "--enrol", "desk-b")
    supervision.sign_in("chen")
    supervision.wait_for("^待受理 2$")
    for words, district in ((REFUSE, "中原区 秦岭路街道"), (COVER, "中原区 林山寨街道")):
        supervision.click_row(words, column=1)
        supervision.wait_for(rf"^{district}.* · 单元网格 \d{{15}} · 责任网格 \S+责任网格\d\d$")
    for left in (1, 0):
        supervision.wait_for(r"^受理 \(A\)$")
        supervision.key("a")
        supervision.wait_for(f"^待受理 {left}$")
    city.wait_for("zhao", "to_file", {refuse, cover})
    supervision.stop()
    assert desk.sounds() == []
    for case_id, condition in ((refuse, REFUSE_CONDITION), (cover, COVER_CONDITION)):
        city.person("zhao").do("file", case_id, category=condition[:-2], condition=condition)
    first, second = _let_in(desk, 2)
    assert ("污水井盖" in first, "紧急" in first, "中原区" in first) == (True, True, True)
    assert ("暴露垃圾" in second, "中原区" in second) == (True, True)
    assert desk.sounds() == ["urgent"]


def _let_in(desk: Console, count: int) -> list[str]:
    """The rows, after what came while the pointer rested in the list was let in."""
    desk.wait_for(f"^待派遣 {count}$")
    desk.front()
    desk.key("period")
    return list(desk.wait_until(lambda: len(found := desk.rows()) == count and found, f"{count} rows"))


def _both_are_dispatched(city: City, desk: Console, district: Terminal, refuse: str, cover: str) -> None:
    district.open_list()
    city.clock.put("2015-04-22 09:12")
    later = filed(city, LATER, LATER_CONDITION)
    _let_in(desk, 3)
    desk.click_row("暴露垃圾", column=1)  # a click beside the button chooses and dispatches nothing
    desk.wait_for(r"^现在 09:12, 截止 04-22 周三 15:12$")
    desk.wait_for("权责清单第 D086 条")
    desk.click_row("污水井盖", column=1)
    desk.wait_for(r"^现在 09:12, 截止 04-22 周三 11:12$")
    assert city.person("wang").case(cover)["stage"] == "to_dispatch"
    desk.click_row("暴露垃圾")
    desk.wait_for("^待派遣 2$")
    desk.wait_until(lambda: "积存垃圾" in desk.chosen_row(), "the next row to be chosen")
    desk.key("Home")
    desk.wait_until(lambda: "污水井盖" in desk.chosen_row(), "the row on top")
    desk.hold("Return")
    desk.wait_for("^待派遣 1$")
    for case_id in (refuse, cover):
        district.row(case_id).wait_for()
    assert "积存垃圾" in desk.chosen_row()  # the selection moved on, and the held key dispatched nothing more
    dues = {case_id: city.person("wang").case(case_id)["legs"][0]["due"] for case_id in (refuse, cover)}
    assert dues == {refuse: t("2015-04-22 15:12"), cover: t("2015-04-22 11:12")}
    assert [len(city.person("wang").case(case_id)["legs"]) for case_id in (refuse, cover, later)] == [1, 1, 0]


def _the_street_reports_and_the_district_approves(
    city: City, desk: Console, district: Terminal, street: Terminal, refuse: str
) -> None:
    city.clock.put("2015-04-22 09:20")
    district.press(refuse, "sign")
    district.give_to(refuse, "410102004")
    street.open_list()
    street.row(refuse).wait_for()
    city.clock.put("2015-04-22 10:35")
    street.press(refuse, "sign")
    street.report_done(refuse, "已清理", "green")
    assert desk.finds("^待核对 1") is None
    city.clock.put("2015-04-22 10:40")
    district.press(refuse, "pass_up")
    desk.wait_for("^待核对 1")
    supervision = city.person("liu").ask("lists")["lists"]
    assert not {"to_verify", "to_close", "intake", "to_file"} & supervision.keys()
    desk.key("ctrl+4")
    desk.wait_for("^暴露垃圾")
    desk.wait_for("秦岭路街道")
    legs = city.person("wang").case(refuse)["legs"]
    assert [(leg["unit"], leg["stage"]) for leg in legs] == [("410102", "done"), ("410102004", "accepted")]


def _it_is_verified_and_closed(city: City, desk: Console, collector: Collector, refuse: str) -> None:
    chen, zhao = city.person("chen"), city.person("zhao")
    city.clock.put("2015-04-22 10:50")
    desk.wait_for(r"^核对通过 \(Y\)$")
    desk.key("y")
    desk.wait_for("^待核对 0")
    city.wait_for("chen", "to_verify", {refuse})
    chen.do("send_check", refuse)
    city.clock.put("2015-04-22 11:20")
    collector.answer(chen.case(refuse)["number"], "solved", "blue")
    _refused_for_having_dispatched(city, refuse, "verify_pass")
    chen.do("verify_pass", refuse)
    _refused_for_having_dispatched(city, refuse, "close")
    city.clock.put("2015-04-22 11:30")
    zhao.do("close", refuse, closing=closing_of(city, refuse))
    assert desk.wait_for("^最近结案 1")


def _refused_for_having_dispatched(city: City, case_id: str, verb: str) -> None:
    with pytest.raises(Refused) as no:
        city.person("wang").do(verb, case_id)
    assert (no.value.status, no.value.rule) == (403, "rule.duty_separation")


def _its_history_shows_the_steps(city: City, refuse: str) -> None:
    case = city.person("zhao").case(refuse)
    assert (case["stage"], case["legs"][0]["judged_at"]) == ("closed", t("2015-04-22 10:40"))
    export = city.person("zhao").ask(f"export/{refuse}", lang="zh_CN")
    said = [(step["name"], step["actor"], step["time"][11:16]) for step in export["steps"]]
    assert said == [
        ("信息采集", "陈志远", "09:00"),
        ("案卷建立", "赵建军", "09:00"),
        ("任务派遣", "王晓燕", "09:12"),
        ("任务处理", "秦岭路街道值班员", "10:35"),
        ("处理反馈", "中原区值班员", "10:40"),
        ("核实结案", "赵建军", "11:30"),
        ("综合评价", "系统", "11:30"),
    ]
    judged = export["evaluation"]
    assert (judged["on_time"], judged["judged"]) == (True, "2015-04-22 10:40:00")
