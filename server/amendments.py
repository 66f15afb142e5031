"""The book of amendments: what was laid down at the centre on who is responsible, in the order in which it was.

Appended by the editor's door and, for rulings, by the casebook in the transaction of their command. How many there are
tells whether the city in force has all of them in it: a number or a time would not, for they are not commit order.
"""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from rules.amending import KINDS, Amendment
from rules.wire import canonical, decode
from server import tables

_table = tables.amendments


def count_amendments(connection: Connection) -> int:
    """How many there are."""
    return connection.scalar(select(func.count()).select_from(_table)) or 0


def read_amendments(connection: Connection) -> tuple[Amendment, ...]:
    """All of them, in their order. Raises WireError where one is damaged."""
    ordered = select(_table.c.kind, _table.c.code, _table.c.body).order_by(_table.c.at, _table.c.id)
    return tuple(
        Amendment(row.kind, row.code, decode(KINDS[row.kind].of, bytes(row.body)) if row.body else None)
        for row in connection.execute(ordered)
        if row.kind in KINDS
    )


def keep_amendments(
    connection: Connection, amendments: Sequence[Amendment], by: str, at: int, reason: str, case_id: str = ""
) -> None:
    """Append them; `at` ms UTC."""
    first = uuid4().hex
    connection.execute(
        insert(_table),
        [
            {
                "id": f"{first}-{n:04d}",
                "kind": each.kind,
                "code": each.code,
                "by": by,
                "case_id": case_id,
                "at": at,
                "reason": reason,
                "body": canonical(each.value) if each.value is not None else b"",
            }
            for n, each in enumerate(amendments)
        ],
    )
