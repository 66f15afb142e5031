"""Earlier reports of who is on the line, found by the number that they call from; each look is kept on record."""

import uuid

from sqlalchemy import insert, select

from rules.callers import digits
from rules.case import Case
from rules.commands import Actor, NotAllowed
from rules.jurisdiction import reach
from rules.powers import Data, Deed
from rules.showing import Showing
from rules.wire import decode_case
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.sight import reached

SHORTEST, MOST = 5, 20  # digits of a number; cases, the newest


class Callers:
    """Reads the personal records of reporters by their number; nothing of who they are goes out."""

    def __init__(self, database: Database, clock: Clock, cities: Cities) -> None:
        self._database, self._clock, self._cities = database, clock, cities

    def cases_of(self, phone: str, actor: Actor) -> tuple[Case, ...]:
        """The newest cases of a number, those that the person sees.

        Raises NotAllowed: "rule.personal_right" without the duty, "rule.field" for what is no number.
        """
        now, number = self._clock.now(), digits(phone)
        city = self._cities.current
        may, showing = reach(actor, Data.PERSONAL, Deed.FIND, city, now), Showing.of(actor, city, now)
        if not may:
            raise NotAllowed("rule.personal_right")
        if len(number) < SHORTEST:
            raise NotAllowed("rule.field", field="phone", expected="number")
        cases, records, audit = tables.cases, tables.personal, tables.personal_audit
        wanted = select(cases.c.image).join(records, records.c.case_id == cases.c.id).where(records.c.phone == number)
        wanted = wanted.where(reached(showing.see, city), reached(may, city))
        with self._database.note() as connection:
            images = connection.scalars(wanted.order_by(cases.c.reported_at.desc(), cases.c.id).limit(MOST)).all()
            found = tuple(decode_case(bytes(image)) for image in images)
            shown = tuple(each for case in found if (each := showing.case(case)) is not None)
            looks = [
                {"id": str(uuid.uuid4()), "personal": case.personal, "case_id": case.id, "actor": actor.id, "at": now}
                | {"reason": "caller"}
                for case in shown
            ]
            if looks:
                connection.execute(insert(audit), looks)
        return shown
