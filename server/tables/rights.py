"""Jurisdiction: which duties were given and ended by whom and why, and who sent which photo."""

from sqlalchemy import Column, Index, String, Table

from server.tables.columns import id_column, metadata, number_column, text_column, word_column

grant_log = Table(
    "grant_log",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("deed", "account", "role", "unit", "by")),  # deed: given | ended
    *(number_column(name) for name in ("since", "until", "at")),
    text_column("why"),
    Index("grant_log_at", "at"),
)

blob_senders = Table(
    "blob_senders",
    metadata,
    id_column("sha256", primary_key=True),
    Column("sender", String(200), nullable=False, primary_key=True),  # "person c1", "workstation 0198…"
    number_column("at"),
)
