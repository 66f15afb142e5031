"""The same matter at the same place again: looked for when a case was filed or closed, told by the server.

What is to be looked at was noted in the transaction that filed or closed it: a server that ends misses nothing.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, select

from rules.case import Case, Stage
from rules.city import City
from rules.commands import Command, Role
from rules.deed import lead_of
from rules.plain import plain
from rules.recurrence import Earlier, near, newest, window_of
from rules.wire import decode_case
from server import tables
from server.access.accounts import SYSTEM
from server.casebook.book import Casebook
from server.cities import Cities
from server.clock import Clock
from server.database import Database

AT_ONCE = 200


class Recurring:
    """`tick` is called every second; each case is one transaction."""

    def __init__(self, database: Database, clock: Clock, cities: Cities, casebook: Casebook) -> None:
        self._database, self._clock, self._cities, self._casebook = database, clock, cities, casebook

    def tick(self) -> int:
        """Look at what waits; how many were looked at."""
        looks = tables.recurrence_looks
        with self._database.read() as connection:
            waiting = connection.execute(select(looks).order_by(looks.c.at, looks.c.case_id, looks.c.n).limit(AT_ONCE))
            rows = waiting.all()
        for row in rows:
            self._look(row)
        return len(rows)

    def _look(self, row: Any) -> None:
        city = self._cities.current
        with self._database.read() as connection:
            case = _case(connection, row.case_id)
            found = tuple(_earlier(connection, case, row.at, city)) if case else ()
        if case is not None and found and _says_more(case, len(found), city):
            self._tell(case, found, row.n)
        looks = tables.recurrence_looks
        with self._database.write() as connection:
            connection.execute(delete(looks).where((looks.c.case_id == row.case_id) & (looks.c.n == row.n)))

    def _tell(self, case: Case, found: tuple[Earlier, ...], n: int) -> None:
        """One id per event that asked for the look: what was told already is answered from the books."""
        command_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"recur {case.id} {n}"))
        body = {"count": len(found), "earlier": [_told(each) for each in newest(found)]}
        now = self._clock.now()
        command = Command(command_id, "recur", case.id, SYSTEM.id, Role.SYSTEM, now, body=body, quality="server")
        self._casebook.do(command, SYSTEM)


def _case(connection: Connection, case_id: str) -> Case | None:
    image = connection.scalar(select(tables.cases.c.image).where(tables.cases.c.id == case_id))
    return decode_case(bytes(image)) if image is not None else None


def _earlier(connection: Connection, case: Case, at: int, city: City) -> Iterator[Earlier]:
    """Closed cases of its class near it, within the city's window before this instant; never the case itself."""
    if not (case.located and case.category):
        return
    table, window = tables.cases.c, window_of(case.category, case.lon, case.lat, at, city)
    inside = table.lon.between(*window.lon) & table.lat.between(*window.lat)
    closed = (table.stage == Stage.CLOSED) & table.closed_at.between(window.since, window.until)
    wanted = select(table.image).where((table.category == window.category) & closed & inside & (table.id != case.id))
    for image in connection.scalars(wanted):
        other = decode_case(bytes(image))
        if near(case.lon, case.lat, other.lon, other.lat, city.policies.recurrence_m):
            lead = lead_of(other.legs)
            yield Earlier(other.id, other.number, lead.unit if lead else "", other.closed_at)


def _told(earlier: Earlier) -> dict[str, object]:
    """All four fields, those that are empty too."""
    return {"case": "", "number": "", "unit": "", "closed_at": 0, **plain(earlier)}


def _says_more(case: Case, count: int, city: City) -> bool:
    """Whether the look at its close tells more than the one when it was filed."""
    asks = count + (case.stage is Stage.CLOSED) >= city.policies.recurrence_cause and not case.cause_asked
    return asks or count != case.recurrence
