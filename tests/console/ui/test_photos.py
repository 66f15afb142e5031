"""The photos of a case: `I` or a click shows them large, also without a line; what is not here says so."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.facts import Ask, Line
from console.ui import photos as photos_module
from console.ui.case.photo_view import PhotoView
from console.ui.evidence import newest_first
from console.ui.photos import FULL, THUMB, Thumbnail
from rules.case import Photo, PhotoKind
from tests.builders import NINE, a_case, an_actor
from tests.console.ui.conftest import Room

KINDS = (PhotoKind.OVERVIEW, PhotoKind.CLOSE_UP, PhotoKind.REFERENCE)
THREE = tuple(Photo(f"{n}" * 64, kind, taken_at=NINE) for n, kind in enumerate(KINDS))


def a_png(colour: str = "red", wide: int = 40) -> bytes:
    """A picture of one colour."""
    file = BytesIO()
    Image.new("RGB", (wide, 30), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def with_photos(room: Room) -> Room:
    """A desk with a chosen case of three photos, of which the first two can be had."""
    room.desk.photos |= {THREE[0].sha256: a_png("red"), THREE[1].sha256: a_png("blue")}
    room.desk.put(a_case(id="case-1", photos=THREE))
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    return room


def view(room: Room) -> PhotoView:
    """The large view, which is open."""
    assert room.main.asides.photo_view.isVisible()
    return room.main.asides.photo_view


def colour(room: Room) -> str:
    """The colour in the middle of the large photo."""
    pane = view(room).pane
    return pane.grab().toImage().pixelColor(pane.width() // 2, pane.height() // 2).name()


def test_i_shows_the_photos_large_and_the_arrows_turn_them(with_photos: Room) -> None:
    room = with_photos
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)
    room.qtbot.waitUntil(lambda: colour(room) == "#ff0000")
    assert room.main.focusWidget() is view(room)
    assert room.main.queue.isVisible()
    assert not room.main.map.isVisible()
    assert view(room).pane.accessibleName() == "全景 09:00 · 第 1 张，共 3 张"

    QTest.keyClick(view(room), Qt.Key.Key_Right)
    room.qtbot.waitUntil(lambda: colour(room) == "#0000ff")
    QTest.keyClick(view(room), Qt.Key.Key_End)
    QTest.keyClick(view(room), Qt.Key.Key_Right)  # there is none behind the last
    assert view(room).at == 2
    QTest.keyClick(view(room), Qt.Key.Key_Home)
    QTest.keyClick(view(room), Qt.Key.Key_Left)
    assert view(room).at == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_I])
def test_escape_and_i_bring_map_and_case_back_and_the_keys_to_the_queue(with_photos: Room, key: Qt.Key) -> None:
    room = with_photos
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)
    QTest.keyClick(view(room), key)

    assert not room.main.asides.photo_view.isVisible()
    assert room.main.map.isVisible()
    assert room.main.case.isVisible()
    assert room.main.focusWidget() is room.main.queue.view


def test_a_click_shows_the_photo_that_was_clicked(with_photos: Room) -> None:
    thumbnails = with_photos.main.case.facts.findChildren(Thumbnail)
    QTest.mouseClick(thumbnails[1], Qt.MouseButton.LeftButton)
    assert view(with_photos).at == 1

    QTest.mouseClick(view(with_photos).findChildren(Thumbnail)[2], Qt.MouseButton.LeftButton)
    assert view(with_photos).at == 2


def test_z_comes_closer_and_0_fits(with_photos: Room) -> None:
    QTest.keyClick(with_photos.main.queue.view, Qt.Key.Key_I)
    shown = view(with_photos)
    QTest.keyClick(shown, Qt.Key.Key_Z)
    QTest.keyClick(shown, Qt.Key.Key_Z)
    assert shown.zoom.factor == 4
    QTest.keyClick(shown, Qt.Key.Key_0)
    assert shown.zoom.factor == 1
    for _ in range(4):
        QTest.keyClick(shown, Qt.Key.Key_Z)
    assert shown.zoom.factor == 1  # after eight times, the whole again


def test_without_a_line_the_small_photo_stands_in_and_the_view_says_what_is_missing(with_photos: Room) -> None:
    room, sha256 = with_photos, THREE[0].sha256
    room.qtbot.waitUntil(lambda: room.main.photos.kept(sha256, THUMB) is not None)  # the panel has shown it
    room.desk.photos.clear()
    room.desk.link(Line.OFFLINE)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)

    room.qtbot.waitUntil(lambda: view(room).pane.words == "照片不在本机，线路恢复后取回")
    assert colour(room) == "#ff0000"

    room.desk.photos[sha256] = a_png("yellow")
    room.desk.link(Line.ONLINE)
    room.qtbot.waitUntil(lambda: colour(room) == "#ffff00")
    assert view(room).pane.words == ""


def test_what_cannot_be_had_is_asked_for_once_until_there_is_a_reason_to_hope(with_photos: Room) -> None:
    room, sha256 = with_photos, THREE[2].sha256
    taken = room.main.photos
    taken.get(sha256, FULL)
    room.qtbot.waitUntil(lambda: taken.is_missing(sha256, FULL))
    for _ in range(3):
        assert taken.get(sha256, FULL) is None
    asked = [each for each in room.desk.questions if each.kind is Ask.PHOTO and each.about == sha256]
    assert [each.args["size"] for each in asked].count(FULL) == 1

    room.desk.sign_in(an_actor("shift_leader"))
    assert not taken.is_missing(sha256, FULL)


def test_the_oldest_pictures_go_when_all_would_take_too_much_memory(
    with_photos: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, taken = with_photos, with_photos.main.photos
    room.qtbot.waitUntil(lambda: taken.kept(THREE[1].sha256, THUMB) is not None)
    monkeypatch.setattr(photos_module, "KEPT", 2 * 40 * 30 * 4)
    taken.get(THREE[0].sha256, FULL)
    room.qtbot.waitUntil(lambda: taken.kept(THREE[0].sha256, FULL) is not None)

    assert taken.kept(THREE[0].sha256, THUMB) is None
    assert taken.kept(THREE[1].sha256, THUMB) is not None


def test_a_form_brings_the_case_panel_back(with_photos: Room) -> None:
    room = with_photos
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)
    QTest.keyClick(view(room), Qt.Key.Key_N)
    assert room.main.case.form is not None
    assert room.main.case.form.isVisible()
    assert not room.main.asides.photo_view.isVisible()


def test_a_case_without_photos_says_so_and_opens_nothing(room: Room) -> None:
    room.desk.put(a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)

    assert room.main.case.notices.text == "此案卷没有照片"
    assert room.main.case.isVisible()


@pytest.mark.parametrize(("wide", "high"), [(1280, 720), (900, 700)])
def test_on_a_narrow_window_the_photo_takes_the_place_that_map_and_case_share(
    with_photos: Room, wide: int, high: int
) -> None:
    room = with_photos
    room.main.resize(wide, high)
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)
    shown = view(room)
    assert not room.main.case.isVisible()
    assert room.main.arrangement.rect().contains(shown.geometry())

    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert room.main.case.isVisible()


def of_round(number: int, kind: PhotoKind, round_: int) -> Photo:
    """A photo of a round of work; its check sum is the number, over and over."""
    return Photo(f"{number}" * 64, kind, round_, taken_at=NINE)


AFTER_ONE, CHECK_ONE = of_round(3, PhotoKind.AFTER, 1), of_round(4, PhotoKind.CHECK, 1)
AFTER_TWO, CHECK_TWO = of_round(5, PhotoKind.AFTER, 2), of_round(6, PhotoKind.CHECK, 2)


@pytest.mark.parametrize(
    ("photos", "order"),
    [
        ((), ()),
        (THREE, (0, 1, 2)),
        ((*THREE, AFTER_ONE), (3, 0, 1, 2)),
        ((*THREE, AFTER_ONE, CHECK_ONE), (4, 3, 0, 1, 2)),
        ((THREE[0], AFTER_ONE, CHECK_ONE, AFTER_TWO, CHECK_TWO), (4, 3, 0, 2, 1)),
    ],
)
def test_the_photos_of_the_last_round_come_first_and_those_from_before_next(
    photos: tuple[Photo, ...], order: tuple[int, ...]
) -> None:
    assert newest_first(a_case(photos=photos)) == order


def test_of_work_that_came_back_the_check_is_seen_first_and_whole(room: Room) -> None:
    photos = (*THREE, AFTER_ONE, CHECK_ONE, AFTER_TWO, CHECK_TWO)
    room.desk.put(a_case(id="case-1", round=2, rework=2, verdict="问题未解决", photos=photos))
    room.main.choice.go_to("case-1")
    facts = room.main.case.facts
    room.qtbot.waitUntil(lambda: len(facts.findChildren(Thumbnail)) == 6)
    QApplication.processEvents()

    seen = facts.findChildren(Thumbnail)
    assert [each.sha256[0] for each in seen] == ["6", "5", "0", "1", "2", "4"]
    for each in seen[:3]:
        assert each.visibleRegion().boundingRect() == each.rect()

    QTest.mouseClick(seen[1], Qt.MouseButton.LeftButton)
    assert view(room).at == 5


def test_i_begins_with_what_is_newest(room: Room) -> None:
    room.desk.put(a_case(id="case-1", round=1, rework=1, photos=(*THREE, AFTER_ONE, CHECK_ONE)))
    room.main.choice.go_to("case-1")
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_I)

    assert view(room).at == 4
