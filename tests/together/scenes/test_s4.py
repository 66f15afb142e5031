"""Scene S4: nobody's manhole. A cover missing 12 m from the border of two districts. Wednesday 2015-04-22, 09:00.

The decision card, the automatic rule and the report of the scene come with their own issues.
"""

import pytest

from tests.builders import t
from tests.together.conftest import MakeConsole, NewPage, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import Console
from tests.together.harness.newspaper import COVER_CONDITION
from tests.together.harness.nobodys import beside, metres_to, nobodys_place, strip_around
from tests.together.harness.pages import Terminal
from tests.together.harness.person import Refused

OURS, THEIRS = "410102", "410103"  # 中原区, 二七区
WORDS, AGAIN = "便道上井盖缺失", "便道上又一井盖缺失"
MAKE_SAFE = "C33"
DAY = "2015-04-22"


@postgresql_when_long
def test_s4(city: City, make_console: MakeConsole, new_page: NewPage) -> None:
    rules = city.rules()
    assert rules.grids is not None
    place = nobodys_place(rules, OURS, THEIRS, 12)
    case_id = _filed(city, WORDS, place)
    desk = make_console("a")
    desk.start("--server", city.url, "--enrol", "desk-a")
    desk.sign_in("wang")
    _two_candidates_and_none_is_preset(city, desk, case_id, metres_to(rules.grids, place, 30))
    first = Terminal(new_page(), city.url, f"u{OURS}")
    _returned_with_proof_and_upheld(city, first, case_id)
    _the_other_returns_it_too(city, case_id)
    _made_safe_and_sought(city, desk, case_id)
    strip = strip_around(rules.grids, place, 40)
    number = _ruled(city, Terminal(new_page(), city.url, f"u{THEIRS}"), case_id, strip)
    _the_next_one_there_follows_the_ruling(city, desk, beside(rules.grids, place, 8, 0), number)


def _filed(city: City, words: str, place: tuple[int, int]) -> str:
    """Reported with its point, accepted, filed: urgent, two hours."""
    chen, category = city.person("chen"), COVER_CONDITION.rpartition("-")[0]
    case_id = chen.report(words, lon=place[0], lat=place[1], source="phone")
    chen.do("accept", case_id, category=category)
    city.person("zhao").do("file", case_id, condition=COVER_CONDITION)
    assert chen.case(case_id)["owner"] == ""
    return case_id


def _two_candidates_and_none_is_preset(city: City, desk: Console, case_id: str, metres: int) -> None:
    """1. The border and the unknown owner stand there, both districts are offered, and Enter sends nothing."""
    asked = city.person("wang").get(f"/v1/responsibility/case/{case_id}")
    assert (asked["unit"], asked["ground"], set(asked["candidates"])) == ("", "border", {OURS, THEIRS})
    assert asked["make_safe"] == MAKE_SAFE
    desk.wait_for("^待派遣 1$")
    desk.click_row("污水井盖", column=1)
    desk.wait_for(f"距区界 {metres} 米")
    desk.wait_for("20 米内无权属单位")
    desk.dispatch()
    desk.settle()
    assert city.person("wang").case(case_id)["stage"] == "to_dispatch"
    desk.key("Escape")


def _returned_with_proof_and_upheld(city: City, first: Terminal, case_id: str) -> None:
    """2. The clock stands while a 15-minute decision clock runs; upheld, the other district has its full limit."""
    wang = city.person("wang")
    wang.do("dispatch", case_id, unit=OURS)
    first.open_list()
    first.row(case_id).wait_for()
    city.clock.put(f"{DAY} 09:05")
    first.press(case_id, "sign")
    city.clock.put(f"{DAY} 09:20")
    first.ask_return(case_id, "界外，附勘界图")
    case = wang.case(case_id)
    (request,), (leg,) = case["requests"], case["legs"]
    assert case["photos"][-1]["owner"] == request["id"]
    assert request["clock"]["limit"] == {"value": 15, "unit": "minute"}
    assert leg["clock"]["runs"][-2:] == [[t(f"{DAY} 09:00"), t(f"{DAY} 09:20")], [t(f"{DAY} 09:35"), 0]]  # it stands
    city.clock.put(f"{DAY} 09:25")
    wang.do("grant_return", case_id, leg["id"])
    wang.do("dispatch", case_id, unit=THEIRS)
    case = wang.case(case_id)
    assert (case["legs"][-1]["unit"], case["legs"][-1]["due"]) == (THEIRS, t(f"{DAY} 11:25"))
    assert case["wrong_dispatches"] == 1


