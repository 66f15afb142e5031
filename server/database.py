"""The database: many readers, and writers beside each other where it has lanes. No other module opens connections."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, SQLAlchemyError

from server import dialect
from server.said import Said, Told
from server.turns import Turns

OPENING = (OperationalError, DatabaseError, ArgumentError)  # what opening a database may raise by its own fault
COMMIT_S = 10.0  # a commit that takes so long waits for a standby
log = logging.getLogger(__name__)


class CannotKeep(Told):
    """Nothing can be written at present, as there is no room, for one; the same may come again.

    `is_known`: whether it is certain that nothing was changed. It is not when the commit itself was not answered.
    """

    def __init__(self, why: object, *, is_known: bool = True) -> None:
        self.is_known = is_known
        chinese, english = ("未做任何更改", "nothing was changed") if is_known else _UNKNOWN
        super().__init__(
            f"暂时无法写入（磁盘空间不足？），{chinese}：{why}",
            f"nothing can be written at present (no room on the disk?), {english}: {why}",
        )


_UNKNOWN = (
    "最后一次写入是否生效尚不确定，可放心重试",
    "whether the last change was kept is not known; the same may be sent again",
)


class DatabaseAway(CannotKeep):
    """The database cannot be reached at present, or does not answer in time: it is not even read."""

    def __init__(self, why: object) -> None:
        super().__init__(why)
        self.said = Said(f"数据库暂时无法访问：{why}", f"the database cannot be reached at present: {why}")


class CommitWaits(CannotKeep):
    """Something has been waiting to be committed for long: a synchronous standby does not confirm it, most likely."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.said = Said(
            f"主数据库等备用数据库确认已 {seconds:.0f} 秒，暂不接受新的写入",
            f"the database has waited for its standby for {seconds:.0f} s: nothing new is taken in for now",
        )


class CannotOpen(Told):
    """What the URL names is no database, or not one that can be reached."""

    def __init__(self, url: str, error: Exception) -> None:
        why = str(getattr(error, "orig", error)).strip()
        named = dialect.without_password(url)
        super().__init__(f"数据库 {named} 无法打开：{why}", f"the database {named} cannot be opened: {why}")


class Database:
    """Reads run beside each other and see what is committed; writes run one after the other in each lane."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.has_lanes = not dialect.is_sqlite(url)
        self._hosts = dialect.Hosts()
        self._reader, self._writer = _engines(url, self._hosts)
        self.lineage = ""  # of the system that was looked at last, "" = not known; other systems are not worked on
        self._turns = Turns()
        self._commits: dict[int, float] = {}  # by thread, since when
        self._is_failing = False

    @contextmanager
    def read(self, *, still: bool = False, whichever: bool = False) -> Iterator[Connection]:
        """A connection to read with, inside one transaction; `still`: all its statements see the same instant.

        Raises DatabaseAway when it is the database that does not answer, or another one that does: after a fail-over
        nobody but who looks at the database, `whichever` it is, works on it before an epoch of its own has begun.
        """
        options = {"isolation_level": "REPEATABLE READ"} if still and self.has_lanes else {}
        with _away(), self._reader.connect().execution_options(**options) as connection, connection.begin():
            self._insist_same(connection, whichever)
            yield connection

    @contextmanager
    def write(
        self,
        feeds: Collection[str] | None = None,
        *,
        long: bool = False,
        whichever: bool = False,
        then: Callable[[], None] | None = None,
    ) -> Iterator[Connection]:
        """One writing transaction, from its first statement alone in the lanes of these feeds, or in the whole house.

        Committed at the end, rolled back on an exception. `then` is called once it is committed, before the next one
        in any of its lanes begins: what it tells of a feed comes in commit order. Without lanes all write one by one.
        Raises CannotKeep when it is the database that could not write. `whichever`: see `read`.
        """
        wanted = feeds if self.has_lanes else None
        self._insist_prompt()
        with self._turns.take(wanted):
            with self._transaction(whichever=whichever) as connection:
                if wanted is None:
                    dialect.lock_house(connection, long=long)
                else:
                    dialect.lock_feeds(connection, wanted)
                yield connection
            if then is not None:
                then()

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """A short writing transaction of what no feed tells of: sign-ins, photos, counters. It waits for no lane.

        Raises CannotKeep when it is the database that could not write.
        """
        self._insist_prompt()
        with nullcontext() if self.has_lanes else self._turns.take(None), self._transaction() as connection:
            yield connection

    def committing_s(self) -> float:
        """For how long the oldest commit has been under way; 0.0 when none is."""
        begun = min(list(self._commits.values()), default=None)
        return 0.0 if begun is None else time.monotonic() - begun

    def _insist_prompt(self) -> None:
        """A commit waits for a standby without end, and what comes behind it would: it must not use up all threads."""
        seconds = self.committing_s()
        if self.has_lanes and seconds >= COMMIT_S:
            waits = CommitWaits(seconds)
            self._tell_failing(waits.text("en"))
            raise waits

    def _insist_same(self, connection: Connection, whichever: bool) -> None:
        """Of each new connection it is asked once where it leads to. Raises DatabaseAway."""
        if whichever or not self.lineage or connection.info.get("lineage") == self.lineage:
            return
        here = connection.info["lineage"] = dialect.lineage(connection)
        if here and here != self.lineage:
            self._hosts.pass_over(connection.info)
            connection.invalidate()
            log.warning("a connection leads to another database, %s and not %s: it is not used", here, self.lineage)
            raise DatabaseAway(f"{here} ≠ {self.lineage}")

    @contextmanager
    def _transaction(self, *, whichever: bool = False) -> Iterator[Connection]:
        is_done, me = False, threading.get_ident()
        try:
            with self._writer.connect() as connection, connection.begin():
                self._insist_same(connection, whichever)
                yield connection
                is_done = True  # what fails from here on is the commit
                self._commits[me] = time.monotonic()
        except SQLAlchemyError as error:
            if not dialect.is_away(error):
                raise
            self._tell_failing(_why(error))
            raise CannotKeep(_why(error), is_known=not (is_done and self.has_lanes)) from error
        finally:
            self._commits.pop(me, None)
        if self._is_failing:
            log.warning("the database can be written again")
            self._is_failing = False

    def _tell_failing(self, why: object) -> None:
        if not self._is_failing:
            log.error("nothing can be written to the database: %s", why)
        self._is_failing = True

    def close(self) -> None:
        """Give all connections back."""
        self._reader.dispose()
        self._writer.dispose()


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        if not dialect.is_away(error):
            raise
        raise DatabaseAway(_why(error)) from error


def _why(error: SQLAlchemyError) -> object:
    return getattr(error, "orig", error)


def _engines(url: str, hosts: dialect.Hosts) -> tuple[Engine, Engine]:
    if dialect.is_sqlite(url):
        writer = dialect.sqlite_engine(url, read_only=False)
        with writer.connect():  # makes the file and its WAL before the first reader comes
            pass
        return dialect.sqlite_engine(url, read_only=True), writer
    reader = dialect.postgres_engine(url, read_only=True, hosts=hosts)
    return reader, dialect.postgres_engine(url, read_only=False, hosts=hosts)
