"""The ways (a) to (d) of the architecture, each with the line cut in the middle, through real processes."""

import pytest

from tests.builders import t
from tests.together.conftest import NewPage
from tests.together.harness.city import City
from tests.together.harness.console import REVIEW, SIGN_IN
from tests.together.harness.newspaper import cover, refuse
from tests.together.harness.pages import Terminal
from tests.together.ways.conftest import Wired

DISTRICT = "u410102"
NEVER_ASKED = "立案 · 完整的办理经过不在本机，中心暂时连不上$"
FROM_MEMORY = "立案 赵建军 · 办理经过截至 09:00:00$"
UNREACHABLE = "连不上|够不着|无法|离线"


def test_a_new_case_comes_once_the_line_is_back(city: City, desk: Wired) -> None:
    refuse(city)
    desk.console.wait_for("^待派遣 1$")
    desk.cut()
    cover(city)
    desk.console.wait_for(r"^数据截至 09:00:00$")
    assert len(desk.console.rows()) == 1
    desk.mend()
    desk.console.wait_for("^待派遣 2$")
    first, second = desk.console.rows()
    assert ("污水井盖" in first, "暴露垃圾" in second) == (True, True)
    assert desk.console.sounds() == ["urgent"]


def test_a_dispatch_is_recorded_offline_and_sent_later(city: City, desk: Wired, new_page: NewPage) -> None:
    case_id = cover(city)
    desk.console.wait_for("^待派遣 1$")
    desk.cut()
    city.clock.put("2015-04-22 09:12")
    desk.console.front()
    desk.console.dispatch()
    desk.console.wait_for("^待发送 1$")
    assert city.person("wang").case(case_id)["stage"] == "to_dispatch"
    desk.console.wait_for("未送达")  # an urgent one stays in sight, sounding
    city.clock.put("2015-04-22 09:20")
    desk.mend()
    desk.console.wait_for("^待发送 0$")
    terminal = Terminal(new_page(), city.url, DISTRICT)
    terminal.open_list()
    terminal.row(case_id).wait_for()
    case = city.person("wang").case(case_id)
    leg = case["legs"][0]
    assert (len(case["legs"]), leg["unit"], leg["sent_at"]) == (1, "410102", t("2015-04-22 09:12"))
    assert leg["due"] == t("2015-04-22 11:20")  # the unit's clock begins when it was delivered


def test_a_rejection_made_offline_comes_back_to_the_desk_and_the_terminal(
    city: City, desk: Wired, new_page: NewPage
) -> None:
    case_id = refuse(city)
    unit, wang = city.person(DISTRICT), city.person("li")
    wang.do("dispatch", case_id, unit="410102")
    unit.do("sign", case_id)
    unit.do("feedback", case_id, text="已清理", photos=[unit.photo("green", "after", city.clock.at)])
    wang.do("confirm_pass", case_id)
    desk.console.front(REVIEW)
    desk.console.key("Return")
    desk.console.sign_in("liu", back_to=REVIEW)
    desk.console.wait_for(r"\(R\)$", REVIEW)
    desk.cut()
    desk.console.front(REVIEW)
    desk.console.key("r", "1")
    desk.console.wait_for("^待再次派遣 1")
    desk.console.front()
    desk.console.key("ctrl+3")
    desk.console.wait_until(lambda: "返工 1" in desk.console.chosen_row(), "the case on top")
    desk.console.dispatch()
    desk.console.wait_for("^待发送 2$")
    assert city.person("chen").case(case_id)["stage"] == "to_verify"
    desk.mend()
    desk.console.wait_for("^待发送 0$")
    case = city.person("chen").case(case_id)
    assert (case["rework"], case["round"], case["legs"][-1]["unit"]) == (1, 2, "410102")
    terminal = Terminal(new_page(), city.url, DISTRICT)
    terminal.open(case_id)
    assert "问题未解决" in terminal.page.locator("[data-came-back=verify_fail] [data-reason]").inner_text()


@pytest.fixture
def waiting(city: City) -> None:
    """Two cases are there before the console is: it takes them as they stand, without their histories."""
    refuse(city)
    cover(city)


@pytest.mark.usefixtures("waiting")
def test_a_question_is_answered_from_memory_with_its_age(desk: Wired) -> None:
    console = desk.console
    console.wait_for("^待派遣 2$")
    console.wait_for("立案 赵建军")  # the case on top was chosen by itself, and the server asked for its history
    desk.cut()
    console.front()
    console.click_row("暴露垃圾", column=1)
    console.wait_for(f"{NEVER_ASKED}|{FROM_MEMORY}")  # where it came alone, it was on top for a moment, and asked for
    console.click_row("污水井盖", column=1)
    console.wait_for(FROM_MEMORY)
    console.wait_for("^数据截至 09:00:00$")
    _a_sign_in_is_not_possible(desk)
    desk.mend()
    console.wait_for("立案 赵建军$")


def _a_sign_in_is_not_possible(desk: Wired) -> None:
    desk.console.front(REVIEW)
    desk.console.key("Return")
    desk.console.front(SIGN_IN)
    desk.console.type("liu")
    desk.console.key("Tab")
    desk.console.type("demo-2026")
    desk.console.key("Return")
    desk.console.wait_for(UNREACHABLE, SIGN_IN)
    desk.console.key("Escape")
    desk.console.wait_until(lambda: not desk.console.finds("", SIGN_IN), "the sign-in to go")
