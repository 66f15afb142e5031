"""Old commands: a strip says that they wait, one list shows them ticked, one Enter sends them; dropping asks twice."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.facts import Line, OutboxDelta, Pending, Sending
from tests.builders import NINE, a_case
from tests.console.ui.conftest import Room

HOUR = 3_600_000


def old(n: int, case_id: str = "case-1") -> Pending:
    """A dispatch of yesterday."""
    return Pending(f"c-{n}", n, "dispatch", case_id, "wang", "desk", NINE - 20 * HOUR, Sending.OLD, unit="410102")


def wait(room: Room, *pending: Pending) -> None:
    """These wait for a word."""
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.board.take_outbox(OutboxDelta(pending))


def opened(room: Room) -> None:
    wait(room, old(1), old(2, "case-2"), old(3))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_X)


def test_the_strip_stands_only_while_there_is_a_line_and_something_old(room: Room) -> None:
    strip = room.main.queue.strips.old
    assert strip.isHidden()
    wait(room, old(1))
    assert strip.isVisible()
    room.desk.link(Line.OFFLINE)
    assert strip.isHidden()
    room.desk.link(Line.ONLINE)
    room.board.take_outbox(OutboxDelta((), ("c-1",)))
    assert strip.isHidden()


def test_x_opens_the_list_and_one_enter_sends_all(room: Room) -> None:
    opened(room)
    card = room.main.local.old
    assert card.isVisible()
    assert card.send.text() == "发送 3"
    QTest.keyClick(room.main.focusWidget(), Qt.Key.Key_Return)
    assert room.desk.confirmed == [(("c-1", "c-2", "c-3"), "send")]


def test_what_has_no_tick_stays(room: Room) -> None:
    opened(room)
    card = room.main.local.old
    QTest.keyClick(card.list, Qt.Key.Key_Down)
    QTest.keyClick(card.list, Qt.Key.Key_Space)
    assert card.send.text() == "发送 2"
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert room.desk.confirmed == [(("c-1", "c-3"), "send")]


def test_dropping_asks_a_second_time(room: Room) -> None:
    opened(room)
    card = room.main.local.old
    QTest.keyClick(card.list, Qt.Key.Key_Delete)
    assert room.desk.confirmed == []
    assert card.drop.text() == "确认放弃 3"
    QTest.keyClick(card.list, Qt.Key.Key_Delete)
    assert room.desk.confirmed == [(("c-1", "c-2", "c-3"), "drop")]


def test_the_card_goes_with_the_last_of_them_and_a_line_says_what_each_is(room: Room) -> None:
    opened(room)
    card = room.main.local.old
    assert "派遣 → 中原区" in card.model.index(0).data()
    room.board.take_outbox(OutboxDelta((), ("c-1", "c-2", "c-3")))
    assert card.isHidden()


def test_without_old_commands_x_opens_nothing(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_X)
    assert room.main.local.isHidden()
