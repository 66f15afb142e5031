"""Scene S2: again, until it is solved, on two monitors. The refuse case; policy "rest of the limit"."""

from server.simulator.painter import Painter, Shot
from tests.builders import t
from tests.fixtures.xscreens import XScreens
from tests.together.conftest import MakeConsole, NewPage, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import REVIEW, Console
from tests.together.harness.newspaper import METRES_PER_DEGREE, closing_of, cover, refuse
from tests.together.harness.pages import Collector, Terminal

DISTRICT = "u410102"  # 中原区
SECOND_MONITOR = 1920
EARLY, FAR = "拍摄于 08:40，早于上报（09:00）", "拍摄位置距案点 60 米"  # the two remarks on a photo


@postgresql_when_long
def test_s2(city: City, make_console: MakeConsole, x_screens: XScreens, new_page: NewPage) -> None:
    case_id = refuse(city)
    district = Terminal(new_page(), city.url, DISTRICT)
    desk = make_console("a")
    desk.start("--server", city.url, "--enrol", "desk-a")
    desk.sign_in("wang")
    _dispatched(city, desk, case_id, "2015-04-22 09:12", "15:12")
    _a_feedback_that_looks_odd_is_passed_on(city, desk, district, case_id)
    collector = Collector(new_page(), city.url, city.collector_of(case_id))
    _a_supervisor_sits_at_the_second_monitor(city, desk, case_id)
    _the_first_work_is_rejected(city, desk, collector, case_id)
    _dispatched(city, desk, case_id, "2015-04-22 11:30", "15:42")
    _the_unit_sees_why_it_came_back(district, case_id)
    another = _another_case_waits_for_its_check(city)
    _the_monitor_goes_and_comes(desk, x_screens, city.person("chen").case(another)["number"])
    city.person("chen").do("verify_pass", another)
    city.person("zhao").do("close", another, closing=closing_of(city, another))
    leader = make_console("b")
    leader.start("--server", city.url, "--enrol", "desk-b")
    leader.sign_in("leader")
    _the_second_work_is_rejected(city, desk, district, leader, case_id)
    _sent_taken_back_and_sent_again(city, desk, case_id)
    _the_third_work_passes(city, desk, district, case_id)
    _counted(city, case_id)
    _a_third_time_is_for_the_leader(city, leader)


def _dispatched(city: City, desk: Console, case_id: str, at: str, due: str) -> None:
    city.clock.put(at)
    desk.front()
    desk.wait_for(rf"截止 04-22 周三 {due}$")
    desk.click_row("中原区")
    city.wait_for(DISTRICT, "dispatched", {case_id})
    leg = city.person("wang").case(case_id)["legs"][-1]
    assert (leg["unit"], leg["due"]) == ("410102", t(f"2015-04-22 {due}"))


def _a_feedback_that_looks_odd_is_passed_on(city: City, desk: Console, district: Terminal, case_id: str) -> None:
    """Its photo was taken before the report, 60 m north of the place; the unit reads so, and sends it all the same."""
    city.clock.put("2015-04-22 11:00")
    case = city.person("wang").case(case_id)
    north = case["lat"] + round(60 / METRES_PER_DEGREE * 1e7)
    odd = Shot(1, "refuse", solved=True, taken_at=t("2015-04-22 08:40"), lon=case["lon"], lat=north, megapixels=1)
    district.press(case_id, "sign")
    district.begin_report(case_id, "已清理", Painter("Asia/Shanghai").paint(odd))
    assert district.remarks() == [EARLY, FAR]
    district.send_report()
    _passed_on(city, desk, case_id)


def _a_feedback_is_passed_on(city: City, desk: Console, district: Terminal, case_id: str, at: str, colour: str) -> None:
    city.clock.put(at)
    district.press(case_id, "sign")
    district.report_done(case_id, "已清理", colour)
    _passed_on(city, desk, case_id)


