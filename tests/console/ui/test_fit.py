"""Nothing is clipped: each button and label has the room that its words need, in both languages, at 100 % and 150 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.board import Board
from console.enquiries import Enquiries
from console.facts import REVIEW, SeatState
from console.ui.context import Context
from console.ui.elided import ElidedLabel, place_and_matter, shortened
from console.ui.look import Look
from console.ui.queue.row_painter import fitting
from console.ui.sounds import SwitchedSounds
from console.ui.top_bar import TopBar
from rules.commands import Actor, Grant, Role
from tests.builders import NINE, a_case, a_city, an_actor
from tests.console.ui.conftest import RESOURCES, Room
from tests.console.ui.desk import FakeClock

LONGEST = {
    "zh_CN": ("超 04:12", "超 59 分", "超 9 时 59 分", "超 9 天 23 时", "超 23 时", "超 34 天"),
    "en": ("+ 04:12", "+ 59 min", "+ 9 h 59", "+ 9 d 23 h", "+ 23 h", "+ 34 d"),
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

    def all_fits() -> None:
        assert too_small(scaled) == []

    scaled.qtbot.waitUntil(all_fits)  # numbers that are said at a pace are laid out a turn later


def test_the_verdicts_stand_in_one_row_or_two_each_beside_its_own_key(scaled: Room) -> None:
    scaled.desk.city = a_city(reject_reasons={"undone": ("未处置", "Not done")})
    scaled.board.take_city(scaled.desk.city)
    review = scaled.open_review()
    supervisor = Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
    scaled.board.take_seats({**scaled.board.seats, REVIEW: SeatState(REVIEW, supervisor, "s")})
    scaled.desk.put(a_case("to_verify"))
    QApplication.processEvents()

    made = review.side.buttons
    assert list(made) == ["accept", "reject", "check", "later"]
    rows = len({each.geometry().center().y() for each in made.values()})
    assert rows == (2 if scaled.context.names.english else 1)
    within = made["accept"].cap.x() - made["accept"].button.geometry().right() - 1
    between = made["reject"].x() - made["accept"].geometry().right() - 1
    assert between >= 2 * within > 0


def test_the_bar_of_a_narrow_window_cuts_no_layout(qtbot: QtBot, look: Look) -> None:
    """As at 200 % on 1920 px, in the language with the longer words."""
    room = Room(qtbot, look, "en", a_city())
    room.desk.sign_in(Actor("wang", "Wang Xiaoyan", (Grant(Role.DISPATCHER),)))
    room.main.resize(960, 530)
    QApplication.processEvents()
    layouts = room.main.top.layouts
    assert layouts.width() >= layouts.minimumSizeHint().width()
    room.close()


def test_the_clock_tells_no_time_before_the_city_is_known(room: Room, look: Look) -> None:
    """The zone is the city's: until it is known any time would be wrong."""
    assert room.main.top.clock.text().startswith("09:04:0")  # a busy machine may have taken a second or two
    clock, sounds = FakeClock(NINE), SwitchedSounds(room.heard)
    catalogue = (RESOURCES / "texts" / "en.toml").read_bytes()
    nowhere = Context(Board(clock), Enquiries(), look, "en", catalogue, sounds, clock)
    assert TopBar(nowhere, sounds).clock.text() == ""


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


@pytest.mark.parametrize(
    ("place", "tail", "matter"),
    [
        ("东四环与农业路交叉口西 263 米", "西 263 米", "污水井盖"),
        ("Zhengdong × Nongye East, 263 m W", ", 263 m W", "Sewage manhole cover"),
    ],
)
def test_in_an_alert_the_matter_gives_way_first_and_the_distance_never(
    look: Look, place: str, tail: str, matter: str
) -> None:
    metrics = look.metrics(15)
    whole = metrics.horizontalAdvance(f"{place} · {matter}")

    assert place_and_matter(place, matter, whole + 2, metrics) == f"{place} · {matter}"
    assert place_and_matter(place, matter, whole - 8, metrics).startswith(f"{place} · {matter[:1]}")
    assert place_and_matter(place, matter, metrics.horizontalAdvance(place) + 4, metrics) == place
    cut = place_and_matter(place, matter, metrics.horizontalAdvance(place) * 0.8, metrics)
    assert cut.startswith(place[:2])
    assert cut.endswith(tail)
    assert cut != place


def test_a_tag_that_has_no_room_beside_the_first_goes_below() -> None:
    assert fitting([60, 50], 116) == 2
    assert fitting([60, 70], 116) == 1
    assert fitting([130], 116) == 1  # the strongest is shown whatever its width
