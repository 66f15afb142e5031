"""A training: an hour by script in a city of its own, with a window that keeps the score."""

from tests.together.harness.console import BUTTONS, MAIN, SIGN_IN
from tests.together.tour.stage import Desk, Stage

PICTURES = ("training",)
WINDOW = "^(训练|Training)$"


def tell(stage: Stage) -> None:
    """The score at the beginning of the hour."""
    stage.cast.at(290)
    desk = stage.trainee()
    desk.wait_for(r"\(Enter\)$", SIGN_IN, BUTTONS, seconds=90)
    desk.sign_in("wang")
    desk.wait_until(lambda: _opened(desk), "the training's window", seconds=90)
    stage.snap(desk, "training", "A training: points, figures, and every fault with what would have been right", WINDOW)


def _opened(desk: Desk) -> bool:
    """By the second entry of the person's menu, which is it once the trainer has told a first score."""
    desk.front(MAIN)
    desk.press("王晓燕|Wang")
    desk.settle()
    desk.key("Down", "Down", "Return")
    desk.settle()
    return desk.shows(WINDOW)
