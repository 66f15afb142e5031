"""An outbox whose first page is broken, and no second copy: other files prove the key, and a first page is lent."""

import shutil
from pathlib import Path

import pytest

from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.errors import KeyUnproven
from console.models.evidence import key_is_proven
from console.models.journal import Journal, Line
from console.models.keys import FileKey
from console.models.outbox import Outbox
from console.models.outbox_opening import Salvaged, open_outbox
from console.models.photos import Photos
from console.models.salvage import UNKNOWN
from console.models.shelf import Shelf
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import PAGE, make_old, overwrite
from tests.console.models.test_salvage import a_day, is_whole

OTHER = FileKey(b"o" * 32)


def opened(folder: Path) -> tuple[Outbox, Salvaged | None]:
    return open_outbox(folder, a_key(folder), Disk(), Ballast(folder))


def give_cache(folder: Path, key: FileKey | None = None) -> None:
    """The copy of the cases that every start leaves."""
    Shelf(folder, key or a_key(folder), "test").close()


def zero(file: Path) -> None:
    """Nothing is left of the first page, not even the salt."""
    with file.open("r+b") as opened:
        opened.write(bytes(PAGE))


@pytest.fixture
def alone(tmp_path: Path) -> tuple[Path, str]:
    """A day without its second copy; the console's name."""
    folder = tmp_path / "files"
    name = a_day(folder)
    (folder / "outbox.jsonl").unlink()
    shutil.rmtree(folder / "outbox-personal")
    return folder, name


def test_a_lent_first_page_brings_back_all_that_stands_behind_it(alone: tuple[Path, str]) -> None:
    folder, name = alone
    give_cache(folder)
    overwrite(folder / "outbox.db", 0)
    outbox, told = opened(folder)
    assert told == Salvaged(3, 0, "outbox.bad-1")
    is_whole(outbox, name)
    outbox.close()
    assert not list(folder.glob("*.lent*"))
    assert opened(folder)[1] is None


def test_what_the_log_had_not_given_to_the_file_is_brought_back_too(tmp_path: Path) -> None:
    folder, killed = tmp_path / "files", tmp_path / "killed"
    outbox = an_outbox(folder)
    outbox.record(an_entry(1))
    shutil.copytree(folder, killed)  # a power cut: the log beside the file has rows that this has not
    outbox.close()
    (killed / "outbox.jsonl").unlink(missing_ok=True)
    give_cache(killed)
    if (killed / "outbox.db").stat().st_size:
        overwrite(killed / "outbox.db", 0)
    assert [entry.id for entry in opened(killed)[0].open_entries()] == ["command-1"]


def test_an_outbox_that_was_brought_up_is_found_by_the_lent_page_as_well(tmp_path: Path) -> None:
    name = a_day(tmp_path)
    make_old(tmp_path)
    an_outbox(tmp_path).close()
    (tmp_path / "outbox.jsonl").unlink()
    overwrite(tmp_path / "outbox.db", 0)  # the copy from before the upgrade proves the key
    is_whole(opened(tmp_path)[0], name)


def test_where_nothing_can_be_read_that_is_told_and_the_work_goes_on(alone: tuple[Path, str]) -> None:
    folder, name = alone
    give_cache(folder)
    zero(folder / "outbox.db")
    before = (folder / "outbox.db").read_bytes()
    outbox, told = opened(folder)
    assert told == Salvaged(0, UNKNOWN, "outbox.bad-1")
    assert outbox.open_entries() == []
    assert outbox.identity.console_id not in {"", name}
    assert (folder / "outbox.bad-1").read_bytes() == before
    outbox.record(an_entry(9))
    outbox.close()


def test_a_file_that_is_gone_with_its_copy_is_no_first_start(alone: tuple[Path, str]) -> None:
    folder, _ = alone
    give_cache(folder)
    (folder / "outbox.db").unlink()
    assert opened(folder)[1] == Salvaged(0, UNKNOWN, "outbox.bad-1")


def test_lines_of_the_copy_that_cannot_be_read_count_as_lost_where_the_file_says_nothing(tmp_path: Path) -> None:
    a_day(tmp_path)
    zero(tmp_path / "outbox.db")
    copy = tmp_path / "outbox.jsonl"
    lines = copy.read_bytes().splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if b'"what":"entry"' in line)
    copy.write_bytes(b"".join([*lines[:at], lines[at][:40] + b"\n", *lines[at + 1 :]]))
    told = opened(tmp_path)[1]
    assert told is not None
    assert (told.count, told.lost) == (2, 1)


def test_where_nothing_proves_the_key_nothing_is_touched(alone: tuple[Path, str]) -> None:
    folder, _ = alone
    give_cache(folder, OTHER)
    overwrite(folder / "outbox.db", 0)
    before = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    with pytest.raises(KeyUnproven):
        opened(folder)
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()} == before


def a_copy(folder: Path, key: FileKey) -> None:
    Journal(folder / "outbox.jsonl", key, Disk()).append(Line("me", 0, b"{}"))


def an_archive(folder: Path, key: FileKey) -> None:
    Journal(folder / "outbox-old.jsonl", key, Disk()).append(Line("entry", 1, b"{}"))


def a_photo(folder: Path, key: FileKey) -> None:
    Photos(folder, key).keep(b"\xff\xd8\xffphoto")


@pytest.mark.parametrize("leave", [a_copy, an_archive, a_photo, give_cache])
def test_whatever_was_sealed_here_proves_the_key(tmp_path: Path, leave: object) -> None:
    assert callable(leave)
    key = a_key(tmp_path)
    assert not key_is_proven(tmp_path, key, Disk())
    leave(tmp_path, key)
    assert key_is_proven(tmp_path, key, Disk())
    assert not key_is_proven(tmp_path, OTHER, Disk())


def test_what_is_damaged_itself_proves_nothing(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    give_cache(tmp_path)
    (tmp_path / "outbox.jsonl").write_bytes(b'{"v":1\n')
    (tmp_path / "cache-empty.db").touch()
    (cache,) = tmp_path.glob("cache-????????-*.db")
    zero(cache)
    assert not key_is_proven(tmp_path, key, Disk())
