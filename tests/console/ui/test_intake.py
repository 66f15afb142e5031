"""Registering a report: what is wrong is said by field, a place by words, degrees or a click, photos are photos."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.facts import Draft
from console.ui.forms.photo_files import NoPhoto, PhotoFile, read_photo
from console.ui.intake.place import WrongPoint, read_point
from console.ui.look.buttons import PrimaryButton
from tests.builders import a_case, an_actor
from tests.console.ui.conftest import Room
from tests.console.ui.test_review import a_picture


@pytest.fixture
def counter(room: Room) -> Room:
    """An acceptor at the desk with the form open."""
    room.desk.sign_in(an_actor("acceptor"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    return room


def test_the_form_stands_in_the_queues_place_with_the_map_beside(counter: Room) -> None:
    assert counter.main.asides.intake.isVisible()
    assert not counter.main.queue.isVisible()
    assert counter.main.map.isVisible()


def test_a_dispatcher_has_no_form(room: Room) -> None:
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert not room.main.asides.intake.isVisible()


def test_what_is_missing_is_said_by_field_and_nothing_is_sent(counter: Room) -> None:
    form = counter.main.asides.intake
    form.submit()

    assert form.error("words") == "必填：上报内容"
    assert form.error("place") == "必填：地址、坐标，或在地图上点选"
    assert counter.desk.wishes == []


def test_coordinates_that_are_none_are_said(counter: Room) -> None:
    form = counter.main.asides.intake
    form.words.setPlainText("井盖松动")
    form.place.coordinates.setText("somewhere")
    form.submit()

    assert form.error("place") == "不是该坐标系的坐标：应为以度表示的纬度和经度"
    assert form.error("words") == ""


def test_a_report_is_registered_with_words_place_and_sealed_person(counter: Room) -> None:
    form = counter.main.asides.intake
    form.words.setPlainText("陇海路与秦岭路交会处有暴露垃圾")
    form.place.take_point(1136100000, 347400000)
    form.place.address.setText("陇海路与秦岭路交会处")
    form.name.setText("张三")
    form.phone.setText("13800000000")
    QTest.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    (wish,) = counter.desk.wishes
    assert (wish.verb, wish.case_id) == ("report", "")
    assert wish.body == {
        "words": "陇海路与秦岭路交会处有暴露垃圾",
        "address": "陇海路与秦岭路交会处",
        "lon": 1136100000,
        "lat": 347400000,
        "datum": "cgcs2000",
        "given": "34.740000, 113.610000",
    }
    assert wish.personal == {"name": "张三", "phone": "13800000000"}
    assert not form.isVisible()
    assert counter.main.queue.list_name == "intake"
    assert counter.main.queue.model.rowCount() == 1
    assert form.words.toPlainText() == ""


def test_what_was_typed_stays_when_one_looks_elsewhere(counter: Room) -> None:
    form = counter.main.asides.intake
    form.words.setPlainText("井盖松动")
    QTest.keyClick(form.name, Qt.Key.Key_Escape)
    assert not form.isVisible()

    counter.main.asides.register()
    assert form.words.toPlainText() == "井盖松动"


def test_a_click_on_the_map_fills_the_coordinates_only_while_the_form_is_open(counter: Room) -> None:
    counter.main.map.point_chosen.emit(1136100000, 347400000)
    assert counter.main.asides.intake.place.coordinates.text() == "34.740000, 113.610000"

    QTest.keyClick(counter.main.asides.intake.name, Qt.Key.Key_Escape)
    counter.main.map.point_chosen.emit(1137000000, 348000000)
    assert counter.main.asides.intake.place.coordinates.text() == "34.740000, 113.610000"


def test_letters_in_the_form_are_text(counter: Room) -> None:
    counter.desk.put(a_case("reported", id="case-1"))
    form = counter.main.asides.intake
    QTest.keyClicks(form.external, "arvu12345")

    assert form.external.text() == "arvu12345"
    assert counter.desk.wishes == []
    assert counter.desk.recalls == []


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("34.7418, 113.6127", (1136127000, 347418000)),
        ("113.6127 34.7418", (1136127000, 347418000)),
        ("42.36，-71.06", (-710600000, 423600000)),
    ],
)
def test_degrees_are_read_in_either_order(typed: str, point: tuple[int, int]) -> None:
    assert read_point(typed) == point


@pytest.mark.parametrize("typed", ["", "34.7", "north, east", "134, 213", "34.7;113.6"])
def test_what_is_no_pair_of_degrees_is_refused(typed: str) -> None:
    with pytest.raises(WrongPoint):
        read_point(typed)


def test_photos_are_taken_by_their_content(tmp_path: Path) -> None:
    picture, text, large = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c.png"
    picture.write_bytes(a_picture("red"))
    text.write_text("no photo at all")
    large.write_bytes(a_picture("red") + bytes(20_000_001))

    found = read_photo(picture)
    assert isinstance(found, PhotoFile)
    assert (found.mime, found.sha256) == ("image/png", hashlib.sha256(a_picture("red")).hexdigest())
    assert read_photo(text) == NoPhoto("b.jpg", "no_photo")
    assert read_photo(large) == NoPhoto("c.png", "too_large")
    assert read_photo(tmp_path / "gone.jpg") == NoPhoto("gone.jpg", "unreadable")


def test_a_photo_goes_with_the_report_and_what_is_none_is_named(counter: Room, tmp_path: Path) -> None:
    picture, text = tmp_path / "a.png", tmp_path / "b.png"
    picture.write_bytes(a_picture("red"))
    text.write_text("no photo at all")
    form = counter.main.asides.intake
    form.photos.add([str(picture), str(picture), str(text)])
    counter.qtbot.waitUntil(lambda: "b.png" in form.photos.wrong)
    form.words.setPlainText("暴露垃圾")
    form.place.address.setText("中原路 1 号")
    form.submit()

    (wish,) = counter.desk.wishes
    assert wish.blobs == (a_picture("red"),)
    sha256, size = hashlib.sha256(a_picture("red")).hexdigest(), len(a_picture("red"))
    assert wish.body["photos"] == [{"sha256": sha256, "kind": "overview", "mime": "image/png", "size": size}]


def test_pasted_coordinates_of_another_datum_are_converted_and_kept_as_given(counter: Room) -> None:
    place = counter.main.asides.intake.place
    place.datum.setCurrentIndex(place.datum.findData("gcj02"))
    QTest.keyClicks(place.coordinates, "31.17530398364597, 121.531541859215")

    body = place.body()
    assert (body["datum"], body["given"]) == ("gcj02", "31.17530398364597, 121.531541859215")
    assert abs(int(str(body["lon"])) - 1_215_272_106) < 100
    assert abs(int(str(body["lat"])) - 311_774_276) < 100


def test_a_datum_chosen_after_pasting_counts_and_a_click_is_cgcs2000_again(counter: Room) -> None:
    place = counter.main.asides.intake.place
    QTest.keyClicks(place.coordinates, "34.7418, 113.6127")
    plain = place.body()
    place.datum.setCurrentIndex(place.datum.findData("bd09"))
    assert place.body()["datum"] == "bd09"
    assert place.body()["lon"] != plain["lon"]

    place.take_point(1_136_127_000, 347_418_000)
    assert (place.body()["datum"], place.body()["lon"]) == ("cgcs2000", 1_136_127_000)


def test_a_hotline_order_brings_its_own_deadline(counter: Room) -> None:
    form = counter.main.asides.intake
    form.words.setPlainText("井盖松动")
    form.place.address.setText("某处")
    form.external.setText("HL-1")
    form.external_due.given.setChecked(True)
    form.submit()

    body = counter.desk.wishes[-1].body
    assert (body["external_number"], body["external_due"]) == (
        "HL-1",
        counter.clock.now + 86_400_000,
    )


def primaries(room: Room) -> list[str]:
    """The buttons that are filled as the one primary button of a window is."""
    fill = room.context.look.colour("accent_fill")
    shown = [each for each in room.main.findChildren(PrimaryButton) if each.isVisible()]
    return [each.text() for each in shown if each.button.grab().toImage().pixelColor(12, 8) == fill]


def test_one_button_alone_is_primary_while_the_form_is_open_and_afterwards(room: Room) -> None:
    room.desk.sign_in(an_actor("acceptor"))
    room.desk.put(a_case("reported", id="case-1"), a_case("reported", id="case-2"))
    room.main.choice.go_to("case-1")
    assert primaries(room) == ["受理"]

    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert primaries(room) == ["登记"]
    room.main.case.show_case(room.board.case("case-2"))
    assert primaries(room) == ["登记"]

    QTest.keyClick(room.main.asides.intake.words, Qt.Key.Key_Escape)
    assert primaries(room) == ["受理"]


def test_what_was_typed_is_kept_as_a_draft_but_never_who_reported_it(counter: Room) -> None:
    form = counter.main.asides.intake
    counter.main.asides.register()
    form.words.setPlainText("井盖松动")
    form.place.address.setText("中原路")
    form.name.setText("李四")
    form.phone.setText("13800001234")
    counter.qtbot.waitUntil(lambda: counter.board.draft("/report/") is not None)
    draft = counter.board.draft("/report/")
    assert draft is not None
    assert (draft.values["words"], draft.values["address"]) == ("井盖松动", "中原路")
    assert "李四" not in str(draft.values)
    assert "13800001234" not in str(draft.values)


def test_a_report_typed_before_the_start_is_there_again(counter: Room) -> None:
    values = {
        "words": "井盖松动", "address": "中原路", "coordinates": "34.75, 113.61", "urgent": "1",
        "external_due": str(counter.clock.now + 3_600_000), "datum": "wgs84",
    }  # fmt: skip
    counter.board.take_drafts((Draft("/report/", values, counter.clock.now, "chen"),))
    form = counter.main.asides.intake
    counter.main.asides.register()
    assert (form.words.toPlainText(), form.place.address.text()) == ("井盖松动", "中原路")
    assert form.urgent.isChecked()
    assert form.place.body()["datum"] == "wgs84"
    assert form.external_due.value() == int(values["external_due"])
