"""The review window where there is little room, or nobody: what gives way, and what is not offered."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from console.facts import REVIEW, SeatState
from console.ui.elided import ElidedLabel
from console.ui.look import Look
from console.ui.photos import Thumbnail
from console.ui.review.window import ReviewWindow
from console.ui.yielding import YieldingLabel
from rules.case import Photo, PhotoKind
from rules.commands import Actor, Grant, Role
from tests.builders import NINE, a_case, a_city, an_actor
from tests.console.ui.conftest import RESOURCES, Room

# The offscreen platform cannot raise windows or bound their size; everything else that Qt says still fails a test.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SUPERVISOR = Actor("liu", "Liu Zhiqiang", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
AFTER = Photo("a" * 64, PhotoKind.AFTER, 1, "leg-1", taken_at=NINE)
Open = Callable[[str, float], Room]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    """A synthetic city's room in a language at a scale, its review window open and a supervisor in it."""
    made: list[Room] = []

    def open_one(language: str, scale: float) -> Room:
        look = Look("dark", scale, RESOURCES)
        look.dress(qapp)
        room = Room(qtbot, look, language, replace(a_city(), synthetic=True))
        made.append(room)
        room.desk.sign_in(an_actor("dispatcher"))
        room.open_review()
        sits(room, SUPERVISOR)
        return room

    yield open_one
    for room in made:
        room.close()


def sits(room: Room, actor: Actor | None) -> None:
    """Somebody at the review seat, or nobody."""
    room.board.take_seats({**room.board.seats, REVIEW: SeatState(REVIEW, actor, "s" if actor else "")})


def at_width(review: ReviewWindow, wide: int) -> None:
    review.resize(wide, 1061)
    for _ in range(5):
        QApplication.processEvents()


def synthetic(review: ReviewWindow) -> str:
    """What is seen of the mark in the head."""
    return next(each for each in review.head.findChildren(YieldingLabel)).fitted()


def is_whole(label: ElidedLabel) -> bool:
    return label.fitted() == label.text()


def test_the_mark_of_synthetic_data_gives_way_before_matter_and_place(opened: Open) -> None:
    room = opened("en", 2.0)
    review = room.review
    tags = {"urgent": True, "urged_at": NINE, "rework": 1}
    room.desk.put(a_case("to_verify", address="Huanghe × Zhiyuan North, 104 m SE of the gate", photos=(AFTER,), **tags))
    elided = [each for each in review.head.findChildren(ElidedLabel) if each.text().startswith(("refuse", "Huanghe"))]
    seen = []
    for wide in range(3000, 1790, -10):
        at_width(review, wide)
        seen.append((synthetic(review), all(map(is_whole, elided))))

    assert len(elided) == 2
    assert seen[0] == ("synthetic data", True)
    assert list(dict.fromkeys(mark for mark, _ in seen)) == ["synthetic data", "synth."]
    assert {whole for mark, whole in seen if mark == "synthetic data"} == {True}
    assert review.head.toolTip() == "synthetic data"


@pytest.mark.parametrize(("language", "keys"), [("zh_CN", "? 键位"), ("en", "? keys")])
def test_hints_on_the_status_line_are_whole_or_not_there(opened: Open, language: str, keys: str) -> None:
    room = opened(language, 2.0)
    hints = room.review.status.hints
    whole = hints.text().split("   ")
    counts = set()
    for wide in range(2600, 1790, -30):
        at_width(room.review, wide)
        seen = hints.fitted().split("   ") if hints.fitted() else []
        assert seen == whole[len(whole) - len(seen) :]
        counts.add(len(seen))

    assert whole[-1] == keys
    assert max(counts) == 5
    assert min(counts) < 5


