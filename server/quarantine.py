"""Commands that an administrator should look at: they met an error of the server, or came under the id of another."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, select

from server.casebook.alarms import REUSED
from server.database import Database
from server.tables.cases import cases
from server.tables.sync import command_failures, commands, consoles, reused

LATEST = 500
AGAIN, ASIDE, TWICE = "again", "aside", "reused"


@dataclass(frozen=True, slots=True)
class SetAside:
    """One of them; `at` the last try, ms UTC. Of one that is not settled yet only tries and error are known.

    `how`: "again" = it failed and is tried again, "aside" = after the third try, "reused" = its id was another's.
    `error` is what the program said, or the key of a text.
    """

    id: str
    at: int
    tries: int
    error: str
    how: str = AGAIN
    verb: str = ""
    actor: str = ""
    workstation: str = ""
    number: str = ""  # of the case, "" when it has none


class Quarantine:
    """Reads what was set aside; nobody changes it: what must still be done is done by a new command."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[SetAside, ...]:
        """The latest first; what was taken at a later try is none."""
        with self._database.read() as connection:
            found = [*_failed(connection), *_reused(connection)]
        return tuple(sorted(found, key=lambda each: (-each.at, each.id))[:LATEST])


def _failed(connection: Connection) -> list[SetAside]:
    failed = command_failures
    own = select(failed.c.id, failed.c.at, failed.c.count.label("tries"), failed.c.error, commands.c.state)
    joined = own.join(commands, commands.c.id == failed.c.id, isouter=True)
    found = _placed(joined, commands).where(commands.c.state.is_(None) | (commands.c.state == "quarantined"))
    rows = connection.execute(_latest(found, failed.c.at, failed.c.id)).mappings()
    return [_read(row, row["error"], ASIDE if row["state"] else AGAIN) for row in rows]


def _reused(connection: Connection) -> list[SetAside]:
    own = select(reused.c.command.label("id"), reused.c.at, reused.c.count.label("tries")).select_from(reused)
    found = _latest(_placed(own, reused), reused.c.at, reused.c.hash)
    return [_read(row, REUSED, TWICE) for row in connection.execute(found).mappings()]


def _placed(query: Select[Any], told: Table) -> Select[Any]:
    """With what the table tells of the command, the workstation that it came from and the number of its case."""
    columns = (told.c.verb, told.c.actor, consoles.c.workstation, cases.c.number)
    joined = query.join(consoles, consoles.c.id == told.c.console_id, isouter=True)
    return joined.join(cases, cases.c.id == told.c.case_id, isouter=True).add_columns(*columns)


def _latest(query: Select[Any], at: ColumnElement[int], id_: ColumnElement[str]) -> Select[Any]:
    return query.order_by(at.desc(), id_).limit(LATEST)


def _read(row: RowMapping, error: str, how: str) -> SetAside:
    told = (row[name] or "" for name in ("verb", "actor", "workstation", "number"))
    return SetAside(row["id"], row["at"], row["tries"], error, how, *told)
