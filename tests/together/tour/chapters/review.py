"""The second monitor: what was reported done is looked at and judged, in both languages and themes."""

from tests.together.harness.console import BUTTONS, REVIEW
from tests.together.tour.stage import BOTH, Stage

PICTURES = (
    "confirm", "review-signed-out", "review", "review-keys", "mark-up", "reject", "verdict-recall", "review-light",
)  # fmt: skip
REFUSE = "event-01-10-1"


def tell(stage: Stage) -> None:
    """From the feedback that waits to be confirmed to the verdict."""
    stage.morning()
    cast = stage.cast
    cast.at(240)
    case_id = cast.sent(REFUSE, photos=True)
    cast.at(250)
    cast.feedback(case_id, REFUSE, solved=False)
    number = cast.number(case_id)
    desk = stage.desk("wang")
    desk.choose(number)
    stage.snap(desk, "confirm", "What units reported done waits to be confirmed by the command centre")
    desk.key("y")
    stage.city.wait_for_stage(case_id, "to_verify")
    stage.city.person("chen").do("send_check", case_id)
    cast.at(256)
    cast.check(case_id, "unsolved")
    stage.snap(desk, "review-signed-out", "The review window before anybody sits at its seat", REVIEW)
    stage.seat_reviewer(desk)
    desk.look_at(number)
    desk.wait_for(r"\(R\)$", REVIEW)
    stage.snap(desk, "review", "Second monitor: before and after, what is known, the verdict", REVIEW)
    desk.key("question")
    stage.snap(desk, "review-keys", "The keys of the review window: ?", REVIEW)
    desk.key("Escape", "t")
    desk.draw("^(处置后|after)$", REVIEW)  # the pane; its photo below is called After
    stage.snap(desk, "mark-up", "What is wrong is marked on the photo before it goes back", REVIEW)
    desk.key("t", "r")
    stage.snap(desk, "reject", "Rejecting: the number of the reason sends it back", REVIEW)
    desk.key("1")
    desk.wait_for("撤回|recall", REVIEW, BUTTONS)
    stage.snap(desk, "verdict-recall", "The verdict is given, and can still be taken back", REVIEW)
    desk.key("u")
    _otherwise(stage, number)


def _otherwise(stage: Stage, number: str) -> None:
    desk = stage.desk("wang", BOTH)
    stage.seat_reviewer(desk)
    desk.look_at(number)
    desk.wait_for(r"\(R\)$", REVIEW)
    stage.snap(desk, "review-light", "The same review, in the other language and theme", REVIEW)
