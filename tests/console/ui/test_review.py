"""The review window: own seat, both photos, facts, verdicts by key, marks, and where it goes with its monitor."""

import hashlib
import io

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from console.facts import REVIEW, Answer, Ask, Question, Refusal, SeatState
from console.ui.look.buttons import PrimaryButton
from console.ui.photos import FULL
from console.ui.review.inset import Inset
from console.ui.review.window import ReviewWindow
from console.ui.screens import SecondScreen, has_own_screen, screen_for
from rules.case import Case, Photo, PhotoKind
from rules.check import CheckStage
from rules.commands import Actor, Grant, Role
from rules.frozen import changed
from tests.builders import NINE, a_case, a_check, a_city, a_leg, t
from tests.console.ui.conftest import Room

# The offscreen platform cannot raise windows or bound their size; everything else that Qt says still fails a test.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SUPERVISOR = Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
REASONS = {"undone": ("未处置", "Not done"), "partial": ("处置不彻底", "Not thorough"), "other": ("其他", "Other")}


def a_picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "PNG")
    return out.getvalue()


def kept(room: Room, colour: str) -> str:
    content = a_picture(colour)
    sha256 = hashlib.sha256(content).hexdigest()
    room.desk.photos[sha256] = content
    return sha256


def to_verify(room: Room, n: int = 1, **fields: object) -> Case:
    """A case with two photos from before and one of the work, reported done at eleven."""
    photos = (
        Photo(kept(room, "red"), PhotoKind.OVERVIEW, taken_at=NINE),
        Photo(kept(room, "orange"), PhotoKind.CLOSE_UP, taken_at=NINE),
        Photo(kept(room, "green"), PhotoKind.AFTER, 1, "leg-1", taken_at=t("2015-04-22 10:58")),
    )
    return a_case("to_verify", id=f"case-{n}", number=f"150422{n:05}", **{"photos": photos, **fields})


@pytest.fixture
def review(room: Room) -> ReviewWindow:
    """The review window with a supervisor at its seat; the dispatcher sits at the desk."""
    room.clock.now = t("2015-04-22 11:10")
    room.desk.city = a_city(reject_reasons=REASONS)
    room.board.take_city(room.desk.city)
    window = room.open_review()
    room.board.take_seats({**room.board.seats, REVIEW: SeatState(REVIEW, SUPERVISOR, "s")})
    return window


def said(window: QWidget) -> list[str]:
    QApplication.processEvents()
    return [each.text() for each in window.findChildren(QLabel) if each.isVisible()]


def wishes(room: Room) -> list[tuple[str, str, str, dict[str, object]]]:
    return [(wish.seat, wish.verb, wish.case_id, dict(wish.body)) for wish in room.desk.wishes]


def test_without_its_own_seat_it_is_read_only(room: Room, review: ReviewWindow) -> None:
    room.board.take_seats({**room.board.seats, REVIEW: SeatState(REVIEW)})
    room.desk.put(to_verify(room))

    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_1, Qt.Key.Key_V):
        QTest.keyClick(review, key)

    assert room.desk.wishes == []
    assert list(review.side.buttons) == ["sign_in"]
    assert review.head.person.text() == "只读 · 登录"


