"""Intake beyond a network gate: what crosses, what has crossed, what was wrong with it. Notices on their way out."""

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, String, Text

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _key() -> Column[str]:
    return Column("id", String(128), primary_key=True, nullable=False)


def _word(name: str) -> Column[str]:
    return Column(name, String(200), nullable=False, default="", server_default="")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0, server_default="0")


def upgrade() -> None:
    """Eight tables for gates and one queue of notices; nobody is told of what was before."""
    _gates()
    _crossing()
    _notices()


def _gates() -> None:
    op.create_table(
        "gates",
        _key(),
        _word("name"),
        *(_text(name) for name in ("folder", "key", "cursor", "units")),
        *(_word(name) for name in ("city", "people")),
        *(_number(name) for name in ("created_at", "ended_at")),
    )
    op.create_table("gate_cases", _key(), *(_word(name) for name in ("gate", "case_id", "kind", "told")))
    op.create_index("gate_cases_case", "gate_cases", ["case_id"])
    op.create_table("gate_seen", _key(), _word("gate"))
    op.create_table(
        "gate_troubles",
        _key(),
        *(_word(name) for name in ("gate", "name", "why")),
        _text("details"),
        _number("at"),
    )
    op.create_index("gate_troubles_gate", "gate_troubles", ["gate", "at"])


def _crossing() -> None:
    op.create_table("gate_out", _key(), _word("stream"), *(_number(name) for name in ("begun", "n", "acked", "heard")))
    op.create_table("gate_batches", _key(), _word("gate"), _word("stream"), _word("mark"), _number("n"))
    op.create_table(
        "gate_items",
        _key(),
        *(_word(name) for name in ("gate", "kind")),
        *(_number(name) for name in ("seq", "batch", "at", "acked_at")),
        _text("blobs"),
        Column("body", LargeBinary, nullable=False),
    )
    op.create_index("gate_items_batch", "gate_items", ["gate", "batch", "seq"])
    op.create_table(
        "gate_in",
        _key(),
        *(_word(name) for name in ("gate", "stream", "mark")),
        *(_number(name) for name in ("begun", "have", "at")),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        _key(),
        *(_word(name) for name in ("rule", "of", "mark", "case_id", "way", "receiver", "reply")),
        *(_number(name) for name in ("at", "tries", "next_at", "sent_at", "dead_at", "dropped_at")),
        *(_text(name) for name in ("address", "why")),
    )
    op.create_index("assignments_live", "assignments", ["live", "due"])
    op.create_index("notices_next", "notices", ["next_at"])
    op.create_index("notices_of", "notices", ["rule", "of", "mark"])
    op.create_index("notices_case", "notices", ["case_id"])
