"""Renewals: a console whose files were copied to another computer enrols itself anew, without an administrator.

Two computers then hold one workstation's token. Which of them is the copy cannot be known and need not be: the first
one that pushes goes on; the other one meets numbers that are taken, and proves by the token that it may have a place.
"""

import logging

from sqlalchemy import delete, insert, select

from server import tables
from server.access import secrets
from server.access.sessions import Workstation
from server.clock import Clock
from server.database import Database

PAUSE_MS = 24 * 3_600_000  # a stolen token makes no more than one place a day
log = logging.getLogger(__name__)


class Renewals:
    """Makes one-time tokens, bound to the workstation that they renew."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def offer(self, station: Workstation) -> str:
        """A one-time token for `Access.enrol`, of the same scope; "" when one was used within a day.

        A token that was not used is void with the next one: the answer that brought it may have been lost.
        """
        offers, now = tables.enrolments, self._clock.now()
        of_this = offers.c.workstation == station.id
        with self._database.note() as connection:
            row = select(tables.workstations.c.scope).where(tables.workstations.c.id == station.id)
            scope = connection.scalar(row.with_for_update())  # one after the other
            lately = select(offers.c.token).where(of_this, offers.c.used_at > now - PAUSE_MS, offers.c.used_at > 0)
            if scope is None or connection.scalar(lately) is not None:
                log.warning("the files of workstation %s were copied again: an administrator must enrol it", station.id)
                return ""
            token = secrets.new_token()
            connection.execute(delete(offers).where(of_this, offers.c.used_at == 0))
            values = {"token": secrets.kept_form(token), "scope": scope, "workstation": station.id}
            connection.execute(insert(offers).values(**values, created_at=now))
        log.warning("the files of workstation %s were copied: one of the two takes a new number", station.id)
        return token
