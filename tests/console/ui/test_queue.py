"""The queue under the hand: what a row says, one dispatch per click or key, nothing moves, who took what."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent, QPaintEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from console.facts import Delta, ShownCase
from console.ui.queue.model import DROP_MS
from console.ui.queue.order import Order
from console.ui.queue.rows import LEFT, MARKS, MATTER, UNIT
from rules.case import Case
from rules.clock import Clock, Limit, LimitUnit
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, an_actor
from tests.console.ui.conftest import Room

DISPATCH_LIMIT = Limit(15, LimitUnit.MINUTE)


def waiting(n: int, minutes_ago: int = 0, **fields: object) -> Case:
    """A case that waits for dispatch since some minutes before nine; its limit is 15 minutes."""
    since = NINE - minutes_ago * MINUTE
    clock = Clock(DISPATCH_LIMIT, ((since, 0),))
    return a_case(id=f"case-{n}", number=f"1504220{n:04}", stage_since=since, stage_clock=clock, **fields)


def row_ids(room: Room) -> list[str]:
    model = room.main.queue.model
    return [model.case_id(row) for row in range(model.rowCount())]


def current(room: Room) -> str:
    return room.main.queue.view.current_case()


def test_a_row_says_time_left_matter_place_unit_and_marks(room: Room) -> None:
    room.desk.put(waiting(1, urgent=True, urged_at=NINE, rework=2))
    model = room.main.queue.model

    assert [model.data(model.index(0, column)) for column in range(4)] == [
        "10 分",
        "暴露垃圾",
        "中原区",
        "紧急 · 督办 · 返工 2",
    ]
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    first = "未超时 10 分，暴露垃圾，陇海路与秦岭路交会处，中原区 410102005，采集员 08:40，00001"
    assert spoken == f"{first}，中原区，权责清单，紧急，督办，返工 2"


def test_the_order_is_urgent_first_then_by_deadline(room: Room) -> None:
    room.desk.put(waiting(1, 2), waiting(2, 9), waiting(3, 0, urgent=True))

    assert row_ids(room) == ["case-3", "case-2", "case-1"]


def test_enter_dispatches_once_while_the_key_is_held(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2), waiting(3, 1))
    room.clock.now += 1000
    view = room.main.queue.view
    view.setFocus()

    QTest.keyPress(view, Qt.Key.Key_Return)
    room.clock.now += 1000
    for _ in range(5):
        QTest.sendKeyEvent(QTest.KeyAction.Press, view, Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier)
    QTest.keyRelease(view, Qt.Key.Key_Return)

    assert [(wish.verb, wish.case_id, wish.body["unit"]) for wish in room.desk.wishes] == [
        ("dispatch", "case-1", "410102")
    ]
    assert current(room) == "case-2"


def test_home_and_end_are_the_first_and_last_row_and_a_page_is_what_is_seen(room: Room) -> None:
    room.desk.put(*(waiting(n) for n in range(11, 71)))
    room.desk.sign_in(an_actor("dispatcher"))
    view = room.main.queue.view
    room.qtbot.waitUntil(lambda: room.main.queue.model.rowCount() == 60)
    rows = []
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(view, key)
        rows.append(view.currentIndex().row())

    seen = view.viewport().height() // view.rowHeight(0)
    assert [rows[0], rows[1], rows[3]] == [59, 0, 0]
    assert seen - 1 <= rows[2] <= seen
    QTest.keyClick(view, Qt.Key.Key_End)
    room.clock.now += 1000
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [wish.case_id for wish in room.desk.wishes] == ["case-70"]


def test_no_key_dispatches_within_300_ms_after_the_selection_moved_by_itself(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2))
    room.clock.now += 1000
    view = room.main.queue.view

    QTest.keyClick(view, Qt.Key.Key_Return)
    room.clock.now += 299
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [wish.case_id for wish in room.desk.wishes] == ["case-1"]

    room.clock.now += 1
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [wish.case_id for wish in room.desk.wishes] == ["case-1", "case-2"]


def test_one_click_on_the_button_of_a_row_dispatches_to_the_unit_on_it(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2), waiting(3, 1))
    view = room.main.queue.view
    box = view.dispatch_box(1)
    room.clock.now += 1000

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())

    assert [(wish.verb, wish.case_id, wish.body["unit"]) for wish in room.desk.wishes] == [
        ("dispatch", "case-2", "410102")
    ]
    assert row_ids(room) == ["case-1", "case-3"]
    assert current(room) == "case-3"


def test_no_click_counts_right_after_the_rows_were_shifted(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2))
    view = room.main.queue.view
    room.clock.now += 1000
    view.resize(view.width(), view.height() - 48)

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.dispatch_box(1).center())
    assert room.desk.wishes == []

    room.clock.now += 300
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.dispatch_box(1).center())
    assert [wish.case_id for wish in room.desk.wishes] == ["case-2"]


def test_the_unit_takes_the_place_of_marks_that_are_not_there(room: Room) -> None:
    room.desk.put(waiting(1, 3, urgent=True), waiting(2, 2))
    view, model = room.main.queue.view, room.main.queue.model
    units, marks = ([view.visualRect(model.index(row, column)) for row in (0, 1)] for column in (UNIT, MARKS))

    assert units[0].contains(view.dispatch_box(0))
    assert view.dispatch_box(1).right() > marks[1].left()
    view.choose("case-2")
    QApplication.processEvents()
    whole = view.viewport().grab(units[1] | marks[1]).toImage()
    part = view.viewport().grab(marks[1]).toImage()  # the second column alone is the same part of it
    assert whole.copy(units[1].width(), 0, part.width(), part.height()) == part
    assert len({part.pixel(x, part.height() // 2) for x in range(part.width())}) > 3  # the button ends in it


def test_a_click_beside_the_button_only_chooses(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2))
    view = room.main.queue.view
    place = view.visualRect(room.main.queue.model.index(1, MATTER)).center()

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert room.desk.wishes == []
    assert current(room) == "case-2"


def test_a_reader_sees_no_button_and_sends_nothing(room: Room) -> None:
    room.desk.sign_in(an_actor("leader"))
    room.desk.put(waiting(1))
    view = room.main.queue.view

    assert view.dispatch_box(0).isEmpty()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(room.main.queue.model.index(0, UNIT)).center()
    )
    assert room.desk.wishes == []


def test_new_cases_wait_in_the_strip_while_a_row_is_chosen_and_come_in_with_the_dot(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2))
    view = room.main.queue.view
    QTest.keyClick(view, Qt.Key.Key_Down)

    room.desk.put(waiting(3, 9))
    assert row_ids(room) == ["case-1", "case-2"]
    assert [shown.id for shown in room.main.queue.model.held] == ["case-3"]

    QTest.keyClick(view, Qt.Key.Key_Period)
    assert row_ids(room) == ["case-3", "case-1", "case-2"]
    assert current(room) == "case-2"


def test_new_cases_come_in_at_once_while_nobody_works_in_the_list(room: Room) -> None:
    room.desk.put(waiting(1, 3))
    room.desk.put(waiting(2, 9, urgent=True))

    assert row_ids(room) == ["case-2", "case-1"]
    assert current(room) == "case-1"


def test_what_waits_in_the_strip_comes_in_when_the_last_row_is_dispatched(room: Room) -> None:
    room.desk.put(waiting(1, 3))
    view = room.main.queue.view
    QTest.keyClick(view, Qt.Key.Key_Down)
    room.desk.put(waiting(2, 9))
    assert row_ids(room) == ["case-1"]
    room.clock.now += 1000

    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (row_ids(room), current(room)) == (["case-2"], "case-2")
    QTest.keyClick(view, Qt.Key.Key_Return)  # at once: the selection has just moved by itself
    room.clock.now += 300
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [wish.case_id for wish in room.desk.wishes] == ["case-1", "case-2"]


def test_what_waits_in_the_strip_comes_in_when_the_last_grey_row_goes(room: Room) -> None:
    room.desk.put(waiting(1, 3))
    view = room.main.queue.view
    QTest.keyClick(view, Qt.Key.Key_Down)
    room.desk.put(waiting(2, 9))
    room.desk.put(a_case("with_units", id="case-1"))
    room.second(4)

    room.qtbot.waitUntil(lambda: row_ids(room) == ["case-2"])
    room.clock.now += 300
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [wish.case_id for wish in room.desk.wishes] == ["case-2"]


def test_a_row_that_another_took_stays_grey_with_the_reason_for_four_seconds(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2))
    room.desk.put(a_case("with_units", id="case-1"))
    model = room.main.queue.model

    assert model.gone(0) == "已派遣 · 中原区"
    spoken = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("已派遣 · 中原区，暴露垃圾，")
    assert row_ids(room) == ["case-1", "case-2"]
    room.second(3)
    room.qtbot.wait(DROP_MS + 50)
    assert row_ids(room) == ["case-1", "case-2"]
    room.second(1)
    room.qtbot.waitUntil(lambda: row_ids(room) == ["case-2"])


def test_a_row_that_has_left_is_not_dispatched(room: Room) -> None:
    room.desk.put(waiting(1, 3), waiting(2, 2))
    room.desk.put(a_case("with_units", id="case-1"))
    room.clock.now += 1000

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_Return)

    assert room.desk.wishes == []


class Painted(QObject):
    """Writes down what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region().boundingRect())
        return False


