"""Two consoles send the same case: the later one leaves it, does it again, edits it, or hands it over unsettled."""

import pytest

from tests.together.conftest import MakeConsole, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import Console
from tests.together.harness.newspaper import cover, refuse
from tests.together.ways.conftest import Wired

DISTRICT, OTHER = "410102", "410103"
HAND_OVER = r"^(交接清单|Hand-over list)"


@postgresql_when_long
def test_two_consoles_send_the_same_case_and_the_later_one_chooses(
    city: City, desk: Wired, make_console: MakeConsole
) -> None:
    first, second = cover(city), refuse(city)
    _collide(city, desk, make_console("b"), first, second)
    _the_first_stays_as_it_is(city, desk.console, first)
    _the_second_is_applied_on_top(city, desk.console, second)


@pytest.mark.long
@postgresql_when_long
def test_what_lost_is_edited_and_what_is_put_off_stands_in_the_hand_over(
    city: City, desk: Wired, make_console: MakeConsole
) -> None:
    first, second = cover(city), refuse(city)
    _collide(city, desk, make_console("b"), first, second)
    _the_first_is_edited(city, desk.console, first)
    _the_second_waits(city, desk.console, second)


def _collide(city: City, desk: Wired, other: Console, first: str, second: str) -> None:
    """Without a line wang sends both; the other console sends the first elsewhere, and somebody the second."""
    console = desk.console
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


def _the_first_is_edited(city: City, console: Console, first: str) -> None:
    """The form is that of a re-assignment, with the unit that it was sent to; only the reason is asked for."""
    console.front()
    console.wait_for("^冲突：")
    assert console.finds("^1 / 2$")
    console.wait_for("^打开“改派”表单")
    console.key("4")
    console.wait_for("^还差：原因$")
    console.type("flood")
    console.key("Return")
    console.wait_for("^冲突 1$")
    console.wait_for("^待发送 0$")
    city.wait_for(f"u{DISTRICT}", "dispatched", {first})
    legs = city.person("wang").case(first)["legs"]
    assert [(leg["unit"], leg["sent_by"]) for leg in legs] == [(OTHER, "li"), (DISTRICT, "wang")]
    assert legs[0]["stage"] == "recalled"


def _the_second_waits(city: City, console: Console, second: str) -> None:
    """Put off by Esc it changes nothing; who takes the desk over reads of it."""
    console.wait_for("^1 / 1$")
    console.key("Escape")
    console.wait_gone("^冲突：")
    assert [(leg["unit"], leg["sent_by"]) for leg in city.person("wang").case(second)["legs"]] == [(OTHER, "li")]
    console.key("ctrl+shift+h")
    console.wait_for("^未处理的冲突 1$", HAND_OVER)
    console.wait_for("^09:00 · 派遣 · .*暴露垃圾", HAND_OVER)
    assert console.finds("^冲突 1$")
