"""People and their duties, sign-ins, workstations, personal data; photos and city packs."""

from sqlalchemy import BigInteger, Column, Index, Table

from server.tables.columns import (
    bytes_column,
    flag_column,
    id_column,
    metadata,
    number_column,
    text_column,
    word_column,
)

accounts = Table(
    "accounts",
    metadata,
    id_column("id", primary_key=True),  # the login
    *(word_column(name) for name in ("name", "name_en", "unit")),
    text_column("password"),  # Argon2 verifier
    flag_column("disabled"),
    *(number_column(name) for name in ("failures", "locked_until")),
)

grants = Table(
    "grants",
    metadata,
    id_column("account", primary_key=True),
    id_column("role", primary_key=True),
    id_column("unit", primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    number_column("until"),
    word_column("given_by"),  # "" = by the city's people.csv
    number_column("given_at"),
    Index("grants_role", "role", "unit"),
)

sessions = Table(
    "sessions",
    metadata,
    id_column("id", primary_key=True),
    word_column("token"),  # sha256 of the bearer token
    bytes_column("key"),  # for the MAC of commands
    *(word_column(name) for name in ("account", "seat", "workstation")),
    *(number_column(name) for name in ("created_at", "expires_at", "ended_at")),
    Index("sessions_token", "token"),
)

workstations = Table(
    "workstations",
    metadata,
    id_column("id", primary_key=True),
    word_column("token"),
    *(text_column(name) for name in ("name", "scope")),  # scope: feeds joined by " ", "*" = all
    *(word_column(name) for name in ("console_id",)),
    *(number_column(name) for name in ("created_at", "ended_at", "last_seen")),
    Index("workstations_token", "token"),
)

enrolments = Table(
    "enrolments",
    metadata,
    id_column("token", primary_key=True),
    text_column("scope"),
    word_column("workstation"),  # which this one renews; "" = a new one, offered by the administrator
    *(number_column(n) for n in ("created_at", "used_at")),
)

personal = Table(
    "personal",
    metadata,
    id_column("id", primary_key=True),
    word_column("case_id"),
    number_column("created_at"),
    bytes_column("body"),
    word_column("phone"),  # its digits, by which earlier reports of a caller are found; goes with the record
    Index("personal_phone", "phone"),
)

personal_audit = Table(
    "personal_audit",
    metadata,
    id_column("id", primary_key=True),
    *(word_column(name) for name in ("personal", "case_id", "actor")),
    number_column("at"),
    text_column("reason"),
    Index("personal_audit_at", "at"),
)

blobs = Table(
    "blobs",
    metadata,
    id_column("sha256", primary_key=True),
    *(word_column(name) for name in ("mime", "state")),
    *(number_column(name) for name in ("size", "received", "at")),
)

city_packs = Table(
    "city_packs",
    metadata,
    id_column("version", primary_key=True),
    *(number_column(name) for name in ("size", "valid_from", "installed_at")),
    flag_column("current"),
    flag_column("synthetic"),
)
