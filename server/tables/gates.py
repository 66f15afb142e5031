"""Gates between networks: who stands beyond them, what crosses, what has crossed, and what was wrong with it."""

from sqlalchemy import Index, Table

from server.tables.columns import bytes_column, id_column, metadata, number_column, text_column, word_column

gates = Table(  # at the centre: the intakes and terminals beyond a gate
    "gates",
    metadata,
    id_column("id", primary_key=True),
    word_column("name"),
    text_column("folder"),
    text_column("key"),  # needed to seal and to open: it cannot be kept as a hash
    text_column("cursor"),  # JSON: feed → the row that was taken last
    text_column("units"),  # whose terminals stand there, joined by " "; "" = it is an intake
    *(word_column(name) for name in ("city", "people")),  # which version of them was told last
    *(number_column(name) for name in ("created_at", "ended_at")),
)

gate_cases = Table(  # at the centre: which case a report of that side is; beyond the gate: deeds not answered yet
    "gate_cases",
    metadata,
    id_column("id", primary_key=True),  # of the report beyond the gate
    *(word_column(name) for name in ("gate", "case_id")),
    word_column("kind"),  # report | lead: a case that reports there are attached to | unit | pending: a deed
    word_column("told"),  # yes | "" = how it stands is still to be told
    Index("gate_cases_case", "case_id"),
)

gate_seen = Table(  # what crosses once: photos of cases, deeds at terminals
    "gate_seen",
    metadata,
    id_column("id", primary_key=True),
    word_column("gate"),
)

gate_troubles = Table(
    "gate_troubles",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("gate", "name", "why")),
    text_column("details"),  # JSON: what fills the words
    number_column("at"),
    Index("gate_troubles_gate", "gate", "at"),
)

gate_out = Table(  # one stream of numbered batches to each neighbour
    "gate_out",
    metadata,
    id_column("id", primary_key=True),
    word_column("stream"),
    *(number_column(name) for name in ("begun", "n", "acked", "heard")),
)

gate_batches = Table(
    "gate_batches",
    metadata,
    id_column("id", primary_key=True),  # stream and number
    *(word_column(name) for name in ("gate", "stream", "mark")),
    number_column("n"),
)

gate_items = Table(
    "gate_items",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("gate", "kind")),
    *(number_column(name) for name in ("seq", "batch", "at", "acked_at")),  # batch 0 = in none yet
    text_column("blobs"),  # photos that go with it, by sha256, joined by " "
    bytes_column("body"),  # sealed: it may name who reported
    Index("gate_items_batch", "gate", "batch", "seq"),
)

gate_in = Table(  # how far each stream of a neighbour was taken
    "gate_in",
    metadata,
    id_column("id", primary_key=True),  # neighbour and stream
    *(word_column(name) for name in ("gate", "stream", "mark")),
    *(number_column(name) for name in ("begun", "have", "at")),
)