def _passed_on(city: City, desk: Console, case_id: str) -> None:
    desk.front()
    desk.wait_for("^待核对 1")
    desk.key("ctrl+4")
    desk.wait_for(r"^核对通过 \(Y\)$")
    desk.key("y")
    desk.wait_for("^待核对 0")
    city.wait_for("liu", "to_verify", {case_id})


def _a_supervisor_sits_at_the_second_monitor(city: City, desk: Console, case_id: str) -> None:
    assert desk.left_edge(REVIEW) >= SECOND_MONITOR
    desk.wait_for("^只读 · 登录$", REVIEW)
    assert desk.finds(r"\(R\)$", REVIEW) is None
    desk.press(r"^登录本席 \(Enter\)$", REVIEW)
    desk.sign_in("liu", back_to=REVIEW)
    desk.wait_for("^刘志强$", REVIEW)
    assert desk.finds("^王晓燕$")
    desk.front(REVIEW)
    for remark in (EARLY, FAR):
        desk.wait_for(f"^处置后：{remark}$", REVIEW)
    assert city.person("chen").case(case_id)["stage"] == "to_verify"  # remarks judge nothing
    desk.wait_for(r"\(V\)$", REVIEW)
    desk.key("v")


def _the_first_work_is_rejected(city: City, desk: Console, collector: Collector, case_id: str) -> None:
    city.clock.put("2015-04-22 11:25")
    collector.answer(city.person("chen").case(case_id)["number"], "unsolved", "red")
    desk.front(REVIEW)
    desk.wait_for("^核查：未解决 11:25", REVIEW)
    desk.key("t")
    desk.draw("^处置后$", REVIEW)
    desk.key("t", "r", "1")
    desk.wait_for("^待再次派遣 1")
    desk.front()
    desk.key("ctrl+3")
    desk.wait_until(lambda: "暴露垃圾" in desk.chosen_row(), "the case on top")
    assert ("中原区" in desk.chosen_row(), "返工 1" in desk.chosen_row()) == (True, True)
    city.wait_for_stage(case_id, "to_dispatch")  # a verdict can be taken back for ten seconds
    case = city.person("wang").case(case_id)
    marked = [photo for photo in case["photos"] if photo["kind"] == "marked"]
    assert (case["rework"], case["proposed"], len(marked), len(marked[0]["marks"])) == (1, "410102", 1, 1)


def _the_unit_sees_why_it_came_back(district: Terminal, case_id: str) -> None:
    assert district.due(case_id) == t("2015-04-22 15:42")
    came_back = district.page.locator("[data-came-back=verify_fail]")
    assert "问题未解决" in came_back.locator("[data-reason]").inner_text()
    assert came_back.locator("svg[data-marks='1']").count() == 1
    sets = district.page.locator("section[data-photos]").evaluate_all("all => all.map(one => one.dataset.photos)")
    assert {"after", "check"} <= set(sets)


def _another_case_waits_for_its_check(city: City) -> str:
    """The cover, done by people over the interface."""
    case_id = cover(city)
    li, unit = city.person("li"), city.person(DISTRICT)
    li.do("dispatch", case_id, unit="410102")
    unit.do("sign", case_id)
    unit.do("feedback", case_id, text="已复位", photos=[unit.photo("gray", "after", city.clock.at)])
    li.do("confirm_pass", case_id)
    return case_id


def _the_monitor_goes_and_comes(desk: Console, x_screens: XScreens, number: str) -> None:
    desk.wait_for(f"^{number}", REVIEW)
    desk.front(REVIEW)
    desk.key("z")
    desk.wait_for("^缩放 200%$", REVIEW)
    x_screens.unplug()
    desk.wait_until(lambda: desk.left_edge(REVIEW) < SECOND_MONITOR, "the review window on the first monitor")
    _same_case_and_zoom(desk, number)
    x_screens.plug_in()
    desk.wait_until(lambda: desk.left_edge(REVIEW) >= SECOND_MONITOR, "the review window back on the second")
    _same_case_and_zoom(desk, number)


def _same_case_and_zoom(desk: Console, number: str) -> None:
    desk.front(REVIEW)
    desk.wait_for(f"^{number}", REVIEW)
    desk.wait_for("^缩放 200%$", REVIEW)


