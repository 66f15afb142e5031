"""What sync stands on: feeds with their heads, commands with their outcomes, consoles, epochs."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from server.tables.columns import bytes_column, id_column, metadata, number_column, text_column, word_column

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

consoles = Table(
    "consoles",
    metadata,
    id_column("id", primary_key=True),
    word_column("workstation"),
    *(number_column(name) for name in ("last_n", "incarnation", "last_seen")),
)

bucket_digest = Table(
    "bucket_digest",
    metadata,
    id_column("feed_id", primary_key=True),
    Column("bucket", Integer, primary_key=True),
    word_column("sum"),
)

claims = Table(
    "claims",
    metadata,
    id_column("case_id", primary_key=True),
    *(word_column(name) for name in ("console_id", "actor")),
    *(number_column(name) for name in ("token", "expires_at")),
)

epochs = Table(
    "epochs",
    metadata,
    Column("no", BigInteger, primary_key=True, autoincrement=False),
    id_column("id"),
    number_column("at"),
    text_column("why"),
)
