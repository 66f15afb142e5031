"""A command under the id of another one is never applied; that it came is written down for the administrator."""

import logging

from sqlalchemy import Connection, update

from rules.commands import Command
from server import tables
from server.dialect import insert_missing

REUSED = "rule.id_reused"
log = logging.getLogger(__name__)


def note_reused(connection: Connection, command: Command, hash_: str, console_id: str, now: int) -> None:
    """Once for each content, with how often it came: its console repeats it until it has heard the answer."""
    table = tables.reused
    told = {"command": command.id, "console_id": console_id, "verb": command.verb, "case_id": command.case_id}
    insert_missing(connection, "reused", {"hash": hash_, **told, "actor": command.actor, "at": now, "count": 0})
    again = update(table).where(table.c.hash == hash_).values(count=table.c.count + 1, at=now)
    connection.execute(again)
    log.error("command %s (%s) of console %s came under the id of another one", command.id, command.verb, console_id)
