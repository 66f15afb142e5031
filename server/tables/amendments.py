"""What was laid down at the centre beside the city's folder: rows of the duty list, layers, areas, rulings, roster."""

from sqlalchemy import Index, Table

from server.tables.columns import bytes_column, id_column, metadata, number_column, text_column, word_column

amendments = Table(
    "amendments",  # added to, never changed: it is the record of who laid down what and why
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("kind", "code", "by", "case_id")),
    number_column("at"),
    text_column("reason"),
    bytes_column("body"),  # canonical bytes of the line; empty = it was taken out
    Index("amendments_at", "at", "id"),
)
