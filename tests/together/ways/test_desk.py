"""What a dispatcher does beside the queue, in real windows: a call, the map."""

from tests.builders import t
from tests.together.conftest import NewPage, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.newspaper import cover, refuse
from tests.together.harness.pages import Terminal
from tests.together.ways.conftest import Wired

DISTRICT = "410102"


def test_an_urgent_case_rings_until_the_unit_is_told_by_phone(city: City, desk: Wired, new_page: NewPage) -> None:
    case_id = cover(city)
    console = desk.console
    console.wait_for("^待派遣 1$")
    desk.cut()
    city.clock.put("2015-04-22 09:12")
    console.front()
    console.dispatch()
    console.wait_for("^待发送 1$")
    city.clock.put("2015-04-22 09:13:30")
    console.wait_for("^紧急.*未送达 · ")
    console.wait_until(lambda: len(console.sounds()) == 2, "a sound when it came, and one for the minute")
    console.key("g")
    console.wait_for(r"^电话告知 \(T\)$")
    console.key("t")
    console.wait_for("^to$|^接听|^告知|^对象", roles={"text"})
    console.type("zhang")
    console.key("ctrl+Return")
    console.wait_gone("^紧急.*未送达 · ")
    console.wait_for("^待发送 2$")
    city.clock.put("2015-04-22 09:20")
    console.wait_for("^09:20:0")
    assert len(console.sounds()) == 2
    desk.mend()
    console.wait_for("^待发送 0$")
    terminal = Terminal(new_page(), city.url, f"u{DISTRICT}")
    terminal.open(case_id)
    told = terminal.page.locator("[data-told]")
    assert "zhang" in told.inner_text()
    assert int(told.get_attribute("data-told") or 0) == t("2015-04-22 09:13:30")


@postgresql_when_long
def test_row_and_mark_choose_each_other_and_one_click_on_the_map_dispatches(city: City, desk: Wired) -> None:
    case_id, console = refuse(city), desk.console
    cover(city)
    console.wait_for("^待派遣 2$")
    console.front()
    console.click_row("暴露垃圾", column=1)
    mark = console.mark_of("暴露垃圾")
    console.click_row("污水井盖", column=1)
    console.wait_for(r"^污水井盖 \d{5}$")
    assert "污水井盖" in console.chosen_row()
    console.click_at(*mark)
    console.wait_for(r"^暴露垃圾 \d{5}$")
    console.wait_until(lambda: "暴露垃圾" in console.chosen_row(), "the row of the mark")
    assert city.person("wang").case(case_id)["stage"] == "to_dispatch"
    console.press("^派遣 → 中原区$")
    console.wait_for("^待派遣 1$")
    city.wait_for(f"u{DISTRICT}", "dispatched", {case_id})
