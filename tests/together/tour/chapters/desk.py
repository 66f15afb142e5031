"""The dispatcher's desk: look, find, ask, dispatch."""

from tests.together.harness.console import MAIN
from tests.together.tour.stage import Desk, Stage

PICTURES = (
    "desk", "keys", "command", "map-layout", "watch-layout", "person-menu", "photos", "other-unit", "note",
    "more-deeds", "claimed", "dispatched",
)  # fmt: skip
COVER = "component-01-02-1"


def tell(stage: Stage) -> None:
    """From the first look at the desk to the dispatch of an urgent case."""
    stage.morning()
    stage.cast.at(212)
    hero = stage.cast.number(stage.cast.filed(COVER, photos=True))
    desk = stage.desk("wang")
    desk.wait_for("^(待派遣|To dispatch) [1-9]")
    desk.key("ctrl+Home")
    stage.snap(desk, "desk", "The desk at 10:32: queue, map, the chosen case with its proposal and deadline")
    _look(stage, desk)
    desk.choose(hero)
    _ask(stage, desk)
    _claim(stage, desk, hero)
    desk.key("Return")
    desk.wait_for("→ .* · (截止|due) ")
    stage.snap(desk, "dispatched", "One key dispatched it; for ten seconds U takes it back")


def _look(stage: Stage, desk: Desk) -> None:
    desk.key("question")
    stage.snap(desk, "keys", "Every key, over the window: ?")
    desk.key("Escape", "slash")
    desk.type("5")
    desk.wait_for(r"^\d{10}5 ", roles={"list item"})
    stage.snap(desk, "command", "The command field finds cases, places, units and verbs: /")
    desk.key("Escape", "F6")
    stage.snap(desk, "map-layout", "Map and case alone: F6")
    desk.key("F7")
    stage.snap(desk, "watch-layout", "Queue and case alone: F7")
    desk.key("F5")
    desk.press("王晓燕|Wang")
    stage.snap(desk, "person-menu", "Who sits here, language and theme", MAIN)
    desk.key("Escape")


def _claim(stage: Stage, desk: Desk, hero: str) -> None:
    """Somebody at another desk has the hero in hand, and lets it go."""
    other = stage.desk("li")
    other.choose(hero)
    other.key("k")
    other.wait_for("^(已认领|Claimed)$")
    desk.front()
    desk.wait_until(lambda: _is_claimed(desk), "the claim in the row")
    desk.key("Return")
    desk.wait_for("再按 Enter 派遣$|Enter again dispatches$")
    stage.snap(desk, "claimed", "Somebody else has claimed the case: Enter asks once, Enter again goes on")
    other.front()
    other.key("k")
    other.wait_for("^(已放开认领|Claim let go)$")
    desk.front()
    desk.wait_until(lambda: not _is_claimed(desk), "the row without the claim")


def _is_claimed(desk: Desk) -> bool:
    return any(words in desk.chosen_row() for words in ("认领", "claimed by"))


def _ask(stage: Stage, desk: Desk) -> None:
    desk.key("i")
    stage.snap(desk, "photos", "The photos of a case, large: I")
    for key, name, words in (
        ("o", "other-unit", "Another unit than the proposed one: O"),
        ("n", "note", "A note on the case: N"),
    ):
        desk.key("Escape", key)
        stage.snap(desk, name, words)
    desk.key("Escape", "d")
    stage.snap(desk, "more-deeds", "Whatever else may be done with a case: D")
    desk.key("Escape", "Escape")
