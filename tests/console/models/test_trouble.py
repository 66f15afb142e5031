import errno
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from console.models.ballast import Ballast
from console.models.durably import Durably
from console.models.errors import DiskFull, NotOpened, NotRecorded, OutboxDamaged
from console.models.file import File
from console.models.lazily import sql, tables
from console.models.outbox import Outbox
from console.models.trouble import Trouble, kind
from rules.wire import WireError
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import overwrite, pages, raw


def of_a_database(path: Path, *statements: str, before: Callable[[Path], object] = lambda _: None) -> Exception:
    """What the driver says to the last of these statements."""
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=0)
    try:
        before(path)
        for statement in statements:
            connection.execute(statement)
    except dbapi2.Error as error:
        said: Exception = error
        return said
    finally:
        connection.close()
    raise AssertionError


def test_a_full_a_locked_and_a_read_only_database_are_no_damage(tmp_path: Path) -> None:
    full = ("CREATE TABLE t (v)", "PRAGMA max_page_count = 2", "INSERT INTO t VALUES (zeroblob(100000))")
    assert kind(of_a_database(tmp_path / "full", *full)) is Trouble.FULL
    read_only = ("CREATE TABLE t (v)", "PRAGMA query_only = 1", "INSERT INTO t VALUES (1)")
    assert kind(of_a_database(tmp_path / "read", *read_only)) is Trouble.READONLY
    holder = dbapi2.connect(str(tmp_path / "held"), isolation_level=None)
    holder.execute("CREATE TABLE t (v)")
    holder.execute("BEGIN EXCLUSIVE")
    assert kind(of_a_database(tmp_path / "held", "INSERT INTO t VALUES (1)")) is Trouble.LOCKED
    holder.close()
    garbage = of_a_database(tmp_path / "bad", "SELECT * FROM t", before=lambda path: path.write_bytes(b"x" * 4096))
    assert kind(garbage) is Trouble.DAMAGE
    with pytest.raises(dbapi2.Error) as missing:
        dbapi2.connect(str(tmp_path / "no" / "folder"))
    assert kind(missing.value) is Trouble.READONLY


def test_a_page_that_was_overwritten_is_damage(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    for number in range(40):
        outbox.record(an_entry(number))
    outbox.close()
    for page in range(1, pages(tmp_path / "outbox.db")):
        overwrite(tmp_path / "outbox.db", page)
    connection = raw(tmp_path)
    with pytest.raises(dbapi2.DatabaseError) as damaged:
        connection.execute("SELECT * FROM outbox").fetchall()
    connection.close()
    assert kind(damaged.value) is Trouble.DAMAGE


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (errno.ENOSPC, Trouble.FULL),
        (errno.EDQUOT, Trouble.FULL),
        (errno.EFBIG, Trouble.FULL),
        (errno.EACCES, Trouble.READONLY),
        (errno.EROFS, Trouble.READONLY),
        (errno.EIO, Trouble.IO),
        (errno.EBUSY, Trouble.LOCKED),
    ],
)
def test_the_system_says_the_same_in_its_own_words(number: int, trouble: Trouble) -> None:
    assert kind(OSError(number, "words")) is trouble


def test_what_lies_below_an_error_counts() -> None:
    wrapped = DBAPIError("INSERT", {}, OSError(errno.ENOSPC, "full"))
    assert kind(wrapped) is Trouble.FULL
    ours = NotOpened(Path("x"))
    ours.__cause__ = wrapped
    assert kind(ours) is Trouble.FULL
    assert kind(WireError("odd")) is Trouble.DAMAGE


def limited(outbox: Outbox) -> None:
    """No page more than there are."""
    used = outbox._file.value("PRAGMA page_count")
    outbox._file.rows(f"PRAGMA max_page_count = {used}")


