"""The same report sent again, by the same way or another one, is the same case; so is one that was cut off halfway."""

import uuid
from math import cos, hypot, radians

from sqlalchemy import Connection, delete, select, update

from rules.services import CitizenRules
from server import tables
from server.citizens.report import CitizenReport, hashed
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing

HOUR_MS = 3_600_000
METRES = 0.0111195  # of 1e-7 degree on the mean sphere
CELL = 2000  # 1e-7 degree, about 22 m: two at the same instant at the same place meet in one row


class OtherContent(Exception):
    """The sender's key stands for another report."""


class Sendings:
    """Reserves a case id for a report before anything else is done with it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def case_of(self, report: CitizenReport, rules: CitizenRules) -> str:
        """The case that this report is, or is going to be. Raises OtherContent."""
        now, given = self._clock.now(), _own(report)
        said = given or report.said_mark
        since = 0 if given else now - rules.same_hours * HOUR_MS
        with self._database.note() as connection:
            found = _found(connection, report, said, since, 0 if given else rules.same_m)
            if found is None:
                found = self._reserve(connection, report, said, since, now)
        if report.own_key and found[1] != report.content:
            raise OtherContent(report.own_key)
        return found[0]

    def known(self, report: CitizenReport) -> str:
        """The case that a report with a number or a mark of its own is already, "" for none; nothing is reserved."""
        table, said = tables.citizen_sendings, _own(report)
        with self._database.read() as connection:
            found = connection.scalar(select(table.c.case_id).where(table.c.said == said)) if said else ""
        return found or ""

    def _reserve(
        self, connection: Connection, report: CitizenReport, said: str, since: int, now: int
    ) -> tuple[str, str]:
        """Of two that come at the same instant, both get what the first one reserved."""
        table, place = tables.citizen_sendings, report.place
        lon, lat = (place.lon, place.lat) if place else (0, 0)
        key = hashed(said, str(lon // CELL), str(lat // CELL)) if since else said
        values = {"said": said, "content": report.content, "lon": lon, "lat": lat, "at": now}
        insert_missing(connection, table.name, {"id": key, "case_id": report.own_id or str(uuid.uuid4())} | values)
        mine = select(table.c.case_id, table.c.content, table.c.at).where(table.c.id == key)
        row = connection.execute(mine).one()
        if row.at >= since:
            return row.case_id, row.content
        fresh = report.own_id or str(uuid.uuid4())
        connection.execute(update(table).where(table.c.id == key).values(values | {"case_id": fresh}))
        return fresh, report.content

    def use(self, ticket: str, report: CitizenReport) -> None:
        """A form's ticket is good for one report, however often that one is sent. Raises OtherContent."""
        table, key = tables.citizen_sendings, hashed("ticket", ticket)
        values = {"id": key, "said": key, "content": report.content, "at": self._clock.now()}
        with self._database.note() as connection:
            insert_missing(connection, table.name, values)
            content = connection.scalar(select(table.c.content).where(table.c.id == key))
        if content != report.content:
            raise OtherContent(ticket)

    def drop(self, case_id: str) -> None:
        """What was refused may come again in a better form."""
        table = tables.citizen_sendings
        with self._database.note() as connection:
            connection.execute(delete(table).where(table.c.case_id == case_id))


def _own(report: CitizenReport) -> str:
    """A hash of what the sender says makes this one report; "" where it says nothing of the kind."""
    given = report.own_key or report.once or report.own_number
    return hashed("own", report.channel, given) if given else ""


def _found(connection: Connection, report: CitizenReport, said: str, since: int, metres: int) -> tuple[str, str] | None:
    table, at = tables.citizen_sendings, report.place
    wanted = select(table).where(table.c.said == said, table.c.at >= since).order_by(table.c.at.desc()).limit(200)
    for row in connection.execute(wanted):
        if not metres or at is None or _metres(row.lon - at.lon, row.lat - at.lat, at.lat) <= metres:
            return row.case_id, row.content
    return None


def _metres(east: int, north: int, lat: int) -> float:
    return hypot(east * METRES * cos(radians(lat / 10_000_000)), north * METRES)
