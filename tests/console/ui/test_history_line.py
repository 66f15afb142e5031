"""The history of a case in one line: what no server saw happen says so, and when it was received."""

import pytest

from console.ui.case.history import history_line
from rules.case import Event
from tests.builders import MINUTE, NINE, a_case
from tests.console.ui.conftest import Room

HOUR = 60 * MINUTE


def line(room: Room, quality: str, after: int = 0) -> str:
    """A note of 09:00 by a unit, received so many ms later."""
    room.clock.now = NINE + 4 * HOUR
    event = Event("case-1", 1, "note", NINE, NINE + after, "u1", "unit", unit="zhongyuan", quality=quality)
    return history_line(room.context, a_case(id="case-1"), (event,)).partition(" ")[0]


@pytest.mark.parametrize(
    ("quality", "after", "said"),
    [
        ("server", 0, "09:00"),
        ("corrected", 2 * HOUR, "09:00"),
        ("recorded", 2 * HOUR, "09:00"),
        ("offline", 2 * HOUR, "09:00（无线路时间，11:00"),
        ("offline", MINUTE - 1, "09:00"),
        ("doubtful", 0, "09:00（时间可疑，09:00"),
        ("reply", 2 * HOUR, "09:00（单位设备的时间，11:00"),
    ],
)
def test_an_instant_that_no_server_saw_is_told_as_such(room: Room, quality: str, after: int, said: str) -> None:
    assert line(room, quality, after) == said
