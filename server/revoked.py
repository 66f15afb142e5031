"""Commands that were refused as their authors' rights had been revoked: the list for who may issue them anew.

A desk that is there shows its own among its conflicts. This is for the desk that is gone, and for who looks after all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from rules import wire
from rules.commands import Command
from server.database import Database
from server.dialect import parts
from server.tables.cases import cases
from server.tables.sync import commands, consoles

LATEST = 500
RULE = "rule.actor_revoked"
SAID = ("note", "text", "reason")  # what an author writes in a command


@dataclass(frozen=True, slots=True)
class Revoked:
    """One of them; `at` when it was issued, by its desk's clock, ms UTC. `number` is that of the case, "" = none.

    `said`: the words in it. `anew`: who has issued it since in the own name, "" = nobody.
    """

    id: str
    at: int
    actor: str
    verb: str
    number: str
    workstation: str
    said: str = ""
    anew: str = ""


def revoked(database: Database) -> tuple[Revoked, ...]:
    """The latest first."""
    with database.read() as connection:
        found = _refused(connection)
        anew = _issued_anew(connection, {command.case_id for command, _, _ in found})
    return tuple(_told(command, number, station, anew.get(command.id, "")) for command, number, station in found)


def _refused(connection: Connection) -> list[tuple[Command, str, str]]:
    """Command, number of the case, workstation. Which rule refused stands in the outcome alone."""
    wanted = (
        select(commands.c.body, commands.c.outcome, cases.c.number, consoles.c.workstation)
        .join(cases, cases.c.id == commands.c.case_id, isouter=True)
        .join(consoles, consoles.c.id == commands.c.console_id, isouter=True)
        .where(commands.c.state == "refused")
        .order_by(commands.c.at.desc(), commands.c.id)
    )
    found: list[tuple[Command, str, str]] = []
    for row in connection.execute(wanted):
        if wire.decode_outcome(bytes(row.outcome)).rule == RULE:
            found.append((wire.decode_command(bytes(row.body)), row.number or "", row.workstation or ""))
        if len(found) == LATEST:
            break
    return found


def _issued_anew(connection: Connection, case_ids: Iterable[str]) -> Mapping[str, str]:
    """By the id of a command, the author of the accepted one that stands in its place."""
    made: dict[str, str] = {}
    for part in parts(case_ids):
        accepted = select(commands.c.body).where(commands.c.case_id.in_(part), commands.c.state == "accepted")
        for body in connection.scalars(accepted):
            command = wire.decode_command(bytes(body))
            made |= {command.supersedes: command.actor} if command.supersedes else {}
    return made


def _told(command: Command, number: str, station: str, anew: str) -> Revoked:
    words = (command.body.get(name) for name in SAID)
    said = next((word.strip() for word in words if isinstance(word, str) and word.strip()), "")
    return Revoked(command.id, command.issued_at, command.actor, command.verb, number, station, said, anew)
