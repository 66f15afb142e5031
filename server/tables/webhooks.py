"""Addresses of units' own systems, and the messages to them with what became of each."""

from sqlalchemy import Index, Table

from server.tables.columns import id_column, metadata, number_column, text_column, word_column

hooks = Table(
    "hooks",
    metadata,
    id_column("id", primary_key=True),
    word_column("unit"),
    text_column("url"),
    text_column("secret"),  # needed to sign: it cannot be kept as a hash
    text_column("cursor"),  # JSON: feed → the row that was taken last
    *(number_column(name) for name in ("created_at", "ended_at")),
)

hook_messages = Table(
    "hook_messages",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("hook", "case_id")),
    *(number_column(name) for name in ("n", "version", "events")),  # n: its place in the order of its address
    text_column("body"),
    *(number_column(name) for name in ("at", "tries", "next_at", "sent_at", "dead_at")),
    text_column("why"),
    Index("hook_messages_waiting", "hook", "sent_at", "n"),
    Index("hook_messages_case", "hook", "case_id"),
)
