"""Which database system this is: a copy that was put back, or a standby that was promoted, is another one.

A SQLite file has no identity of its own, and whatever is written into it is copied with it. So an empty file beside it
stands for the place: where it lies on the disk and since when. That no copy has, and a folder that is moved keeps it.
"""

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

# The control file tells the timeline of the last checkpoint only, which lags behind a promotion; the log's own name
# does not: its first eight digits are the timeline that is written now.
_POSTGRES = text(
    "SELECT (SELECT system_identifier FROM pg_control_system())::text"
    " || '-' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)"
)
PLACE = "place:"


def lineage(connection: Connection) -> str:
    """The system's identifier and timeline, of a SQLite file its place; "" where that cannot be told (a standby)."""
    if connection.dialect.name != "postgresql":
        return _place(Path(connection.engine.url.database or ""))
    try:
        with connection.begin_nested():
            return str(connection.scalar(_POSTGRES) or "")
    except DBAPIError:
        return ""


def is_place(lineage: str) -> bool:
    """Whether it is that of a SQLite file."""
    return lineage.startswith(PLACE)


def _place(file: Path) -> str:
    """Of the mark beside the file, made where there is none; "" for a database in memory, or a folder without room."""
    if not file.is_file():
        return ""
    mark = file.with_name(f"{file.name}-place")
    try:
        with suppress(FileExistsError):
            mark.touch(exist_ok=False)  # empty for ever: writing would change when it was changed
        # Number and instant of the mark: a number alone is given again to what is put back after a deletion, network
        # folders have none (0), and nobody sets the instant: of its last change on POSIX, of its making on Windows.
        found = mark.stat()
    except OSError:
        return ""
    told = f"{_machine()} {found.st_ino} {found.st_ctime_ns}"
    return PLACE + hashlib.sha256(told.encode()).hexdigest()[:32]


if sys.platform == "win32":
    import winreg

    def _machine() -> str:
        """Of this installation of Windows."""
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""

else:

    def _machine() -> str:
        """Of this installation of the system, "" where it tells none."""
        with suppress(OSError):
            return Path("/etc/machine-id").read_text(encoding="ascii").strip()
        return ""
