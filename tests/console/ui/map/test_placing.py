"""The label of a mark finds its place."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from console.ui.map.placing import beside

ROOM, SIZE, AWAY = QRect(0, 0, 1000, 600), QSize(300, 40), 20
TOOL = QRect(960, 10, 30, 30)


@pytest.mark.parametrize(
    ("mark", "corner"),
    [
        (QPoint(500, 300), QPoint(520, 280)),  # right of it
        (QPoint(800, 300), QPoint(480, 280)),  # left, where there is no room at the right
        (QPoint(500, 5), QPoint(520, 0)),  # within the room
        (QPoint(500, 599), QPoint(520, 560)),
        (QPoint(650, 30), QPoint(330, 10)),  # left, where a tool lies at the right
    ],
)
def test_a_label_stands_beside_its_mark(mark: QPoint, corner: QPoint) -> None:
    assert beside(mark, SIZE, AWAY, ROOM, [TOOL]) == corner


def test_a_label_stands_under_or_over_its_mark_where_the_room_is_narrow() -> None:
    narrow = QRect(0, 0, 400, 600)
    assert beside(QPoint(200, 300), SIZE, AWAY, narrow, []) == QPoint(50, 320)
    assert beside(QPoint(200, 590), SIZE, AWAY, narrow, []) == QPoint(50, 530)
    assert beside(QPoint(390, 300), SIZE, AWAY, narrow, []) == QPoint(70, 280)
    assert beside(QPoint(200, 300), SIZE, AWAY, narrow, [QRect(0, 300, 400, 300)]) == QPoint(50, 240)


def test_where_everything_is_taken_it_covers_as_little_as_can_be() -> None:
    taken = [QRect(500, 0, 500, 600), QRect(0, 0, 500, 600), QRect(0, 290, 1000, 20)]
    assert beside(QPoint(500, 300), SIZE, AWAY, ROOM, taken) == QPoint(350, 320)  # under: no px of the third
