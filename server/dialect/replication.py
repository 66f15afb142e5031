"""How much of what is committed would outlive this database system: what a standby has safely on its disk."""

from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

# Where synchronous standbys are at work only they count: one of them is promoted. A base backup is no standby.
_POSTGRES = text(
    "WITH standby AS (SELECT flush_lsn, sync_state IN ('sync', 'quorum') AS is_sync FROM pg_stat_replication"
    " WHERE state = 'streaming') "
    "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint AS written,"
    " (SELECT max(pg_wal_lsn_diff(flush_lsn, '0/0'))::bigint FROM standby"
    "  WHERE is_sync OR NOT EXISTS (SELECT FROM standby WHERE is_sync)) AS kept"
)


@dataclass(frozen=True, slots=True)
class Replication:
    """Positions in the database's log: how far it is `written`, how far a standby has it; None = there is none."""

    written: int = 0
    kept: int | None = None


def replication(connection: Connection) -> Replication:
    """What is known of it; without standbys, or where the engine or the role cannot tell: what is here is all."""
    if connection.dialect.name != "postgresql":
        return Replication()
    try:
        with connection.begin_nested():
            row = connection.execute(_POSTGRES).one()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return Replication()
    return Replication(int(row.written), None if row.kept is None else int(row.kept))
