"""What stands in the outbox, read without SQLAlchemy for the start. A row that cannot be read costs itself alone."""

import logging
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag

from console.models.durably import Durably
from console.models.entries import OPEN, Entry, KeptBlob, Met, NewBlob, State
from console.models.errors import DiskRefuses, OutboxDamaged
from console.models.keys import FileKey
from console.models.outbox_rows import NEW_IN_2, Row, entry_of, row_of, stub_of, told, untold
from console.models.second import Everything, Kept, Personal, SecondCopy
from rules.wire import decode, decode_case, decode_events, encode_outcome

_ODD = (ValueError, TypeError, KeyError)  # WireError is the first
_SOUND = [("ok",)]
_MISSING = """SELECT sha256, size, mime, blobs_out.state, blobs_out.last_error,
    coalesce(case_id, ''), coalesce(issued_wall, 0) FROM blobs_out LEFT JOIN outbox ON outbox.id = command_id
    WHERE blobs_out.state IN ('waiting', 'refused', 'lost') ORDER BY blobs_out.rowid"""
log = logging.getLogger(__name__)


class Reading:
    """Reads an open file. `written`: what is found unreadable is noted in it."""

    def __init__(self, durably: Durably, key: FileKey, copy: SecondCopy, *, written: bool) -> None:
        self._durably, self._key, self._copy, self._written = durably, key, copy, written
        self._names = Row._fields if self._schema() >= 2 else Row._fields[: -len(NEW_IN_2)]

    def check(self, *, whole: bool) -> None:
        """Read what the start needs, or all of the file. OutboxDamaged when some of it cannot be read.

        All of it: each open row is opened too, while the second copy still has its own word for one that is odd.
        """
        try:
            _ = self.entries(OPEN) if whole else self._rows(OPEN)
            self.blobs("waiting")
            self.sealed_personal()
            said = self._durably.rows("PRAGMA quick_check") if whole else _SOUND
        except DiskRefuses as error:  # a page that the disk does not give out is as good as damaged
            raise OutboxDamaged(error.path, why=error) from error
        if said != _SOUND:
            raise OutboxDamaged(self._durably.path, why=said)

    def _schema(self) -> int:
        return int(self._durably.rows("PRAGMA user_version")[0][0])

    def entries(self, states: Sequence[State], ids: Sequence[str] | None = None) -> list[Entry]:
        """The commands in these states, in local order; of `ids` alone where they are given."""
        if ids is None:
            return [self._entry(row) for row in self._rows(states)]
        wanted = frozenset(ids)
        return [self._entry(row) for row in self._rows(states) if row.id in wanted] if wanted else []

    def numbered(self, n: int) -> str:
        """The id of the command under a number of ours; "" = none is kept here."""
        rows = self._durably.rows("SELECT id FROM outbox WHERE n = ?", [n])
        return str(rows[0][0]) if rows else ""

    def _rows(self, states: Sequence[State]) -> list[Row]:
        marks, names = ", ".join("?" * len(states)), ", ".join(self._names)
        query = f"SELECT {names} FROM outbox WHERE state IN ({marks}) ORDER BY k"  # noqa: S608 - names and marks
        return [Row(*row) for row in self._durably.rows(query, [str(state) for state in states])]

    def _entry(self, row: Row) -> Entry:
        try:
            return entry_of(row)
        except _ODD as error:
            log.error("command %s cannot be read: %s", row.id, error)
            return self._from_copy(row) or self._given_up(row)

    def _from_copy(self, row: Row) -> Entry | None:
        """The same command as the second copy has it."""
        kept = self._copy.read().kept.get(row.id)
        if kept is None:
            return None
        try:
            sound = row_of(untold(kept.columns) | {"n": row.n, "state": row.state}, row.k)
            entry = entry_of(sound)
        except _ODD:
            return None
        self._mend(sound)
        return entry

    def _mend(self, row: Row) -> None:
        """Put the second copy's word in the place of what cannot be read, before the copy is written anew."""
        names = ", ".join(f"{name} = ?" for name in self._names)
        if self._written:
            values = [*row[: len(self._names)], row.k]
            self._durably.rows(f"UPDATE outbox SET {names} WHERE k = ?", values)  # noqa: S608 - names

    def _given_up(self, row: Row) -> Entry:
        """A conflict for a person; it has no number any more, so that the others go on."""
        query = "SELECT verb, case_id, actor_id FROM outbox WHERE k = ?"
        verb, case_id, actor = self._durably.rows(query, (row.k,))[0]
        stub = stub_of(row, str(verb), str(case_id), str(actor))
        if self._written and stub.outcome:
            values = (State.CONFLICT, encode_outcome(stub.outcome), row.k)
            self._durably.rows("UPDATE outbox SET state = ?, outcome = ?, ack_epoch = '', n = NULL WHERE k = ?", values)
        return stub

    def everything(self) -> Everything:
        """What the second copy holds."""
        me = {name: value for name, value in self._durably.rows("SELECT k, v FROM me") if not name.startswith("draft ")}
        query = "SELECT command_id, sha256, size, mime FROM blobs_out WHERE state IN ('waiting', 'lost')"
        blobs: dict[str, list[NewBlob]] = {}
        for command_id, *blob in self._durably.rows(query):
            blobs.setdefault(command_id, []).append(NewBlob(*blob))
        rows = self._rows(tuple(State))  # what is settled too: a server that loses it needs it again
        kept = (Kept(row.id, told(row._asdict()), tuple(blobs.get(row.id, ()))) for row in rows)
        return Everything(me, kept, self.sealed_personal())

    # what lies beside the commands ------------------------------------------------------------------------------------
    def sealed_personal(self) -> dict[str, Personal]:
        """All personal records, by their commands' ids."""
        rows = self._durably.rows("SELECT command_id, id, sealed FROM personal_out")
        return {command_id: Personal(name, sealed) for command_id, name, sealed in rows}

    def personal(self, command_id: str) -> dict[str, str]:
        """The personal record of a command, opened; empty when there is none, or it is of another key."""
        rows = self._durably.rows("SELECT id, sealed FROM personal_out WHERE command_id = ?", (command_id,))
        try:
            return decode(dict[str, str], self._key.unseal(rows[0][1], rows[0][0])) if rows else {}
        except (InvalidTag, *_ODD):
            log.exception("the personal record of command %s cannot be opened", command_id)
            return {}

    def met(self) -> dict[str, Met]:
        """What the open conflicts met."""
        if self._schema() < 2:
            return {}
        return dict(_met(self._durably.rows("SELECT command_id, now, since FROM met")))

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of these commands that stand in the file, in whatever state."""
        marks = ", ".join("?" * len(ids))
        rows = self._durably.rows(f"SELECT id FROM outbox WHERE id IN ({marks})", list(ids))  # noqa: S608 - marks
        return frozenset(row[0] for row in rows)

    def blobs(self, state: str) -> list[NewBlob]:
        """Photos in this state, oldest first."""
        query = "SELECT sha256, size, mime FROM blobs_out WHERE state = ? ORDER BY rowid"
        return [NewBlob(*row) for row in self._durably.rows(query, (state,))]

    def missing_blobs(self) -> list[KeptBlob]:
        """Photos that the server does not have and somebody waits for, in the order in which they were recorded."""
        return [KeptBlob(*row) for row in self._durably.rows(_MISSING)]


def _met(rows: Iterable[tuple[str, bytes | None, bytes]]) -> Iterable[tuple[str, Met]]:
    for command_id, now, since in rows:
        try:
            yield command_id, Met(decode_case(now) if now else None, decode_events(since))
        except ValueError:
            log.warning("what conflict %s met cannot be read; its rows tell it", command_id)
