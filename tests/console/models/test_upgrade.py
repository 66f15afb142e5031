from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from console.models.disk import Disk
from console.models.file import OUTBOX_SCHEMA, DatabaseError, File
from console.models.keys import FileKey
from console.models.outbox import Outbox
from console.models.upgrade import STEPS, upgrade
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import Failing, make_old, raw

COLUMNS = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{}') ORDER BY name"


def an_old_outbox(folder: Path) -> Path:
    outbox = an_outbox(folder)
    outbox.record(an_entry(1))
    outbox.offer(["command-1"])
    outbox.close()
    make_old(folder)
    return folder / "outbox.db"


def schema_of(folder: Path, name: str = "outbox.db") -> tuple[int, dict[str, list[Any]]]:
    """The number of the schema, and the columns of each table."""
    connection = raw(folder, name)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {table: connection.execute(COLUMNS.format(table)).fetchall() for table in sorted(tables)}
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return number, columns


class Dying(File):
    """A file whose program dies at its n-th statement."""

    def __init__(self, path: Path, key: FileKey, at: int) -> None:
        super().__init__(path, key.part("database"), "FULL")
        self._left = at

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if self._left == 0 or query == "ROLLBACK":
            self._connection.close()
            raise dbapi2.OperationalError("died")
        self._left -= 1
        return super().rows(query, values)

    @property
    def in_transaction(self) -> bool:
        return False


def test_an_older_outbox_gets_what_a_new_one_has_and_keeps_its_commands(tmp_path: Path) -> None:
    an_old_outbox(tmp_path / "old")
    upgraded = an_outbox(tmp_path / "old")
    assert [(entry.id, entry.n, entry.confirmed_at, entry.earlier) for entry in upgraded.open_entries()] == [
        ("command-1", 1, 0, None)
    ]
    upgraded.confirm(["command-1"], 5)
    upgraded.close()
    an_outbox(tmp_path / "new").close()
    assert schema_of(tmp_path / "old") == schema_of(tmp_path / "new")
    number, columns = schema_of(tmp_path / "old", "outbox.bak-1")
    assert (number, "met" in columns) == (1, False)


def test_a_crash_at_any_statement_leaves_the_old_outbox_or_the_new(tmp_path: Path) -> None:
    statements = 4 + sum(map(len, STEPS.values()))
    for at in range(statements + 1):
        folder = tmp_path / str(at)
        path = an_old_outbox(folder)
        file = Dying(path, a_key(folder), at)
        if at < statements:
            with pytest.raises(DatabaseError):
                upgrade(file, path, Disk())
        else:
            upgrade(file, path, Disk())
            file.close()
        assert schema_of(folder)[0] == (OUTBOX_SCHEMA if at == statements else 1)
        again = an_outbox(folder)
        assert [entry.id for entry in again.open_entries()] == ["command-1"]
        again.close()


def test_without_room_for_the_copy_it_can_be_read_and_stays_as_it_is(tmp_path: Path) -> None:
    path = an_old_outbox(tmp_path)
    outbox = Outbox(tmp_path, a_key(tmp_path), Failing("outbox.bak-1"))
    assert outbox.closed_for == "error.outbox_full"
    assert outbox.read_only
    assert [entry.id for entry in outbox.open_entries()] == ["command-1"]
    assert outbox.met() == {}
    outbox.me.keep_secret("token", "for now")
    assert outbox.me.secret("token") == "for now"
    outbox.close()
    assert schema_of(path.parent)[0] == 1
    later = an_outbox(tmp_path)
    assert (later.closed_for, later.me.secret("token")) == ("", "")
