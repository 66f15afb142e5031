"""Opens the file of the outbox, whatever state it and the disk are in, and brings its tables up."""

from collections.abc import Callable
from pathlib import Path

from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.errors import KeyUnproven, LocalFilesError, NotOpened, OutboxDamaged, WrongKey
from console.models.file import OUTBOX_SCHEMA, DatabaseError, File
from console.models.keys import FileKey
from console.models.lazily import sql, tables
from console.models.trouble import Trouble, kind
from console.models.upgrade import upgrade

FILE_NAME = "outbox.db"
_LACKING = frozenset({Trouble.FULL, Trouble.IO})


def open_file(path: Path, key: FileKey, ballast: Ballast, key_is_proven: Callable[[], bool]) -> File:
    """The file, made if need be. A full disk costs the ballast, then the others' sight of the file.

    Nothing in the file can be read: OutboxDamaged where other files here prove the key, else KeyUnproven.
    """
    try:
        return _opened(path, key, ballast)
    except WrongKey as error:
        if key_is_proven():
            raise OutboxDamaged(path, why=error) from error
        raise KeyUnproven(path) from error
    except LocalFilesError as error:
        if kind(error) is Trouble.DAMAGE and path.exists():
            raise OutboxDamaged(path, why=error) from error
        raise


def _opened(path: Path, key: FileKey, ballast: Ballast) -> File:
    part = key.part("database")
    try:
        return File(path, part, "FULL")
    except LocalFilesError as error:
        if kind(error) not in _LACKING:
            raise
    ballast.release()
    return File(path, part, "FULL", alone=True)


def bring_up(file: File, path: Path, disk: Disk, was_used: Callable[[], bool]) -> str:
    """Make the tables, or add what an older program did not have; the rule why the file can only be read, "" = none.

    OutboxDamaged: there are no tables, but a second copy of what was in them, or other files of this folder's past.
    """
    schema = _schema(file, path)
    if schema == 0:
        if was_used():
            raise OutboxDamaged(path, why="it is empty")
        _create(file, path)
    closed = "error.newer_outbox" if schema > OUTBOX_SCHEMA else ""
    if 0 < schema < OUTBOX_SCHEMA:
        closed = _upgraded(file, path, disk)
    file.always("PRAGMA wal_autocheckpoint = 0")  # never inside a click: see `Durably.fold`
    if closed:
        file.always("PRAGMA query_only = 1")
    return closed


def _schema(file: File, path: Path) -> int:
    try:
        return file.schema
    except DatabaseError as error:
        raise OutboxDamaged(path, why=error) from error


def _create(file: File, path: Path) -> None:
    try:
        create(file)
    except sql.exc.DBAPIError as error:
        raise NotOpened(path, why=error.orig or error) from error


def create(file: File) -> None:
    """The tables of an empty file. Raises the database's errors."""
    with file.engine.begin() as connection:
        tables.outbox_tables.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {OUTBOX_SCHEMA}")


def _upgraded(file: File, path: Path, disk: Disk) -> str:
    try:
        upgrade(file, path, disk)
    except (OSError, DatabaseError) as error:
        if kind(error) is Trouble.DAMAGE:
            raise OutboxDamaged(path, why=error) from error
        return "error.outbox_full"
    return ""