def test_a_name_that_comes_between_two_keys_takes_no_effect_away(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    asked: list[tuple[str, str]] = []
    room.board.offers_asked.connect(lambda seat, case_id: asked.append((seat, case_id)))

    QTest.keyClick(review, Qt.Key.Key_R)
    people = Question("q0", Ask.PEOPLE, REVIEW)
    room.enquiries.take(Answer(people, ({"id": "liu", "name": "刘志刚", "name_en": "Liu Zhigang"},)))
    room.desk.sign_in(Actor("wang", "王晓燕", (Grant(Role.DISPATCHER),)))
    assert review.head.person.text() == "刘志刚"
    assert (REVIEW, "case-1") not in asked
    assert review.verdict.rejecting

    QTest.keyClick(review, Qt.Key.Key_1)
    assert wishes(room) == [(REVIEW, "verify_fail", "case-1", {"reason": "undone"})]


def test_both_photos_stand_side_by_side(room: Room, review: ReviewWindow) -> None:
    case = to_verify(room)
    room.desk.put(case)

    assert review.compare.before.sha256 == case.photos[1].sha256
    assert review.compare.after.sha256 == case.photos[2].sha256
    room.qtbot.waitUntil(lambda: review.photos.get(review.compare.after.sha256, FULL) is not None)


def test_it_says_what_is_really_known(room: Room, review: ReviewWindow) -> None:
    early = Photo(kept(room, "blue"), PhotoKind.AFTER, 1, "leg-1", taken_at=NINE)
    check = a_check(stage=CheckStage.ANSWERED, result="unsolved", answered_at=t("2015-04-22 11:05"), text="还有散落")
    room.desk.put(to_verify(room, photos=(early,), checks=(check,)))

    words = said(review.side)
    assert "中原区 11:00 反馈，按期" in words
    assert "处置后：拍摄于 09:00，早于派遣（09:12）" in words
    assert "核查：未解决 11:05 还有散落" in words


def test_a_photo_taken_before_the_report_and_elsewhere_is_remarked_twice(room: Room, review: ReviewWindow) -> None:
    known = {"taken_at": t("2015-04-22 08:30"), "lon": 1136100000, "lat": 347400000 + 5400}
    elsewhere = Photo(kept(room, "blue"), PhotoKind.AFTER, 1, "leg-1", **known)
    there = changed(elsewhere, taken_at=t("2015-04-22 10:58"), lat=347400000 + 900)
    room.desk.put(to_verify(room, photos=(elsewhere, there)))

    words = said(review.side)
    assert "处置后：拍摄于 08:30，早于上报（08:40）" in words
    assert "处置后：拍摄位置距案点 60 米" in words
    assert "处置后：拍摄位置距案点 10 米，在 50 米以内" in words


def test_accept_passes_and_closes_when_every_condition_is_ticked(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_1)
    QTest.keyClick(review, Qt.Key.Key_A)

    assert wishes(room) == [
        (REVIEW, "verify_pass", "case-1", {}),
        (REVIEW, "close", "case-1", {"closing": ["垃圾已清除"]}),
    ]
    closed = room.board.case("case-1")
    assert closed is not None
    assert closed.case.stage == "closed"


def test_accept_without_the_ticks_only_passes(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_A)

    assert [verb for _, verb, _, _ in wishes(room)] == ["verify_pass"]


def test_r_and_a_digit_reject_with_the_coded_reason_and_show_the_next_case(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room, 1), to_verify(room, 2))
    first = review.cases.current
    QTest.keyClick(review, Qt.Key.Key_R)
    QTest.keyClick(review, Qt.Key.Key_2)

    assert wishes(room) == [(REVIEW, "verify_fail", first, {"reason": "partial"})]
    assert review.cases.current not in {"", first}
    back = room.board.case(first)
    assert back is not None
    assert (back.case.rework, back.case.proposed) == (1, "410102")


def test_r_and_a_digit_that_are_quicker_than_the_offers_reject_the_case_that_is_shown(
    room: Room, review: ReviewWindow
) -> None:
    room.desk.slow = True
    room.desk.put(to_verify(room, 1), to_verify(room, 2))
    first = review.cases.current

    for key in (Qt.Key.Key_R, Qt.Key.Key_2):
        QTest.keyClick(review, key)
    assert wishes(room) == []
    room.desk.answer(REVIEW)

    assert wishes(room) == [(REVIEW, "verify_fail", first, {"reason": "partial"})]
    assert not any(box.isChecked() for box in review.side.closing.boxes)


def test_the_next_case_is_shown_before_the_desk_has_recorded_the_verdict(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room, 1), to_verify(room, 2))
    first = review.cases.current
    room.desk.slow = True
    for key in (Qt.Key.Key_R, Qt.Key.Key_2):
        QTest.keyClick(review, key)
    second = review.cases.current
    assert (second not in {"", first}, review.cases.place) == (True, (1, 1))

    for key in (Qt.Key.Key_R, Qt.Key.Key_1):
        QTest.keyClick(review, key)
    room.desk.answer(REVIEW)
    room.desk.work()

    assert wishes(room) == [
        (REVIEW, "verify_fail", first, {"reason": "partial"}),
        (REVIEW, "verify_fail", second, {"reason": "undone"}),
    ]
    assert review.cases.current == ""


def test_keys_for_one_case_never_reach_another(room: Room, review: ReviewWindow) -> None:
    room.desk.slow = True
    room.desk.put(to_verify(room, 1), to_verify(room, 2))
    QTest.keyClick(review, Qt.Key.Key_A)
    QTest.keyClick(review, Qt.Key.Key_Right)
    room.desk.answer(REVIEW)

    assert wishes(room) == []


