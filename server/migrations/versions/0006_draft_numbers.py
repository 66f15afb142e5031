"""The number that a desk gave a case before the server did: a case is found by it."""

from alembic import op
from sqlalchemy import Column, String

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column with an index; of older cases nobody knows it."""
    op.add_column("cases", Column("draft_number", String(200), nullable=False, default="", server_default=""))
    op.create_index("cases_draft", "cases", ["draft_number"])
