"""This desk's own lists: what is unsent and which conflicts wait, in words, in order, and by keyboard alone."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.facts import Line, OutboxDelta, Pending, Sending
from console.ui.local_lines import LINE, LocalLine
from tests.builders import NINE, a_case
from tests.console.ui.conftest import Room
from tests.console.ui.test_case_panel import a_conflict


def a_pending(n: int, case_id: str) -> Pending:
    """A dispatch that was offered once, before the line was cut."""
    return Pending(
        f"c-{n}", n, "dispatch", case_id, "wang", "desk", NINE, Sending.OFFERED, unit="410102", last_error="link.down"
    )


def lines(room: Room) -> list[LocalLine]:
    """What the list shows, from the top."""
    model = room.main.local.lines.model()
    return [model.index(row, 0, QModelIndex()).data(LINE) for row in range(model.rowCount(QModelIndex()))]


def test_the_unsent_list_says_what_waits_and_why_in_the_persons_language(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.board.take_outbox(OutboxDelta((a_pending(1, "case-1"),)))
    room.desk.link(Line.OFFLINE)
    room.main.choice.show_list("unsent")

    (line,) = lines(room)
    assert line.strong == "派遣 → 中原区"
    assert line.state == "待发送"  # without a line nothing is being sent
    assert line.below == "1 · 09:00:00 · 连不上服务器"


def test_enter_opens_the_case_of_the_chosen_line_and_what_comes_meanwhile_does_not_move_it(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.board.take_outbox(OutboxDelta((a_pending(1, "case-1"), a_pending(2, "case-2"))))
    room.main.choice.show_list("unsent")
    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Down)
    room.board.take_outbox(OutboxDelta((a_pending(3, "case-1"),)))
    QTest.keyClick(room.main.local, Qt.Key.Key_Return)

    assert room.main.case.case_id == "case-2"


def test_what_is_sent_goes_from_the_top_and_the_chosen_line_stays_chosen_where_it_can(room: Room) -> None:
    room.desk.put(*(a_case(id=f"case-{n}") for n in range(1, 6)))
    room.board.take_outbox(OutboxDelta(tuple(a_pending(n, f"case-{n}") for n in range(1, 5))))
    room.main.choice.show_list("unsent")
    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Down)
    room.board.take_outbox(OutboxDelta((a_pending(5, "case-5"),), ("c-1",)))
    assert [line.about for line in lines(room)] == ["case-2", "case-3", "case-4", "case-5"]
    assert (room.main.local.lines.currentIndex().row(), room.main.case.case_id) == (0, "case-2")

    room.board.take_outbox(OutboxDelta((), ("c-2", "c-3")))
    assert [line.about for line in lines(room)] == ["case-4", "case-5"]
    assert (room.main.local.lines.currentIndex().row(), room.main.case.case_id) == (0, "case-4")

    room.board.take_outbox(OutboxDelta((), ("c-4", "c-5")))
    assert lines(room) == []


def test_of_thousands_that_are_sent_the_last_word_is_shown_soon(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.board.take_outbox(OutboxDelta(tuple(a_pending(n, "case-1") for n in range(300))))
    room.main.choice.show_list("unsent")
    for n in range(0, 290, 10):
        room.board.take_outbox(OutboxDelta((), tuple(f"c-{n + each}" for each in range(10))))
    room.qtbot.waitUntil(lambda: len(lines(room)) == 10)
    assert lines(room)[0].below.startswith("290 · ")


def test_a_list_without_lines_says_what_it_is_for(room: Room) -> None:
    room.desk.conflict(a_conflict())
    room.main.choice.show_list("conflicts")
    assert [line.strong for line in lines(room)] == ["派遣"]

    room.desk.conflict()
    assert lines(room) == []
    assert not room.main.local.lines.isVisible()


def test_escape_goes_back_to_the_queue_and_its_list_is_marked(room: Room) -> None:
    room.desk.conflict(a_conflict())
    room.main.choice.pick_list("conflicts")
    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Escape)

    assert room.main.queue.isVisible()
    assert room.main.rail.currentIndex().data() == "待派遣"


def test_thousands_of_lines_are_put_into_words_only_when_they_are_seen(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.board.take_outbox(OutboxDelta(tuple(a_pending(n, "case-1") for n in range(1, 3001))))
    said: list[str] = []
    words = room.main.local.model._words
    room.main.local.model._words = lambda item: said.append(item.id) or words(item)  # type: ignore[func-returns-value]

    room.desk.link(Line.OFFLINE)
    assert said == []  # the list is not in sight

    room.main.choice.show_list("unsent")
    QApplication.processEvents()
    room.desk.link(Line.OFFLINE)
    QApplication.processEvents()
    assert 0 < len(set(said)) < 200


def test_map_and_case_show_the_case_of_the_chosen_line_and_offer_no_enter(room: Room) -> None:
    room.desk.put(*(a_case(id=f"case-{n}") for n in (1, 2, 3)))
    room.board.take_outbox(OutboxDelta((a_pending(1, "case-3"), a_pending(2, "case-2"))))
    room.main.choice.show_list("unsent")
    assert room.main.case.case_id == "case-3"

    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Down)
    assert room.main.case.case_id == "case-2"
    assert room.main.map._chosen == "case-2"
    primary = room.main.case.decide.deeds.primary_button
    assert primary is not None
    assert not primary.cap.isVisible()

    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Escape)
    primary = room.main.case.decide.deeds.primary_button
    assert primary is not None
    assert primary.cap.isVisible()


def test_a_line_whose_case_is_not_here_leaves_map_and_case_empty(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.board.take_outbox(OutboxDelta((a_pending(1, "gone"),)))
    room.main.choice.show_list("unsent")

    assert room.main.case.case_id == ""


def test_back_in_the_queue_its_own_case_is_shown_again(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    first = room.main.queue.view.current_case()
    other = "case-2" if first == "case-1" else "case-1"
    room.board.take_outbox(OutboxDelta((a_pending(1, other),)))
    room.main.choice.show_list("unsent")
    assert room.main.case.case_id == other

    QTest.keyClick(room.main.local.lines, Qt.Key.Key_Escape)
    assert room.main.case.case_id == room.main.queue.view.current_case() == first


def test_the_queue_beneath_it_may_change_and_the_line_stays_the_chosen_one(room: Room) -> None:
    room.desk.put(a_case(id="case-1"), a_case(id="case-2"))
    room.board.take_outbox(OutboxDelta((a_pending(1, "case-2"),)))
    room.main.choice.show_list("unsent")
    room.main.queue.view.choose("case-1")

    assert room.main.case.case_id == "case-2"
