from pathlib import Path

import pytest

from console.facts import Cursor, SnapshotPage
from console.models.errors import SnapshotMixed
from console.models.shelf import Shelf
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import canonical
from tests.console.makers import Feed, a_key, changes
from tests.console.small_city import CITY, NOW, a_case

AT_5 = {"410102": Mark(5, "c" * 64)}
AT_9 = {"410102": Mark(9, "d" * 64)}


def a_shelf(folder: Path) -> Shelf:
    return Shelf(folder, a_key(folder), "test")


def ids(shelf: Shelf) -> list[str]:
    return sorted(case.id for part in shelf.images() for case in part)


def a_page(
    *numbers: int,
    after: str = "",
    then: str = "",
    count: int = 3,
    epoch: str = "epoch-1",
    as_of: dict[str, Mark] = AT_5,
) -> SnapshotPage:
    """A page that comes after `after`, and before `then`; the last one when there is no `then`."""
    lines = tuple(canonical(SnapshotCase("410102", a_case(number))) for number in numbers)
    head = SnapshotHead(1, epoch, as_of, count, CITY.version, NOW)
    return SnapshotPage(head, lines, SnapshotTail(then, not then), not after)


def test_pages_of_two_epochs_are_no_snapshot(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(9))))
    shelf.load(a_page(1, 2, then="x"))
    with pytest.raises(SnapshotMixed):
        shelf.load(a_page(3, after="x", epoch="epoch-2"))
    assert (ids(shelf), shelf.resume()) == (["case-9"], "")
    with pytest.raises(SnapshotMixed):
        shelf.load(a_page(3, after="x", epoch="epoch-2"))
    assert shelf.load(a_page(1, 2, 3, epoch="epoch-2")).cursor == Cursor("epoch-2", AT_5, CITY.version)
    assert ids(shelf) == ["case-1", "case-2", "case-3"]


def test_fewer_cases_than_were_told_are_no_snapshot_but_twice_they_are_all_there_is(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    with pytest.raises(SnapshotMixed):
        shelf.load(a_page(1, 2))
    assert ids(shelf) == []
    assert shelf.load(a_page(1, 2)).cursor is not None
    assert ids(shelf) == ["case-1", "case-2"]


def test_the_number_of_cases_is_not_held_against_pages_of_different_instants(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(1, then="x"))
    loaded = shelf.load(a_page(2, after="x", count=7, as_of=AT_9))
    assert loaded.cursor == Cursor("epoch-1", AT_5, CITY.version)
    assert ids(shelf) == ["case-1", "case-2"]


def test_a_snapshot_goes_on_after_a_restart(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(9))))
    shelf.load(a_page(1, then="x"))
    shelf.load(a_page(2, after="x", then="y"))
    shelf.close()
    again = a_shelf(tmp_path)
    assert (again.resume(), ids(again)) == ("y", ["case-9"])
    assert again.load(a_page(3, after="y")).cursor == Cursor("epoch-1", AT_5, CITY.version)
    assert ids(again) == ["case-1", "case-2", "case-3"]
    assert again.resume() == ""


def test_a_damaged_part_of_a_snapshot_is_begun_again(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(1, then="x"))
    shelf.close()
    part = next(tmp_path.glob("cache-*.new"))
    part.write_bytes(b"x" * part.stat().st_size)
    again = a_shelf(tmp_path)
    assert again.resume() == ""
    assert again.load(a_page(1, 2, 3)).cursor is not None


def test_pages_are_shown_as_they_come_while_there_is_no_picture(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    assert shelf.load(a_page(1, then="x")).cursor is None
    assert shelf.shows_pages
    assert shelf.load(a_page(2, 3, after="x")).whole
    assert [shelf.holds(f"case-{number}") for number in (1, 3, 4)] == [True, True, False]
    assert not shelf.shows_pages
    assert not shelf.load(a_page(1, 2, 3)).whole


def test_after_a_restart_not_all_of_it_was_shown(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(1, then="x"))
    shelf.close()
    again = a_shelf(tmp_path)
    again.resume()
    assert again.shows_pages
    assert not again.load(a_page(2, 3, after="x")).whole


def test_a_part_of_a_page_is_not_gone_on_from(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(1, then="x"))
    page = a_page(2, after="x", then="y")
    shelf.load(SnapshotPage(page.head, page.lines, SnapshotTail()))
    shelf.close()
    assert a_shelf(tmp_path).resume() == "x"


def test_a_case_of_two_feeds_goes_with_the_last_of_them(tmp_path: Path) -> None:
    shelf, west, east = a_shelf(tmp_path), Feed("410102", 5), Feed("410103", 5)
    page = a_page(2, 3)
    shared = canonical(SnapshotCase("410102", a_case(1), feeds=("410102", "410103")))
    shelf.load(SnapshotPage(page.head, (shared, *page.lines), page.tail, True))
    assert shelf.apply(changes(west, west.row("left", a_case(1)))).removed == frozenset()
    assert shelf.apply(changes(east, east.row("left", a_case(1)))).removed == {"case-1"}


def test_a_new_snapshot_takes_the_place_of_a_cache_that_cannot_be_read(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(*range(1, 200), count=199))
    shelf.cache.keep_pack("another", b"x" * 100_000, NOW)
    shelf.close()
    again = a_shelf(tmp_path)
    file = next(tmp_path.glob("cache-*.db"))
    file.write_bytes(file.read_bytes()[:4096] + b"x" * (file.stat().st_size - 4096))
    assert again.pack("another") is None
    assert again.load(a_page(1, 2, 3)).cursor is not None
    assert ids(again) == ["case-1", "case-2", "case-3"]
    again.close()
    assert ids(a_shelf(tmp_path)) == ["case-1", "case-2", "case-3"]


def test_who_reads_the_file_is_told_before_another_takes_its_name(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(1, 2, 3))
    file = next(tmp_path.glob("cache-*.db"))
    told: list[int] = []
    shelf.before_replacing = lambda: told.append(file.stat().st_ino)
    before = file.stat().st_ino
    shelf.load(a_page(1, then="x"))
    assert told == []
    shelf.load(a_page(2, 3, after="x"))
    between = file.stat().st_ino
    shelf.rebuild()
    assert (told, before != between) == ([before, between], True)
