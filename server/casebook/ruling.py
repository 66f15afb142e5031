"""A ruling on a case becomes one of the city's: kept in the transaction of its command, in force with the next tick."""

from sqlalchemy import Connection

from rules.amending import amendment
from rules.case import Case
from rules.city import City
from rules.commands import Command
from rules.effects.ownership import ruling_of
from server.amendments import keep_amendments

RULING = "ruling"


def keep_ruling(connection: Connection, case: Case, command: Command, city: City, now: int) -> None:
    """`case` as it is after the command, with the ruling's number."""
    found = ruling_of(case, command.body, now, command.actor, city.policies.ruling_m)
    keep_amendments(connection, (amendment(RULING, found),), command.actor, now, found.reason, case.id)
