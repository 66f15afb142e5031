"""A conflict card in a low window: the choices are always in sight, what is read between them and the head scrolls."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.facts import Conflict
from console.ui.case.conflict import ConflictCard
from console.ui.look import Look
from console.ui.look.buttons import KeyButton
from rules.frozen import changed
from tests.builders import NINE
from tests.console.ui.conflicts import a_call, a_dispatch, shown
from tests.console.ui.conftest import RESOURCES, Room

SMALL, LARGE = (1366, 768), (1920, 1080)
WORDS = "请并查周边商户，另请联系物业，垃圾堆放在东侧围挡内，注意不要影响早市" * 3
PLACES = [(language, scale, size) for language in ("zh_CN", "en") for scale in (1.0, 1.5) for size in (SMALL, LARGE)]


def much_to_read() -> tuple[Conflict, ...]:
    """Many fields, long words, three calls that followed, a unit to call off."""
    first = a_dispatch(WORDS)
    assert first.now
    now = changed(first.now, urged_reason="市民再次来电" * 6, urged_at=NINE, urgent=True, answer="已转二七区处理" * 6)
    calls = (replace(a_call(), id=f"cmd-1{n}", after="cmd-9") for n in range(3))
    return (replace(first, now=now, theirs=now), *calls)


@pytest.fixture(params=PLACES, ids=str)
def low(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[Room]:
    """A desk in each language and scale, in a small window and a large one."""
    language, scale, size = request.param
    look = Look("dark", scale, RESOURCES)
    look.dress(qapp)
    made = Room(qtbot, look, language)
    made.main.resize(*size)
    yield made
    made.close()


def laid_out(room: Room) -> ConflictCard:
    """The card with much to read, when all has its place."""
    card = shown(room, *much_to_read())
    for _ in range(5):
        QApplication.processEvents()
    return card


def where(part: QWidget, card: ConflictCard) -> QRect:
    """Where a part stands on the card."""
    return QRect(part.mapTo(card, part.rect().topLeft()), part.size())


def test_all_choices_stand_whole_on_the_card_beside_what_they_bring(low: Room) -> None:
    card = laid_out(low)
    buttons = [each for each in card.choices.findChildren(KeyButton) if each.isVisible()]
    places = [where(each, card) for each in (*buttons, card.choices.carry)]
    means = [each for each in card.choices.findChildren(QLabel) if each.wordWrap()]

    assert len(buttons) == 4
    assert [each for each in places if not card.rect().contains(each)] == []
    assert [low_ for high, low_ in pairwise(places) if high.intersects(low_)] == []
    assert [each.text() for each in means if each.height() < each.heightForWidth(each.width())] == []
    assert card.sheet.height() >= low.context.look.px(44)
    assert not where(card.sheet, card).intersects(where(card.choices, card))


def test_all_that_there_is_to_read_can_be_reached_by_keys_alone(low: Room) -> None:
    card = laid_out(low)
    inner, bar = card.sheet.widget(), card.sheet.verticalScrollBar()
    assert low.main.focusWidget() is card.choices.first.button
    assert inner.width() <= card.sheet.viewport().width()
    assert bar.maximum() > 0  # there is more than fits

    QTest.keyClick(low.main.focusWidget(), Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(low.main.focusWidget(), Qt.Key.Key_End)
    last = [each for each in inner.findChildren(QLabel) if each.text()][-1]
    assert QRect(last.mapTo(card.sheet.viewport(), last.rect().topLeft()), last.size()).bottom() >= 0
    assert bar.value() == bar.maximum()
    QTest.keyClick(low.main.focusWidget(), Qt.Key.Key_Home)
    assert bar.value() == 0


def test_tab_goes_through_the_choices_in_their_order(room: Room) -> None:
    card = laid_out(room)
    met = []
    for _ in range(5):
        met.append(room.main.focusWidget())
        QTest.keyClick(room.main.focusWidget(), Qt.Key.Key_Tab)
    buttons = [each.button for each in card.choices.findChildren(KeyButton)]
    assert met == [*buttons, card.choices.carry]


def test_words_that_have_no_room_in_the_tick_are_in_its_tool_tip_and_for_a_screen_reader(room: Room) -> None:
    room.main.resize(*SMALL)
    carry = laid_out(room).choices.carry
    assert carry.text().endswith("…")
    assert WORDS in carry.toolTip()
    assert carry.accessibleName() == carry.toolTip() == carry.words()


def test_another_conflict_is_read_from_its_beginning_and_the_same_from_where_one_was(room: Room) -> None:
    room.main.resize(*SMALL)
    card = laid_out(room)
    QTest.keyClick(card, Qt.Key.Key_End)
    shown(room, *much_to_read())
    assert card.sheet.verticalScrollBar().value() > 0

    first, *rest = much_to_read()
    shown(room, replace(first, id="cmd-20"), *rest)
    assert card.sheet.verticalScrollBar().value() == 0