def test_the_seconds_repaint_only_the_column_of_the_time_left(room: Room) -> None:
    room.desk.put(waiting(1, 3))
    view, painted = room.main.queue.view, Painted()
    for _ in range(5):
        QApplication.processEvents()
    view.viewport().installEventFilter(painted)

    view.tick()
    room.qtbot.waitUntil(lambda: bool(painted.regions))

    assert all(region.right() < view.columnViewportPosition(MATTER) for region in painted.regions)


def test_the_model_keeps_the_rules_of_qt(room: Room, qtmodeltester: ModelTester) -> None:
    model = room.main.queue.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    room.desk.put(*(waiting(n, n) for n in range(1, 9)))
    room.desk.put(waiting(3, 14), a_case("with_units", id="case-4"))
    room.desk.put(*(waiting(n, n % 5) for n in range(20, 120)))
    room.main.queue.merge()
    room.second(5)

    qtmodeltester.check(model)
    assert tester.model() is model


def test_thirty_thousand_cases_stay_in_order_through_every_change() -> None:
    order, case = Order(), waiting(1)
    many = tuple(ShownCase(changed(case, id=str(n)), order=(3, n % 977, n, str(n))) for n in range(30_000))
    for start in range(0, len(many), 500):
        order.take(Delta(many[start : start + 500]))
    order.take(Delta((ShownCase(changed(case, id="15000"), order=(0, 0, 0, "")),), ("7",)))

    ids = list(order)
    assert ids[0] == "15000"
    assert "7" not in order
    assert len(ids) == 29_999
    assert [order.key(case_id) for case_id in ids] == sorted(order.key(case_id) for case_id in ids)


