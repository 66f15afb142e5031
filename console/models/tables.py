"""The tables of the two local files, and how these are opened: `outbox.db` is for ever, `cache-….db` is disposable.

Both are SQLCipher files with a raw key. One connection each, on the store's thread alone.
"""

from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
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
from sqlcipher3 import dbapi2

from console.models.errors import NotOpened, WrongKey

OUTBOX_SCHEMA = 1  # additive changes only, after a copy of the file
CACHE_SCHEMA = 1  # another number is another file: the cache is rebuilt, never migrated

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
)
Index("outbox_state", outbox.c.state)

blobs_out = Table(
    "blobs_out",
    outbox_tables,
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("mime", String, nullable=False),
    Column("command_id", String, nullable=False),
    Column("state", String, nullable=False),  # waiting | sent | refused
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

drafts = Table(
    "drafts",
    outbox_tables,
    Column("id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

cache_tables = MetaData()

meta = Table("meta", cache_tables, Column("k", String, primary_key=True), Column("v", LargeBinary, nullable=False))

cases = Table(
    "cases",
    cache_tables,
    Column("case_n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
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


def open_file(path: Path, key: bytes, synchronous: str) -> Engine:
    """Open or create an encrypted file in WAL mode. WrongKey when the key does not fit or the file is no database."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = dbapi2.connect(str(path), isolation_level=None, timeout=5)
    except (OSError, dbapi2.Error) as error:
        raise NotOpened(path, why=error) from error
    try:
        _prepare(connection, key, synchronous)
    except dbapi2.DatabaseError as error:
        connection.close()
        wrong = "not a database" in str(error)
        raise WrongKey(path) if wrong else NotOpened(path, why=error) from error
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", lambda held: held.exec_driver_sql("BEGIN"))
    return engine


def _prepare(connection: dbapi2.Connection, key: bytes, synchronous: str) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is said by us, once
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
