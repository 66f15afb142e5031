"""Notices to people and units on their way out: who is told of what, by which way, and what became of it."""

from sqlalchemy import Index, Table

from server.tables.columns import id_column, metadata, number_column, text_column, word_column

notices = Table(
    "notices",
    metadata,
    id_column("id", primary_key=True),  # the same for the same news to the same receiver by the same way
    *(word_column(name) for name in ("rule", "of", "mark", "case_id", "way")),  # of: leg or answer; mark: which time
    word_column("receiver"),  # unit:CODE | role:NAME | reporter
    text_column("address"),  # of the city's own list; "" = looked up when it goes out: a citizen's is never kept here
    word_column("reply"),  # the answer that it brings to who reported
    *(number_column(name) for name in ("at", "tries", "sent_at", "dead_at", "dropped_at")),
    number_column("next_at"),  # 0 = done with
    text_column("why"),
    Index("notices_next", "next_at"),
    Index("notices_of", "rule", "of", "mark"),
    Index("notices_case", "case_id"),
)
