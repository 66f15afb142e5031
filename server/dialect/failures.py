"""What a complaint of the database means: its own trouble, or something wrong with what was to be written."""

from collections.abc import Iterator

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SQLITE_STORE = ("disk is full", "disk i/o error", "unable to open database", "database is locked", "readonly database")
# no connection, no room, shut down, took too long, I/O error, lock timeout, paused too long
_POSTGRES_STORE = ("08", "53", "57P", "57014", "58", "55P03", "25P03")
_READ_ONLY = "25006"  # a standby: nothing is written here


def cannot_keep(error: BaseException) -> bool:
    """Whether the database itself could not write: no room, a failing disk, locked, going down; not what was written.

    SQLite then often ends the transaction by itself, so that what was first is found behind a later complaint.
    """
    return any(_of_the_store(seen) for seen in _chain(error))


def is_away(error: BaseException) -> bool:
    """Whether it answers nobody at present: not reached, not in time, or all connections are in use."""
    return cannot_keep(error) or any(_is_unreached(seen) for seen in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _of_the_store(error: BaseException) -> bool:
    state = str(_state(error) or "")
    if state == _READ_ONLY:
        return True
    if not isinstance(error, OperationalError):
        return False
    if state:
        return state.startswith(_POSTGRES_STORE)
    return error.connection_invalidated or any(words in str(error.orig).lower() for words in _SQLITE_STORE)


def _is_unreached(error: BaseException) -> bool:
    """Without a connection PostgreSQL's driver has no code to tell."""
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, OperationalError) and hasattr(error.orig, "sqlstate") and _state(error) is None


def _state(error: BaseException) -> object:
    return getattr(getattr(error, "orig", None), "sqlstate", None)
