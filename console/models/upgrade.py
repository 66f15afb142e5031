"""Brings an outbox of an older program up: a copy beside it first, then all that is added in one transaction."""

from pathlib import Path

from console.models.disk import Disk
from console.models.file import OUTBOX_SCHEMA, DatabaseError, File

STEPS = {
    2: (
        "ALTER TABLE outbox ADD COLUMN confirmed_at BIGINT DEFAULT '0' NOT NULL",
        "ALTER TABLE outbox ADD COLUMN earlier BLOB",
        "CREATE TABLE met (command_id VARCHAR NOT NULL, now BLOB, since BLOB NOT NULL, PRIMARY KEY (command_id))",
    ),
    3: ("CREATE TABLE outages (began BIGINT PRIMARY KEY NOT NULL, ended BIGINT NOT NULL, reason VARCHAR NOT NULL)",),
}
"""What came with each schema. Nothing is ever taken away or changed: an older program's rows stay as they are."""


def upgrade(file: File, path: Path, disk: Disk) -> None:
    """Up to OUTBOX_SCHEMA. OSError or DatabaseError: it is as it was."""
    schema = file.schema
    file.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    disk.write_whole(path.with_name(f"{path.stem}.bak-{schema}"), path.read_bytes())
    file.rows("BEGIN IMMEDIATE")
    try:
        for number in range(schema + 1, OUTBOX_SCHEMA + 1):
            for step in STEPS[number]:
                file.rows(step)
        file.rows(f"PRAGMA user_version = {OUTBOX_SCHEMA}")
        file.rows("COMMIT")
    except DatabaseError:
        if file.in_transaction:  # a full disk may have ended it already
            file.rows("ROLLBACK")
        raise