def test_a_key_that_bounces_gives_one_verdict_and_a_ticked_case_is_still_closed(
    room: Room, review: ReviewWindow
) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_1)
    room.desk.slow = True
    for key in (Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_1):
        QTest.keyClick(review, key)
    room.desk.slow = False
    room.desk.work()

    assert [verb for _, verb, _, _ in wishes(room)] == ["verify_pass", "close"]


def test_a_case_whose_verdict_was_refused_is_shown_again(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    room.desk.slow = True
    for key in (Qt.Key.Key_R, Qt.Key.Key_2):
        QTest.keyClick(review, key)
    assert review.cases.current == ""
    room.board.take_refusal(Refusal("w1", REVIEW, "verify_fail", "case-1", "rule.duty_separation"))

    assert (review.cases.current, review.cases.place) == ("case-1", (1, 1))


def test_a_digit_before_r_ticks_and_never_rejects(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_1)

    assert room.desk.wishes == []
    assert review.side.closing.boxes[0].isChecked()


def test_escape_takes_r_back(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_R)
    QTest.keyClick(review, Qt.Key.Key_Escape)
    QTest.keyClick(review, Qt.Key.Key_1)

    assert room.desk.wishes == []


def test_while_a_reason_is_awaited_no_digit_ticks_and_no_verdict_is_the_first(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    caps = [cap.isVisibleTo(review) for cap in review.side.closing.caps]
    QTest.keyClick(review, Qt.Key.Key_R)

    assert caps
    assert all(caps)
    assert not any(cap.isVisibleTo(review) for cap in review.side.closing.caps)
    assert not isinstance(review.side.buttons["accept"], PrimaryButton)
    assert "按数字选原因，Esc 返回" in words_of(review.side)
    QTest.keyClick(review, Qt.Key.Key_Escape)
    assert isinstance(review.side.buttons["accept"], PrimaryButton)
    assert words_of(review.side)[:2] == ["立案条件：有暴露垃圾", "结案条件"]


def words_of(side: QWidget) -> list[str]:
    return [each.text() for each in side.findChildren(QLabel) if each.isVisibleTo(side)]


def test_another_reason_needs_words(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_R)
    QTest.keyClick(review, Qt.Key.Key_3)
    assert room.desk.wishes == []
    assert review.focusWidget() is review.side.words_field

    review.side.words_field.setText("井盖方向反了")
    QTest.keyClick(review.side.words_field, Qt.Key.Key_Return)
    QTest.keyClick(review, Qt.Key.Key_R)
    QTest.keyClick(review, Qt.Key.Key_3)
    assert wishes(room) == [(REVIEW, "verify_fail", "case-1", {"reason": "other", "text": "井盖方向反了"})]


def test_words_typed_for_a_verdict_stay_with_their_case_until_it_is_given(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room), changed(to_verify(room), id="case-2"))
    field = review.side.words_field
    QTest.keyClicks(field, "not clean")
    room.qtbot.waitUntil(lambda: room.board.draft("case-1/verdict/") is not None)
    QTest.keyClick(review, Qt.Key.Key_Right)
    assert field.text() == ""
    QTest.keyClick(review, Qt.Key.Key_Left)
    assert field.text() == "not clean"
    QTest.keyClick(review, Qt.Key.Key_R)
    QTest.keyClick(review, Qt.Key.Key_1)
    assert wishes(room)[0][3]["text"] == "not clean"
    assert room.board.draft("case-1/verdict/") is None


def test_a_rectangle_drawn_on_the_photo_goes_with_the_rejection_in_per_mille(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    pane = review.compare.after
    room.qtbot.waitUntil(lambda: review.photos.get(pane.sha256, FULL) is not None)
    QTest.keyClick(review, Qt.Key.Key_T)
    # The picture is 4:3 and fits the width of the pane or its height; a quarter of it is marked from its middle on.
    wide = min(pane.width(), pane.height() * 4 / 3)
    high = wide * 3 / 4
    middle = QPoint(pane.width() // 2, pane.height() // 2)
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(pane, middle + QPoint(round(wide / 4), round(high / 4)))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=middle + QPoint(round(wide / 4), round(high / 4)))
    QTest.keyClick(review, Qt.Key.Key_R)
    QTest.keyClick(review, Qt.Key.Key_1)

    (photo,) = wishes(room)[0][3]["photos"]  # type: ignore[misc]
    assert (photo["kind"], photo["of"]) == ("marked", hashlib.sha256(a_picture("green")).hexdigest())
    (mark,) = photo["marks"]
    assert mark == pytest.approx([500, 500, 250, 250], abs=4)


def test_how_to_mark_is_said_while_t_marks_and_no_longer(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    room.qtbot.waitUntil(lambda: review.photos.get(review.compare.after.sha256, FULL) is not None)
    QTest.keyClick(review, Qt.Key.Key_T)
    assert review.notices.text == "在照片上拖出方框；退格删除最后一个，T 结束"
    QTest.keyClick(review, Qt.Key.Key_T)
    assert review.notices.text == ""


def test_what_changed_while_the_window_was_hidden_is_there_when_it_is_seen(room: Room, review: ReviewWindow) -> None:
    review.hide()
    room.desk.put(to_verify(room, 1), to_verify(room, 2))
    review.show()
    assert {"暴露垃圾", "1 / 2"} <= {label.text() for label in review.head.findChildren(QLabel)}


def test_v_sends_a_check_h_puts_off_and_arrows_walk(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room, 1), to_verify(room, 2), to_verify(room, 3))
    first = review.cases.current
    QTest.keyClick(review, Qt.Key.Key_V)
    assert wishes(room) == [(REVIEW, "send_check", first, {})]

    QTest.keyClick(review, Qt.Key.Key_Right)
    second = review.cases.current
    assert second != first
    QTest.keyClick(review, Qt.Key.Key_Left)
    assert review.cases.current == first
    QTest.keyClick(review, Qt.Key.Key_H)
    assert review.cases.current == second
    assert review.cases.ids()[-1] == first


def test_both_panes_have_one_zoom(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_Z)
    assert review.compare.zoom.factor == 2.0
    QTest.keyClick(review, Qt.Key.Key_0)
    assert review.compare.zoom.factor == 1.0


def test_another_case_is_counted_and_nothing_else_is_made_anew(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room))
    button = review.side.buttons["later"]
    room.desk.put(to_verify(room, 2))

    assert "1 / 2" in said(review)
    assert review.side.buttons["later"] is button
    room.desk.put(changed(to_verify(room), words="又有人来电", events=9))
    assert "“又有人来电”" in said(review)


def test_who_dispatched_may_not_judge(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room, dispatchers=("liu",)))
    QTest.keyClick(review, Qt.Key.Key_A)

    assert room.desk.wishes == []
    assert "accept" not in review.side.buttons


