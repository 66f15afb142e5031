"""What an error of the disk or of a database means for the console: a full disk is no damage, a lock passes by itself.

Result codes: https://www.sqlite.org/rescode.html; the primary code is the low byte of an extended one.
"""

import errno
from collections.abc import Iterator
from enum import StrEnum


class Trouble(StrEnum):
    """What is wrong."""

    FULL = "full"  # no room, or a quota is reached
    IO = "io"  # the device does not read or write
    LOCKED = "locked"  # another program holds the file for now
    READONLY = "readonly"  # rights: it cannot be opened or written
    DAMAGE = "damage"  # what is in the file cannot be used


_SHM_SIZE = 4874  # SQLITE_IOERR_SHMSIZE: no room for the write-ahead log's index
_PRIMARY = {
    3: Trouble.READONLY,  # PERM
    5: Trouble.LOCKED,  # BUSY
    6: Trouble.LOCKED,
    8: Trouble.READONLY,
    10: Trouble.IO,
    13: Trouble.FULL,
    14: Trouble.READONLY,  # CANTOPEN
}
_SYSTEM = {
    errno.ENOSPC: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): Trouble.FULL,
    errno.EACCES: Trouble.READONLY,
    errno.EPERM: Trouble.READONLY,
    errno.EROFS: Trouble.READONLY,
    errno.EAGAIN: Trouble.LOCKED,
    errno.EBUSY: Trouble.LOCKED,
}


def kind(error: BaseException) -> Trouble:
    """What this error, or the one below it, means; what nothing is known of counts as damage."""
    for each in _chain(error):
        if isinstance(each, OSError):
            return _SYSTEM.get(each.errno or 0, Trouble.IO)
        code = getattr(each, "sqlite_errorcode", None)
        if isinstance(code, int):
            return Trouble.FULL if code == _SHM_SIZE else _PRIMARY.get(code & 0xFF, Trouble.DAMAGE)
    return Trouble.DAMAGE


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those below it: the driver's under SQLAlchemy's, the cause under ours."""
    below: BaseException | None = error
    while below is not None:
        yield below
        below = getattr(below, "orig", None) or below.__cause__
