"""Webhooks: the addresses of units' own systems, and the messages to them."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def _word(name: str) -> Column[str]:
    return Column(name, String(200), nullable=False, default="", server_default="")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0, server_default="0")


def upgrade() -> None:
    """Two tables; nobody is told of what was before."""
    key = (Column("id", String(128), primary_key=True, nullable=False) for _ in range(2))
    op.create_table(
        "hooks",
        next(key),
        _word("unit"),
        *(_text(name) for name in ("url", "secret", "cursor")),
        *(_number(name) for name in ("created_at", "ended_at")),
    )
    op.create_table(
        "hook_messages",
        next(key),
        *(_word(name) for name in ("hook", "case_id")),
        *(_number(name) for name in ("n", "version", "events")),
        _text("body"),
        *(_number(name) for name in ("at", "tries", "next_at", "sent_at", "dead_at")),
        _text("why"),
    )
    op.create_index("hook_messages_waiting", "hook_messages", ["hook", "sent_at", "n"])
    op.create_index("hook_messages_case", "hook_messages", ["hook", "case_id"])
