"""What sync stands on: feeds with their heads, commands with their outcomes, consoles, epochs."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from server.tables.columns import (
    bytes_column,
    flag_column,
    id_column,
    metadata,
    number_column,
    text_column,
    word_column,
)

feed = Table(
    "feed",
    metadata,
    id_column("feed_id", primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    word_column("case_id"),
    number_column("version"),
    word_column("kind"),
    number_column("at"),
    word_column("chain"),  # hex of this row, over the row before
    word_column("digest"),  # of the live scope after this row, 16 hex digits; "" = not known
    bytes_column("line"),  # the row as it goes to the consoles
    Index("feed_case", "case_id"),
)

feed_heads = Table(
    "feed_heads",
    metadata,
    id_column("feed_id", primary_key=True),
    number_column("seq"),
    word_column("chain"),
    number_column("floor"),
    Column("digest", String(200), nullable=False, default="0" * 16, server_default="0" * 16),
)

commands = Table(
    "commands",
    metadata,
    id_column("id", primary_key=True),
    Column("console_id", String(64), nullable=True),
    Column("n", BigInteger, nullable=True),
    *(word_column(name) for name in ("hash", "case_id", "verb", "actor", "session", "state", "feed")),
    *(number_column(name) for name in ("seq", "version", "at")),
    bytes_column("body"),  # canonical bytes of the command
    bytes_column("outcome"),  # canonical bytes of the one final outcome
    UniqueConstraint("console_id", "n", name="commands_console_n"),
    Index("commands_case", "case_id"),
)

command_failures = Table(
    "command_failures",
    metadata,
    id_column("id", primary_key=True),
    Column("count", Integer, nullable=False),
    number_column("at"),
    text_column("error"),
)

reused = Table(  # commands under the id of another one: refused, never applied
    "reused",
    metadata,
    id_column("hash", primary_key=True),  # of the one that was refused
    *(word_column(name) for name in ("command", "console_id", "verb", "case_id", "actor")),
    number_column("at"),  # last
    Column("count", Integer, nullable=False),
)

consoles = Table(
    "consoles",
    metadata,
    id_column("id", primary_key=True),
    word_column("workstation"),
    word_column("last_id"),  # of the command that it sent as `last_n`, which may be in the books under an earlier one
    *(number_column(name) for name in ("last_n", "incarnation", "last_seen")),
)

claims = Table(
    "claims",
    metadata,
    id_column("case_id", primary_key=True),
    *(word_column(name) for name in ("console_id", "actor")),
    *(number_column(name) for name in ("token", "expires_at", "since", "seen")),  # expires_at 0 = given back or lapsed
    Index("claims_live", "expires_at"),
)

epochs = Table(
    "epochs",
    metadata,
    Column("no", BigInteger, primary_key=True, autoincrement=False),
    id_column("id"),
    number_column("at"),
    text_column("why"),
    word_column("lineage"),  # of the database system that it began on, see `server.dialect.lineage`; "" = not known
    flag_column("continues"),  # cursors of the epoch before it may go on
)
