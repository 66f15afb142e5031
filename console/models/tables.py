"""The tables of the two local files: `outbox.db` is for ever, `cache-….db` is disposable. Loaded when first needed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    ExceptionContext,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    StaticPool,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from console.models.file import UNREADABLE


@dataclass(frozen=True, slots=True)
class Insertion:
    """A bare INSERT of all columns: a click waits for it, and SQLAlchemy takes longer over a statement than the disk.

    `unsaid`: what the columns hold that a row does not say.
    """

    statement: str
    unsaid: Mapping[str, object]

    @classmethod
    def into(cls, table: Table, otherwise: str = "", known: str = "") -> "Insertion":
        """Into this table; `otherwise` as in INSERT OR REPLACE, `known` is what happens to a row that is there."""
        insert = table.insert().prefix_with(otherwise) if otherwise else table.insert()
        statement = f"{insert.compile(dialect=sqlite.dialect(paramstyle='named'))} {known}".rstrip()
        return cls(statement, {column.name: getattr(column.default, "arg", None) for column in table.columns})

    def row(self, values: Mapping[str, object]) -> dict[str, object]:
        """All values of a row."""
        return {**self.unsaid, **values}


outbox_tables = MetaData()

me = Table("me", outbox_tables, Column("k", String, primary_key=True), Column("v", LargeBinary, nullable=False))

outbox = Table(
    "outbox",
    outbox_tables,
    Column("k", Integer, primary_key=True),  # local order
    Column("id", String, nullable=False, unique=True),
    Column("n", Integer, unique=True),  # dense; filled when first offered to the server
    Column("after_id", String, nullable=False, default=""),
    Column("verb", String, nullable=False),
    Column("verb_v", Integer, nullable=False),
    Column("case_id", String, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the command's canonical bytes, as hashed
    Column("hash", String, nullable=False),
    Column("seat", String, nullable=False),
    Column("actor_id", String, nullable=False),
    Column("actor", LargeBinary, nullable=False),  # name and grants when it was issued: the overlay needs them
    Column("actor_session", String, nullable=False),
    Column("mac", String, nullable=False),
    Column("issued_wall", BigInteger, nullable=False),
    Column("issued_mono", BigInteger, nullable=False),
    Column("boot_id", String, nullable=False),
    Column("offset_ms", BigInteger, nullable=False),
    Column("state", String, nullable=False),
    Column("withdrawn", Integer, nullable=False, default=0),  # sent as withdrawn under its n
    Column("outcome", LargeBinary),
    Column("ack_epoch", String, nullable=False, default=""),
    Column("ack_feed", String, nullable=False, default=""),
    Column("ack_seq", BigInteger, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", String, nullable=False, default=""),
    Column("resolved_by", String, nullable=False, default=""),  # drop | the id of the command on top
    Column("supersedes", String, nullable=False, default=""),
    Column("before", LargeBinary),  # the case as it was shown when the command was issued
    Column("settled_at", BigInteger, nullable=False, default=0),
    # since schema 2
    Column("confirmed_at", BigInteger, nullable=False, default=0, server_default="0"),  # an old one still holds
    Column("earlier", LargeBinary),  # the outcome in a history that was lost
)
Index("outbox_state", outbox.c.state)

blobs_out = Table(
    "blobs_out",
    outbox_tables,
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("mime", String, nullable=False),
    Column("command_id", String, nullable=False),
    Column("state", String, nullable=False),  # waiting | sent | refused | lost: its file is gone | given_up
    Column("sent", Integer, nullable=False, default=0),  # bytes, for resumable uploads
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", String, nullable=False, default=""),
)

personal_out = Table(
    "personal_out",
    outbox_tables,
    Column("id", String, primary_key=True),
    Column("command_id", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

NEW_COMMAND = Insertion.into(outbox)
# The same photo once more: one that was lost here, refused or given up goes again, with the command that brings it.
NEW_BLOB = Insertion.into(
    blobs_out,
    known="""ON CONFLICT (sha256) DO UPDATE
    SET state = 'waiting', command_id = excluded.command_id, sent = 0, attempts = 0, last_error = ''
    WHERE state NOT IN ('waiting', 'sent')""",
)
NEW_PERSONAL = Insertion.into(personal_out, "OR REPLACE")

# Since schema 2: what a superseded command met, told with its outcome and gone with the conflict.
met = Table(
    "met",
    outbox_tables,
    Column("command_id", String, primary_key=True),
    Column("now", LargeBinary),
    Column("since", LargeBinary, nullable=False),
)

drafts = Table(
    "drafts",
    outbox_tables,
    Column("id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Since schema 3: when the server was not heard of, for the hand-over list. `ended` 0 = not yet.
outages = Table(
    "outages",
    outbox_tables,
    Column("began", BigInteger, primary_key=True),
    Column("ended", BigInteger, nullable=False, default=0),
    Column("reason", String, nullable=False),
)

cache_tables = MetaData()

meta = Table("meta", cache_tables, Column("k", String, primary_key=True), Column("v", LargeBinary, nullable=False))

cases = Table(
    "cases",
    cache_tables,
    Column("case_n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("events", Integer, nullable=False),  # with the version: which image is the newer one
    Column("stage", String, nullable=False),
    Column("image", LargeBinary, nullable=False),
)
Index("cases_stage", cases.c.stage)

# A case stands in its home feed and in the feed of each other district with a live leg.
places = Table(
    "places",
    cache_tables,
    Column("case_id", String, primary_key=True),
    Column("feed", String, primary_key=True),
    Column("hash8", BigInteger, nullable=False),  # of the image in the feed's last row: see `batch.hash8`
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    cache_tables,
    Column("case_id", String, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

packs = Table(
    "packs",
    cache_tables,
    Column("version", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
)


def engine_on(connection: dbapi2.Connection) -> Engine:
    """SQLAlchemy on an open connection."""
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", lambda held: held.exec_driver_sql("BEGIN"))
    event.listen(engine, "handle_error", _said)
    return engine


def _said(context: ExceptionContext) -> None:
    """What SQLCipher says of a page that it cannot read, as an error of the database: see `file.unreadable_said`."""
    error = context.original_exception
    if isinstance(error, MemoryError):
        raise DatabaseError(context.statement, None, dbapi2.DatabaseError(UNREADABLE)) from error
