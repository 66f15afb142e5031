"""What a dispatcher does beside the queue, in real windows: a call, the map, a conflict."""

from tests.builders import t
from tests.together.conftest import MakeConsole, NewPage, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import Console
from tests.together.harness.newspaper import cover, refuse
from tests.together.harness.pages import Terminal
from tests.together.ways.conftest import Wired

DISTRICT, OTHER = "410102", "410103"


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


@postgresql_when_long
def test_two_consoles_send_the_same_case_and_the_later_one_chooses(
    city: City, desk: Wired, make_console: MakeConsole
) -> None:
    first, second = cover(city), refuse(city)
    console, other = desk.console, make_console("b")
    other.start("--server", city.url, "--enrol", "desk-b")
    other.sign_in("li")
    console.wait_for("^待派遣 2$")
    other.wait_for("^待派遣 2$")
    desk.cut()
    _send_both(console)
    _send_to_another_unit(other)
    city.wait_for_stage(first, "with_units")
    city.person("li").do("dispatch", second, unit=OTHER)
    desk.mend()
    console.wait_for("^冲突 2$")
    _the_first_stays_as_it_is(city, console, first)
    _the_second_is_applied_on_top(city, console, second)


def _send_both(console: Console) -> None:
    """The cover first, whichever of the two came first and was chosen by itself."""
    console.front()
    console.click_row("污水井盖", column=1)
    console.dispatch()
    console.wait_for("^待派遣 1$")
    console.dispatch()
    console.wait_for("^待发送 2$")


def _send_to_another_unit(console: Console) -> None:
    """`O`, the unit's code, Enter chooses it and shows its deadline, the next Enter sends."""
    console.front()
    console.settle()
    console.key("o")
    console.wait_for("^改派其他单位$|^派遣给其他单位$|其他单位", roles={"label"})
    console.type(OTHER)
    console.key("Return")
    console.wait_for("^派遣 → 二七区")
    console.dispatch()


def _the_first_stays_as_it_is(city: City, console: Console, first: str) -> None:
    console.front()
    console.wait_for("^冲突：")
    assert console.finds("^1 / 2$")
    console.key("1")
    console.wait_for("^冲突 1$")
    assert [(leg["unit"], leg["sent_by"]) for leg in city.person("wang").case(first)["legs"]] == [(OTHER, "li")]


def _the_second_is_applied_on_top(city: City, console: Console, second: str) -> None:
    """It met a dispatch to another unit, which was taken back meanwhile: now it can be."""
    city.person("li").do("recall", second, reason="misclick")
    console.wait_for("^1 / 1$")
    city.wait_for_stage(second, "to_dispatch")
    console.wait_for("^待派遣 1$")
    console.wait_for("按现在的状态重新发出")
    console.key("2")
    console.wait_for("^冲突 0$")
    console.wait_for("^待发送 0$")
    city.wait_for_stage(second, "with_units")
    legs = city.person("wang").case(second)["legs"]
    assert (legs[-1]["unit"], legs[-1]["sent_by"]) == (DISTRICT, "wang")
