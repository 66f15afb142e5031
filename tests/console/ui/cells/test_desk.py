"""Every cell of the lifecycle tables that belongs to a desk: done in the main window by keys, and by clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.facts import Delta, Line
from console.ui.look.words import sentence
from rules.case import Case
from tests.builders import MINUTE
from tests.cells.by_rules import ByRules
from tests.cells.standing import failed, stand
from tests.cells.table import Cell, cells_of
from tests.console.ui.cells.conftest import Desks
from tests.console.ui.cells.hands import LEFT, Clicks, Hand, Keys, fill, shown_buttons
from tests.console.ui.conftest import Room

CELLS = [cell for cell in cells_of("desk") if cell.verb != "report"]  # a report has no case: tests below
MOST_CLICKS = 2
SAID: dict[str, dict[str, str]] = {
    "answer_reporter": {"text": "已安排清理"},
    "follow_up": {"text": "无人接听"}, "keep_closed": {"reason": "已现场复核"},
    "reject_alarm": {"reason": "光影"},
    "decline": {"reason": "不属城管范围"}, "answer": {"answer": "已说明"}, "pass_on": {"to": "12345"},
    "attach_duplicate": {"of": "case-of-yesterday"}, "send_back": {"reason": "类别不对"},
    "urge": {"reason": "市民再次来电"}, "add_helper": {"unit": "二七区"},
    "suspend": {"reason": "等材料", "until": "+7d"},
    "file": {"condition": "0"}, "force_close": {"reason": "道路封闭"}, "void": {"reason": "误报"},
    "ask_void": {"reason": "误报"}, "refuse_void": {"reason": "确有其事"},
    "reopen": {"reason": "又有"}, "refuse_appeal": {"reason": "证据不足"}, "note": {"text": "已电话核实"},
    "correct": {"address": "中原路21号"},
    "open_ledger": {"text": "井盖权属不明"}, "close_ledger": {"text": "确认为供电公司所有"},
    "ledger_entry": {"who": "供电公司 王工", "text": "明日现场确认"}, "name_cause": {"text": "清运点太少"},
    "ruling": {"unit": "二七区", "until": "+30d", "reason": "现场勘定"},
    "told": {"to": "值班员刘"}, "confirm_refuse": {"reason": "照片看不清"}, "recall": {"reason": "派错"},
    "reassign": {"reason": "派错", "unit": "二七区"}, "refuse_return": {"reason": "属你区"},
    "refuse_extension": {"reason": "时间够"}, "refuse_suspension": {"reason": "可处置"},
    "verify_fail": {"reason": "0"}, "close": {"closing": ""},
}  # fmt: skip
"""What a person says in the form of each verb."""


@pytest.mark.qt_log_ignore("This plugin does not support")  # an offscreen menu cannot take the keyboard
@pytest.mark.parametrize("hand", [Keys, Clicks], ids=["keys", "clicks"])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_cell(cell: Cell, hand: type[Keys | Clicks], desks: Desks) -> None:
    room = desks.take(cell.role)
    course, target = _stands(room, cell)
    _show(room, course.case)
    _do(room, hand(), cell.verb, course.case.stage)
    _came_of(room, cell, course.case.id, target)
    desks.put_back(cell.role, room)


def _stands(room: Room, cell: Cell) -> tuple[ByRules, str]:
    """A new case where the cell applies, in the time of the desk."""
    offline = cell.table == "leg" and cell.stage == "sent"
    room.desk.link(Line.OFFLINE if offline else Line.ONLINE)
    course = ByRules(
        room.desk.city, f"case-{len(room.desk.wishes)}-{room.clock.now}", room.clock.now, online=not offline
    )
    target = stand(course, cell)
    room.clock.now = course.now + MINUTE
    return course, target


def _show(room: Room, case: Case) -> None:
    """It stands on a list that this person has, alone; the person opens that list."""
    room.desk.put(case)
    stands_on = sorted(room.board.case(case.id).lists)
    shown = [name for name in stands_on if room.main.rail.has(name)]
    assert shown, f"on no list of this person: {stands_on}"
    room.main.choice.pick_list(shown[0])
    room.main.queue.merge()
    assert room.main.queue.model.rowCount() == 1
    assert room.main.case.case_id == case.id
    room.clock.now += 1000
    QApplication.processEvents()  # what was put into layouts is shown


def _do(room: Room, hand: Hand, verb: str, stage: str) -> None:
    hand.start(room, sentence(room.context.deed(verb, stage)))
    assert hand.clicks <= (1 if verb == "dispatch" else MOST_CLICKS)
    if room.main.case.form is not None:
        fill(room.main.case.form, SAID.get(verb, {}))
    if room.main.case.form is not None:  # choosing a unit may have sent it
        hand.submit(room, room.main.case.form)


def _came_of(room: Room, cell: Cell, case_id: str, target: str) -> None:
    """What was wished is the verb on its target, the rules took it, and it stands where the table says."""
    wish = room.desk.wishes[-1]
    assert (wish.case_id, wish.verb) == (case_id, cell.verb)
    case = room.board.case(case_id).case
    assert _stage(case, cell.table, target) == (cell.leads_to or cell.stage)
    room.board.take_delta(Delta((), (case_id,)))
    room.main.escape()


def _stage(case: Case, table: str, target: str) -> str:
    parts = {"leg": case.legs, "check": case.checks}.get(table, ())
    return next((str(part.stage) for part in parts if part.id == target), str(case.stage))


@pytest.mark.parametrize("hand", [Keys, Clicks], ids=["keys", "clicks"])
def test_a_case_that_came_back_is_dispatched_again(hand: type[Keys | Clicks], desks: Desks) -> None:
    """One key or one click on the row: the unit that worked on it is proposed."""
    room = desks.take("dispatcher")
    course = ByRules(room.desk.city, f"again-{room.clock.now}", room.clock.now)
    failed(course)
    room.clock.now = course.now + MINUTE
    _show(room, course.case)
    _do(room, hand(), "dispatch", course.case.stage)
    again = Cell("case", "to_dispatch", "dispatch", "dispatcher", "desk", "with_units")
    _came_of(room, again, course.case.id, "")
    assert dict(room.desk.wishes[-1].body) == {"unit": "410102"}
    desks.put_back("dispatcher", room)


@pytest.mark.parametrize("by_key", [True, False], ids=["keys", "clicks"])
@pytest.mark.parametrize("role", [cell.role for cell in cells_of("desk") if cell.verb == "report"])
def test_a_report_is_registered(role: str, by_key: bool, desks: Desks) -> None:
    """Ctrl+N or one click opens the form; Ctrl+Enter or its button sends it."""
    room = desks.take(role)
    if by_key:
        QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.mouseClick(next(each for each in shown_buttons(room.main.queue) if each.text() == "登记"), LEFT)
    form = room.main.asides.intake
    assert form.isVisible()
    form.words.setPlainText("路面有积水")
    form.place.address.setText("西街口")
    if by_key:
        QTest.keyClick(form.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.mouseClick(next(each for each in shown_buttons(form) if each.text() == "登记"), LEFT)
    assert (room.desk.wishes[-1].verb, room.desk.wishes[-1].body["words"]) == ("report", "路面有积水")
    (case,) = [shown.case for shown in room.board.cases().values() if shown.case.words == "路面有积水"]
    assert case.stage == "reported"
    room.board.take_delta(Delta((), (case.id,)))
    desks.put_back(role, room)
