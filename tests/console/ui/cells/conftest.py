"""A desk for each role, made when it is first asked for: a window for every cell would take minutes."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from console.ui.look import Look
from tests.builders import a_city, an_actor
from tests.console.ui.conftest import RESOURCES, Room

REASONS = {"1": ("问题未解决", "Not solved"), "2": ("照片不符", "Photos do not fit")}
CITY = a_city(feedback_required_photos=0, reject_reasons=REASONS)


class Desks:
    """`take` a desk, `put_back` when all went well: one in which a test failed is not used again."""

    def __init__(self, app: QApplication) -> None:
        self._look = Look("dark", 1.0, RESOURCES)
        self._look.dress(app)
        self._free: dict[str, Room] = {}
        self._made: list[Room] = []

    def take(self, role: str) -> Room:
        """The desk at which somebody with this role sits."""
        for each in self._made:
            each.main.hide()
        room = self._free.pop(role, None) or self._new(role)
        room.main.show()
        room.main.activateWindow()
        return room

    def _new(self, role: str) -> Room:
        room = Room(None, self._look, city=CITY)  # type: ignore[arg-type]
        self._made.append(room)
        room.desk.sign_in(an_actor(role))
        return room

    def put_back(self, role: str, room: Room) -> None:
        """All went well."""
        self._free[role] = room

    def close(self) -> None:
        """End their threads."""
        for room in self._made:
            room.close()


@pytest.fixture(scope="module")
def desks(qapp: QApplication) -> Iterator[Desks]:
    """The desks of all cells."""
    made = Desks(qapp)
    yield made
    made.close()
