"""Machines that report: the sources with their secrets, what each message came to, and alarms that repeat."""

from sqlalchemy import Index, Table

from server.tables.columns import id_column, metadata, number_column, text_column, word_column

sources = Table(
    "sources",
    metadata,
    id_column("id", primary_key=True),
    word_column("code"),  # one in use at most
    *(text_column(name) for name in ("name", "url")),  # url: where answers to its orders go
    *(text_column(name) for name in ("secret", "old_secret")),  # needed to check a signature: no hash would do
    *(number_column(name) for name in ("created_at", "rotated_at", "old_until", "used_at", "ended_at")),
    Index("sources_code", "code"),
)

machine_messages = Table(  # so that none is taken twice
    "machine_messages",
    metadata,
    id_column("id", primary_key=True),  # of source and message, as a hash
    *(word_column(name) for name in ("source", "content", "state", "case_id")),
    *(number_column(name) for name in ("stamp", "at")),  # stamp: the time that the sender signed, s
    Index("machine_messages_at", "at"),
)

alarm_folds = Table(  # the same alarm again is the same case
    "alarm_folds",
    metadata,
    id_column("id", primary_key=True),  # of kind and device or place, as a hash
    *(word_column(name) for name in ("kind", "device", "channel", "case_id")),
    *(number_column(name) for name in ("lon", "lat", "count", "told", "confidence", "frames")),
    *(number_column(name) for name in ("first_at", "last_at", "told_at")),
    text_column("frame"),  # JSON: the picture that waits to be told
    Index("alarm_folds_last", "kind", "last_at"),
)
