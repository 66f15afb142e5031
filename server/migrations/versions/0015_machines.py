"""Machines that report: sources with their secrets, messages that were taken, alarms that repeat."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0015"
down_revision = "0011"
branch_labels = None
depends_on = None


def _key() -> Column[str]:
    return Column("id", String(128), primary_key=True, nullable=False)


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, String(200), nullable=False, default="", server_default="") for name in names]


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False, default="", server_default="") for name in names]


def _numbers(*names: str) -> list[Column[int]]:
    return [Column(name, BigInteger, nullable=False, default=0, server_default="0") for name in names]


def upgrade() -> None:
    """Three tables; no machine reported before."""
    op.create_table(
        "sources",
        _key(),
        *_words("code"),
        *_texts("name", "url", "secret", "old_secret"),
        *_numbers("created_at", "rotated_at", "old_until", "used_at", "ended_at"),
    )
    op.create_index("sources_code", "sources", ["code"])
    op.create_table(
        "machine_messages", _key(), *_words("source", "content", "state", "case_id"), *_numbers("stamp", "at")
    )
    op.create_index("machine_messages_at", "machine_messages", ["at"])
    op.create_table(
        "alarm_folds",
        _key(),
        *_words("kind", "device", "channel", "case_id"),
        *_numbers("lon", "lat", "count", "told", "confidence", "frames", "first_at", "last_at", "told_at"),
        *_texts("frame"),
    )
    op.create_index("alarm_folds_last", "alarm_folds", ["kind", "last_at"])
