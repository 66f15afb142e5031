"""The window of who is responsible: lines, drafts, drawing, the trial before putting in force; by click and key."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.ui.duties import DutyDesk
from console.ui.duties.drafts import Drafts, State
from console.ui.duties.window import DutyWindow
from console.ui.look import Look
from rules.amending import amended
from rules.city import City, Duty
from rules.duties import DutyArea, DutyLayer, Ruling, Watch
from rules.duty_edits import Edits, Fault, InForce, Move, Trial, amendments_of
from rules.wire import decode
from tests.builders import NINE, a_city, an_actor
from tests.console.ui.conftest import Room
from tests.console.ui.map.small_city import LAT, LON, lattice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a window of its own, offscreen

RING = ((LON + 20_000, LAT + 20_000), (LON + 90_000, LAT + 20_000), (LON + 90_000, LAT + 90_000))
STRIP = DutyArea("A001", "河道带", "River strip", (RING,))
RULING = Ruling("15042200001-1", "410103", "event-01-10", (RING,), NINE, NINE + 86_400_000_000, "现场勘定")


def city() -> City:
    layers = (DutyLayer(50, "行政区", "Districts"), DutyLayer(60, "部件", "Components"))
    roster = (Watch("W001", "410102", "夜班", "110", from_minute=1080, to_minute=480),)
    grids = lattice(16, 16)
    return replace(
        a_city(), layers=layers, roster=roster, areas=(STRIP,), rulings=(RULING,), grids=grids, sketch=grids.sketch(30)
    )


@pytest.fixture
def room(qtbot: QtBot, look: Look) -> Iterator[Room]:
    made = Room(qtbot, look, city=city())
    made.desk.sign_in(an_actor("shift_leader"))
    yield made
    made.close()


@pytest.fixture
def window(room: Room) -> Iterator[DutyWindow]:
    desk = DutyDesk()
    desk.adopt(room.context, room.main)
    room.main.seat_menu.duties_asked.emit()
    assert desk.window is not None
    yield desk.window
    desk.window.stop()


class Server:
    """What was asked of the server, and its answers."""

    def __init__(self, room: Room) -> None:
        self.asked: list[Question] = []
        self._room = room
        room.enquiries.asked.connect(self._take)

    def _take(self, question: Question) -> None:
        if question.kind in {Ask.DUTY_TRIAL, Ask.DUTY_FORCE}:
            self.asked.append(question)

    def answer(self, content: object) -> None:
        self._room.enquiries.take(Answer(self.asked[-1], content))

    @property
    def edits(self) -> Edits:
        return decode(Edits, self.asked[-1].args["edits"])


def field(window: DutyWindow, name: str) -> Any:
    assert window.form is not None
    return window.form.field(name)


def type_into(window: DutyWindow, name: str, text: str) -> None:
    line = field(window, name)
    if isinstance(line, QComboBox):
        line.setCurrentText(text)
    else:
        line.setText(text)
        line.textEdited.emit(text)  # the keys of a test know no Chinese


def rows(window: DutyWindow) -> list[str]:
    model = window.model
    return [
        " | ".join(str(model.data(model.index(row, column))) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


# --- the drafts, without a window


def test_drafts_lay_edits_over_what_is_in_force() -> None:
    drafts = Drafts()
    drafts.stand_on(a_city())
    first = a_city().duties[0]
    drafts.put("row", replace(first, unit="B99"))
    drafts.take_out("row", "2")
    drafts.put("row", Duty("R001", "B01"))
    assert [(line.code, line.state) for line in drafts.lines("row")] == [
        ("1", State.CHANGED), ("2", State.GONE), ("3", State.SAME), ("R001", State.NEW),
    ]  # fmt: skip
    assert drafts.free_code("row") == "R002"
    drafts.put("row", first)  # as it was: no edit
    drafts.undo("row", "2")
    assert [edit.code for edit in drafts.edits("x").edits] == ["R001"]


def test_what_came_into_force_is_drawn_up_no_more() -> None:
    drafts = Drafts()
    drafts.stand_on(a_city())
    drafts.put("row", Duty("R001", "B01"))
    drafts.take_out("row", "2")
    drafts.stand_on(amended(a_city(), amendments_of(drafts.edits().edits)))
    assert drafts.count == 0


# --- who finds it


def menu(room: Room) -> list[str]:
    room.main.seat_menu.open(QPoint(0, 0))
    shown = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
    names = [action.text() for action in shown.actions()]
    shown.close()
    return names


def test_a_shift_leader_finds_it_in_the_menu_and_a_dispatcher_does_not(room: Room) -> None:
    assert "责任设定 …" in menu(room)
    room.desk.sign_in(an_actor("dispatcher"))
    assert "责任设定 …" not in menu(room)


# --- lines


def test_each_kind_has_its_lines_in_words(window: DutyWindow) -> None:
    assert rows(window)[0] == "1 | 中原区 | 暴露垃圾 · 中原区 · 行政区 |  | "
    for kind, said in (
        ("layer", "50 | 行政区 | 权责图层 |  | "),
        ("area", "A001 | 河道带 | 3 个角点 |  | "),
        ("ruling", "15042200001-1 | 二七区 | 暴露垃圾 · 现场勘定 | "),
        ("watch", "W001 | 中原区 | 夜班 110 | 18:00–08:00 | "),
    ):
        window.choose(kind, "")
        assert rows(window)[0].startswith(said), kind


def test_lines_are_found_by_their_words(window: DutyWindow) -> None:
    window.search.setText("排水")
    assert [row.split(" | ")[0] for row in rows(window)] == ["3"]


def test_a_row_is_altered_field_by_field_and_taken_back(window: DutyWindow) -> None:
    type_into(window, "hours", "22:00-06:00")
    assert rows(window)[0] == "1 | 中原区 | 暴露垃圾 · 中原区 · 行政区 | 22:00–06:00 | 改动"
    (edit,) = window.drafts.edits().edits
    assert edit.row is not None
    assert (edit.row.from_minute, edit.row.to_minute) == (1320, 360)
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Z)
    assert window.drafts.count == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [("hours", "8点"), ("season", "13-01–14-01"), ("since", "2026-02-30"), ("until", "明年"), ("layer", "高")],
)
def test_what_cannot_be_read_is_said_at_its_field_and_changes_nothing(window: DutyWindow, name: str, text: str) -> None:
    type_into(window, name, text)
    assert window.form is not None
    said = [each.text() for each in window.form.findChildren(QLabel) if each.isVisibleTo(window)]
    assert any(words.startswith("应为：") for words in said)
    assert window.drafts.count == 0


def test_the_last_day_counts_in_full(window: DutyWindow) -> None:
    type_into(window, "until", "2015-12-31")
    (edit,) = window.drafts.edits().edits
    assert edit.row is not None
    assert edit.row.until == 1_451_577_600_000  # 2016-01-01 00:00 in Shanghai
    assert rows(window)[0].endswith("至 2015-12-31 | 改动")


def test_a_new_row_is_like_the_chosen_one_and_a_new_one_is_taken_out_again(window: DutyWindow) -> None:
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Insert)
    assert rows(window)[-1].startswith("R001 | 中原区 | 暴露垃圾 · 中原区")
    assert rows(window)[-1].endswith("新增")
    type_into(window, "no", "N1")
    assert [edit.code for edit in window.drafts.edits().edits] == ["N1"]
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    assert window.drafts.count == 0


def test_a_row_in_force_that_is_taken_out_stays_in_sight(window: DutyWindow) -> None:
    window.take_out.click()
    assert rows(window)[0].endswith("移除")
    assert window.form is not None
    assert not window.form.isEnabled()


# --- drawing


def drawn(window: DutyWindow) -> tuple[tuple[int, int], ...]:
    (edit,) = window.drafts.edits().edits
    assert edit.area is not None
    return edit.area.rings[0]


def test_an_area_is_altered_by_clicks_on_the_map(room: Room, window: DutyWindow) -> None:
    window.choose("area", "A001")
    room.qtbot.waitUntil(lambda: window.drawing.view.live is not None)
    window.draw.click()
    live = window.drawing.view.live
    assert live is not None
    window.drawing.view.point_chosen.emit(LON + 20_000, LAT + 90_000)
    assert drawn(window) == (*RING, (LON + 20_000, LAT + 90_000))
    window.drawing.view.point_chosen.emit(*RING[1])  # on a corner: it is marked
    assert window.drawing.marked == 1
    QTest.keyClick(live.canvas, Qt.Key.Key_D)
    assert drawn(window) == (RING[0], RING[2], (LON + 20_000, LAT + 90_000))


def test_an_area_is_drawn_by_keys_alone(room: Room, window: DutyWindow) -> None:
    window.choose("area", "A001")
    room.qtbot.waitUntil(lambda: window.drawing.view.live is not None)
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_W)
    live = window.drawing.view.live
    assert live is not None
    before = live.middle()
    QTest.keyClick(live.canvas, Qt.Key.Key_Right)
    QTest.keyClick(live.canvas, Qt.Key.Key_A)
    corner = drawn(window)[-1]
    assert corner == live.middle()
    assert corner[0] > before[0]
    QTest.keyClick(live.canvas, Qt.Key.Key_N)  # the first one again
    QTest.keyClick(live.canvas, Qt.Key.Key_M)
    assert drawn(window)[0] == live.middle()
    QTest.keyClick(live.canvas, Qt.Key.Key_Escape)
    assert not window.drawing.drawing
    assert window.isVisible()


def test_a_click_on_the_map_says_who_would_be_responsible_there(room: Room, window: DutyWindow) -> None:
    room.qtbot.waitUntil(lambda: window.drawing.view.live is not None)
    window.drawing.view.point_chosen.emit(LON + 80_000, LAT + 30_000)
    assert window.here.startswith("此处 · 暴露垃圾：二七区 · 裁定 15042200001-1")


# --- trial and force


MOVE = Move("case-1", "15042200001", "event-01-10", "410102", "", "duty_list", "no_duty")


def test_nothing_is_put_in_force_before_it_was_tried_and_a_reason_given(room: Room, window: DutyWindow) -> None:
    server = Server(room)
    assert not window.forcing.try_it.button.isEnabled()
    window.take_out.click()
    assert not window.forcing.force.isEnabled()
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_T)
    assert server.asked[-1].kind is Ask.DUTY_TRIAL
    assert [(edit.code, edit.row) for edit in server.edits.edits] == [("1", None)]
    server.answer(Trial("v", since=NINE - 30 * 86_400_000, until=NINE, total=3, looked=3, changed=1, moves=(MOVE,)))
    table = window.trial.table
    assert [table.item(0, n).text() for n in range(4)] == ["15042200001", "暴露垃圾", "中原区", "清单无对应"]
    assert "1 件会改派" in window.trial.words
    assert not window.forcing.force.isEnabled()
    window.forcing.reason.setText("市城管委〔2015〕7号")
    QTest.keyClick(window.forcing.reason, Qt.Key.Key_Return)
    assert server.asked[-1].kind is Ask.DUTY_FORCE
    assert (server.edits.reason, server.edits.base) == ("市城管委〔2015〕7号", city().version)
    server.answer(InForce("abcdef0123456789"))
    assert window.forcing.says.startswith("已启用（版本 abcdef01）")
    assert window.drafts.count == 0


def test_another_edit_makes_the_trial_void(room: Room, window: DutyWindow) -> None:
    server = Server(room)
    window.take_out.click()
    window.forcing.try_it.click()
    server.answer(Trial("v", changed=0))
    QTest.keyClicks(window.forcing.reason, "x")
    assert window.forcing.force.isEnabled()
    window.undo.click()
    assert not window.forcing.force.isEnabled()


def test_rows_that_contradict_each_other_are_shown_and_led_to(room: Room, window: DutyWindow) -> None:
    server = Server(room)
    window.choose("row", "2")
    window.take_out.click()
    window.forcing.try_it.click()
    told = {"no": "3", "unit": "B01", "other": "1", "other_unit": "410102"}
    server.answer(Trial("v", (Fault("row", "3", "unit", "contradicts_row", told),)))
    assert window.trial.table.item(0, 1).text().startswith("第 3 条（市排水管理处）与第 1 条（中原区）")
    window.trial.table.activated.emit(window.trial.table.model().index(0, 0))
    assert window.right.currentIndex() == 0
    assert window.form is not None
    assert field(window, "no").text() == "3"
    QTest.keyClicks(window.forcing.reason, "x")
    assert not window.forcing.force.isEnabled()


def test_a_refusal_or_a_lost_line_is_said_and_nothing_is_lost(room: Room, window: DutyWindow) -> None:
    server = Server(room)
    window.take_out.click()
    window.forcing.try_it.click()
    room.enquiries.take(Unreachable(server.asked[-1], "link.refused"))
    assert window.forcing.says
    window.forcing.try_it.click()
    room.enquiries.take(Denied(server.asked[-1], "rule.city_moved", {}, "城市数据已有新版本"))
    assert window.forcing.says == "城市数据已有新版本"
    assert window.drafts.count == 1


def test_it_speaks_english(qtbot: QtBot, look: Look) -> None:
    room = Room(qtbot, look, "en", city())
    room.desk.sign_in(an_actor("shift_leader"))
    desk = DutyDesk()
    desk.adopt(room.context, room.main)
    desk.open()
    assert desk.window is not None
    assert rows(desk.window)[0].startswith("1 | Zhongyuan District | ")
    assert isinstance(field(desk.window, "no"), QLineEdit)
    desk.window.stop()
    room.close()
