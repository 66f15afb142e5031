"""The private numbers of staff: apart from the city's pack, shown one by one with a reason, each look audited.

They come with an import of the city's folder, and go with who is no longer in it or whose time has ended.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from rules.commands import Actor, NotAllowed
from rules.duties import in_force
from rules.jurisdiction import reach
from rules.powers import Data, Deed
from server import tables
from server.access.accounts import SYSTEM
from server.cities import Cities
from server.clock import Clock
from server.database import Database

OF_STAFF = "staff:"  # begins the record's name in the audit
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StaffPhone:
    """What was shown, and when."""

    staff: str
    phone: str
    at: int


def keep_numbers(connection: Connection, numbers: Mapping[str, str], now: int) -> None:
    """Keep these, by the code of the member of staff, and none of before."""
    connection.execute(delete(tables.staff_phones))
    rows = [{"staff": staff, "phone": phone, "kept_at": now} for staff, phone in numbers.items()]
    if rows:
        connection.execute(insert(tables.staff_phones), rows)


class StaffPhones:
    """Never in a city pack, feed or cache."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database = database
        self._cities = cities
        self._clock = clock

    def reveal(self, staff: str, actor: Actor, reason: str) -> StaffPhone:
        """The number of a member of staff. Raises NotAllowed: no right, no reason, no such person, nothing kept."""
        now, table, city = self._clock.now(), tables.staff_phones, self._cities.current
        if not reason.strip():
            raise NotAllowed("rule.reason", field="reason", expected="reason")
        may = reach(actor, Data.PEOPLE, Deed.REVEAL, city, now)
        if not may:
            raise NotAllowed("rule.personal_right")
        known = city.organisation.staff_by_code.get(staff)
        if known is None or not in_force(known.since, known.until, now) or not may.covers_staff(known, city):
            raise NotAllowed("rule.personal_none")
        with self._database.note() as connection:
            phone = connection.scalar(select(table.c.phone).where(table.c.staff == staff))
            if phone is None:
                raise NotAllowed("rule.personal_none")
            _audit(connection, staff, actor.id, now, reason)
        return StaffPhone(staff, phone, now)

    def forget(self) -> int:
        """Delete the numbers of those who are not in the city any more, each audited; how many."""
        now, table = self._clock.now(), tables.staff_phones
        city = self._cities.current.organisation.staff_by_code
        with self._database.read() as connection:
            kept = connection.scalars(select(table.c.staff)).all()
        gone = [code for code in kept if (known := city.get(code)) is None or (known.until and known.until <= now)]
        for start in range(0, len(gone), _AT_ONCE):
            codes = gone[start : start + _AT_ONCE]
            with self._database.write() as connection:
                for code in codes:
                    _audit(connection, code, SYSTEM.id, now, "staff left")
                connection.execute(delete(table).where(table.c.staff.in_(codes)))
        return len(gone)


def _audit(connection: Connection, staff: str, actor: str, now: int, reason: str) -> None:
    values = {"id": str(uuid.uuid4()), "personal": f"{OF_STAFF}{staff}", "case_id": "", "actor": actor}
    connection.execute(insert(tables.personal_audit).values(**values, at=now, reason=reason))
