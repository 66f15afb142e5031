"""Duties of persons: given for a place and a time, ended, and who did that and why; beside those of people.csv."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, insert, select, update

from rules.city import City
from rules.commands import Actor, NotAllowed, Role
from rules.jurisdiction import may
from rules.powers import GRANTABLE, Data, Deed
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.staff_phones import OF_STAFF

BY_HAND = "server"  # who stands at its command line
LATEST, LONGEST_WHY = 1000, 400
_grants, _log = tables.grants, tables.grant_log


@dataclass(frozen=True, slots=True)
class Given:
    """A duty of a person; instants ms UTC, `until` 0 = open. `by` "" = it came with people.csv."""

    account: str
    role: str
    unit: str = ""
    since: int = 0
    until: int = 0
    by: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log: `deed` is given | ended."""

    at: int
    by: str
    deed: str
    given: Given
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at whose personal data, when (ms UTC), and for which reason."""

    at: int
    actor: str
    case_id: str
    reason: str
    staff: str = ""  # code of the member of staff whose private number it was


class Granted:
    """Reads what was granted, and the audit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, account: str = "") -> tuple[Given, ...]:
        """Every duty that is given, past and to come too, by person; "" = of everybody."""
        wanted = select(_grants).order_by(_grants.c.account, _grants.c.since, _grants.c.role, _grants.c.unit)
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(_grants.c.account == account) if account else wanted)
            return tuple(_given(row) for row in rows)

    def log(self) -> tuple[Logged, ...]:
        """What was given and ended, the latest first."""
        ordered = select(_log).order_by(_log.c.at.desc(), _log.c.id).limit(LATEST)
        with self._database.read() as connection:
            return tuple(_logged(row) for row in connection.execute(ordered))

    def looks(self, since: int, until: int) -> tuple[Look, ...]:
        """The looks at personal data in [since, until), the latest first; `until` 0 = up to now."""
        table = tables.personal_audit
        wanted = select(table).where(table.c.at >= since).order_by(table.c.at.desc(), table.c.id).limit(LATEST)
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(table.c.at < until) if until else wanted)
            return tuple(Look(row.at, row.actor, row.case_id, row.reason, _staff_of(row.personal)) for row in rows)


def _staff_of(record: str) -> str:
    return record.removeprefix(OF_STAFF) if record.startswith(OF_STAFF) else ""


class Granting(Granted):
    """Changes take effect with the next request, also of a server that runs meanwhile."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        super().__init__(database)
        self._cities, self._clock = cities, clock

    def insist(self, actor: Actor, data: Data) -> None:
        """Raises NotAllowed unless the person may see these: grants, or the audit."""
        if not may(actor, data, Deed.SEE, self._cities.current, self._clock.now()):
            raise NotAllowed("rule.grant_right")

    def give(self, given: Given, by: str, why: str) -> None:
        """Give a duty. Raises NotAllowed: "rule.field" names what cannot be, "rule.reason" that none was said."""
        now, city = self._clock.now(), self._cities.current
        _check(given, city, why)
        known = select(tables.accounts.c.id).where(tables.accounts.c.id == given.account)
        with self._database.write() as connection:
            if connection.scalar(known) is None:
                raise NotAllowed("rule.field", field="account", expected="login")
            same = _same(given)
            connection.execute(delete(_grants).where(same))  # given again: with another end
            values = {"account": given.account, "role": given.role, "unit": given.unit, "since": given.since}
            connection.execute(insert(_grants).values(**values, until=given.until, given_by=by, given_at=now))
            _note(connection, given, "given", by, why, now)

    def end(self, account: str, role: str, unit: str, by: str, why: str) -> int:
        """End a duty now; one that has not begun goes. How many there were. Raises NotAllowed "rule.reason"."""
        now = self._clock.now()
        _check_why(why)
        mine = (_grants.c.account == account) & (_grants.c.role == role) & (_grants.c.unit == unit)
        open_ones = mine & ((_grants.c.until == 0) | (_grants.c.until > now))
        with self._database.write() as connection:
            found = [_given(row) for row in connection.execute(select(_grants).where(open_ones))]
            connection.execute(delete(_grants).where(open_ones, _grants.c.since >= now))
            # by hand from now on: the next import of people.csv leaves it ended
            connection.execute(update(_grants).where(open_ones).values(until=now, given_by=by, given_at=now))
            for each in found:
                _note(connection, each, "ended", by, why, now)
        return len(found)


def _check(given: Given, city: City, why: str) -> None:
    _check_why(why)
    if given.role not in GRANTABLE:
        raise NotAllowed("rule.field", field="role", expected=" | ".join(sorted(GRANTABLE)))
    if given.until and given.until <= given.since:
        raise NotAllowed("rule.field", field="until", expected="> from")
    if given.role == Role.COLLECTOR:
        places = {named.code for named in city.grids.duties} if city.grids is not None else None
    else:
        places = {*city.units, *city.places, *(unit.district for unit in city.units.values())}
    needs = given.role in {Role.UNIT, Role.COLLECTOR}
    if (needs and not given.unit) or (given.unit and places is not None and given.unit not in places):
        raise NotAllowed("rule.field", field="place", expected="code")


def _check_why(why: str) -> None:
    if not why.strip() or len(why) > LONGEST_WHY:
        raise NotAllowed("rule.reason", field="why", expected="reason")


def _same(given: Given):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type says nothing here
    return (
        (_grants.c.account == given.account)
        & (_grants.c.role == given.role)
        & (_grants.c.unit == given.unit)
        & (_grants.c.since == given.since)
    )


def _note(connection: Connection, given: Given, deed: str, by: str, why: str, now: int) -> None:
    kept = {"account": given.account, "role": given.role, "unit": given.unit}
    kept |= {"id": str(uuid.uuid4()), "deed": deed, "by": by, "why": why.strip()}
    times = {"since": given.since, "until": given.until, "at": now}
    connection.execute(insert(_log).values(**kept, **times))


def _given(row: Row[tuple[object, ...]]) -> Given:
    return Given(row.account, row.role, row.unit, row.since, row.until, row.given_by, row.given_at)


def _logged(row: Row[tuple[object, ...]]) -> Logged:
    given = Given(row.account, row.role, row.unit, row.since, row.until, row.by, row.at)
    return Logged(row.at, row.by, row.deed, given, row.why)
