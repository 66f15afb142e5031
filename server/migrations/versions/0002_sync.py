"""Sync under every fault: digests of the live scope beside each feed row and head, where an epoch came from."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    LargeBinary,
    String,
    Text,
    column,
    false,
    select,
    table,
    update,
)  # fmt: skip

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOTHING = "0" * 16
_cases = table(
    "cases", column("feed", Text), column("copies", Text), column("live", Boolean), column("row_hash", LargeBinary)
)
_heads = table("feed_heads", column("feed_id", Text), column("seq", BigInteger), column("digest", Text))
_feed = table("feed", column("feed_id", Text), column("seq", BigInteger), column("digest", Text))


def upgrade() -> None:
    """Add the columns, and reckon the digest of each feed from the live cases that are there."""
    op.add_column("feed", _word("digest"))
    op.add_column("feed_heads", _word("digest", NOTHING))
    op.add_column("epochs", _word("lineage"))
    op.add_column("epochs", Column("continues", Boolean, nullable=False, default=False, server_default=false()))
    op.add_column("enrolments", _word("workstation"))
    op.drop_table("bucket_digest")
    _reckon(op.get_bind())


def _word(name: str, at_first: str = "") -> Column[str]:
    return Column(name, String(200), nullable=False, default=at_first, server_default=at_first)


def _reckon(connection: Connection) -> None:
    """Only a feed's head and its last row learn a digest: what the older rows stood for is not known any more."""
    sums: dict[str, int] = {}
    wanted = select(_cases.c.feed, _cases.c.copies, _cases.c.row_hash).where(_cases.c.live.is_(True))
    for row in connection.execute(wanted):
        for feed in {row.feed, *row.copies.split()}:
            sums[feed] = (sums.get(feed, 0) + int.from_bytes(bytes(row.row_hash)[:8], "big")) % 2**64
    for head in connection.execute(select(_heads.c.feed_id, _heads.c.seq)).all():
        digest = f"{sums.get(head.feed_id, 0):016x}"
        connection.execute(update(_heads).where(_heads.c.feed_id == head.feed_id).values(digest=digest))
        last = (_feed.c.feed_id == head.feed_id) & (_feed.c.seq == head.seq)
        connection.execute(update(_feed).where(last).values(digest=digest))
