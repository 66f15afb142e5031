"""Who is responsible, as it is laid down at the centre: rows, layers, areas, rulings, duty roster."""

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, String, Text

revision = "0012"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; nothing was laid down before."""
    words = (
        Column(name, String(200), nullable=False, default="", server_default="")
        for name in ("kind", "code", "by", "case_id")
    )
    op.create_table(
        "amendments",
        Column("id", String(128), primary_key=True, nullable=False),
        *words,
        Column("at", BigInteger, nullable=False, default=0, server_default="0"),
        Column("reason", Text, nullable=False, default="", server_default=""),
        Column("body", LargeBinary, nullable=False),
    )
    op.create_index("amendments_at", "amendments", ["at", "id"])
