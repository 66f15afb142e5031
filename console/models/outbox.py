"""What was recorded here and is not settled yet. Never wiped or migrated destructively; each deed is one FULL commit.

Beside it `outbox.jsonl` is reserved for the second copy: one sealed line a command, `{"v":1,"k":…,"sealed":"base64"}`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.models.drafts import Drafts
from console.models.entries import OPEN, UNSENT, Entry, NewBlob, State
from console.models.errors import NotRecorded
from console.models.file import OUTBOX_SCHEMA, File
from console.models.keys import FileKey
from console.models.lazily import sql, tables
from console.models.me import Identity, Me, new_console_id
from console.models.outbox_rows import Row, entry_of, values_of
from rules.commands import Outcome
from rules.wire import canonical, decode, encode_outcome

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FILE_NAME = "outbox.db"


class Outbox:
    """The file `outbox.db` in `folder`, open on the thread that made it. `read_only`: written by a newer program."""

    def __init__(self, folder: Path, key: FileKey) -> None:
        self._key = key
        self._path = folder / FILE_NAME
        self._file = File(self._path, key.part("database"), "FULL")
        schema = self._file.schema
        self.read_only = schema > OUTBOX_SCHEMA
        if not schema:
            self._create()
        if self.read_only:
            self._file.rows("PRAGMA query_only = 1")
        self.me = Me(self._file, key)
        self.identity = self.me.start(counted=not self.read_only)
        self.drafts = Drafts(self._file, key, self.me, self._path)

    @property
    def _engine(self) -> "Engine":
        return self._file.engine

    def _create(self) -> None:
        with self._engine.begin() as connection:
            tables.outbox_tables.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {OUTBOX_SCHEMA}")

    def close(self) -> None:
        """Close the file; on the thread that opened it."""
        self._file.close()

    # commands ---------------------------------------------------------------------------------------------------------
    @contextmanager
    def _durably(self) -> "Iterator[Connection]":
        """A transaction that is on disk when it ends, or else NotRecorded."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except sql.exc.DBAPIError as error:
            raise NotRecorded(self._path, why=error.orig or error) from error

    def record(self, entry: Entry, blobs: Iterable[NewBlob] = (), personal: Mapping[str, str] | None = None) -> int:
        """Make a command durable together with its photos' names and its sealed personal record; its local order."""
        name = str(entry.command.body.get("personal", ""))
        with self._durably() as connection:
            k = connection.execute(sql.insert(tables.outbox), values_of(entry)).lastrowid
            for blob in blobs:
                connection.execute(
                    sql.insert(tables.blobs_out).prefix_with("OR IGNORE"),
                    {"sha256": blob.sha256, "size": blob.size, "mime": blob.mime, "command_id": entry.id}
                    | {"state": "waiting"},
                )
            if personal:
                sealed = self._key.seal(canonical(personal), name)
                values = {"id": name, "command_id": entry.id, "sealed": sealed}
                connection.execute(sql.insert(tables.personal_out), values)
        return k

    def replace(self, resolved: str, entry: Entry) -> int:
        """Record a command on top of a conflict, and resolve this by it; one commit."""
        with self._durably() as connection:
            k = connection.execute(sql.insert(tables.outbox), values_of(entry)).lastrowid
            connection.execute(
                sql.update(tables.outbox)
                .where(tables.outbox.c.id == resolved)
                .values(state=State.RESOLVED, resolved_by=entry.id)
            )
        return k

    def open_entries(self) -> list[Entry]:
        """All commands that are not settled, in local order."""
        marks = ", ".join("?" * len(OPEN))
        names = ", ".join(Row._fields)
        query = f"SELECT {names} FROM outbox WHERE state IN ({marks}) ORDER BY k"  # noqa: S608 - names and marks
        return [entry_of(Row(*row)) for row in self._file.rows(query, [str(state) for state in OPEN])]

    def offer(self, ids: Sequence[str]) -> dict[str, int]:
        """Give each of these commands its n, unless it has one, before the server hears of it; id → n."""
        with self._durably() as connection:
            following = 1 + (connection.scalar(sql.select(sql.func.max(tables.outbox.c.n))) or 0)
            rows = connection.execute(
                sql.select(tables.outbox.c.id, tables.outbox.c.n).where(tables.outbox.c.id.in_(ids))
            )
            known: dict[str, int | None] = {row.id: row.n for row in rows}
            numbers: dict[str, int] = {}
            for command_id in ids:
                numbers[command_id] = known[command_id] or following
                following += known[command_id] is None
            connection.execute(
                sql.update(tables.outbox)
                .where(tables.outbox.c.id == sql.bindparam("of"))
                .values(n=sql.bindparam("given"), state=State.OFFERED, attempts=tables.outbox.c.attempts + 1),
                [{"of": command_id, "given": n} for command_id, n in numbers.items()],
            )
        return numbers

    def renumber(self) -> None:
        """The server knows another console by our numbers (a copied folder): a new console id, new numbers."""
        console_id = new_console_id()
        with self._engine.begin() as connection:
            connection.execute(sql.update(tables.outbox).values(n=None).where(tables.outbox.c.n.is_not(None)))
            connection.execute(
                sql.update(tables.outbox).where(tables.outbox.c.state == State.OFFERED).values(state=State.QUEUED)
            )
            connection.execute(
                sql.insert(tables.me).prefix_with("OR REPLACE").values(k="console_id", v=console_id.encode())
            )
        self.identity = Identity(console_id, self.identity.incarnation)

    def answer(self, outcomes: Iterable[tuple[str, State, Outcome]], epoch: str) -> None:
        """Store final outcomes with the commands that they end; their personal records are deleted here."""
        with self._durably() as connection:
            for command_id, state, outcome in outcomes:
                kept: dict[str, object] = {
                    "outcome": encode_outcome(outcome),
                    "ack_epoch": epoch,
                    "ack_feed": outcome.feed,
                }
                kept |= {"ack_seq": outcome.seq, "state": state, "last_error": ""}
                connection.execute(sql.update(tables.outbox).where(tables.outbox.c.id == command_id).values(**kept))
                connection.execute(
                    sql.delete(tables.personal_out).where(tables.personal_out.c.command_id == command_id)
                )

    def move(self, ids: Iterable[str], state: State, now: int, resolved_by: str = "") -> None:
        """Bring commands into another state: settled, withdrawn, resolved, or queued again."""
        with self._engine.begin() as connection:
            connection.execute(
                sql.update(tables.outbox)
                .where(tables.outbox.c.id.in_(list(ids)))
                .values(state=state, settled_at=now, resolved_by=resolved_by)
            )

    def withdraw_offered(self, command_id: str) -> None:
        """Send an offered command as withdrawn under its n from now on."""
        with self._engine.begin() as connection:
            connection.execute(sql.update(tables.outbox).where(tables.outbox.c.id == command_id).values(withdrawn=1))

    def failed(self, ids: Iterable[str], why: str) -> None:
        """Note beside unsent commands why they are still here."""
        with self._engine.begin() as connection:
            connection.execute(
                sql.update(tables.outbox)
                .where(tables.outbox.c.id.in_(list(ids)), tables.outbox.c.state.in_(UNSENT))
                .values(last_error=why)
            )

    # what travels beside the commands ---------------------------------------------------------------------------------
    def personal(self, command_id: str) -> dict[str, str]:
        """The personal record of an unsent command, empty when it has none."""
        query = sql.select(tables.personal_out.c.id, tables.personal_out.c.sealed).where(
            tables.personal_out.c.command_id == command_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return decode(dict[str, str], self._key.unseal(row.sealed, row.id)) if row else {}

    def waiting_blobs(self) -> list[NewBlob]:
        """Photos that the server does not have yet, oldest first."""
        query = "SELECT sha256, size, mime FROM blobs_out WHERE state = 'waiting'"
        return [NewBlob(*row) for row in self._file.rows(query)]

    def blob_state(self, sha256: str, state: str, why: str = "") -> None:
        """A photo arrived, or the server refused it."""
        with self._engine.begin() as connection:
            connection.execute(
                sql.update(tables.blobs_out)
                .where(tables.blobs_out.c.sha256 == sha256)
                .values(state=state, last_error=why)
            )
