"""Commands that came under the id of another one."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; nothing was noted before."""
    words = ("command", "console_id", "verb", "case_id", "actor")
    op.create_table(
        "reused",
        Column("hash", String(128), primary_key=True, nullable=False),
        *(Column(name, String(200), nullable=False, default="", server_default="") for name in words),
        Column("at", BigInteger, nullable=False, default=0, server_default="0"),
        Column("count", Integer, nullable=False),
    )
