"""What comes back: cases filed or closed that are still to be looked at, and the way to closed ones of their class."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A queue and an index; what was closed before is found by the index, and nothing of it waits."""
    op.create_table(
        "recurrence_looks",
        Column("case_id", String(128), primary_key=True, nullable=False),
        Column("n", Integer, primary_key=True, nullable=False),
        Column("at", BigInteger, nullable=False, default=0, server_default="0"),
    )
    op.create_index("cases_matter", "cases", ["category", "closed_at"])
