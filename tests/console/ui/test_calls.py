"""Calls taken at the desk: what is typed freely proposes number, class and place; similar cases, the caller's history,
several calls at a time, nothing lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.facts import Ask, Draft, Line
from console.ui.look import Look
from rules.city import Category
from rules.geocoder import Geocoder
from tests.builders import a_case, a_city, an_actor
from tests.console.ui.conftest import Room
from tests.fixtures.addresses import at, gazetteer, grids

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def counter(qtbot: QtBot, look: Look) -> Iterator[Room]:
    """An acceptor of the little town with the form open, in Chinese."""
    town, city = grids(), a_city()
    addresses = gazetteer(town.plane)
    room = Room(qtbot, look, city=replace(city, grids=town, gazetteer=addresses))
    room.desk.geocoder = Geocoder(town, addresses)
    room.desk.sign_in(an_actor("acceptor"))
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_N, CTRL)
    yield room
    room.close()


def heard(room: Room, words: str) -> None:
    """Type this and let the hand rest."""
    form = room.main.asides.intake
    form.words.setPlainText(words)
    room.qtbot.waitUntil(lambda: not form.place._finding.waits and not form._listening._pause.isActive())
    room.qtbot.wait(200)


def test_one_text_gives_number_class_and_place(counter: Room) -> None:
    form = counter.main.asides.intake
    heard(counter, "惠邻便利店门口有暴露垃圾，电话 138 0000 1234")

    assert form.phone.text() == "138 0000 1234"
    assert form.category.value() == "event-01-10"
    assert form.place.candidates.isVisible()

    QTest.keyClick(form.words, Qt.Key.Key_2, ALT)
    second = form.place.point
    assert second is not None
    assert form.place.address.text() != ""
    assert form.words.toPlainText().endswith("1234")


def test_no_number_stays_in_the_words_of_the_case_or_of_the_draft(counter: Room) -> None:
    form = counter.main.asides.intake
    heard(counter, "门口有暴露垃圾，电话 13800001234")
    counter.qtbot.waitUntil(lambda: counter.board.draft("/report/") is not None)
    draft = counter.board.draft("/report/")
    assert draft is not None
    assert "13800001234" not in str(draft.values)

    form.place.take_point(*at(0, 0))
    form.submit()
    (wish,) = counter.desk.wishes
    assert wish.body["words"] == "门口有暴露垃圾"
    assert wish.personal == {"phone": "13800001234"}


def test_what_the_person_chose_is_not_touched(counter: Room) -> None:
    form = counter.main.asides.intake
    form.phone.setText("13911112222")
    form.place.address.setText("学院路 1 号")
    heard(counter, "惠邻便利店门口有暴露垃圾，电话 13800001234")

    assert form.phone.text() == "13911112222"
    assert form.place.address.text() == "学院路 1 号"


def test_similar_cases_nearby_are_named_nearest_first(counter: Room) -> None:
    lon, lat = at(0, 0)
    place = {"located": True, "category": "event-01-10"}
    counter.desk.put(
        a_case("reported", id="far", number="150422-1", lon=lon, lat=lat + 20_000, **place),
        a_case("reported", id="near", number="150422-2", lon=lon, lat=lat + 3_000, **place),
        a_case("reported", id="next", number="150422-3", lon=lon, lat=lat + 6_000, **place),
        a_case("reported", id="other", number="150422-4", lon=lon, lat=lat, located=True, category="event-02-01"),
    )
    form = counter.main.asides.intake
    form.category.widget.setCurrentIndex(form.category.widget.findData("event-01-10"))
    form.place.take_point(lon, lat)

    assert [line.split(" · ")[0] for line in form.alike.near.lines] == ["33 m", "67 m"]
    counter.desk.put(a_case("reported", id="near", number="150422-2", lon=lon, lat=lat + 30_000, **place))
    form.place.take_point(lon, lat)
    assert [line.split(" · ")[0] for line in form.alike.near.lines] == ["67 m"]


def test_a_similar_case_is_shown_beside_the_form(counter: Room) -> None:
    lon, lat = at(0, 0)
    counter.desk.put(a_case("reported", id="near", lon=lon, lat=lat, located=True))
    form = counter.main.asides.intake
    form.place.take_point(lon, lat)
    form.alike.near.itemClicked.emit(form.alike.near.item(0))

    assert counter.main.case.case_id == "near"
    assert form.isVisible()


def asked(room: Room) -> list[str]:
    return [question.args["phone"] for question in room.desk.questions if question.kind is Ask.CALLER]


def test_what_the_number_reported_before_is_asked_once_and_shown(counter: Room) -> None:
    form = counter.main.asides.intake
    counter.desk.callers["13800001234"] = (a_case("closed", id="old", number="150401-9"),)
    form.phone.setText("138 0000 1234")
    counter.qtbot.waitUntil(lambda: form.alike.before.count() == 1)
    assert asked(counter) == ["13800001234"]
    assert "150401-9" in form.alike.before.lines[0]
    assert form.alike.says[1] == "该号码此前上报 1 件"


def test_without_a_line_it_says_that_the_history_is_not_known(counter: Room) -> None:
    counter.desk.link(Line.OFFLINE)
    form = counter.main.asides.intake
    QTest.keyClicks(form.phone, "13800001234")
    counter.qtbot.waitUntil(lambda: form.alike.says[1] != "")
    assert form.alike.says[1] == "离线时查不到该号码此前的上报"


def test_a_second_call_while_the_first_form_is_open(counter: Room) -> None:
    calls = counter.main.asides.calls
    first = calls.current
    first.words.setPlainText("第一个电话")
    first.phone.setText("13800001234")
    QTest.keyClick(first.words, Qt.Key.Key_N, CTRL)
    second = calls.current
    assert second is not first
    assert (second.words.toPlainText(), second.phone.text()) == ("", "")
    assert calls.tabs.count() == 2
    assert calls.tabs.isVisible()

    second.words.setPlainText("第二个电话")
    second.place.address.setText("某处")
    second.submit()
    assert counter.desk.wishes[-1].body["words"] == "第二个电话"
    assert calls.current is first
    assert first.isVisible()
    assert (first.words.toPlainText(), first.phone.text()) == ("第一个电话", "13800001234")


def test_keys_go_from_call_to_call(counter: Room) -> None:
    calls = counter.main.asides.calls
    calls.current.words.setPlainText("甲")
    QTest.keyClick(calls.current.words, Qt.Key.Key_N, CTRL)
    calls.current.words.setPlainText("乙")
    QTest.keyClick(calls.current.words, Qt.Key.Key_PageDown, CTRL)
    assert calls.current.words.toPlainText() == "甲"


def test_an_empty_form_is_enough_for_the_next_call(counter: Room) -> None:
    calls = counter.main.asides.calls
    QTest.keyClick(calls.current.words, Qt.Key.Key_N, CTRL)
    assert calls.tabs.count() == 1


def test_all_calls_that_were_open_are_open_again_after_a_crash(counter: Room) -> None:
    drafts = [Draft(f"/report/{slot}", {"words": f"电话{slot or 0}"}, counter.clock.now, "chen") for slot in ("", "2")]
    calls = counter.main.asides.calls
    calls._begun = False  # as at a start
    counter.board.take_drafts(tuple(drafts))
    QTest.keyClick(calls.current.words, Qt.Key.Key_Escape)
    counter.main.asides.register()
    assert [form.words.toPlainText() for form in calls.forms] == ["电话0", "电话2"]


def test_the_form_is_there_before_the_first_call_of_who_may_register(room: Room) -> None:
    assert "calls" not in room.main.asides.__dict__  # a dispatcher needs none
    room.desk.sign_in(an_actor("acceptor"))
    room.qtbot.waitUntil(lambda: "calls" in room.main.asides.__dict__)
    assert not room.main.asides.calls.isVisible()
    room.qtbot.waitUntil(lambda: Ask.PLACES in [each.kind for each in room.desk.questions])


def test_a_city_that_changes_brings_its_classes_into_a_form_that_is_open(counter: Room) -> None:
    form = counter.main.asides.intake
    box = form.category.widget
    box.setCurrentIndex(box.findData("event-01-10"))
    city = counter.board.city
    assert city is not None
    more = {**city.categories, "event-02-01": Category("event-02-01", "违章占道", "Obstruction")}
    counter.board.take_city(replace(city, categories=more))

    assert form.category.value() == "event-01-10"
    assert box.findData("event-02-01") >= 0


def test_what_is_nearby_is_looked_for_again_when_the_board_moves(counter: Room) -> None:
    lon, lat = at(0, 0)
    form = counter.main.asides.intake
    form.place.take_point(lon, lat)
    assert form.alike.near.lines == []
    counter.desk.put(a_case("reported", id="near", lon=lon, lat=lat + 3_000, located=True))
    form.place.address.setText("中原路口")  # a letter: the point stays, the cases around it do not

    assert len(form.alike.near.lines) == 1
