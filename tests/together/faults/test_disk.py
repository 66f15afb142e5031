"""The fake disk itself: SQLite works through it, dies where it should, and meets full, failing and torn disks."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlcipher3 import dbapi2

from tests.together.faults.l1.disk import Disk
from tests.together.faults.l1.plan import Plan
from tests.together.faults.l1.vfs import Layer

KEY = "07" * 32


@pytest.fixture
def disk(faulty: Layer, tmp_path: Path) -> Iterator[Disk]:
    made = Disk(faulty, tmp_path / "machine", Random(1))
    yield made
    made.close()


def opened(folder: Path, synchronous: str = "FULL") -> dbapi2.Connection:
    """A sealed file in WAL mode, as the console's are."""
    connection = dbapi2.connect(str(folder / "file.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("CREATE TABLE IF NOT EXISTS t (x INTEGER)")
    return connection


def numbers(folder: Path) -> list[int]:
    connection = opened(folder)
    found = [row[0] for row in connection.execute("SELECT x FROM t ORDER BY x")]
    connection.close()
    return found


def test_sqlite_works_through_it(disk: Disk) -> None:
    connection = opened(disk.folder)
    connection.execute("INSERT INTO t VALUES (1)")
    connection.close()
    assert disk.operations > 3
    assert numbers(disk.folder) == [1]


def test_other_folders_are_left_alone(disk: Disk, tmp_path: Path) -> None:
    before = disk.operations
    opened(tmp_path).close()
    assert disk.operations == before


def test_a_kill_at_any_operation_keeps_what_was_committed(disk: Disk) -> None:
    reached = 0
    for after in range(12):
        folder = disk.reborn()
        connection = opened(folder)
        connection.execute("DELETE FROM t")
        connection.execute("INSERT INTO t VALUES (1)")
        disk.plan = Plan("kill", after)
        committed = [1]
        try:
            for number in (2, 3):
                connection.execute("INSERT INTO t VALUES (?)", (number,))
                committed.append(number)
        except dbapi2.Error:
            reached += 1
        connection.close()
        found = numbers(disk.reborn())
        assert found[: len(committed)] == committed
        assert len(found) <= len(committed) + 1
    assert reached >= 3


def test_power_loss_keeps_what_was_synced_and_tears_what_was_not(disk: Disk) -> None:
    undone = 0
    for after in range(14):
        connection = opened(disk.reborn(), "NORMAL" if after % 2 else "FULL")
        connection.execute("DELETE FROM t")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        disk.plan = Plan("power", after)
        try:
            for number in range(2, 30):
                connection.execute("INSERT INTO t VALUES (?)", (number,))
        except dbapi2.Error:
            pass
        connection.close()
        undone += disk.undone
        found = numbers(disk.reborn())
        assert found == list(range(1, len(found) + 1))
        assert found
    assert undone > 0


def test_full_synchronous_keeps_each_commit_through_a_power_loss(disk: Disk) -> None:
    for after in range(16):
        connection = opened(disk.reborn())
        connection.execute("DELETE FROM t")
        disk.plan = Plan("power", after)
        committed = []
        try:
            for number in range(1, 9):
                connection.execute("INSERT INTO t VALUES (?)", (number,))
                committed.append(number)
        except dbapi2.Error:
            pass
        connection.close()
        if disk.dead:
            assert numbers(disk.reborn())[: len(committed)] == committed


@pytest.mark.parametrize(("kind", "words"), [("full", "full"), ("error", "disk I/O error"), ("read", "disk I/O error")])
def test_a_full_and_a_failing_disk_refuse_and_recover(disk: Disk, kind: str, words: str) -> None:
    connection = opened(disk.folder)
    count = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000) SELECT n FROM c"
    connection.execute(f"INSERT INTO t {count}")
    connection.close()
    connection = opened(disk.folder)
    disk.plan = Plan(kind)
    with pytest.raises(dbapi2.OperationalError, match=words):
        connection.execute("UPDATE t SET x = x + 1")
    assert disk.plan.bitten
    disk.plan = Plan()
    if kind == "read":  # SQLCipher believes no page of a connection any more that once read badly
        connection.close()
        connection = opened(disk.folder)
    connection.execute("UPDATE t SET x = x + 1")
    assert connection.execute("SELECT min(x), count(*) FROM t").fetchone() == (2, 20000)
    connection.close()


def test_a_dead_program_does_nothing_any_more(disk: Disk) -> None:
    connection = opened(disk.folder)
    connection.execute("INSERT INTO t VALUES (1)")
    disk.kill()
    with pytest.raises(dbapi2.Error):
        connection.execute("INSERT INTO t VALUES (2)")
    connection.close()
    assert numbers(disk.reborn()) == [1]
