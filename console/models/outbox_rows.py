"""One row of the outbox as the file holds it: its columns, and the way from an entry and back."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from console.models.entries import Entry, Stamp, State
from rules.commands import Actor, Command, Outcome, Role
from rules.wire import canonical, decode, decode_case, decode_command, decode_outcome, encode_case, encode_command

UNREADABLE = "error.outbox_unreadable"


class Row(NamedTuple):
    """The columns that make an entry, in the order in which they are read; the last two came with schema 2."""

    id: str
    body: bytes
    actor: bytes
    seat: str
    hash: str
    mac: str
    issued_wall: int
    issued_mono: int
    boot_id: str
    offset_ms: int
    k: int
    n: int | None = None
    state: str = State.QUEUED
    withdrawn: int = 0
    outcome: bytes | None = None
    ack_epoch: str = ""
    attempts: int = 0
    last_error: str = ""
    resolved_by: str = ""
    before: bytes | None = None
    confirmed_at: int = 0
    earlier: bytes | None = None


NEW_IN_2 = ("confirmed_at", "earlier")
_BYTES = frozenset({"body", "actor", "outcome", "before", "earlier"})


def values_of(entry: Entry) -> dict[str, object]:
    """What a newly recorded entry puts into the table."""
    command, stamp = entry.command, entry.stamp
    return {
        "id": command.id,
        "after_id": command.after_id,
        "verb": command.verb,
        "verb_v": command.verb_v,
        "case_id": command.case_id,
        "body": encode_command(command),
        "hash": entry.hash,
        "seat": entry.seat,
        "actor_id": command.actor,
        "actor": canonical(entry.actor),
        "actor_session": command.session,
        "mac": entry.mac,
        "issued_wall": stamp.wall,
        "issued_mono": stamp.mono,
        "boot_id": stamp.boot_id,
        "offset_ms": stamp.offset_ms,
        "state": entry.state,
        "supersedes": command.supersedes,
        "before": encode_case(entry.before) if entry.before else None,
    }


def row_of(values: Mapping[str, Any], k: int) -> Row:
    """The row that these columns make."""
    return Row(**{name: values[name] for name in Row._fields if name in values} | {"k": k})


def entry_of(row: Row) -> Entry:
    """The entry that stands in a row. Raises WireError or ValueError."""
    return Entry(
        command=decode_command(row.body),
        actor=decode(Actor, row.actor),
        seat=row.seat,
        hash=row.hash,
        mac=row.mac,
        stamp=Stamp(row.issued_wall, row.issued_mono, row.boot_id, row.offset_ms),
        k=row.k,
        n=row.n,
        state=State(row.state),
        withdrawn=bool(row.withdrawn),
        outcome=decode_outcome(row.outcome) if row.outcome else None,
        ack_epoch=row.ack_epoch,
        attempts=row.attempts,
        last_error=row.last_error,
        resolved_by=row.resolved_by,
        before=decode_case(row.before) if row.before else None,
        confirmed_at=row.confirmed_at,
        earlier=decode_outcome(row.earlier) if row.earlier else None,
    )


def stub_of(row: Row, verb: str, case_id: str, actor: str) -> Entry:
    """What stands for a row that cannot be read: a conflict of this console's own, to be dropped by a person."""
    command = Command(row.id, verb, case_id, actor, Role.DISPATCHER, row.issued_wall)
    stamp = Stamp(row.issued_wall, row.issued_mono, row.boot_id, row.offset_ms)
    outcome = Outcome(row.id, "refused", rule=UNREADABLE)
    nobody = Actor(actor, "", ())
    return Entry(command, nobody, row.seat, row.hash, row.mac, stamp, row.k, state=State.CONFLICT, outcome=outcome)


Told = dict[str, str | int | None]
"""Columns as JSON tells them: what the table holds as bytes is JSON itself, hence text."""


def told(values: Mapping[str, Any]) -> Told:
    """Columns on their way into the second copy."""
    return {
        name: value.decode(errors="replace") if isinstance(value, bytes) else value for name, value in values.items()
    }


def untold(columns: Told) -> dict[str, Any]:
    """Columns on their way back into the table."""
    return {
        name: value.encode() if name in _BYTES and isinstance(value, str) else value for name, value in columns.items()
    }
