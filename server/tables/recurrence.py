"""Cases that were filed or closed and are still to be looked at: whether the same was closed there before."""

from sqlalchemy import Column, Integer, Table

from server.tables.columns import id_column, metadata, number_column

recurrence_looks = Table(
    "recurrence_looks",
    metadata,
    id_column("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),  # of the event
    number_column("at"),
)
