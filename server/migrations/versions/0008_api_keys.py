"""Keys with which other programs report."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; there were no keys before."""
    instants = (Column(name, BigInteger, nullable=False, server_default="0") for name in _INSTANTS)
    op.create_table(
        "api_keys",
        Column("id", String(128), primary_key=True, nullable=False),
        Column("key", String(200), nullable=False, server_default=""),
        Column("name", Text, nullable=False, server_default=""),
        *instants,
    )
    op.create_index("api_keys_key", "api_keys", ["key"])


_INSTANTS = ("created_at", "ended_at", "used_at")
