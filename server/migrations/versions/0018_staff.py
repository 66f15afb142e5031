"""Private numbers of staff, which stand in no city pack."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; the next import of a city fills it."""
    op.create_table(
        "staff_phones",
        Column("staff", String(128), primary_key=True, nullable=False),
        Column("phone", Text, nullable=False, default="", server_default=""),
        Column("kept_at", BigInteger, nullable=False, default=0, server_default="0"),
    )
