"""The line is cut and comes back: work goes on, nothing is lost, a conflict asks."""

from tests.together.tour.stage import Desk, Stage

PICTURES = ("sent-not-delivered", "outage", "unsent", "conflict")
COVER = "component-01-02-1"
REFUSE = ("event-01-10-1", "event-02-01-1", "event-01-11-1", "event-01-18-1")


def tell(stage: Stage) -> None:
    """A desk behind a line of its own."""
    stage.morning()
    cast = stage.cast
    cast.at(230)
    desk = stage.desk("wang", url=stage.line.url)
    for condition in REFUSE:
        cast.filed(condition)
    urgent = cast.filed(COVER)  # the last one: when it has come, all have
    desk.choose(cast.number(urgent))
    _cut(stage, desk)
    _back(stage, desk)


def _cut(stage: Stage, desk: Desk) -> None:
    stage.line.cut()
    desk.wait_for("^(离线|Offline)")
    desk.dispatch()
    desk.wait_for("(待发送|unsent) 1$")
    stage.cast.at(234)
    stage.snap(desk, "sent-not-delivered", "Sent while the line is cut: it stays in sight until told by phone")
    desk.key("ctrl+1")
    for count in range(2, 5):
        desk.key("Down")
        desk.dispatch()
        desk.wait_for(f"(待发送|unsent) {count}$")
    stage.cast.at(235)
    stage.snap(desk, "outage", "Offline: work goes on, unsent commands wait in their order")
    desk.click("^(待发送|Unsent) 4", roles={"list item"})
    stage.snap(desk, "unsent", "What this desk has not sent yet, in its order")


def _back(stage: Stage, desk: Desk) -> None:
    li = stage.city.person("li")
    for case in li.on_list("to_dispatch"):
        if case["district"] and not case["urgent"]:
            li.do("dispatch", case["id"], unit=next(u for u in ("410102", "410103") if u != case["district"]))
    stage.line.mend()
    desk.wait_for("^(冲突|conflicts) [1-9]")
    stage.snap(desk, "conflict", "Somebody else was quicker: nothing is lost, the card asks what to do")
