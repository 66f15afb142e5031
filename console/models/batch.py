"""What a batch of rows writes into the cache, gathered: each table is written once, not once for each row."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rules.case import Case, Event
from rules.wire import encode_event

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PUT_PLACE = "INSERT OR IGNORE INTO places (case_id, feed) VALUES (?, ?)"
_PUT_EVENT = "INSERT OR IGNORE INTO events (case_id, n, body) VALUES (?, ?, ?)"
_PUT_CASE = (
    "INSERT INTO cases (id, version, stage, image) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET version = excluded.version, stage = excluded.stage, image = excluded.image"
)


class Batch:
    """Rows to be written in the transaction of `connection`; of a case the image that was put last."""

    def __init__(self, connection: "Connection") -> None:
        self.connection = connection
        self._places: list[tuple[str, str]] = []
        self._events: list[tuple[str, int, bytes]] = []
        self._cases: dict[str, tuple[str, int, str, bytes]] = {}

    def put_place(self, case_id: str, feed: str) -> None:
        """The feed holds the case."""
        self._places.append((case_id, feed))

    def put_events(self, happened: Iterable[Event]) -> None:
        """Events of cases; those that are here already stay as they are."""
        self._events += [(each.case_id, each.n, encode_event(each)) for each in happened]

    def put_case(self, case: Case, image: bytes) -> None:
        """The image of a case, `image` its bytes."""
        self._cases[case.id] = (case.id, case.version, case.stage.value, image)

    def write(self) -> None:
        """Write what was put since the last time."""
        for statement, rows in (
            (_PUT_PLACE, self._places),
            (_PUT_EVENT, self._events),
            (_PUT_CASE, list(self._cases.values())),
        ):
            if rows:
                self.connection.exec_driver_sql(statement, rows)
        self._places, self._events, self._cases = [], [], {}