def test_a_photo_that_cannot_be_had_says_so_in_its_own_place(room: Room, review: ReviewWindow) -> None:
    gone = Photo("f" * 64, PhotoKind.AFTER, 1, "leg-1")
    room.desk.put(to_verify(room, photos=(gone,)))

    room.qtbot.waitUntil(lambda: review.compare.after.words == "照片不在本机，线路恢复后取回")


def test_the_recall_key_is_the_review_seats_own(room: Room, review: ReviewWindow) -> None:
    QTest.keyClick(review, Qt.Key.Key_U)

    assert room.desk.recalls == [REVIEW]


def test_rounds_are_told(room: Room, review: ReviewWindow) -> None:
    first = a_leg("ended", id="leg-0", round=1, feedback_at=t("2015-04-22 10:00"))
    second = a_leg("accepted", id="leg-1", round=2)
    room.desk.put(to_verify(room, legs=(first, second), round=2, rework=1, verdict="未处置"))

    lines = [line for line in said(review.compare.strip) if line.startswith("第")]
    assert lines[0].startswith("第 1 轮 · 中原区")
    assert lines[1].startswith("第 2 轮 · 中原区")


# -- the second monitor -----------------------------------------------------------------------------------------------


def test_the_window_opens_on_the_second_monitor(room: Room, review: ReviewWindow, qapp: QGuiApplication) -> None:
    second = SecondScreen(qapp, review, room.main)
    second.place()

    assert has_own_screen(room.main)
    assert review.screen() is not room.main.screen()
    assert review.geometry().left() >= 1920