class Room(Ballast):
    """Ballast that gives room by lifting the limit."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.outbox: Outbox | None = None
        self.released = 0

    def release(self) -> bool:
        self.released += 1
        if self.outbox is None:
            return False
        self.outbox._file.rows("PRAGMA max_page_count = 100000")
        return True


def test_a_full_disk_costs_the_ballast_and_the_command_is_recorded(tmp_path: Path) -> None:
    room = Room(tmp_path)
    outbox = room.outbox = Outbox(tmp_path, a_key(tmp_path), None, room)
    limited(outbox)
    words = "很长" * 3000
    assert outbox.record(an_entry(1, verb="note", body={"text": words})) == 1
    assert room.released == 1
    assert [entry.id for entry in outbox.open_entries()] == ["command-1"]


def test_a_full_disk_without_ballast_is_said_and_nothing_is_recorded(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, a_key(tmp_path), None, Room(tmp_path))
    outbox.record(an_entry(1))
    limited(outbox)
    with pytest.raises(DiskFull) as caught:
        outbox.record(an_entry(2, verb="note", body={"text": "很长" * 3000}))
    assert caught.value.rule == "error.disk_full"
    assert [entry.id for entry in outbox.open_entries()] == ["command-1"]
    assert outbox.offer(["command-1"]) == {"command-1": 1}


def test_every_write_that_fails_says_that_it_was_not_recorded(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox._file.rows("PRAGMA query_only = 1")
    tried: list[Callable[[], object]] = [
        lambda: outbox.record(an_entry(2)),
        lambda: outbox.offer(["command-1"]),
        lambda: outbox.move(["command-1"], outbox.open_entries()[0].state, 1),
        lambda: outbox.withdraw_offered("command-1"),
        lambda: outbox.confirm(["command-1"], 1),
        lambda: outbox.renumber("once"),
        lambda: outbox.blob_state("a" * 64, "sent"),
        lambda: outbox.me.remember(token=b"x"),
        lambda: outbox.me.keep_secret("token", "x"),
        lambda: outbox.requeue_after(0, "epoch-1"),
        lambda: outbox.learn_n(0),
    ]
    for write in tried:
        with pytest.raises(NotRecorded):
            write()


def test_damage_that_shows_in_use_asks_for_a_new_start_which_looks_at_the_whole_file(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox._durably._file = Garbled()  # type: ignore[assignment]
    with pytest.raises(OutboxDamaged) as caught:
        outbox.me.remember(token=b"x")
    assert caught.value.rule == "error.outbox_damaged"
    outbox.close()
    assert (tmp_path / "outbox.open").exists()
    again = an_outbox(tmp_path)
    again.close()
    assert not (tmp_path / "outbox.open").exists()


class Garbled:
    """A file whose pages cannot be read any more."""

    def rows(self, query: str, values: object = ()) -> None:
        raise dbapi2.DatabaseError("database disk image is malformed")

    def reopen(self) -> None:
        """It opens, and it is as it was."""


def test_ballast_is_taken_given_up_once_and_taken_again(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path, 100_000)
    assert not ballast.release()
    ballast.restore()
    assert (tmp_path / "ballast").stat().st_size == 100_000
    assert ballast.release()
    assert not ballast.release()
    Ballast(tmp_path, 10**18).restore()
    assert not (tmp_path / "ballast").exists()
    ballast.restore()
    assert ballast.release()


def test_a_folder_without_ballast_has_none(tmp_path: Path) -> None:
    Ballast(tmp_path).restore()
    assert list(tmp_path.iterdir()) == []


class Flaky(File):
    """A file whose connection fails for good at one statement, as SQLCipher's does; another one works."""

    failures = 0

    def fail(self, code: int, times: int = 1) -> None:
        """From now on the connection is given up, and the next ones until it was opened `times` times."""
        self.code, self.failures = code, times

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        if self.failures:
            error = dbapi2.OperationalError("disk I/O error")
            error.sqlite_errorcode = self.code
            raise error
        return super().rows(query, values)

    def reopen(self) -> None:
        self.failures -= 1
        super().reopen()


@pytest.mark.parametrize("code", [10, 11])
def test_a_read_that_failed_once_costs_the_connection_and_no_command(tmp_path: Path, code: int) -> None:
    an_outbox(tmp_path).close()
    file = Flaky(tmp_path / "outbox.db", a_key(tmp_path).part("database"), "FULL")
    file.always("PRAGMA wal_autocheckpoint = 0")
    durably = Durably(file, file.path, Ballast(tmp_path))
    file.fail(code)
    assert durably.rows("SELECT 1") == [(1,)]
    assert file.value("PRAGMA wal_autocheckpoint") == 0
    statement = sql.insert(tables.me).values(k="a", v=b"b")
    durably.write(lambda connection: connection.execute(statement))
    assert durably.rows("SELECT v FROM me WHERE k = 'a'") == [(b"b",)]
    assert not durably.damaged
    file.fail(code, times=2)
    with pytest.raises(NotRecorded) as caught:
        durably.rows("SELECT 1")
    assert caught.value.rule == {10: "error.disk_refuses", 11: "error.outbox_damaged"}[code]
    assert durably.rows("SELECT 1") == [(1,)]
    file.close()


class Cipher:
    """A connection whose pages cannot be read any more: SQLCipher says of some that there is no memory for them."""

    def __init__(self, real: dbapi2.Connection) -> None:
        self._real, self.reads = real, True

    def execute(self, *said: object) -> object:
        """Also as its own cursor."""
        if not self.reads:
            raise MemoryError
        return self._real.execute(*said)

    def cursor(self, *_: object) -> "Cipher | dbapi2.Cursor":
        return self._real.cursor() if self.reads else self

    def close(self) -> None:
        if self.reads:
            self._real.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def test_a_page_that_sqlcipher_has_no_memory_for_is_an_unreadable_one(tmp_path: Path) -> None:
    an_outbox(tmp_path).close()
    file = File(tmp_path / "outbox.db", a_key(tmp_path).part("database"), "FULL")
    file._connection = cipher = Cipher(file._connection)
    statement = sql.insert(tables.me).values(k="a", v=b"b")
    with file.engine.begin() as connection:
        connection.execute(statement)
    cipher.reads = False
    for read in (lambda: file.rows("SELECT 1"), lambda: file.value("SELECT 1"), lambda: file.within(lambda do: do(""))):
        with pytest.raises(dbapi2.DatabaseError):
            read()
    with pytest.raises(sql.exc.DatabaseError), file.engine.begin() as connection:
        connection.execute(statement)
    cipher.reads = True
    file.close()
