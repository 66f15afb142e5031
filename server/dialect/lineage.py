"""Which database system this is: a copy that was put back, or a standby that was promoted, is another one."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

# The control file tells the timeline of the last checkpoint only, which lags behind a promotion; the log's own name
# does not: its first eight digits are the timeline that is written now.
_POSTGRES = text(
    "SELECT (SELECT system_identifier FROM pg_control_system())::text"
    " || '-' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)"
)


def lineage(connection: Connection) -> str:
    """The system's identifier and timeline; "" where the engine has none, or cannot tell (a standby)."""
    if connection.dialect.name != "postgresql":
        return ""
    try:
        with connection.begin_nested():
            return str(connection.scalar(_POSTGRES) or "")
    except DBAPIError:
        return ""
