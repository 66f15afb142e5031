"""A disk that takes nothing more, and a file that somebody else holds: neither is damage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.facts import Changes, SnapshotPage
from console.models.errors import CacheDamaged, CacheFull, CacheHeld
from console.models.file import DatabaseError, File
from console.models.shelf import Shelf
from rules.case import Case
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import canonical
from tests.console.makers import Feed, a_key, changes
from tests.console.small_city import CITY, NOW, PACK, a_case


def a_shelf(folder: Path) -> Shelf:
    return Shelf(folder, a_key(folder), "test")


def ids(shelf: Shelf) -> list[str]:
    return sorted(case.id for part in shelf.images() for case in part)


def a_page(*numbers: int) -> SnapshotPage:
    lines = tuple(canonical(SnapshotCase("410102", a_case(number))) for number in numbers)
    head = SnapshotHead(1, "epoch-1", {"410102": Mark(0, "0" * 64)}, len(numbers), CITY.version, NOW)
    return SnapshotPage(head, lines, SnapshotTail("", True), True)


def many(feed: Feed) -> Changes:
    """More than fits on a full disk."""
    return changes(feed, *(feed.row("case", a_case(number)) for number in range(1, 60)))


def fill(shelf: Shelf) -> None:
    """The file can grow no more: SQLite itself says so, as it does of a full disk."""
    on_disk = shelf.cache._file
    on_disk.rows(f"PRAGMA max_page_count = {on_disk.value('PRAGMA page_count')}")


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(1))))
    before = shelf.cache.cursor()
    fill(shelf)
    with pytest.raises(CacheFull):
        shelf.apply(many(feed))
    assert (shelf.cache.cursor(), ids(shelf)) == (before, ["case-1"])
    assert list(tmp_path.glob("cache-*.bad-*")) == []


def test_it_goes_on_in_memory_and_the_file_stays_for_the_next_start(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.keep_pack(CITY.version, PACK, NOW)
    shelf.use_city(CITY.version)
    shelf.apply(changes(feed, feed.row("case", a_case(1))))
    shelf.use_memory()
    assert (shelf.in_memory, shelf.on_disk, ids(shelf)) == (True, None, [])
    assert shelf.cache.pack(CITY.version) == PACK
    assert shelf.load(a_page(2, 3)).cursor is not None
    assert shelf.apply(many(Feed())).changed.keys() >= {"case-59"}
    shelf.close()
    assert ids(a_shelf(tmp_path)) == ["case-1"]


def test_with_room_again_the_next_snapshot_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.models.shelf.ENOUGH", 1)
    shelf = a_shelf(tmp_path)
    shelf.use_memory()
    shelf.load(a_page(1))
    assert shelf.disk_is_back()
    assert shelf.on_disk is None
    shelf.load(a_page(1, 2))
    assert shelf.on_disk is not None
    shelf.close()
    assert ids(a_shelf(tmp_path)) == ["case-1", "case-2"]


def test_a_disk_without_room_is_not_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.models.shelf.ENOUGH", 1 << 62)
    shelf = a_shelf(tmp_path)
    shelf.use_memory()
    assert not shelf.disk_is_back()
    assert shelf.in_memory


def test_a_file_that_another_program_holds_is_tried_again(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    scanner = File(next(tmp_path.glob("cache-*.db")), a_key(tmp_path).part("database"), "NORMAL")
    scanner.rows("BEGIN IMMEDIATE")
    batch = changes(feed, feed.row("case", a_case(1)))
    with pytest.raises(CacheHeld):
        shelf.apply(batch)
    scanner.rows("ROLLBACK")
    scanner.close()
    assert list(shelf.apply(batch).changed) == ["case-1"]


def test_no_place_for_a_cache_at_the_start(tmp_path: Path) -> None:
    a_shelf(tmp_path).close()
    file = next(tmp_path.glob("cache-*.db"))
    file.unlink()
    file.mkdir()
    shelf = a_shelf(tmp_path)
    assert (shelf.in_memory, shelf.was_damaged) == (True, False)
    shelf.load(a_page(1))
    assert ids(shelf) == ["case-1"]


def test_a_pack_that_cannot_be_written_is_at_hand(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    fill(shelf)
    shelf.keep_pack(CITY.version, PACK * 50, NOW)
    assert shelf.cache.pack(CITY.version) == PACK * 50


@pytest.mark.parametrize(("code", "meant"), [(5, CacheHeld), (11, CacheDamaged), (10, CacheDamaged)])
def test_a_file_that_is_held_is_not_thrown_away_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, meant: type[Exception]
) -> None:
    shelf = a_shelf(tmp_path)
    held = DatabaseError("as SQLite says it")
    held.sqlite_errorcode = code

    def images() -> Iterator[tuple[Case, ...]]:
        raise held
        yield ()

    monkeypatch.setattr(shelf.cache, "images", images)
    with pytest.raises(meant):
        next(shelf.images())
