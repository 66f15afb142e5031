"""Terminals beyond a gate: their units' cases with photos, and who signs in there, go out as they change."""

import hashlib
import json
import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, select, update

from rules.city import City
from rules.commands import Grant, Role
from rules.wire import decode_case, encode_case
from server import tables
from server.access.accounts import Account
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing, parts
from server.feeds.following import changed_since
from server.gate import items
from server.gate.outgoing import Outgoing
from server.gate.reduced import unit_case, units_city
from server.gate.telling import AT_ONCE, LATE, LATE_ONCE, LATE_S, tell_city

UNIT = "unit"
NEVER = "{}"


def tree_of(units: Iterable[str], city: City) -> frozenset[str]:
    """These units and all below them."""
    heads = frozenset(units)
    return frozenset(code for code in city.units if heads & set(city.above(code))) | heads


class UnitTelling:
    """Of one gate; `tick` is called every second."""

    def __init__(
        self, database: Database, cities: Cities, clock: Clock, out: Outgoing, gate: str, units: Iterable[str]
    ) -> None:
        self._database, self._cities, self._clock, self._out, self._gate = database, cities, clock, out, gate
        self._units = tuple(units)
        self._mono, self._looked = time.monotonic, 0.0
        out.renewed = self.tell_anew

    def tick(self) -> int:
        """How many cases were told."""
        city = self._cities.current
        tell_city(self._database, city, self._out, self._gate, units_city)
        tree = tree_of(self._units, city)
        self._tell_people(tree)
        self._follow(tree)
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
        return sum(self._tell(row, int(row.told.removeprefix(LATE))) for row in rows)

    def tell_anew(self) -> None:
        """Everything: the other side may have lost its books."""
        gates, cases, seen = tables.gates, tables.gate_cases, tables.gate_seen
        with self._database.note() as connection:
            connection.execute(update(cases).where(cases.c.gate == self._gate).values(told=""))
            connection.execute(update(gates).where(gates.c.id == self._gate).values(city="", people=""))
            connection.execute(seen.delete().where(seen.c.gate == self._gate))

    def tell_again(self, case_id: str) -> None:
        """How a case stands: something done beyond the gate did not come about."""
        cases = tables.gate_cases
        mine = (cases.c.gate == self._gate) & (cases.c.case_id == case_id)
        with self._database.note() as connection:
            connection.execute(update(cases).where(mine).values(told=""))

    def _tell_people(self, tree: frozenset[str]) -> None:
        gates = tables.gates
        with self._database.read() as connection:
            people = items.People(_accounts(connection, tree))
            told = connection.scalar(select(gates.c.people).where(gates.c.id == self._gate))
        said = items.encode(people)
        mark = hashlib.sha256(said).hexdigest()
        if mark == told:
            return
        with self._database.note() as connection:
            self._out.add(connection, items.PEOPLE, people)
            connection.execute(update(gates).where(gates.c.id == self._gate).values(people=mark))

    def _follow(self, tree: frozenset[str]) -> None:
        gates, legs = tables.gates, tables.assignments
        mine = gates.c.id == self._gate
        with self._database.read() as connection:
            said = connection.scalar(select(gates.c.cursor).where(mine)) or NEVER
            cursor = json.loads(said)
            moved, changed = changed_since(connection, cursor)
            concerned = set[str]()
            for part in parts(changed):
                wanted = select(legs.c.case_id).where(legs.c.case_id.in_(part), legs.c.unit.in_(sorted(tree)))
                concerned |= set(connection.scalars(wanted))
            if said == NEVER:  # what its units have since long ago
                open_ = select(legs.c.case_id).where(legs.c.unit.in_(sorted(tree)), legs.c.live.is_(True))
                concerned |= set(connection.scalars(open_))
        if moved == cursor and said != NEVER:
            return
        with self._database.note() as connection:
            for case_id in sorted(concerned):
                self._mark(connection, case_id)
            connection.execute(update(gates).where(mine).values(cursor=json.dumps(moved | {"": 0})))

    def _mark(self, connection: Connection, case_id: str) -> None:
        table, id_ = tables.gate_cases, f"{self._gate} {case_id}"[:128]
        row = {"id": id_, "gate": self._gate, "case_id": case_id, "kind": UNIT, "told": ""}
        insert_missing(connection, table.name, row)
        connection.execute(update(table).where(table.c.id == id_).values(told=""))

    def _tell(self, row: Any, missed: int = -1) -> int:
        """Unless as many photos are missing as `missed`, -1 = whatever is missing."""
        cases, seen, blobs = tables.cases, tables.gate_seen, tables.blobs
        with self._database.read() as connection:
            kept = connection.execute(select(cases.c.image, cases.c.live).where(cases.c.id == row.case_id)).first()
            if kept is None:
                return 0
            case = unit_case(decode_case(bytes(kept.image)), self._cities.current, self._clock.now())
            history = connection.execute(_history(case.id)).all()
            names = {f"{self._gate} {sha256}": sha256 for sha256 in {photo.sha256 for photo in case.photos}}
            known = set(connection.scalars(select(seen.c.id).where(seen.c.id.in_(sorted(names)))))
            wanted = select(blobs.c.sha256).where(blobs.c.sha256.in_(sorted(names.values())))
            here = set(connection.scalars(wanted.where(blobs.c.state == "complete")))
        missing = len(set(names.values()) - here)
        if missing == missed:
            return 0
        fresh = [id_ for id_ in sorted(names) if id_ not in known and names[id_] in here]
        events, versions = tuple(bytes(each.body) for each in history), tuple(each.version for each in history)
        state = items.UnitCase(encode_case(case), events, versions, bool(kept.live))
        with self._database.note() as connection:
            self._out.add(connection, items.UNIT_CASE, state, [names[id_] for id_ in fresh])
            for id_ in fresh:
                insert_missing(connection, seen.name, {"id": id_, "gate": self._gate})
            table = tables.gate_cases
            connection.execute(
                update(table).where(table.c.id == row.id).values(told=f"{LATE}{missing}" if missing else "yes")
            )
        return 1


def _history(case_id: str) -> Select[int, bytes]:
    table = tables.events
    return select(table.c.version, table.c.body).where(table.c.case_id == case_id).order_by(table.c.n)


def _accounts(connection: Connection, tree: frozenset[str]) -> tuple[Account, ...]:
    """Who holds the duty of one of these units: with that duty alone."""
    accounts, grants = tables.accounts, tables.grants
    wanted = select(accounts, grants.c.unit.label("reach"), grants.c.since, grants.c.until)
    wanted = wanted.join(grants, grants.c.account == accounts.c.id)
    wanted = wanted.where(grants.c.role == Role.UNIT.value, accounts.c.disabled.is_(False))
    found: dict[str, Account] = {}
    for row in connection.execute(wanted.order_by(accounts.c.id, grants.c.unit, grants.c.since)):
        if (row.reach or row.unit) in tree:
            before = found[row.id].grants if row.id in found else ()
            grant = Grant(Role.UNIT, row.reach, row.since, row.until)
            found[row.id] = Account(row.id, row.name, row.name_en, row.unit, row.password, (*before, grant))
    return tuple(found.values())