def test_many_that_move_and_go_at_once_leave_the_others_where_they_were() -> None:
    order, case = Order(), waiting(1)
    order.take(Delta(tuple(ShownCase(changed(case, id=f"c{n:03}"), order=(n,)) for n in range(300))))
    moved = tuple(ShownCase(changed(case, id=f"c{n:03}"), order=(1000 - n,)) for n in range(100, 200))
    new = ShownCase(changed(case, id="new"), order=(0,))
    order.take(Delta((*moved, new), tuple(f"c{n:03}" for n in range(10, 100))))

    first = ["c000", "new", *(f"c{n:03}" for n in range(1, 10))]  # the id decides between equals
    assert list(order) == first + [f"c{n:03}" for n in range(200, 300)] + [f"c{n:03}" for n in range(199, 99, -1)]
    assert len(order) == 211


def test_the_list_is_filtered_by_source_and_area(room: Room) -> None:
    room.desk.put(waiting(1), waiting(2, source="12345"), waiting(3, district="410103"))

    room.main.queue.filters.set_source("12345")
    room.main.queue.show_list("to_dispatch")
    assert row_ids(room) == ["case-2"]

    room.main.queue.filters.set_source("")
    room.main.queue.filters.set_area("410103")
    room.main.queue.show_list("to_dispatch")
    assert row_ids(room) == ["case-3"]


def test_the_pointer_in_the_list_holds_the_rows_and_its_leaving_lets_them_go(room: Room) -> None:
    room.desk.put(waiting(1, 3))
    view = room.main.queue.view
    inside = QPointF(5, 5)
    view.viewportEvent(QEnterEvent(inside, inside, inside))
    room.desk.put(waiting(2, 9))
    assert row_ids(room) == ["case-1"]

    view.viewportEvent(QEvent(QEvent.Type.Leave))
    room.desk.put(waiting(3, 1))
    assert "case-3" in row_ids(room)
    assert view.visualRect(room.main.queue.model.index(0, LEFT)).height() == 44
    assert view.rowAt(QPoint(0, 45).y()) == 1


def test_a_suspended_case_offers_no_dispatch(room: Room) -> None:
    room.desk.put(waiting(1, suspended_at=NINE, suspended_reason="道路改造", suspended_until=NINE + 60 * MINUTE))
    room.main.choice.show_list("suspended")

    queue = room.main.queue
    assert row_ids(room) == ["case-1"]
    assert not queue._delegate.offers_dispatch(0)
    assert queue.view.dispatch_box(0).isEmpty()
