"""Outage drills as the consoles told of them."""

from sqlalchemy import Index, Table

from server.tables.columns import bytes_column, id_column, metadata, number_column, word_column

drills = Table(
    "drills",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("actor", "why")),
    *(number_column(name) for name in ("began_at", "ended_at")),
    bytes_column("told"),  # canonical bytes of the figures
    Index("drills_began", "began_at"),
)
