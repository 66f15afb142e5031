"""Jurisdiction: who gave a duty and why, a log of that, and who sent a photo."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _word(name: str) -> Column[str]:
    return Column(name, String(200), nullable=False, default="", server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0, server_default="0")


def upgrade() -> None:
    """Duties of before come from the city's file; of photos of before nobody is known to have sent them."""
    op.add_column("grants", _word("given_by"))
    op.add_column("grants", _number("given_at"))
    op.create_table(
        "grant_log",
        Column("id", String(128), primary_key=True, nullable=False),
        *(_word(name) for name in ("deed", "account", "role", "unit", "by")),
        *(_number(name) for name in ("since", "until", "at")),
        Column("why", Text, nullable=False, default="", server_default=""),
    )
    op.create_index("grant_log_at", "grant_log", ["at"])
    op.create_table(
        "blob_senders",
        Column("sha256", String(128), primary_key=True, nullable=False),
        Column("sender", String(200), primary_key=True, nullable=False),
        _number("at"),
    )
    op.create_index("personal_audit_at", "personal_audit", ["at"])
