"""Photos that the centre does not have: on the case, in the outbox and this desk's list, and added again by hand."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from console.facts import DESK, Line, SeatState
from console.facts.photos import PhotoOut, PhotosDelta, PhotoState
from console.ui.case.photos_out import PhotosOutLine
from console.ui.elided import ElidedLabel
from console.ui.forms.photo_field import PhotoField
from console.ui.rail_model import RailModel
from rules.case import Photo, PhotoKind
from tests.builders import NINE, a_case, an_actor
from tests.console.ui.conftest import Room
from tests.console.ui.test_local_list import lines

JPEG = b"\xff\xd8\xff" + b"x" * 100
LOST = hashlib.sha256(JPEG).hexdigest()
NAMES = ("1" * 64, "2" * 64, LOST)


@pytest.fixture
def with_photos(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A dispatcher's desk with a chosen case of three photos."""
    monkeypatch.setattr(QFileDialog, "open", lambda _: None)  # the platform of the tests has no place for one
    room.desk.sign_in(an_actor("dispatcher"))
    room.desk.put(a_case(id="case-1", photos=tuple(Photo(name, PhotoKind.REFERENCE) for name in NAMES)))
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    return room


def stand(room: Room, *states: PhotoState, **more: object) -> None:
    """The photos of the case, from its last one on, stand so."""
    names = reversed(NAMES)
    photos = tuple(PhotoOut(name, state, "case-1", NINE, **more) for name, state in zip(names, states, strict=False))  # type: ignore[arg-type]
    room.board.photos.take(PhotosDelta(photos, tuple({*NAMES} - {photo.sha256 for photo in photos})))


def line(room: Room) -> PhotosOutLine:
    return room.main.case.facts.photos_out


WAITING, SENDING, HELD_UP, REFUSED, LOST_HERE = PhotoState


# on the case ----------------------------------------------------------------------------------------------------------
def test_a_case_says_how_many_of_its_photos_are_on_their_way(with_photos: Room) -> None:
    room = with_photos
    assert line(room).says == ""
    stand(room, SENDING, WAITING)
    assert line(room).says == "照片正在上传：2/3 张"
    assert not line(room).add.isVisible()
    room.desk.link(Line.OFFLINE)
    assert line(room).says == "照片待传：2/3 张，线路恢复后自动上传"
    room.desk.link(Line.ONLINE)
    stand(room)
    assert line(room).says == ""


def test_it_says_why_one_is_not_taken(with_photos: Room) -> None:
    stand(with_photos, HELD_UP, reason="link.refused", details={"text": "照片超出配额"})
    assert line(with_photos).says == "中心暂未收下照片 1/3 张（服务器拒绝：照片超出配额），会自动重传"
    stand(with_photos, REFUSED, reason="rule.photo_unreadable", details={"expected": "JPEG"})
    assert line(with_photos).says == "中心不收照片 1/3 张（照片无法读取，应为：JPEG）：请换一张"
    assert line(with_photos).add.isVisible()


def test_another_case_says_nothing_of_them(with_photos: Room) -> None:
    room = with_photos
    stand(room, LOST_HERE)
    room.desk.put(a_case(id="case-2"))
    room.main.choice.go_to("case-2")
    assert line(room).says == ""
    room.main.choice.go_to("case-1")
    assert line(room).says == "本机丢失照片 1/3 张：请重新添加原片，或换一张"


# added again ----------------------------------------------------------------------------------------------------------
def chosen(room: Room, file: Path, content: bytes) -> None:
    """A person chooses a file."""
    file.write_bytes(content)
    line(room).add.click()
    (dialog,) = line(room).findChildren(QFileDialog)
    dialog.filesSelected.emit([str(file)])
    dialog.done(0)


def test_the_lost_photo_is_known_by_its_bytes_and_goes(with_photos: Room, tmp_path: Path) -> None:
    room = with_photos
    stand(room, LOST_HERE)
    chosen(room, tmp_path / "IMG_1.jpg", JPEG)
    room.qtbot.waitUntil(lambda: room.desk.found_again == [JPEG])
    assert room.main.case.form is None


def test_another_photo_goes_with_a_note_and_the_lost_one_is_looked_for_no_more(
    with_photos: Room, tmp_path: Path
) -> None:
    room, other = with_photos, JPEG + b"another"
    stand(room, LOST_HERE)
    chosen(room, tmp_path / "IMG_2.jpg", other)
    room.qtbot.waitUntil(lambda: room.main.case.form is not None)
    form = room.main.case.form
    assert form is not None
    (field,) = form.findChildren(PhotoField)
    assert field.names == "IMG_2.jpg"
    assert room.desk.given_up == []
    form.do_button.click()
    wish = room.desk.wishes[-1]
    assert (wish.verb, wish.body["text"], wish.blobs) == ("note", "补传：原照片未能送到中心", (other,))
    (named,) = wish.body["photos"]  # type: ignore[misc]
    assert (named["sha256"], named["kind"]) == (hashlib.sha256(other).hexdigest(), "reference")
    assert room.desk.given_up == [LOST]


