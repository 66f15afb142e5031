"""The cases: images, and beside them the columns and child rows that queries ask for."""

from sqlalchemy import Column, Index, Integer, Table

from server.tables.columns import (
    bytes_column,
    flag_column,
    id_column,
    metadata,
    number_column,
    text_column,
    word_column,
)

cases = Table(
    "cases",
    metadata,
    id_column("id", primary_key=True),
    number_column("version"),
    word_column("number"),
    word_column("stage"),
    id_column("feed"),  # home feed
    text_column("copies"),  # districts with a live leg that get copies, joined by " "
    flag_column("live"),  # in the live scope
    bytes_column("image"),  # canonical bytes of the case
    bytes_column("row_hash"),  # sha256 of the image
    *(word_column(name) for name in ("source", "external_number", "category", "condition", "unit", "top_unit")),
    word_column("draft_number"),
    *(word_column(name) for name in ("unit_grid", "duty_grid", "district", "street", "community", "reported_by")),
    *(text_column(name) for name in ("words", "address")),
    *(flag_column(name) for name in ("urgent", "important", "wants_answer")),
    flag_column("waits"),  # it has ended, and somebody still waits to hear of it
    *(
        number_column(name)
        for name in ("lon", "lat", "external_due", "due", "round", "rework", "rework_sent", "events")
    ),
    *(
        number_column(name)
        for name in ("reported_at", "filed_at", "feedback_at", "closed_at", "stage_since", "suspended_until")
    ),
    *(word_column(name) for name in ("city_version", "calendar_version")),
    Index("cases_live", "live", "id"),
    Index("cases_grid", "duty_grid"),
    Index("cases_reporter", "reported_by"),
    Index("cases_number", "number"),
    Index("cases_external", "external_number"),
    Index("cases_draft", "draft_number"),
    Index("cases_reported", "reported_at"),
    Index("cases_closed", "live", "closed_at"),
    Index("cases_suspended", "suspended_until"),
    Index("cases_matter", "category", "closed_at"),
)

assignments = Table(
    "assignments",
    metadata,
    id_column("case_id", primary_key=True),
    id_column("id", primary_key=True),
    *(
        number_column(name)
        for name in ("round", "due", "sent_at", "delivered_at", "fetched_at", "told_at", "signed_at")
    ),
    *(number_column(name) for name in ("feedback_at", "passed_up_at", "judged_at", "ended_at")),
    *(word_column(name) for name in ("unit", "role", "parent", "stage", "rule", "sent_by", "external_number")),
    flag_column("live"),
    Index("assignments_unit", "unit", "live"),
    Index("assignments_live", "live", "due"),
)

checks = Table(
    "checks",
    metadata,
    id_column("case_id", primary_key=True),
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("kind", "collector", "duty_grid", "stage", "result")),
    *(number_column(name) for name in ("round", "sent_at", "due", "answered_at")),
    Index("checks_collector", "collector", "stage"),
    Index("checks_grid", "duty_grid", "stage"),
)

requests = Table(
    "requests",
    metadata,
    id_column("case_id", primary_key=True),
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("kind", "assignment", "unit", "by", "state", "decided_by")),
    *(number_column(name) for name in ("at", "decided_at", "until")),
    text_column("reason"),
)

rounds = Table(
    "rounds",
    metadata,
    id_column("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    *(word_column(name) for name in ("unit", "top_unit", "sent_by")),
    *(number_column(name) for name in ("sent_at", "feedback_at", "judged_at", "due")),
)

photos = Table(
    "photos",
    metadata,
    id_column("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    *(word_column(name) for name in ("sha256", "kind", "owner", "mime", "by", "marks_of")),
    *(number_column(name) for name in ("round", "size", "taken_at", "lon", "lat")),
    Index("photos_sha256", "sha256"),
)

milestones = Table(
    "milestones",
    metadata,
    id_column("case_id", primary_key=True),
    id_column("assignment", primary_key=True),
    id_column("key", primary_key=True),
    *(number_column(name) for name in ("due", "reached_at")),
    word_column("proof"),
)

events = Table(
    "events",
    metadata,
    id_column("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    number_column("version"),  # version of the case after it
    *(word_column(name) for name in ("verb", "actor", "role", "unit")),
    *(number_column(name) for name in ("at", "received_at")),
    bytes_column("body"),  # canonical bytes of the event
    Index("events_at", "at"),
)

case_numbers = Table("case_numbers", metadata, id_column("period", primary_key=True), number_column("last"))
