"""A desk on its first day: before the server has answered, before anybody sits there, before there is a case."""

from tests.together.harness.console import BUTTONS, SIGN_IN
from tests.together.harness.person import PASSWORD
from tests.together.tour.stage import BOTH, UNNAMED, Stage

LEAVE = "^(不再显示|Do not show again)"
THIRD = "^(入门|First steps) 3 / "
PICTURES = ("loading", "sign-in", "sign-in-refused", "empty", "not-enrolled", "first-steps", "first-steps-next")


def tell(stage: Stage) -> None:
    """Loading, signing in, an empty list; and a desk that the server does not know."""
    _first_start(stage)
    desk = stage.desk("", BOTH, enrol="not-a-token", shows=UNNAMED)
    desk.wait_for("[Nn]ot enrolled|未登记", UNNAMED)
    stage.snap(desk, "not-enrolled", "A desk that the server does not know says so", UNNAMED)
    stage.clear()
    _first_steps(stage)


def _first_start(stage: Stage) -> None:
    stage.line.fall_silent()
    desk = stage.desk("", url=stage.line.url, shows=UNNAMED, guide=True)
    desk.wait_for("^(正在连接|离线|Connecting|Offline)", UNNAMED)
    stage.snap(desk, "loading", "The first start of a desk while the server has not answered yet", UNNAMED)
    stage.line.mend()
    desk.wait_for(r"\(Enter\)$", SIGN_IN, BUTTONS, seconds=60)
    stage.snap(desk, "sign-in", "Who sits here? The only question that stands in the way", dialog=SIGN_IN)
    desk.type("wang")
    desk.key("Tab")
    desk.type("wrong")
    desk.key("Return")
    desk.wait_for("不对|[Ww]rong", SIGN_IN)
    stage.snap(desk, "sign-in-refused", "A wrong password is told where it was typed", dialog=SIGN_IN)
    desk.type(PASSWORD)
    desk.key("Return")
    desk.wait_for(LEAVE, roles=BUTTONS)
    desk.press(LEAVE)
    desk.wait_gone(LEAVE)
    stage.snap(desk, "empty", "A list without cases says what comes next")


def _first_steps(stage: Stage) -> None:
    """A newcomer with a morning's work before them: the line goes on when the first case is on its way."""
    stage.morning()
    stage.cast.at(212)
    desk = stage.desk("wang", guide=True)
    desk.wait_for(LEAVE, roles=BUTTONS)
    stage.snap(desk, "first-steps", "The first steps of a role: one line that goes on with each deed")
    desk.front()
    desk.key("Down")
    desk.dispatch()
    desk.wait_for(THIRD, roles={"label"})
    stage.snap(desk, "first-steps-next", "The next step, once the first case is on its way")
