"""A deed that is held for its recall: the notice counts down to its sending, nothing else looks like an outage."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.facts import Line
from console.ui.look.lines import NoticeLine
from console.ui.rail_model import UNSENT
from rules.case import Case, Stage
from tests.builders import a_case, a_leg
from tests.console.ui.conftest import Room


def confirm(room: Room) -> None:
    """A feedback is passed by `Y`; verdicts are held."""
    room.desk.holding = frozenset({"confirm_pass"})
    room.desk.put(_answered())
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Y)


def _answered() -> Case:
    leg = a_leg("done", feedback_text="已清理")
    return a_case(Stage.TO_CONFIRM, id="case-1", round=1, legs=(leg,))


def said(room: Room) -> str:
    return room.main.case.notices.findChild(NoticeLine).accessibleName()


def test_the_notice_says_when_it_is_sent_and_counts_its_recall_down(room: Room) -> None:
    confirm(room)
    assert "10 秒后送出" in said(room)
    room.second(3)
    assert "7 秒后送出" in said(room)
    assert said(room).endswith("撤回 7 秒")
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_U)
    assert room.desk.recalls == ["desk"]


def test_while_the_line_is_there_nothing_shows_it_as_unsent(room: Room) -> None:
    confirm(room)
    assert not room.main.queue.outbox.isVisible()
    assert not room.main.rail.has(UNSENT)
    assert "待发送" not in " ".join(said.text for said in room.main.words.tags(room.board.case("case-1")))


def test_without_a_line_it_waits_like_everything_else(room: Room) -> None:
    room.desk.link(Line.OFFLINE)
    confirm(room)
    assert "送出" not in said(room)
    assert room.main.rail.has(UNSENT)
    room.desk.link(Line.ONLINE)
    room.second(1)
    assert "9 秒后送出" in said(room)
