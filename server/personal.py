"""Personal data of reporters: apart from the cases; masked, and shown one by one with a reason, each look audited."""

import json
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from rules.commands import Actor, NotAllowed
from rules.jurisdiction import reach
from rules.masking import masked
from rules.powers import Data, Deed
from rules.wire import decode_case
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.sight import reached


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was shown, and when."""

    case_id: str
    at: int
    data: dict[str, str]


class Personal:
    """Never in a case image, event, feed, chain or cache."""

    def __init__(self, database: Database, clock: Clock, cities: Cities) -> None:
        self._database = database
        self._clock = clock
        self._cities = cities

    def reveal(self, case_id: str, actor: Actor, reason: str) -> Revealed:
        """The personal record of a case. Raises NotAllowed: no right, no reason, no such case, nothing kept."""
        now = self._clock.now()
        if not reason.strip():
            raise NotAllowed("rule.reason", field="reason", expected="reason")
        with self._database.note() as connection:
            record, data = self._read(connection, case_id, actor, Deed.REVEAL, now)
            values = {"id": str(uuid.uuid4()), "personal": record, "case_id": case_id, "actor": actor.id}
            connection.execute(insert(tables.personal_audit).values(**values, at=now, reason=reason))
        return Revealed(case_id, now, data)

    def masked(self, case_id: str, actor: Actor) -> Revealed:
        """The same with only so much of it that who knows the person knows them again. Raises as `reveal`."""
        now = self._clock.now()
        with self._database.read() as connection:
            _, data = self._read(connection, case_id, actor, Deed.SEE, now)
        return Revealed(case_id, now, masked(data))

    def _read(
        self, connection: Connection, case_id: str, actor: Actor, deed: Deed, now: int
    ) -> tuple[str, dict[str, str]]:
        """The id of the record and what stands in it. Raises NotAllowed as `reveal`."""
        city = self._cities.current
        may = reach(actor, Data.PERSONAL, deed, city, now)
        if not may:
            raise NotAllowed("rule.personal_right")
        kept, records = tables.cases, tables.personal
        seen = reached(reach(actor, Data.MATTER, Deed.SEE, city, now), city)
        image = connection.scalar(select(kept.c.image).where(kept.c.id == case_id, seen))
        if image is None:
            raise NotAllowed("rule.unknown_case")
        if not may.covers(case := decode_case(bytes(image)), city):
            raise NotAllowed("rule.personal_right")
        own = (records.c.id == case.personal) & (records.c.case_id == case_id)
        body = connection.scalar(select(records.c.body).where(own))
        if body is None:
            raise NotAllowed("rule.personal_none")
        data: dict[str, str] = json.loads(bytes(body))
        return case.personal, data
