"""The form of a correction: it shows what stands, brings what differs, and never hides what others changed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from console.facts import Conflict
from console.ui.case.choices import Choices
from console.ui.forms.lines import Lines
from console.ui.forms.verb_form import VerbForm
from console.ui.look import Look
from rules.case import Case, Event, Stage
from rules.commands import Command, Outcome, Role
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, a_leg, an_actor, t
from tests.console.ui.conftest import Room

BEFORE, MINE, THEIRS = "中原路12号", "中原路21号", "棉纺路3号"


@pytest.fixture
def room(qtbot: QtBot, look: Look) -> Iterator[Room]:
    made = Room(qtbot, look)
    made.desk.sign_in(an_actor("dispatcher"))
    made.clock.now = t("2015-04-22 09:30")
    yield made
    made.close()


def a_sent_case(**fields: object) -> Case:
    return a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=(a_leg("working"),), address=BEFORE, **fields)


def open_form(room: Room, case: Case) -> VerbForm:
    """The form, by its key on the queue."""
    room.desk.put(case)
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    QTest.keyClick(room.main.queue.view, Qt.Key.Key_E)
    assert room.main.case.form is not None
    assert room.main.case.form.action.verb == "correct"
    return room.main.case.form


def address(form: VerbForm) -> Lines:
    widget = form.field("address").widget
    assert isinstance(widget, Lines)
    return widget


def tick(form: VerbForm, name: str) -> QCheckBox:
    widget = form.field(name).widget
    assert isinstance(widget, QCheckBox)
    return widget


def test_it_begins_with_what_stands_and_brings_only_what_differs(room: Room) -> None:
    form = open_form(room, a_sent_case(important=True))
    assert (address(form).toPlainText(), tick(form, "important").isChecked()) == (BEFORE, True)
    address(form).setPlainText(MINE)
    tick(form, "important").click()
    form.outcome.say()
    assert form.outcome.text() == "地址：中原路12号 → 中原路21号；重大：是 → 否"
    QTest.keyClick(address(form), Qt.Key.Key_Return)
    assert dict(room.desk.wishes[-1].body) == {
        "address": MINE, "important": False, "was": {"address": BEFORE, "important": True},
    }  # fmt: skip
    assert room.board.case("case-1").case.address == MINE


def test_nothing_corrected_is_said_in_the_form_and_nothing_is_wished(room: Room) -> None:
    form = open_form(room, a_sent_case())
    QTest.keyClick(address(form), Qt.Key.Key_Return)
    assert form.error("address") == "没有更正任何内容"
    assert room.desk.wishes == []


def test_what_others_change_while_it_is_open_is_not_overwritten_unseen(room: Room) -> None:
    form = open_form(room, a_sent_case())
    address(form).setPlainText(MINE)
    room.desk.put(a_sent_case(important=True, version=9))
    QTest.keyClick(address(form), Qt.Key.Key_Return)
    assert dict(room.desk.wishes[-1].body) == {"address": MINE, "was": {"address": BEFORE}}


def test_a_draft_keeps_what_was_typed_and_takes_the_rest_from_the_case_as_it_is_then(room: Room) -> None:
    form = open_form(room, a_sent_case())
    address(form).setPlainText(MINE)
    QTest.keyClick(address(form), Qt.Key.Key_Escape)
    room.desk.put(a_sent_case(important=True, version=9))
    form = open_form(room, a_sent_case(important=True, version=9))
    assert (address(form).toPlainText(), tick(form, "important").isChecked()) == (MINE, True)
    assert form.body() == {"address": MINE, "was": {"address": BEFORE}}


# --- the conflict ----------------------------------------------------------------------------------------------------


def a_clash() -> Conflict:
    """Two of us corrected one address."""
    before = a_sent_case(version=3)
    now = changed(before, address=THEIRS, version=4)
    body = {"address": MINE, "was": {"address": BEFORE}}
    command = Command("cmd-9", "correct", "case-1", "wang", Role.DISPATCHER, NINE + MINUTE, body=body)
    outcome = Outcome("cmd-9", "superseded", "rule.superseded", version=4)
    met = Event("case-1", 4, "correct", NINE, NINE, "li", "dispatcher", data=(("address", THEIRS),))
    return Conflict("cmd-9", command, outcome, "desk", before, changed(before, address=MINE), now, (met,), theirs=now)


def test_the_card_shows_the_field_as_it_was_mine_meanwhile_and_now(room: Room) -> None:
    room.desk.put(a_sent_case())
    room.desk.conflict(a_clash())
    card = room.main.case.pages.conflict
    texts = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    at = texts.index("地址")
    assert texts[at + 1 : at + 5] == [BEFORE, MINE, THEIRS, THEIRS]


def test_mine_on_top_and_mine_edited_have_both_seen_what_is_now(room: Room) -> None:
    conflict = a_clash()
    assert conflict.now
    room.desk.put(conflict.now)
    room.desk.conflict(conflict)
    card = room.main.case.pages.conflict
    QTest.keyClick(card, Qt.Key.Key_3)
    assert card.form is not None
    assert card.form.body() == {"address": MINE, "was": {"address": THEIRS}}
    QTest.keyClick(card.form, Qt.Key.Key_Escape)
    QTest.keyClick(card, Qt.Key.Key_2)
    assert room.desk.resolved == [("cmd-9", "on_top")]


def test_the_choices_say_nothing_of_units_and_limits_that_a_correction_does_not_touch(room: Room) -> None:
    room.desk.sign_in(an_actor(Role.DISPATCHER, "wang"))
    conflict = a_clash()
    assert conflict.now
    assert conflict.now.legs
    leave, on_top, _ = Choices(room.context).of(conflict)
    assert leave.means == "您的命令记为“未生效”"
    assert on_top.means == "按现在的状态重新发出“更正”"
