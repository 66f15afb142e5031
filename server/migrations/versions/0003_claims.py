"""Claims: since when a case is in somebody's hands, and when its holder last did something on it."""

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody claimed before: the rows that there may be were never told."""
    for name in ("since", "seen"):
        op.add_column("claims", Column(name, BigInteger, nullable=False, default=0, server_default="0"))
    op.create_index("claims_live", "claims", ["expires_at"])
