"""The schema of the first day: all columns of cases, sync and people. Frozen: a copy of `server/tables` as it was."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)  # fmt: skip

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

metadata = MetaData()


def _id(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, String(128), nullable=False, primary_key=primary_key)


def _word(name: str) -> Column[str]:
    return Column(name, String(200), nullable=False, default="", server_default="")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0, server_default="0")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False, server_default=false())


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


# fmt: off
Table(
    "cases",
    metadata,
    _id("id", primary_key=True),
    _number("version"),
    _word("number"),
    _word("stage"),
    _id("feed"),  # home feed
    _text("copies"),  # districts with a live leg that get copies, joined by " "
    _flag("live"),  # in the live scope
    _bytes("image"),  # canonical bytes of the case
    _bytes("row_hash"),  # sha256 of the image
    *(_word(name) for name in ("source", "external_number", "category", "condition", "unit", "top_unit")),
    *(_word(name) for name in ("unit_grid", "duty_grid", "district", "street", "community", "reported_by")),
    *(_text(name) for name in ("words", "address")),
    *(_flag(name) for name in ("urgent", "important", "wants_answer")),
    *(_number(name) for name in ("lon", "lat", "external_due", "due", "round", "rework", "rework_sent", "events")),
    *(
        _number(name)
        for name in ("reported_at", "filed_at", "feedback_at", "closed_at", "stage_since", "suspended_until")
    ),
    *(_word(name) for name in ("city_version", "calendar_version")),
    Index("cases_live", "live", "id"),
    Index("cases_grid", "duty_grid"),
    Index("cases_reporter", "reported_by"),
    Index("cases_number", "number"),
    Index("cases_external", "external_number"),
    Index("cases_reported", "reported_at"),
    Index("cases_closed", "live", "closed_at"),
    Index("cases_suspended", "suspended_until"),
)

Table(
    "assignments",
    metadata,
    _id("case_id", primary_key=True),
    _id("id", primary_key=True),
    *(_number(name) for name in ("round", "due", "sent_at", "delivered_at", "fetched_at", "told_at", "signed_at")),
    *(_number(name) for name in ("feedback_at", "passed_up_at", "judged_at", "ended_at")),
    *(_word(name) for name in ("unit", "role", "parent", "stage", "rule", "sent_by", "external_number")),
    _flag("live"),
    Index("assignments_unit", "unit", "live"),
)

Table(
    "checks",
    metadata,
    _id("case_id", primary_key=True),
    _id("id", primary_key=True),
    *(_word(name) for name in ("kind", "collector", "duty_grid", "stage", "result")),
    *(_number(name) for name in ("round", "sent_at", "due", "answered_at")),
    Index("checks_collector", "collector", "stage"),
    Index("checks_grid", "duty_grid", "stage"),
)

Table(
    "requests",
    metadata,
    _id("case_id", primary_key=True),
    _id("id", primary_key=True),
    *(_word(name) for name in ("kind", "assignment", "unit", "by", "state", "decided_by")),
    *(_number(name) for name in ("at", "decided_at", "until")),
    _text("reason"),
)

Table(
    "rounds",
    metadata,
    _id("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    *(_word(name) for name in ("unit", "top_unit", "sent_by")),
    *(_number(name) for name in ("sent_at", "feedback_at", "judged_at", "due")),
)

Table(
    "photos",
    metadata,
    _id("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    *(_word(name) for name in ("sha256", "kind", "owner", "mime", "by", "marks_of")),
    *(_number(name) for name in ("round", "size", "taken_at", "lon", "lat")),
    Index("photos_sha256", "sha256"),
)

Table(
    "milestones",
    metadata,
    _id("case_id", primary_key=True),
    _id("assignment", primary_key=True),
    _id("key", primary_key=True),
    *(_number(name) for name in ("due", "reached_at")),
    _word("proof"),
)

Table(
    "events",
    metadata,
    _id("case_id", primary_key=True),
    Column("n", Integer, primary_key=True),
    _number("version"),  # version of the case after it
    *(_word(name) for name in ("verb", "actor", "role", "unit")),
    *(_number(name) for name in ("at", "received_at")),
    _bytes("body"),  # canonical bytes of the event
    Index("events_at", "at"),
)

Table("case_numbers", metadata, _id("period", primary_key=True), _number("last"))
Table(
    "feed",
    metadata,
    _id("feed_id", primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _word("case_id"),
    _number("version"),
    _word("kind"),
    _number("at"),
    _word("chain"),  # hex of this row, over the row before
    _bytes("line"),  # the row as it goes to the consoles
    Index("feed_case", "case_id"),
)

Table(
    "feed_heads", metadata, _id("feed_id", primary_key=True), _number("seq"), _word("chain"), _number("floor")
)

Table(
    "commands",
    metadata,
    _id("id", primary_key=True),
    Column("console_id", String(64), nullable=True),
    Column("n", BigInteger, nullable=True),
    *(_word(name) for name in ("hash", "case_id", "verb", "actor", "session", "state", "feed")),
    *(_number(name) for name in ("seq", "version", "at")),
    _bytes("body"),  # canonical bytes of the command
    _bytes("outcome"),  # canonical bytes of the one final outcome
    UniqueConstraint("console_id", "n", name="commands_console_n"),
    Index("commands_case", "case_id"),
)

Table(
    "command_failures",
    metadata,
    _id("id", primary_key=True),
    Column("count", Integer, nullable=False),
    _number("at"),
    _text("error"),
)

Table(
    "consoles",
    metadata,
    _id("id", primary_key=True),
    _word("workstation"),
    *(_number(name) for name in ("last_n", "incarnation", "last_seen")),
)

Table(
    "bucket_digest",
    metadata,
    _id("feed_id", primary_key=True),
    Column("bucket", Integer, primary_key=True),
    _word("sum"),
)

Table(
    "claims",
    metadata,
    _id("case_id", primary_key=True),
    *(_word(name) for name in ("console_id", "actor")),
    *(_number(name) for name in ("token", "expires_at")),
)

Table(
    "epochs",
    metadata,
    Column("no", BigInteger, primary_key=True, autoincrement=False),
    _id("id"),
    _number("at"),
    _text("why"),
)
Table(
    "accounts",
    metadata,
    _id("id", primary_key=True),  # the login
    *(_word(name) for name in ("name", "name_en", "unit")),
    _text("password"),  # Argon2 verifier
    _flag("disabled"),
    *(_number(name) for name in ("failures", "locked_until")),
)

Table(
    "grants",
    metadata,
    _id("account", primary_key=True),
    _id("role", primary_key=True),
    _id("unit", primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    _number("until"),
    Index("grants_role", "role", "unit"),
)

Table(
    "sessions",
    metadata,
    _id("id", primary_key=True),
    _word("token"),  # sha256 of the bearer token
    _bytes("key"),  # for the MAC of commands
    *(_word(name) for name in ("account", "seat", "workstation")),
    *(_number(name) for name in ("created_at", "expires_at", "ended_at")),
    Index("sessions_token", "token"),
)

Table(
    "workstations",
    metadata,
    _id("id", primary_key=True),
    _word("token"),
    *(_text(name) for name in ("name", "scope")),  # scope: feeds joined by " ", "*" = all
    *(_word(name) for name in ("console_id",)),
    *(_number(name) for name in ("created_at", "ended_at", "last_seen")),
    Index("workstations_token", "token"),
)

Table(
    "enrolments",
    metadata,
    _id("token", primary_key=True),
    _text("scope"),
    *(_number(n) for n in ("created_at", "used_at")),
)

Table(
    "personal", metadata, _id("id", primary_key=True), _word("case_id"), _number("created_at"), _bytes("body")
)

Table(
    "personal_audit",
    metadata,
    _id("id", primary_key=True),
    *(_word(name) for name in ("personal", "case_id", "actor")),
    _number("at"),
    _text("reason"),
)

Table(
    "blobs",
    metadata,
    _id("sha256", primary_key=True),
    *(_word(name) for name in ("mime", "state")),
    *(_number(name) for name in ("size", "received", "at")),
)

Table(
    "city_packs",
    metadata,
    _id("version", primary_key=True),
    *(_number(name) for name in ("size", "valid_from", "installed_at")),
    _flag("current"),
    _flag("synthetic"),
)
# fmt: on


def upgrade() -> None:
    """Make all tables."""
    metadata.create_all(op.get_bind(), checkfirst=False)
