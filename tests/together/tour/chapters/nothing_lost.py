"""What helps where no server answers: the file for a unit, and the drill of an outage."""

from typing import Any

from tests.together.tour.stage import LANGUAGE, MAIN, Desk, Stage

PICTURES = ("hand-over-units", "hand-over-file", "drill-begin", "drill", "drill-over")
REFUSE, COVER = "event-01-10-1", "component-01-02-1"
HANDOVERS = "^(单位交接文件|Hand-over files for units)$"
SAVE = "^(保存交接文件|Save the hand-over file)$"
DRILLS = "^(断网演练|Outage drill)$"


def tell(stage: Stage) -> None:
    """The desk of a shift leader."""
    stage.morning()
    cast = stage.cast
    cast.at(240)
    cast.filed(REFUSE)
    zhao = stage.desk("zhao", LANGUAGE)
    _handed_over(stage, zhao)
    _drilled(stage, zhao)


def _from_menu(desk: Desk, entry: int) -> None:
    """By the keys, from the top: sign out, train, hand-over list, outage drill, hand-over files."""
    desk.front()
    desk.press("^(赵|Zhao)")
    desk.settle()
    desk.key(*["Down"] * entry, "Return")


def _handed_over(stage: Stage, desk: Desk) -> None:
    _from_menu(desk, 5)
    desk.window(HANDOVERS)
    stage.snap(desk, "hand-over-units", "A unit without a terminal gets its cases as a signed file", MAIN, HANDOVERS)
    desk.key("Return")
    desk.window(SAVE)
    file = desk.files.with_name("handover.html")
    desk.key("ctrl+a")
    desk.type(str(file))
    desk.key("Return")
    desk.wait_until(file.exists, "the hand-over file")
    page = stage.page()
    page.goto(file.as_uri())
    stage.shoot(page, "hand-over-file", "The file in the unit's browser, without any network", whole=True)
    desk.front(HANDOVERS)
    desk.key("Escape")


def _reach_urgent(stage: Stage) -> None:
    """No drill begins while a unit has yet to hear of an urgent case; chapters before this one have left some."""
    li = stage.city.person("li")
    for case in li.on_list("to_dispatch"):
        if case["urgent"]:
            stage.cast.dispatch(case["id"], COVER)
    urgent = [li.case(case["id"]) for case in li.on_list("dispatched") if case["urgent"]]
    for unit in sorted({leg["unit"] for case in urgent for leg in case["legs"] if _waits(leg)}):
        stage.terminal(unit)


def _waits(leg: dict[str, Any]) -> bool:
    """Sent by the city; neither fetched nor told by phone. What equals its default is not told."""
    known = any(leg.get(each) for each in ("fetched_at", "told_at", "parent"))
    return leg.get("stage", "sent") in {"sent", "delivered"} and not known


def _drilled(stage: Stage, desk: Desk) -> None:
    _reach_urgent(stage)
    _from_menu(desk, 4)
    desk.window(DRILLS)
    stage.snap(desk, "drill-begin", "An outage is tried out: how long, and what it means", DRILLS)
    desk.key("Return")
    desk.front()
    desk.wait_for("^(演练|Drill)")
    stage.cast.at(244)
    stage.snap(desk, "drill", "In a drill: nothing goes out, the strip says how long it lasts")
    desk.front(DRILLS)
    desk.key("e")
    desk.wait_for("(打开报告|Open the report)", DRILLS)
    stage.snap(desk, "drill-over", "What the drill came to", DRILLS)
