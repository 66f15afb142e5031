"""A server's folder on SQLite: a copy of it begins an epoch of its own, wherever it lies; a moved one does not."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from server import tables
from server.database import Database
from server.feeds.heads import start_epoch
from server.feeds.history import History, read_mark
from server.feeds.service import Feeds
from server.migrate import migrate
from tests.server.small_city import NOW

DATABASE, MARK = "griddesk.db", "griddesk.db-place"


class Clock:
    """It is always the same instant."""

    def now(self) -> int:
        """That instant."""
        return NOW


@contextmanager
def served(folder: Path) -> Iterator[Feeds]:
    """What a server on this folder tells."""
    database = Database(f"sqlite:///{folder / DATABASE}")
    try:
        yield Feeds(database, History(database, Clock(), folder / "watermark.json"))
    finally:
        database.close()


def epochs(folder: Path) -> list[tuple[int, str]]:
    """After a start and an end of the server: the epochs, and why each began."""
    with served(folder):
        pass
    database = Database(f"sqlite:///{folder / DATABASE}")
    with database.read() as connection:
        rows = connection.execute(select(tables.epochs).order_by(tables.epochs.c.no))
        found = [(row.no, row.why) for row in rows]
    database.close()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a server that has been running."""
    made = tmp_path / "data"
    made.mkdir()
    database = Database(f"sqlite:///{made / DATABASE}")
    migrate(database)
    with database.write() as connection:
        start_epoch(connection, NOW, "first")
    database.close()
    assert epochs(made) == [(1, "first")]
    return made


def test_the_same_folder_stays_in_its_epoch(folder: Path) -> None:
    assert epochs(folder) == [(1, "first")]
    (folder / DATABASE).touch()
    assert epochs(folder) == [(1, "first")]


def test_a_moved_folder_stays_in_its_epoch(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    moved = folder.rename(tmp_path / "elsewhere" / "moved")
    assert epochs(moved) == [(1, "first")]


def test_a_copy_begins_an_epoch_that_goes_on_and_the_first_one_stays_as_it_was(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")  # its files have the same dates
    assert epochs(tmp_path / "copy") == [(1, "first"), (2, "copied")]
    assert epochs(tmp_path / "copy") == [(1, "first"), (2, "copied")]
    assert epochs(folder) == [(1, "first")]
    with served(folder) as first, served(tmp_path / "copy") as second:
        assert (second.epoch.continues, second.epoch.id == first.epoch.id) == (True, False)
        assert second.knows(first.epoch.id)  # consoles of the first one may go on there
        assert not first.knows(second.epoch.id)  # and not the other way about


def test_a_copy_without_its_mark_is_one_too(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    shutil.copy2(folder / DATABASE, tmp_path / "copy")
    assert epochs(tmp_path / "copy") == [(1, "first"), (2, "copied")]


def test_a_backup_that_is_put_back_in_the_place_of_the_folder_begins_an_epoch(folder: Path, tmp_path: Path) -> None:
    """Though nothing was lost, as far as anybody can see here, and the numbers of the files may be the same again."""
    shutil.copytree(folder, tmp_path / "backup")
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    assert epochs(folder) == [(1, "first"), (2, "copied")]


def test_a_mark_that_cannot_be_made_begins_nothing(folder: Path, tmp_path: Path, monkeypatch) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / MARK).unlink()

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "touch", no_room)
    assert epochs(copy) == [(1, "first")]
    assert not (copy / MARK).exists()


def test_a_network_folder_that_numbers_no_files_is_told_by_its_instant(folder: Path, monkeypatch) -> None:
    """Such a file has the number 0 each time: that is no reason to begin anything, and another instant is one."""
    real = Path.stat
    told = {"ino": 0, "ctime": 5}

    class Numberless:
        st_ino = property(lambda _: told["ino"])
        st_ctime_ns = property(lambda _: told["ctime"])

    def stat(path: Path, **options: bool) -> object:
        return Numberless() if path.name == MARK else real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    assert epochs(folder)[-1] == (2, "copied")  # from here on it lies there
    assert epochs(folder)[-1] == (2, "copied")
    told["ctime"] = 6
    assert epochs(folder)[-1] == (3, "copied")


def test_what_is_kept_beside_the_photos_names_the_place(folder: Path) -> None:
    with served(folder) as feeds:
        assert read_mark(folder / "watermark.json").lineage == feeds.epoch.lineage != ""
