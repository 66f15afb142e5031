"""What is said of a proposal before it is done: like cases, runners-up, the deadline, in both languages."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.ui.case.experience import Numbers
from console.ui.look import Look
from rules.assignment import LegStage
from rules.case import Case, Stage
from rules.city import City, Duty
from rules.frozen import changed
from tests.builders import a_case, a_city, a_leg, an_actor
from tests.console.ui.conftest import Room


def city() -> City:
    """One in which 二七区 and the drainage are runners-up to 中原区."""
    made = a_city()
    more = tuple(Duty(f"9{n}", unit, "event-01-10", layer=80) for n, unit in enumerate(("410103", "B01")))
    return replace(made, duties=(*made.duties, *more))


@pytest.fixture
def rooms(qtbot: QtBot, look: Look) -> Iterator[Callable[[str], Room]]:
    made: list[Room] = []

    def make(language: str) -> Room:
        made.append(Room(qtbot, look, language, city=city()))
        made[-1].desk.sign_in(an_actor("dispatcher"))
        return made[-1]

    yield make
    for room in made:
        room.close()


def old(number: int, unit: str) -> Case:
    leg = a_leg(LegStage.ENDED, unit=unit)
    return changed(a_case(id=f"old-{number}", number=f"1504220010{number}"), stage=Stage.CLOSED, legs=(leg,))


def said(room: Room, *cases: Case) -> str:
    room.desk.put(*cases, a_case(id="case-1"))
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    return "\n".join(each.text() for each in room.main.case.decide.findChildren(QLabel))


def test_english_counts_similar_cases_and_says_what_a_dispatch_now_would_bring(
    rooms: Callable[[str], Room],
) -> None:
    words = said(rooms("en"), old(1, "410102"), old(2, "410102"), old(3, "410103"))
    assert "2 similar cases on this desk: 2 closed, 0 returned" in words
    assert "Erqi District (1 similar case on this desk: 1 closed, 0 returned), Drainage" in words
    assert "If dispatched now" in words


def test_chinese_has_its_own_brackets_and_commas(rooms: Callable[[str], Room]) -> None:
    words = said(rooms("zh_CN"), old(1, "410103"))
    assert "二七区（本机所存同类 1 件：结案 1，退单 0）、市排水管理处" in words


def test_what_a_deed_brings_goes_on_in_small_letters_after_its_name(rooms: Callable[[str], Room]) -> None:
    room = rooms("en")
    room.desk.put(a_case(Stage.TO_CONFIRM, id="case-1", round=1, legs=(a_leg("done"),)))
    room.main.choice.go_to("case-1")
    room.clock.now += 1000
    words = [each.text() for each in room.main.case.decide.findChildren(QLabel)]
    assert any(": goes to “" in each for each in words)


def test_nothing_is_said_of_no_similar_case(rooms: Callable[[str], Room]) -> None:
    assert Numbers().like_words(rooms("en").context.texts) == ""