def test_who_goes_back_and_then_notes_something_else_has_replaced_nothing(with_photos: Room, tmp_path: Path) -> None:
    room = with_photos
    stand(room, LOST_HERE)
    chosen(room, tmp_path / "IMG_2.jpg", JPEG + b"another")
    room.qtbot.waitUntil(lambda: room.main.case.form is not None)
    form = room.main.case.form
    assert form is not None
    form.back_button.click()
    room.main.case.start(next(each for each in room.main.case.decide.offered if each.verb == "note"))
    form = room.main.case.form
    assert form is not None
    form.field("text").restore("已致电")
    (field,) = form.findChildren(PhotoField)
    assert field.photos == []
    (tmp_path / "IMG_3.jpg").write_bytes(JPEG + b"of something else")
    field.add([str(tmp_path / "IMG_3.jpg")])
    room.qtbot.waitUntil(lambda: len(field.photos) == 1)
    form.do_button.click()
    assert room.desk.wishes[-1].verb == "note"
    assert room.desk.given_up == []


def test_what_is_no_photo_is_said_in_its_place(with_photos: Room, tmp_path: Path) -> None:
    stand(with_photos, LOST_HERE)
    chosen(with_photos, tmp_path / "letter.jpg", b"%PDF-1.4")
    with_photos.qtbot.waitUntil(lambda: line(with_photos).wrong == "letter.jpg：不是照片，应为 JPEG、PNG 或 WebP")


def test_a_person_may_do_without_it(with_photos: Room) -> None:
    stand(with_photos, LOST_HERE, WAITING)
    line(with_photos).drop.click()
    assert with_photos.desk.given_up == [LOST]


# the lists ------------------------------------------------------------------------------------------------------------
def test_the_outbox_shows_photos_by_case_without_a_line_and_those_that_do_not_get_through_at_any_time(
    with_photos: Room,
) -> None:
    room, panel = with_photos, with_photos.main.queue.outbox

    def said() -> set[str]:
        return {each.text() for each in panel.findChildren(QLabel) if each.isVisible()} | {
            each.text() for each in panel.findChildren(ElidedLabel) if each.isVisible()
        }

    stand(room, SENDING, WAITING)
    assert not panel.isVisible()  # they go
    room.desk.link(Line.OFFLINE)
    assert panel.isVisible()
    assert {"照片 2 张", "待上传"} <= said()
    room.desk.link(Line.ONLINE)
    assert not panel.isVisible()
    stand(room, LOST_HERE)
    assert panel.isVisible()
    assert {"照片 1 张", "本机丢失"} <= said()
    stand(room)
    assert not panel.isVisible()


def test_the_status_line_and_the_rail_count_them(with_photos: Room) -> None:
    room = with_photos
    assert room.main.status.words()[2] == "待发送 0"
    stand(room, WAITING, LOST_HERE)
    assert room.main.status.words()[2] == "待发送 0 · 照片 2 张"
    rail = room.main.rail.model()
    assert isinstance(rail, RailModel)
    room.qtbot.waitUntil(lambda: [e.count.total for e in rail.entries if e.list == "unsent"] == [2])
    stand(room)
    assert room.main.status.words()[2] == "待发送 0"


def test_this_desks_list_has_a_line_for_each_photo_that_leads_to_its_case(with_photos: Room) -> None:
    room = with_photos
    room.main.choice.go_to("")
    stand(room, HELD_UP, reason="link.refused", details={"text": "照片超出配额"})
    room.main.choice.show_list("unsent")
    (shown,) = lines(room)
    assert (shown.about, shown.strong, shown.state) == ("case-1", "照片", "暂未收下")
    assert shown.below == "09:00:00 · 服务器拒绝：照片超出配额"
    stand(room, LOST_HERE)
    (shown,) = lines(room)
    assert (shown.mark, shown.state) == ("conflict", "本机丢失")
    assert shown.below == "09:00:00 · 文件不见或损坏：请在案卷的照片处重新添加"


# any photo on an existing case ----------------------------------------------------------------------------------------
def test_a_note_asks_for_photos(with_photos: Room, tmp_path: Path) -> None:
    room = with_photos
    QTest.keyClicks(room.main.queue.view, "n")
    form = room.main.case.form
    assert form is not None
    (field,) = form.findChildren(PhotoField)
    (tmp_path / "a.jpg").write_bytes(JPEG)
    field.add([str(tmp_path / "a.jpg")])
    room.qtbot.waitUntil(lambda: field.names == "a.jpg")
    form.field("text").restore("市民补充照片")
    form.do_button.click()
    wish = room.desk.wishes[-1]
    assert (wish.verb, wish.case_id, wish.blobs) == ("note", "case-1", (JPEG,))


def test_who_discards_what_was_typed_discards_its_photos(with_photos: Room, tmp_path: Path) -> None:
    room = with_photos
    QTest.keyClicks(room.main.queue.view, "n")
    form = room.main.case.form
    assert form is not None
    QTest.keyClicks(form.field("text").widget, "half a note")
    form.back_button.click()
    QTest.keyClicks(room.main.queue.view, "n")
    form = room.main.case.form
    assert form is not None
    (field,) = form.findChildren(PhotoField)
    (tmp_path / "a.jpg").write_bytes(JPEG)
    field.add([str(tmp_path / "a.jpg")])
    room.qtbot.waitUntil(lambda: field.names == "a.jpg")
    next(each for each in form.findChildren(QPushButton) if each.text() == "清除").click()
    assert (field.names, form.body()) == ("", {})


def test_nobody_who_may_note_hears_that(with_photos: Room, tmp_path: Path) -> None:
    room = with_photos
    stand(room, LOST_HERE)
    room.board.take_seats({DESK: SeatState(DESK)})
    room.desk.put(room.board.cases()["case-1"].case)
    chosen(room, tmp_path / "IMG_2.jpg", JPEG + b"another")
    room.qtbot.waitUntil(lambda: any("登录" in each.text() for each in room.main.case.notices.findChildren(QLabel)))
    assert room.main.case.form is None
