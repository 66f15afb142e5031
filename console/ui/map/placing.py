"""Where the label of a mark stands, so that it covers neither the mark nor what else lies on the map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize


def beside(mark: QPoint, size: QSize, away: int, room: QRect, taken: Sequence[QRect]) -> QPoint:
    """The upper left corner of a label, so many px away from a mark: right of it, left, under or over it.

    The first of these that lies in `room` and covers nothing that is `taken`; where none does, the one that does so
    least.
    """
    return min(_places(mark, size, away, room), key=lambda place: _lost(place, room, taken)).topLeft()


def _places(mark: QPoint, size: QSize, away: int, room: QRect) -> list[QRect]:
    across = _within(mark.x() - size.width() // 2, room.left(), room.right() + 1 - size.width())
    along = _within(mark.y() - size.height() // 2, room.top(), room.bottom() + 1 - size.height())
    corners = (
        QPoint(mark.x() + away, along),
        QPoint(mark.x() - away - size.width(), along),
        QPoint(across, mark.y() + away),
        QPoint(across, mark.y() - away - size.height()),
    )
    return [QRect(corner, size) for corner in corners]


def _within(wanted: int, least: int, most: int) -> int:
    return max(min(wanted, most), least)


def _lost(place: QRect, room: QRect, taken: Sequence[QRect]) -> int:
    """How many px of it lie outside or on something else."""
    return _area(place) - _area(place & room) + sum(_area(place & other) for other in taken)


def _area(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)
