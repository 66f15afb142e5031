"""The windows in other sizes: 150 % and 200 %, and the widths of smaller screens."""

from tests.together.harness.console import MAIN, REVIEW
from tests.together.tour.stage import BOTH, LANGUAGE, THEME, Desk, Stage

PICTURES = (
    "scale-150", "review-150", "scale-200", "review-200", "width-1366", "review-1366", "width-1280", "width-1000",
)  # fmt: skip
REFUSE = "event-01-10-1"


def tell(stage: Stage) -> None:
    """To be seen: nothing is clipped, no sideways scroll."""
    stage.morning()
    cast = stage.cast
    cast.at(275)
    waiting = cast.number(cast.filed(REFUSE, photos=True))
    case_id = cast.sent(REFUSE, photos=True)
    cast.feedback(case_id, REFUSE)
    cast.confirm(case_id, REFUSE)
    large = stage.desk("wang", THEME, QT_SCALE_FACTOR="1.5")
    _both(stage, large, waiting, ("scale-150", "review-150"), "150 %")
    stage.clear()
    largest = stage.desk("wang", LANGUAGE, QT_SCALE_FACTOR="2")
    _both(stage, largest, waiting, ("scale-200", "review-200"), "200 %")
    stage.clear()
    _small_screens(stage, waiting)


def _both(stage: Stage, desk: Desk, waiting: str, names: tuple[str, str], size: str) -> None:
    """A case on the desk, and one in the review that waits for its verdict, not for the answer to a check."""
    desk.choose(waiting)
    stage.snap(desk, names[0], f"The desk at {size}")
    stage.seat_reviewer(desk)
    desk.look_for(r"\(A\)$")
    stage.snap(desk, names[1], f"The review at {size}", REVIEW)


def _small_screens(stage: Stage, waiting: str) -> None:
    with stage.monitors(1366, 768):
        desk = stage.desk("wang", BOTH)
        _both(stage, desk, waiting, ("width-1366", "review-1366"), "1366 × 768")
        stage.clear()
    for wide, other in ((1280, ()), (1000, THEME)):
        with stage.monitors(wide, 800):
            desk = stage.desk("wang", other)
            desk.choose(waiting)
            stage.snap(desk, f"width-{wide}", f"The desk on a screen {wide} px wide", MAIN)
            stage.clear()
