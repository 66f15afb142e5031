"""Texts that go back to the house whose order a case is: what still waits for its carrier, and what became of it."""

from sqlalchemy import Index, Table

from server.tables.columns import id_column, metadata, number_column, text_column, word_column

answers_out = Table(
    "answers_out",
    metadata,
    id_column("id", primary_key=True),  # of the command that answered
    word_column("case_id"),
    *(number_column(name) for name in ("at", "tries", "next_at")),  # next_at 0 = done with
    text_column("why"),
    Index("answers_out_next", "next_at"),
)
