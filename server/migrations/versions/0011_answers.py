"""Who still waits for an answer, texts on their way back to the house that sent an order, and reports by a phone."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, String, Text, false

revision = "0011"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns with their defaults: nobody was told before, and of older records no phone is looked up."""
    op.add_column("cases", Column("waits", Boolean, nullable=False, default=False, server_default=false()))
    op.add_column("personal", Column("phone", String(200), nullable=False, default="", server_default=""))
    op.create_index("personal_phone", "personal", ["phone"])
    op.create_table(
        "answers_out",
        Column("id", String(128), primary_key=True, nullable=False),
        Column("case_id", String(200), nullable=False, default="", server_default=""),
        *(
            Column(name, BigInteger, nullable=False, default=0, server_default="0")
            for name in ("at", "tries", "next_at")
        ),
        Column("why", Text, nullable=False, default="", server_default=""),
    )
    op.create_index("answers_out_next", "answers_out", ["next_at"])
