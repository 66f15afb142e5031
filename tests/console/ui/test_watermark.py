"""The watermark: who sits here and when, over the whole window; no click and no key ends at it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from console.facts import DESK, SeatState
from tests.builders import MINUTE
from tests.console.ui.conftest import Room


def test_it_names_who_sits_here_and_when(room: Room) -> None:
    mark = room.main.watermark
    assert "王" in mark.words or "wang" in mark.words
    assert room.context.words.clock(room.clock.now) in mark.words
    assert "2015-04-22" in mark.words
    assert mark.size() == room.main.size()


def test_it_is_renewed_each_minute(room: Room) -> None:
    before = room.main.watermark.words
    room.clock.now += MINUTE
    room.context.second.emit()
    assert room.main.watermark.words != before


def test_it_follows_the_window_and_lets_the_mouse_through(room: Room) -> None:
    mark = room.main.watermark
    room.main.resize(1300, 800)
    assert mark.size() == room.main.size()
    assert room.main.childAt(QPoint(650, 400)) is not mark
    assert mark.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert mark.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_it_is_painted_and_faint(room: Room) -> None:
    mark = room.main.watermark
    image = QImage(mark.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("black"))
    mark.render(image)
    lights = {QColor(image.pixel(x, y)).lightness() for x in range(0, 460, 2) for y in range(0, 240, 2)}
    assert 0 < max(lights) < 60


def test_with_nobody_there_is_none(room: Room) -> None:
    room.board.take_seats({**room.board.seats, DESK: SeatState(DESK)})
    assert (room.main.watermark.words, room.main.watermark.isVisibleTo(room.main)) == ("", False)
