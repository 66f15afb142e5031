"""Reports of citizens, what was sent already, secret links, photos still to be fetched."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own; nothing came from citizens before."""
    _table(
        "citizen_reports",
        ("channel", "service", "device", "address", "again"),
        ("words",),
        ("at", "rating", "rated_at"),
    )
    _table("citizen_sendings", ("said", "case_id", "content"), (), ("lon", "lat", "at"))
    _table("citizen_links", ("case_id",), (), ("at",))
    _table("citizen_media", ("case_id", "channel"), ("url", "why"), ("at", "tries", "next_at"))
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)


def _table(name: str, words: tuple[str, ...], texts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    op.create_table(
        name,
        Column("id", String(128), primary_key=True, nullable=False),
        *(Column(each, String(200), nullable=False, server_default="") for each in words),
        *(Column(each, Text, nullable=False, server_default="") for each in texts),
        *(Column(each, BigInteger, nullable=False, server_default="0") for each in numbers),
    )


_INDEXES = (
    ("citizen_reports_at", "citizen_reports", ["at"]),
    ("citizen_reports_device", "citizen_reports", ["device", "at"]),
    ("citizen_reports_address", "citizen_reports", ["address", "at"]),
    ("citizen_sendings_said", "citizen_sendings", ["said", "at"]),
    ("citizen_links_case", "citizen_links", ["case_id"]),
    ("citizen_media_next", "citizen_media", ["next_at"]),
)
