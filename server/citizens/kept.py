"""What is kept of a citizens' report beside its case: what was written, by which way, its secret links, its rating."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from rules.case import ENDED
from server import tables
from server.access.secrets import kept_form
from server.citizens.report import CitizenReport
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class KeptReport:
    """One report; instants in ms UTC. `again`: the case of "not fixed", "" = there is none."""

    case_id: str
    channel: str
    service: str
    said: str
    at: int
    rating: int
    again: str


class CitizenReports:
    """Reads and writes them; nothing in here says who somebody is."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def begin(self, case_id: str, report: CitizenReport, link: str = "") -> bool:
        """Note a report before its case is made; False when it was noted before. The link leads to it either way."""
        table, now = tables.citizen_reports, report.at or self._clock.now()
        values = {"id": case_id, "channel": report.channel, "service": report.service, "words": report.said, "at": now}
        with self._database.note() as connection:
            is_new = connection.scalar(select(table.c.id).where(table.c.id == case_id)) is None
            if is_new:
                marks = {"device": report.device, "address": report.address}
                insert_missing(connection, table.name, values | marks)
                for url in report.media:
                    kept = {"id": str(uuid.uuid4()), "case_id": case_id, "channel": report.channel, "url": url}
                    connection.execute(insert(tables.citizen_media).values(**kept, at=now, next_at=now or 1))
            if link:
                mine = {"id": kept_form(link), "case_id": case_id, "at": now}
                insert_missing(connection, tables.citizen_links.name, mine)
        return is_new

    def drop(self, case_id: str) -> None:
        """Its report was refused: nothing of it stays."""
        with self._database.note() as connection:
            connection.execute(delete(tables.citizen_reports).where(tables.citizen_reports.c.id == case_id))
            for table in (tables.citizen_links, tables.citizen_media):
                connection.execute(delete(table).where(table.c.case_id == case_id))

    def find(self, case_id: str) -> KeptReport | None:
        """What is kept of a case's report; None for a case that no citizen reported."""
        table = tables.citizen_reports
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.id == case_id)).first()
        return _kept(row) if row else None

    def behind(self, link: str) -> KeptReport | None:
        """The report behind a secret link."""
        table = tables.citizen_links
        with self._database.read() as connection:
            case_id = connection.scalar(select(table.c.case_id).where(table.c.id == kept_form(link)))
        return self.find(case_id) if case_id else None

    def rate(self, case_id: str, rating: int) -> None:
        """How content who reported was, beside what the history of the case says."""
        self._change(case_id, rating=rating, rated_at=self._clock.now())

    def repeated(self, case_id: str, by: str) -> None:
        """It was said not to be fixed: the case in which."""
        self._change(case_id, again=by)

    def _change(self, case_id: str, **values: object) -> None:
        table = tables.citizen_reports
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == case_id).values(**values))

    def personal(self, record: str, case_id: str) -> bytes | None:
        """The personal record of a report as bytes, to go along with the one that repeats it; shown to nobody."""
        table = tables.personal
        with self._database.read() as connection:
            wanted = select(table.c.body).where(table.c.id == record, table.c.case_id == case_id)
            found = connection.scalar(wanted)
        return bytes(found) if found is not None else None

    def sent_since(self, column: str, mark: str, since: int) -> int:
        """How many reports carry this mark of a device or an address since then."""
        table = tables.citizen_reports
        with self._database.read() as connection:
            return _count(connection, table.c[column] == mark, table.c.at >= since)

    def open_of(self, device: str) -> int:
        """How many reports of a device have not ended."""
        table, cases = tables.citizen_reports, tables.cases
        ended = select(cases.c.id).where(cases.c.stage.in_([stage.value for stage in ENDED]))
        with self._database.read() as connection:
            return _count(connection, table.c.device == device, table.c.id.not_in(ended))

    def forget(self, days: int) -> None:
        """Take away the marks of devices and addresses, and what was sent, once they are older than that."""
        before = self._clock.now() - days * DAY_MS
        reports, sendings, media = tables.citizen_reports, tables.citizen_sendings, tables.citizen_media
        marked = (reports.c.at < before) & ((reports.c.device != "") | (reports.c.address != ""))
        with self._database.note() as connection:
            connection.execute(update(reports).where(marked).values(device="", address=""))
            connection.execute(delete(sendings).where(sendings.c.at < before))
            connection.execute(delete(media).where(media.c.at < before, media.c.next_at == 0))


def _count(connection: Connection, *conditions: object) -> int:
    wanted = select(func.count()).select_from(tables.citizen_reports).where(*conditions)  # type: ignore[arg-type]
    return connection.scalar(wanted) or 0


def _kept(row: Row[tuple[object, ...]]) -> KeptReport:
    return KeptReport(row.id, row.channel, row.service, row.words, row.at, row.rating, row.again)
