"""Outage drills that the consoles tell of."""

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, String

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; nothing was told before."""
    words = (Column(name, String(200), nullable=False, default="", server_default="") for name in ("actor", "why"))
    instants = (
        Column(name, BigInteger, nullable=False, default=0, server_default="0") for name in ("began_at", "ended_at")
    )
    op.create_table(
        "drills",
        Column("id", String(128), primary_key=True, nullable=False),
        *words,
        *instants,
        Column("told", LargeBinary, nullable=False),
    )
    op.create_index("drills_began", "drills", ["began_at"])
