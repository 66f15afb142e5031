"""Everything that only one kind of database understands; the rest of the server is written for all of them."""

from server.dialect.bulk import COPY_FROM, insert_many, insert_missing, parts, update_many
from server.dialect.engines import LANES, is_sqlite, postgres_engine, sqlite_engine, without_password
from server.dialect.failures import cannot_keep, is_away
from server.dialect.hints import Hints
from server.dialect.hosts import Hosts
from server.dialect.lineage import is_place, lineage
from server.dialect.locks import CASEBOOK_LOCK, lane_key, lock_feeds, lock_house
from server.dialect.replication import Replication, replication

__all__ = [
    "CASEBOOK_LOCK",
    "COPY_FROM",
    "LANES",
    "Hints",
    "Hosts",
    "Replication",
    "cannot_keep",
    "insert_many",
    "insert_missing",
    "is_away",
    "is_place",
    "is_sqlite",
    "lane_key",
    "lineage",
    "lock_feeds",
    "lock_house",
    "parts",
    "postgres_engine",
    "replication",
    "sqlite_engine",
    "update_many",
    "without_password",
]
