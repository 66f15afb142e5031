"""Which command a console sent under its last number: one that was known before keeps the number that it had."""

from alembic import op
from sqlalchemy import Column, String

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEPT = """
UPDATE consoles SET last_id = coalesce(
  (SELECT min(commands.id) FROM commands WHERE commands.console_id = consoles.id AND commands.n = consoles.last_n), '')
"""


def upgrade() -> None:
    """A column; of a console whose last one stands under another number nobody knows it."""
    op.add_column("consoles", Column("last_id", String(200), nullable=False, default="", server_default=""))
    op.execute(_KEPT)
