"""A shift leader: what is filed, and with which condition."""

from tests.together.tour.stage import THEME, Stage

PICTURES = ("filing", "closing")
REFUSE = "event-01-10-1"


def tell(stage: Stage) -> None:
    """A case is filed with its condition; another is closed."""
    stage.morning()
    cast = stage.cast
    cast.at(214)
    case_id = cast.report(REFUSE, photos=True)
    stage.city.person("chen").do("accept", case_id)
    checked = _verified(stage)
    desk = stage.desk("zhao", THEME)
    desk.choose(cast.number(case_id))
    desk.wait_for(r"\(F\)$")
    desk.key("f")
    desk.wait_for("^(立案条件|Filing condition)$")
    stage.snap(desk, "filing", "A shift leader files a case with its condition")
    desk.choose(checked)
    desk.key("a")
    stage.snap(desk, "closing", "Closing: the conditions that hold are ticked")


def _verified(stage: Stage) -> str:
    """The number of a case that a supervisor passed."""
    cast = stage.cast
    case_id = cast.sent(REFUSE, photos=True)
    cast.feedback(case_id, REFUSE)
    cast.confirm(case_id, REFUSE)
    stage.city.person("chen").do("verify_pass", case_id)
    return cast.number(case_id)
