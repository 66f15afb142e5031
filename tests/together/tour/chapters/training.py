"""A training: an hour by script in a city of its own, with a window that keeps the score."""

import re
from collections.abc import Callable

from tests.together.harness.clock import TownClock
from tests.together.harness.console import BUTTONS, MAIN, SIGN_IN
from tests.together.tour.cast import DAY
from tests.together.tour.stage import Desk, Stage

PICTURES = ("training-desk", "training", "training-over")
WINDOW = "^(训练|Training)$"
COST = re.compile(r"−\d")
OVER = r"\(P\)$"
WRONG = "410108"  # of another district than where it lies
STEP_S = 5  # the hour goes on by so much at a time


def tell(stage: Stage) -> None:
    """A wrong unit, an urgent case that nobody looked at, and what the hour was worth."""
    clock = stage.clock(f"{DAY} 09:00")
    desk = stage.trainee(clock)
    desk.wait_for(r"\(Enter\)$", SIGN_IN, BUTTONS, seconds=90)
    desk.sign_in("wang")
    gone = _let_pass(desk, clock, 0, lambda: bool(desk.rows()))
    _send_to_a_wrong_unit(desk)
    gone = _let_pass(desk, clock, gone, lambda: bool(desk.rows()))
    stage.snap(desk, "training-desk", "A training: the hour's cases come to the desk as they would in the city")
    desk.wait_until(lambda: _opened(desk), "the training's window", seconds=90)
    _let_pass(desk, clock, gone, lambda: _faults(desk) >= 2)
    stage.snap(desk, "training", "A training: points, figures, and every fault with what would have been right", WINDOW)
    desk.front(WINDOW)
    desk.key("e")
    desk.wait_for(OVER, WINDOW, BUTTONS)
    stage.snap(desk, "training-over", "The end of a training: the score, earlier runs, and a page to print", WINDOW)


def _let_pass(desk: Desk, clock: TownClock, gone: int, holds: Callable[[], bool]) -> int:
    """The hour goes on, quicker than by itself, until something is so; the seconds of it that are gone."""

    def goes_on() -> bool:
        nonlocal gone
        gone += STEP_S
        clock.put(f"{DAY} 09:{gone // 60:02d}:{gone % 60:02d}")
        return holds()

    desk.wait_until(goes_on, "what the hour brings", seconds=60)
    return gone


def _send_to_a_wrong_unit(desk: Desk) -> None:
    desk.front()
    desk.settle()
    desk.key("o")
    desk.wait_for("其他单位|[Oo]ther unit", roles={"label"})
    desk.type(WRONG)
    desk.key("Return")
    desk.wait_for("→ (惠济区|Huiji)")
    desk.dispatch()
    desk.wait_until(lambda: not desk.rows(), "the case to be dispatched")


def _faults(desk: Desk) -> int:
    return sum(bool(COST.match(words)) for words in desk.texts(WINDOW))


def _opened(desk: Desk) -> bool:
    """By the second entry of the person's menu, which is it once the trainer has told a first score."""
    desk.front(MAIN)
    desk.press("王晓燕|Wang")
    desk.settle()
    desk.key("Down", "Down", "Return")
    desk.settle()
    return desk.shows(WINDOW)
