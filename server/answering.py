"""Texts on their way back to who sent an order: noted in the transaction that answered, carried afterwards.

How another source joins (a hotline, a chat, a mail): its report says `wants_answer` or brings `external_due`, so that
`rules.answering` puts its case on the list of answers; a `Carrier` for it goes into the tuple that `server.parts` gives
to `Answering`. Nobody else writes an answer to a reporter, and no source keeps a list of its own.
"""

import logging
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import select, update

from rules.case import Case
from rules.citizens import channel_of
from rules.replies import Reply
from rules.wire import decode_case
from server import tables
from server.clock import Clock
from server.database import Database

AT_ONCE = 20
FIRST_MS, LONGEST_MS = 30_000, 3_600_000
log = logging.getLogger(__name__)


class CannotCarry(Exception):
    """It did not arrive; it is tried again."""


class Carrier(Protocol):
    """Brings answers back to one kind of source."""

    def carries(self, case: Case) -> bool:
        """Whether the answer to this case goes by this way."""
        ...

    def carry(self, case: Case, reply: Reply) -> None:
        """Bring it there; the same reply may come again after a crash (`reply.id` tells). Raises CannotCarry."""
        ...


class ShownToCitizens:
    """The public page and other programs read `Case.answer` themselves: there is nothing to bring."""

    def carries(self, case: Case) -> bool:
        """Reports of the public page and of Open311."""
        return bool(channel_of(case.reported_by))

    def carry(self, case: Case, reply: Reply) -> None:
        """It stands there already."""


class Answering:
    """`tick` is called every second; a few texts each time, later and later again where one did not arrive."""

    def __init__(self, database: Database, clock: Clock, carriers: Sequence[Carrier] = (ShownToCitizens(),)) -> None:
        self._database, self._clock, self._carriers = database, clock, carriers

    def tick(self) -> int:
        """How many were tried."""
        table, now = tables.answers_out, self._clock.now()
        due = select(table).where(table.c.next_at > 0, table.c.next_at <= now).order_by(table.c.next_at, table.c.id)
        with self._database.read() as connection:
            rows = connection.execute(due.limit(AT_ONCE)).all()
        for row in rows:
            self._try(row)
        return len(rows)

    def _try(self, row: Any) -> None:
        case = self._case(row.case_id)
        reply = next((each for each in case.replies if each.id == row.id), None) if case else None
        if case is None or reply is None:
            self._change(row.id, next_at=0, why="no such answer")
            return
        carrier = next((each for each in self._carriers if each.carries(case)), None)
        try:
            if carrier is None:
                raise CannotCarry("no carrier for this source")
            carrier.carry(case, reply)
        except CannotCarry as error:
            self._later(row, str(error))
        else:
            self._change(row.id, tries=row.tries + 1, next_at=0, why="")

    def _later(self, row: Any, why: str) -> None:
        if why != row.why:
            log.warning("the answer to case %s did not go back: %s", row.case_id, why)
        wait = min(FIRST_MS * 2 ** min(row.tries, 16), LONGEST_MS)
        self._change(row.id, tries=row.tries + 1, next_at=self._clock.now() + wait, why=why)

    def _case(self, case_id: str) -> Case | None:
        table = tables.cases
        with self._database.read() as connection:
            image = connection.scalar(select(table.c.image).where(table.c.id == case_id))
        return decode_case(bytes(image)) if image is not None else None

    def _change(self, reply: str, **values: object) -> None:
        table = tables.answers_out
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == reply).values(**values))