def test_where_nobody_sits_no_key_of_a_deed_is_offered_nor_taken(opened: Open) -> None:
    room = opened("zh_CN", 1.0)
    review = room.review
    room.desk.put(a_case("to_verify", photos=(AFTER,)))
    recalled: list[str] = []
    room.board.recall_asked.connect(lambda *asked: recalled.append(str(asked)))
    assert review.status.hints.text() == "L 联动主窗   T 标注   U 撤回   ← → 上下件   ? 键位"

    QTest.keyClick(review, Qt.Key.Key_T)
    assert review.compare.marking

    sits(room, None)
    assert not review.compare.marking
    assert review.status.hints.text() == "L 联动主窗   ← → 上下件   ? 键位"

    for key in (Qt.Key.Key_T, Qt.Key.Key_U, Qt.Key.Key_1):
        QTest.keyClick(review, key)
    QTest.keyClick(review, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not review.compare.marking
    assert recalled == []
    assert [(box.isChecked(), box.isEnabled(), cap.isVisible()) for box, cap in boxes(review)] == [
        (False, False, False)
    ]

    sits(room, SUPERVISOR)
    QTest.keyClick(review, Qt.Key.Key_1)
    QTest.keyClick(review, Qt.Key.Key_U)
    assert len(recalled) == 1
    assert [(box.isChecked(), box.isEnabled(), cap.isVisible()) for box, cap in boxes(review)] == [(True, True, True)]


def boxes(review: ReviewWindow) -> list[tuple[object, object]]:
    QApplication.processEvents()
    return list(zip(review.side.closing.boxes, review.side.closing.caps, strict=True))


def test_looking_needs_nobody_at_the_seat(opened: Open) -> None:
    room = opened("zh_CN", 1.0)
    review = room.review
    sits(room, None)
    room.desk.put(a_case("to_verify", photos=(AFTER,)))

    QTest.keyClick(review, Qt.Key.Key_Z)
    assert review.compare.zoom.factor == 2.0

    QTest.keyClick(review, Qt.Key.Key_0)
    assert review.compare.zoom.factor == 1.0


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_captions_below_many_photos_are_whole_at_every_scale(opened: Open, language: str) -> None:
    room = opened(language, 2.0)
    kinds = (PhotoKind.OVERVIEW, PhotoKind.CLOSE_UP, PhotoKind.REFERENCE)
    before = tuple(Photo(f"{n}" * 64, kind, taken_at=NINE) for n, kind in enumerate(kinds))
    room.desk.put(a_case("to_verify", photos=(*before, AFTER)))
    at_width(room.review, 1920)

    strip = room.review.compare.strip
    area = strip.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() > 0
    assert area.verticalScrollBar().maximum() == 0
    lowest = max(each.geometry().bottom() for each in strip.findChildren(Thumbnail))
    assert lowest < area.viewport().height()


def put_photos(room: Room, count: int) -> None:
    """A case to verify with so many photos from before."""
    photos = tuple(Photo(f"{n}" * 64, PhotoKind.OVERVIEW, taken_at=NINE) for n in range(count))
    room.desk.put(a_case("to_verify", photos=photos))


def small_photos(review: ReviewWindow) -> list[int]:
    """The heights of the photos in the strip, without their captions, at 100 %."""
    return [each.height() - 20 for each in review.compare.strip.findChildren(Thumbnail) if each.isVisible()]


def test_height_that_the_panes_leave_over_is_given_to_a_few_small_photos(opened: Open) -> None:
    room = opened("zh_CN", 1.0)
    review = room.review
    put_photos(room, 2)
    at_width(
        review, 1600
    )  # of it 1175 for both panes: photos of 4 : 3 are 440 high there, and have bands of 112 in all
    around = review.height() - review.compare.height()
    heights = []
    for spare in (-50, 0, 30, 64, 200):
        review.resize(1600, around + 36 + 440 + 112 + 128 + spare)
        QApplication.processEvents()
        heights.append((small_photos(review), review.compare.strip.height()))

    assert heights == [([70, 70], 128), ([70, 70], 128), ([100, 100], 158), ([134, 134], 192), ([134, 134], 192)]


@pytest.mark.parametrize(("count", "high"), [(5, 128), (6, 105), (9, 70)])
def test_many_small_photos_grow_only_as_far_as_all_are_in_sight(opened: Open, count: int, high: int) -> None:
    """Of 1175 px, 140 are for words and 32 are margins: of five photos each has 200, less 16 between them."""
    room = opened("zh_CN", 1.0)
    put_photos(room, count)
    at_width(room.review, 1600)

    assert set(small_photos(room.review)) == {high}
    area = room.review.compare.strip.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0
