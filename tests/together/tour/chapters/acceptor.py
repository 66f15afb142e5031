"""An acceptor: reports come in, are looked at, accepted or declined."""

from tests.together.tour.stage import BOTH, Stage

PICTURES = ("intake-list", "decline", "register", "register-faults")


def tell(stage: Stage) -> None:
    """The intake list, the form for a report, what is wrong with a form, and a report that is declined."""
    stage.morning()
    stage.cast.at(213)
    stage.cast.report("event-01-10-1", photos=True)
    desk = stage.desk("chen", BOTH)
    desk.wait_for("^(待受理|Intake) [1-9]")
    stage.snap(desk, "intake-list", "An acceptor's lists")
    desk.key("r")
    desk.wait_for("^(不予受理|Decline)")
    stage.snap(desk, "decline", "Declining a report: the reason is chosen, the answer typed")
    desk.key("Escape", "ctrl+n")
    desk.wait_for("^(登记上报|Register a report)$")
    desk.type("Manhole cover loose, rocks when cars pass")
    stage.snap(desk, "register", "The form by which an acceptor registers a report")
    desk.key("ctrl+Return")
    stage.snap(desk, "register-faults", "What a form still lacks is told at the field")