def _the_other_returns_it_too(city: City, case_id: str) -> None:
    """二七 asks as well; the desk refuses, which is counted, and the same clock goes on."""
    city.clock.put(f"{DAY} 09:40")
    leg = city.person("wang").case(case_id)["legs"][-1]["id"]
    city.person(f"u{THEIRS}").do("ask_return", case_id, leg, reason="不属我区")
    city.wait_for("wang", "to_decide", {case_id})
    city.person("wang").do("refuse_return", case_id, leg, reason="先行核查权属")
    assert city.person("wang").case(case_id)["shirked"] == 1


def _made_safe_and_sought(city: City, desk: Console, case_id: str) -> None:
    """3. One key: a make-safe leg of two urgent hours, and the ownership in the ledger; both stand on the case."""
    number = city.person("wang").case(case_id)["number"]
    desk.key("slash")
    desk.type(number)
    desk.key("Return")
    desk.wait_for(number)
    desk.settle()
    desk.key("v")
    case = _until(city, case_id, "ownership", "sought")
    safe = case["legs"][-1]
    assert (safe["unit"], safe["role"], safe["due"]) == (MAKE_SAFE, "make_safe", t(f"{DAY} 11:40"))
    assert [(each["kind"], each["closed_at"]) for each in case["ledgers"]] == [("ownership", 0)]
    desk.wait_for("确权中")
    desk.wait_for("^协调台账")


def _until(city: City, case_id: str, name: str, value: str) -> dict[str, object]:
    from tests.fixtures import children

    children.wait_until(lambda: city.person("wang").case(case_id)[name] == value, f"{name} = {value}")
    return city.person("wang").case(case_id)


def _ruled(city: City, second: Terminal, case_id: str, strip: list[list[int]]) -> str:
    """4. The shift leader rules for a drawn strip and twelve months: who was ruled responsible returns nothing."""
    city.clock.put(f"{DAY} 09:50")
    year = t("2016-04-22 09:50")
    said = {"unit": THEIRS, "area": strip, "until": year, "reason": "现场勘定归二七区"}
    city.person("zhao").do("ruling", case_id, **said)
    case = city.person("wang").case(case_id)
    assert (case["ruled_unit"], case["ownership"]) == (THEIRS, "settled")
    assert case["ledgers"][0]["entries"][-1]["how"] == "ruling"
    lead = case["legs"][-2]["id"]
    second.open(case_id)
    second.page.wait_for_selector("[data-why]")
    assert second.page.locator("[data-verb=ask_return]").count() == 0
    with pytest.raises(Refused) as no:
        city.person(f"u{THEIRS}").do("ask_return", case_id, lead, reason="不属我区")
    assert no.value.rule == "rule.ruled"
    with pytest.raises(Refused):
        city.person(f"u{THEIRS}").do("appeal", case_id, reason="裁定有误")  # after closing alone
    return str(case["ruling"])


def _the_next_one_there_follows_the_ruling(city: City, desk: Console, place: tuple[int, int], number: str) -> None:
    """5. Next day, the same class, 8 m away: 二七 is preset, and the reason names the ruling."""
    desk.stop()
    city.clock.put("2015-04-23 09:00")
    city.sign_everybody_out()  # of yesterday
    case_id = _filed(city, AGAIN, place)
    asked = city.person("wang").get(f"/v1/responsibility/case/{case_id}")
    assert (asked["unit"], asked["ground"]) == (THEIRS, "ruling")
    assert number in asked["words"]
    desk.start("--server", city.url)
    desk.sign_in("wang")
    desk.wait_for("^待派遣 1$")
    desk.click_row("污水井盖", column=1)
    desk.wait_for(number)
    desk.wait_for("^派遣 → 二七区")
