"""Nothing is clipped: each button and label has the room that its words need, in both languages, at 100 % and 150 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.elided import ElidedLabel
from console.ui.look import Look
from console.ui.queue.row_painter import shortened
from tests.builders import NINE, a_case, an_actor
from tests.console.ui.conftest import RESOURCES, Room

LONGEST = {
    "zh_CN": ("超 04:12", "超 59 分", "超 23 时", "9 时 59 分", "9 天 23 时", "超 34 天"),
    "en": ("+ 04:12", "+ 59 min", "+ 23 h", "9 h 59", "9 d 23 h", "+ 34 d"),
}


@pytest.fixture(params=[("zh_CN", 1.0), ("en", 1.0), ("zh_CN", 1.5), ("en", 1.5)], ids=str)
def scaled(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    """A dispatcher's desk in one language at one scale."""
    language, scale = request.param
    look = Look("dark", scale, RESOURCES)
    look.dress(qapp)
    made = Room(qtbot, look, language)
    made.desk.sign_in(an_actor("dispatcher"))
    yield made
    made.close()


def too_small(room: Room) -> list[str]:
    """The words of what has less room than it needs."""
    for _ in range(5):
        QApplication.processEvents()
    buttons = [each for each in room.main.findChildren(QPushButton) if each.isVisible()]
    labels = [each for each in room.main.findChildren(QLabel) if each.isVisible() and not isinstance(each, ElidedLabel)]
    found = [each.text() for each in buttons if each.width() < each.minimumSizeHint().width()]
    return found + [each.text() for each in labels if is_cut(each)]


def is_cut(label: QLabel) -> bool:
    """Whether the words of a label need more room than it has."""
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.width() < label.fontMetrics().horizontalAdvance(label.text())


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)], ids=str)
def test_everything_has_the_room_that_its_words_need(scaled: Room, size: tuple[int, int]) -> None:
    scaled.main.resize(*size)
    scaled.desk.put(
        a_case(id="case-1", urgent=True, urged_at=NINE, rework=2),
        *(a_case(id=f"case-{n}", number=f"15042200{n:03}") for n in range(2, 30)),
    )
    scaled.main.choice.go_to("case-1")

    assert too_small(scaled) == []


def test_a_row_keeps_the_words_of_its_clock_whole(scaled: Room) -> None:
    scaled.desk.put(a_case(id="case-1"))
    look, view = scaled.context.look, scaled.main.queue.view
    room = view.columnWidth(0) - look.px(33)

    for words in LONGEST[scaled.context.language]:
        assert look.metrics(15, True).horizontalAdvance(words) <= room


def test_the_distance_from_the_crossing_is_never_cut(look: Look) -> None:
    metrics = look.metrics(15)
    for place, tail in (
        ("新华路与水厂西路交叉口北 481 米", "北 481 米"),
        ("Zhongyuan × Wenhuagong North, 120 m SW", ", 120 m SW"),
    ):
        cut = shortened(place, metrics.horizontalAdvance(place) * 0.7, metrics)
        assert cut.endswith(tail)
        assert metrics.horizontalAdvance(cut) <= metrics.horizontalAdvance(place) * 0.7
        assert shortened(place, 1000, metrics) == place