def test_it_goes_home_when_the_monitor_goes_with_the_same_case_and_zoom(
    room: Room, review: ReviewWindow, qapp: QGuiApplication
) -> None:
    room.desk.put(to_verify(room))
    QTest.keyClick(review, Qt.Key.Key_Z)
    screens = list(QGuiApplication.screens())
    second = SecondScreen(qapp, review, room.main, lambda: screens)
    second.place()
    assert review.geometry().left() >= 1920

    screens.remove(review.screen())
    second.changed()
    room.qtbot.waitUntil(lambda: review.geometry().left() < 1920, timeout=1000)
    assert (review.cases.current, review.compare.zoom.factor, review.isVisible()) == ("case-1", 2.0, True)

    screens[:] = QGuiApplication.screens()
    second.changed()
    room.qtbot.waitUntil(lambda: review.geometry().left() >= 1920, timeout=1000)
    assert (review.cases.current, review.compare.zoom.factor) == ("case-1", 2.0)


def test_the_only_screen_is_everybodys() -> None:
    only: list[QScreen] = QGuiApplication.screens()[:1]
    assert screen_for(only, only[0]) is only[0]


def test_w_lays_the_photo_from_before_over_the_left_part_and_b_blinks(room: Room, review: ReviewWindow) -> None:
    orange, green = "#ffa500", "#008000"
    room.desk.put(to_verify(room))

    def colours() -> tuple[str, str]:
        shown = review.compare.after.grab().toImage()
        at = (shown.width() // 4, 3 * shown.width() // 4)
        left, right = (shown.pixelColor(x, shown.height() // 2).name() for x in at)
        return left, right

    room.qtbot.waitUntil(lambda: colours() == (green, green))
    QTest.keyClick(review, Qt.Key.Key_W)
    room.qtbot.waitUntil(lambda: colours() == (orange, green))
    QTest.keyClick(review, Qt.Key.Key_Escape)
    assert colours() == (green, green)

    QTest.keyClick(review, Qt.Key.Key_B)
    assert colours() == (orange, orange)
    QTest.keyClick(review, Qt.Key.Key_B)
    assert colours() == (green, green)


def test_l_has_the_main_window_follow_until_it_is_pressed_again(room: Room, review: ReviewWindow) -> None:
    review.link.case_linked.connect(room.main.follow)
    room.desk.put(to_verify(room, 1), to_verify(room, 2))
    first = review.cases.shown
    assert first is not None
    QTest.keyClick(review, Qt.Key.Key_L)
    assert room.main.case.case_id == first.id
    QTest.keyClick(review, Qt.Key.Key_Right)
    second = review.cases.shown
    assert second is not None
    assert room.main.case.case_id == second.id != first.id

    QTest.keyClick(review, Qt.Key.Key_L)
    QTest.keyClick(review, Qt.Key.Key_Left)
    assert room.main.case.case_id == second.id


def test_a_low_window_shows_the_reasons_only_while_one_is_awaited(room: Room, review: ReviewWindow) -> None:
    review.resize(1280, 600)
    room.desk.put(to_verify(room))
    named = {words for words, _ in REASONS.values()}

    def reasons() -> set[str]:
        QApplication.processEvents()
        return {each.text() for each in review.findChildren(QPushButton) if each.isVisible()} & named

    assert reasons() == set()

    QTest.keyClick(review, Qt.Key.Key_R)
    assert reasons() == named

    QTest.keyClick(review, Qt.Key.Key_Escape)
    assert reasons() == set()

    review.resize(1280, 1000)
    assert reasons() == named


def test_a_low_and_narrow_window_shows_whole_photos_and_no_sliver_of_a_map(room: Room, review: ReviewWindow) -> None:
    room.desk.put(to_verify(room, lon=1_136_000_000, lat=347_600_000))
    inset, strip = review.side.findChild(Inset), review.compare.strip.findChild(QScrollArea)
    assert inset is not None
    assert strip is not None

    review.resize(960, 530)
    QApplication.processEvents()
    assert not inset.isVisible()
    assert strip.horizontalScrollBar().maximum() == 0

    review.resize(1600, 1000)
    QApplication.processEvents()
    assert inset.isVisible()


def test_it_says_why_there_is_no_verdict_to_give(review: ReviewWindow, room: Room) -> None:
    def said() -> list[str]:
        return [each.text() for each in review.side.findChildren(QLabel) if each.isVisible()]

    awaited, dispatched = "现场核查已发出：等采集员答复后才能判定", "本案由您派遣：须由他人判定"
    room.desk.put(to_verify(room))
    assert not {awaited, dispatched} & set(said())
    room.desk.put(to_verify(room, checks=(a_check(),)))
    assert awaited in said()
    room.desk.put(to_verify(room, dispatchers=("liu",)))
    assert dispatched in said()
