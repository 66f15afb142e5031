"""What stands in the place of rows: what is awaited, why there is nothing to do, what the server thinks of the desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.facts import Line, LinkState, Making
from console.ui.look import Look
from console.ui.look.buttons import KeyButton
from console.ui.look.lines import OfflineStrip, SkeletonRows
from tests.builders import NINE, a_case, an_actor
from tests.console.ui.conftest import Room


def shown(room: Room) -> SkeletonRows:
    """The grey rows of the queue."""
    (rows,) = room.main.queue.findChildren(SkeletonRows)
    return rows


def strip(room: Room) -> str:
    """What the strip above the rows says."""
    (found,) = room.main.queue.findChildren(OfflineStrip)
    return found.accessibleName()


def test_before_the_first_answer_of_the_server_grey_rows_stand_there(room: Room) -> None:
    room.board.take_link(LinkState(Line.STARTING))

    room.qtbot.waitUntil(lambda: shown(room).isVisible())
    assert shown(room).accessibleName() == "正在等待服务器送来首批案卷"


def test_while_the_desk_loads_no_list_says_that_it_is_empty(room: Room) -> None:
    room.board.is_loaded = False
    room.board.seats_changed.emit(room.board.seats)
    room.main.queue.show_list("to_dispatch")
    model = room.main.rail.model()
    spoken = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    told = [label.text() for label in room.main.queue.findChildren(QLabel)]
    assert "待派遣" in spoken
    assert room.main.queue.count_label.text() == ""
    assert "无案卷" not in told

    room.board.take_loaded()
    spoken = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    told = [label.text() for label in room.main.queue.findChildren(QLabel)]
    assert "待派遣 0" in spoken
    assert room.main.queue.count_label.text() == "0"
    assert "无案卷" in told


def test_the_grey_rows_go_with_the_first_answer(room: Room) -> None:
    room.board.take_link(LinkState(Line.STARTING))
    room.qtbot.waitUntil(lambda: shown(room).isVisible())

    room.board.take_link(LinkState(Line.ONLINE, as_of=NINE))

    assert not shown(room).isVisible()


@pytest.mark.parametrize(
    ("language", "making", "words"),
    [
        ("zh_CN", Making.DEMO_CITY, "正在生成演示城市：约半分钟，仅首次启动需要"),
        ("en", Making.DEMO_CITY, "The demo city is being made: about half a minute, at the first start only"),
        ("zh_CN", Making.TRAINING_CITY, "正在生成本次演练的城市：约半分钟"),
    ],
)
def test_while_a_city_is_made_first_that_is_what_is_waited_for(
    qtbot: QtBot, look: Look, language: str, making: Making, words: str
) -> None:
    room = Room(qtbot, look, language)
    room.board.take_link(LinkState(Line.STARTING))
    room.main.queue.await_city(making)
    qtbot.waitUntil(lambda: shown(room).isVisible())
    assert shown(room).accessibleName() == words

    room.main.queue.await_city(Making.NOTHING)
    room.second(12)
    told = [label.text() for label in room.main.queue.vacant.findChildren(QLabel)]
    room.close()

    assert any(
        each.endswith(("送来首批案卷 · 已用 12 秒", "first cases from the server · 12 s so far")) for each in told
    )


def test_a_wait_of_more_than_a_second_is_counted(room: Room) -> None:
    room.board.take_link(LinkState(Line.STARTING))
    room.second(3)

    told = [label.text() for label in room.main.queue.findChildren(type(room.main.queue.count_label))]
    assert "正在等待服务器送来首批案卷 · 已用 3 秒" in told


def test_a_desk_that_the_server_does_not_know_is_told_so_and_promised_nothing(room: Room) -> None:
    room.board.take_link(LinkState(Line.SIGN_IN))

    assert strip(room).startswith("未登记 服务器不认识本席")
    assert not shown(room).isVisible()


def test_offline_before_the_first_answer_promises_no_dispatch(room: Room) -> None:
    room.board.take_link(LinkState(Line.OFFLINE, since=NINE))

    assert "本席位尚未连上过服务器" in strip(room)


def test_an_empty_list_offers_the_first_one_where_a_case_waits(room: Room) -> None:
    room.board.take_link(LinkState(Line.ONLINE, as_of=NINE))
    room.desk.put(a_case("to_confirm"))
    room.main.choice.show_list("to_dispatch")
    QApplication.processEvents()

    (step,) = room.main.queue.vacant.findChildren(KeyButton)
    assert (step.text(), step.key) == ("看待核对 1", "Ctrl+4")

    step.click()

    assert room.main.queue.list_name == "to_confirm"
    assert room.main.case.case_id == "case-1"


def test_drafts_have_a_number_in_the_language_of_the_windows(room: Room) -> None:
    names = room.context.names
    assert names.number("临A1-3") == "临A1-3"

    names.english = True

    assert names.number("临A1-3") == "new A1-3"
    assert names.number("15112400046") == "15112400046"


def test_before_anybody_signed_in_no_number_is_said_and_the_queue_says_when(qtbot: QtBot, look: Look) -> None:
    made = Room(qtbot, look)

    def spoken() -> list[object]:
        model = made.main.rail.model()
        return [model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(1, 3)]

    assert spoken() == ["待派遣", "被退回"]
    assert made.main.queue.count_label.text() == ""
    assert "待派遣：登录后显示" in [each.text() for each in made.main.queue.vacant.findChildren(QLabel)]

    made.desk.sign_in(an_actor("dispatcher"))
    assert spoken() == ["待派遣 0", "被退回 0"]
    assert made.main.queue.count_label.text() == "0"
    made.close()
