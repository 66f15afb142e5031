"""One row of the outbox as the file holds it: its columns, and the way from an entry and back."""

from typing import NamedTuple

from console.models.entries import Entry, Stamp, State
from rules.commands import Actor
from rules.wire import canonical, decode, decode_case, decode_command, decode_outcome, encode_case, encode_command


class Row(NamedTuple):
    """The columns that make an entry, in the order in which they are read."""

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
    n: int | None
    state: str
    withdrawn: int
    outcome: bytes | None
    ack_epoch: str
    attempts: int
    last_error: str
    resolved_by: str
    before: bytes | None


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


def entry_of(row: Row) -> Entry:
    """The entry that stands in a row. Raises WireError."""
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
    )
