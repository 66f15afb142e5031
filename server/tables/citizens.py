"""Reports of citizens: keys of other programs, what came of each sending, secret links, photos still to be fetched."""

from sqlalchemy import Index, Table

from server.tables.columns import id_column, metadata, number_column, text_column, word_column

api_keys = Table(
    "api_keys",
    metadata,
    id_column("id", primary_key=True),
    word_column("key"),  # sha256 of the key
    text_column("name"),
    *(number_column(name) for name in ("created_at", "ended_at", "used_at")),
    Index("api_keys_key", "key"),
)

citizen_reports = Table(
    "citizen_reports",
    metadata,
    id_column("id", primary_key=True),  # of the case
    *(word_column(name) for name in ("channel", "service", "device", "address")),  # the last two are marks, not names
    text_column("words"),  # as they were written
    *(number_column(name) for name in ("at", "rating", "rated_at")),
    word_column("again"),  # the case of "not fixed"
    Index("citizen_reports_at", "at"),
    Index("citizen_reports_device", "device", "at"),
    Index("citizen_reports_address", "address", "at"),
)

citizen_sendings = Table(  # what was sent already: the same again is the same case
    "citizen_sendings",
    metadata,
    id_column("id", primary_key=True),  # what must be the same, as a hash
    *(word_column(name) for name in ("said", "case_id", "content")),
    *(number_column(name) for name in ("lon", "lat", "at")),
    Index("citizen_sendings_said", "said", "at"),
)

citizen_links = Table(
    "citizen_links",
    metadata,
    id_column("id", primary_key=True),  # sha256 of the secret
    word_column("case_id"),
    number_column("at"),
    Index("citizen_links_case", "case_id"),
)

citizen_media = Table(  # photos behind an address that another program gave
    "citizen_media",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("case_id", "channel")),
    text_column("url"),
    *(number_column(name) for name in ("at", "tries", "next_at")),  # next_at 0 = done with
    text_column("why"),
    Index("citizen_media_next", "next_at"),
)