def _the_second_work_is_rejected(city: City, desk: Console, district: Terminal, leader: Console, case_id: str) -> None:
    _a_feedback_is_passed_on(city, desk, district, case_id, "2015-04-22 14:50", "lime")
    assert leader.finds("^督办 0$")
    desk.front(REVIEW)
    desk.wait_for(r"\(R\)$", REVIEW)
    desk.key("r", "1")
    desk.wait_for("^待再次派遣 1")
    city.wait_for_stage(case_id, "to_dispatch")
    case = city.person("wang").case(case_id)
    assert (case["rework"], case["urged_by"], case["leader_list"]) == (2, "system", False)
    desk.front()
    desk.key("ctrl+3")
    desk.wait_until(lambda: "返工 2" in desk.chosen_row(), "the second rework")
    leader.wait_for("^督办 1")
    assert leader.finds("^领导关注 0$")


def _a_third_time_is_for_the_leader(city: City, leader: Console) -> None:
    """Another case, done by people over the interface, comes back three times."""
    case_id = cover(city)
    li, unit, chen = city.person("li"), city.person(DISTRICT), city.person("chen")
    for colour in ("gray", "silver", "white"):
        li.do("dispatch", case_id, unit="410102")
        unit.do("sign", case_id)
        unit.do("feedback", case_id, text="已复位", photos=[unit.photo(colour, "after", city.clock.at)])
        li.do("confirm_pass", case_id)
        chen.do("verify_fail", case_id, reason="not_solved")
    leader.wait_for("^领导关注 1")
    leader.front()
    leader.key("ctrl+1")
    leader.wait_until(lambda: "返工 3" in leader.chosen_row(), "the third rework on the leader's list")


def _sent_taken_back_and_sent_again(city: City, desk: Console, case_id: str) -> None:
    _dispatched(city, desk, case_id, "2015-04-22 15:10", "16:02")
    desk.front()
    desk.key("u")
    city.wait_for("wang", "redispatch", {case_id})
    _dispatched(city, desk, case_id, "2015-04-22 15:10", "16:02")
    city.clock.put("2015-04-22 15:11")
    desk.front()
    desk.key("u")
    desk.wait_for("没有可以撤回的操作")
    desk.key("ctrl+0")
    desk.wait_for(r"^更多 \(D\)$")
    desk.key("u")
    desk.wait_for("^原因$", roles={"label"})
    desk.key("Escape", "ctrl+3")
    case = city.person("wang").case(case_id)
    assert (case["stage"], case["rework_sent"], case["rework"]) == ("with_units", 2, 2)


def _the_third_work_passes(city: City, desk: Console, district: Terminal, case_id: str) -> None:
    _a_feedback_is_passed_on(city, desk, district, case_id, "2015-04-22 15:40", "olive")
    desk.front(REVIEW)
    desk.wait_for(r"^通过 \(A\)$", REVIEW)
    for number in range(1, len(city.rules().conditions["event-01-10-1"].closing) + 1):
        desk.key(str(number))
    desk.key("a")
    desk.wait_for("^最近结案 2")


def _counted(city: City, case_id: str) -> None:
    city.wait_for_stage(case_id, "closed")  # closing can be taken back for ten seconds
    case = city.person("liu").case(case_id)
    judged = case["legs"][-1]["judged_at"]
    assert (case["stage"], case["rework_sent"], judged) == ("closed", 2, t("2015-04-22 15:40"))
    day = {"from": t("2015-04-22 00:00"), "to": t("2015-04-23 00:00")}
    counts = city.person("liu").ask("evaluation", **day)["counts"]
    assert (counts["rework_cases"], counts["rework_times"], counts["wrong_dispatches"]) == (1, 2, 0)
    told = city.person("liu").ask(f"export/{case_id}", lang="zh_CN")["evaluation"]
    words = (told["rework_cases"], told["rework_times"], told["accurate"], told["effective"])
    assert words == (1, 2, True, True)
    assert (told["on_time"], told["judged"]) == (True, "2015-04-22 15:40:00")
