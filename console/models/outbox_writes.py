"""The statements of the outbox, each within a transaction that `Durably` holds open for it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from console.models.acks import FLOOR, keep
from console.models.entries import Met, NewBlob, State
from console.models.file import Execute
from console.models.lazily import sql, tables
from console.models.second import Personal
from rules.commands import Outcome
from rules.wire import encode_case, encode_events, encode_outcome

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LAST_N = """SELECT max(coalesce((SELECT max(n) FROM outbox), 0),
    coalesce((SELECT CAST(CAST(v AS TEXT) AS INTEGER) FROM me WHERE k = ?), 0))"""
_NUMBERS = "SELECT id, n FROM outbox WHERE id IN (SELECT value FROM json_each(?))"
_OFFERED = "UPDATE outbox SET n = ?, state = ?, attempts = attempts + 1 WHERE id = ?"


def insert(execute: Execute, values: Mapping[str, object], blobs: Iterable[NewBlob], personal: Personal | None) -> int:
    """A new command, the names of its photos and its sealed personal record; its local order. Bare: a click waits."""
    new = tables.NEW_COMMAND
    k = execute(new.statement, new.row(values)).lastrowid
    for blob in blobs:
        waiting = {"sha256": blob.sha256, "size": blob.size, "mime": blob.mime, "command_id": values["id"]}
        execute(tables.NEW_BLOB.statement, tables.NEW_BLOB.row(waiting | {"state": "waiting"}))
    if personal:
        sealed = {"id": personal.name, "command_id": values["id"], "sealed": personal.sealed}
        execute(tables.NEW_PERSONAL.statement, sealed)
    return int(k)


def resolve(connection: "Connection", resolved: str, by: str, *, personal_goes_on: bool) -> None:
    """A conflict ends by another command; its personal record goes with it, or on to that one."""
    values = {"state": State.RESOLVED, "resolved_by": by}
    if personal_goes_on:
        people = tables.personal_out
        connection.execute(sql.update(people).where(people.c.command_id == resolved).values(command_id=by))
    move(connection, [resolved], values, ends=True)


def offer(execute: Execute, ids: Sequence[str]) -> dict[str, int]:
    """Each of these commands has its n afterwards; id → n. Bare: what a click shows elsewhere waits for it."""
    following = 1 + int(execute(_LAST_N, (FLOOR,)).fetchone()[0])
    known: dict[str, int | None] = dict(execute(_NUMBERS, (json.dumps(ids),)).fetchall())
    numbers: dict[str, int] = {}
    for command_id in ids:
        numbers[command_id] = known[command_id] or following
        following += known[command_id] is None
    for command_id, n in numbers.items():
        execute(_OFFERED, (n, State.OFFERED.value, command_id))
    return numbers


def renumber(connection: "Connection", me: Mapping[str, bytes]) -> None:
    """No command has a number, and the console other values of `me`: its name first of all."""
    table = tables.outbox
    connection.execute(sql.update(table).where(table.c.n.is_not(None)).values(n=None))
    connection.execute(sql.update(table).where(table.c.state == State.OFFERED).values(state=State.QUEUED))
    named = [{"k": name, "v": value} for name, value in me.items()]
    connection.execute(sql.insert(tables.me).prefix_with("OR REPLACE"), named)
    keep(connection, FLOOR, 0)


def answer(
    connection: "Connection", outcomes: Iterable[tuple[str, State, Outcome]], epoch: str, met: Mapping[str, Met],
    astray: AbstractSet[str] = frozenset(),
) -> None:  # fmt: skip
    """Outcomes with the commands that they end. A personal record stays until the server has it for good."""
    ended = list(outcomes)
    _keep_outcomes(connection, ended, epoch)
    if astray:
        move(connection, sorted(astray), {"n": None})
    for command_id, state, outcome in ended:
        if state is State.WITHDRAWN:
            move(connection, [command_id], {"settled_at": outcome.at}, ends=True)
        if state is State.CONFLICT and (what := met.get(command_id)):
            _keep_met(connection, command_id, what)


def _keep_outcomes(connection: "Connection", ended: Sequence[tuple[str, State, Outcome]], epoch: str) -> None:
    """One statement for all of them: a batch ends 64."""
    table, given = tables.outbox, sql.bindparam
    statement = (
        sql.update(table)
        .where(table.c.id == given("of"))
        .values(outcome=given("told"), ack_feed=given("in_feed"), ack_seq=given("at_seq"), state=given("now_is"))
        .values(ack_epoch=epoch, last_error="")
    )
    rows = [
        {"of": id_, "told": encode_outcome(each), "in_feed": each.feed, "at_seq": each.seq, "now_is": state}
        for id_, state, each in ended
    ]
    if rows:
        connection.execute(statement, rows)


def _keep_met(connection: "Connection", command_id: str, what: Met) -> None:
    now = encode_case(what.now) if what.now else None
    values = {"command_id": command_id, "now": now, "since": encode_events(what.since)}
    connection.execute(sql.insert(tables.met).prefix_with("OR REPLACE"), values)


def move(connection: "Connection", ids: list[str], values: Mapping[str, object], *, ends: bool = False) -> None:
    """Other values in these commands; one that `ends` here needs no personal record, nor what it met."""
    table = tables.outbox
    connection.execute(sql.update(table).where(table.c.id.in_(ids)).values(**values))
    if ends:
        for beside in (tables.personal_out, tables.met):
            connection.execute(sql.delete(beside).where(beside.c.command_id.in_(ids)))
