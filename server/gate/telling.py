"""How the cases of a gate's reports stand goes back through it: each change of what may be seen there, once."""

import json
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Select, select, update

from rules.case import Case, Event, Stage
from rules.citizens import channel_of
from rules.city import City
from rules.wire import decode_case, decode_event, encode_case
from server import tables
from server.cities import Cities
from server.citizens.kept import CitizenReports
from server.database import Database
from server.dialect import insert_missing, parts
from server.feeds.following import changed_since
from server.gate import items
from server.gate.outgoing import Outgoing
from server.gate.reduced import outside_case, outside_city, outside_events, outside_lead, shown_after
from server.photos import Photos, UnknownPhoto

AT_ONCE = 200
REPORT, LEAD = "report", "lead"
LATE = "photos "  # and how many were missing
LATE_S, LATE_ONCE = 30.0, 50


class Telling:
    """Of one gate; `tick` is called every second and follows the feeds from the row that it took last."""

    def __init__(
        self, database: Database, cities: Cities, photos: Photos, reports: CitizenReports, out: Outgoing, gate: str
    ) -> None:
        self._database, self._cities, self._photos, self._reports = database, cities, photos, reports
        self._out, self._gate, self._mono, self._looked = out, gate, time.monotonic, 0.0
        out.renewed = self.tell_anew

    def tick(self) -> int:
        """How many cases were told."""
        tell_city(self._database, self._cities.current, self._out, self._gate, outside_city)
        self._follow()
        table = tables.gate_cases
        wanted = select(table).where(table.c.gate == self._gate, table.c.told == "").limit(AT_ONCE)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return sum(self._tell(row) for row in rows) + self._tell_late()

    def _tell_late(self) -> int:
        """Cases of which a photo was still missing when they were told: now and then, whether it has come."""
        if self._mono() - self._looked < LATE_S:
            return 0
        self._looked = self._mono()
        table = tables.gate_cases
        late = select(table).where(table.c.gate == self._gate, table.c.told.startswith(LATE)).limit(LATE_ONCE)
        with self._database.read() as connection:
            rows = connection.execute(late).all()
        return sum(self._tell(row) for row in rows if self._missing(row) < int(row.told.removeprefix(LATE)))

    def _missing(self, row: Any) -> int:
        case = self._case(row.case_id)
        return len(shown_after(case, self._cities.current)) - len(self._state(row, case)[1]) if case else 0

    def tell_anew(self) -> None:
        """Everything, the city too: the other side may have lost its books."""
        gates, cases = tables.gates, tables.gate_cases
        with self._database.note() as connection:
            connection.execute(update(cases).where(cases.c.gate == self._gate).values(told=""))
            connection.execute(update(gates).where(gates.c.id == self._gate).values(city=""))

    def _follow(self) -> None:
        gates, cases = tables.gates, tables.gate_cases
        mine = gates.c.id == self._gate
        with self._database.read() as connection:
            cursor = json.loads(connection.scalar(select(gates.c.cursor).where(mine)) or "{}")
            moved, changed = changed_since(connection, cursor)
        if moved == cursor:
            return
        with self._database.note() as connection:
            for part in parts(changed):
                ours = (cases.c.gate == self._gate) & cases.c.case_id.in_(part)
                connection.execute(update(cases).where(ours).values(told=""))
            connection.execute(update(gates).where(mine).values(cursor=json.dumps(moved)))

    def _tell(self, row: Any) -> int:
        case = self._case(row.case_id)
        if case is None:
            with self._database.note() as connection:
                self._set(connection, row.id)
            return 0
        state, blobs = self._state(row, case)
        for sha256, data in blobs.items():
            self._photos.put(sha256, data)
        with self._database.note() as connection:
            if case.stage is Stage.DUPLICATE and row.kind == REPORT:
                self._follow_lead(connection, case.duplicate_of)
            self._out.add(connection, items.STATE, state, blobs)
            missing = len(shown_after(case, self._cities.current)) - len(blobs) if row.kind == REPORT else 0
            self._set(connection, row.id, f"{LATE}{missing}" if missing > 0 else "yes")
        return 1

    def _state(self, row: Any, case: Case) -> tuple[items.State, dict[str, bytes]]:
        if row.kind == LEAD:
            return items.State(row.id, encode_case(outside_lead(case))), {}
        report = self._reports.find(case.id)
        channel = report.channel if report else channel_of(case.reported_by)
        reduced, blobs = outside_case(case, row.id, self._cities.current, self._small)
        with self._database.read() as connection:
            events = outside_events(events_of(connection, case.id), row.id)
            links = tuple(connection.scalars(_links(case.id)))
            again = connection.scalar(_id_of(report.again, self._gate)) if report and report.again else ""
        told = None
        if report is not None:
            known = (channel, report.service, report.said, report.at, report.rating, again or "", links)
            told = items.Told(*known)
        return items.State(row.id, encode_case(reduced), events, told), blobs

    def _follow_lead(self, connection: Connection, case_id: str) -> None:
        """The steps of the case that it is attached to are shown too, as long as they go on."""
        row = {"id": case_id, "gate": self._gate, "case_id": case_id, "kind": LEAD, "told": ""}
        insert_missing(connection, tables.gate_cases.name, row)

    def _small(self, sha256: str) -> bytes | None:
        try:
            return self._photos.get(sha256, "thumb").data
        except UnknownPhoto:
            return None

    def _case(self, case_id: str) -> Case | None:
        table = tables.cases
        with self._database.read() as connection:
            image = connection.scalar(select(table.c.image).where(table.c.id == case_id))
        return decode_case(bytes(image)) if image is not None else None

    def _set(self, connection: Connection, id_: str, told: str = "yes") -> None:
        table = tables.gate_cases
        connection.execute(update(table).where(table.c.id == id_, table.c.gate == self._gate).values(told=told))


def tell_city(database: Database, city: City, out: Outgoing, gate: str, reduce: Callable[[City], bytes]) -> None:
    """The city, once a version, as that side needs it."""
    gates = tables.gates
    with database.read() as connection:
        if connection.scalar(select(gates.c.city).where(gates.c.id == gate)) == city.version:
            return
    pack = reduce(city)
    with database.note() as connection:
        out.add(connection, items.CITY, items.CityPack(pack))
        connection.execute(update(gates).where(gates.c.id == gate).values(city=city.version))


def events_of(connection: Connection, case_id: str) -> list[Event]:
    """The history of a case."""
    table = tables.events
    wanted = select(table.c.body).where(table.c.case_id == case_id).order_by(table.c.n)
    return [decode_event(bytes(body)) for body in connection.scalars(wanted)]


def _links(case_id: str) -> Select[str]:
    table = tables.citizen_links
    return select(table.c.id).where(table.c.case_id == case_id)


def _id_of(case_id: str, gate: str) -> Select[str]:
    """Under which id a case stands over there."""
    table = tables.gate_cases
    return select(table.c.id).where(table.c.case_id == case_id, table.c.gate == gate, table.c.kind == REPORT)
