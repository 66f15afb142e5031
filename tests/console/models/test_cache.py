from pathlib import Path
from traceback import walk_tb

import pytest

from console.facts import Cursor, SnapshotPage
from console.models.cache import Cache
from console.models.file import DatabaseError
from console.models.shelf import Shelf
from rules.case import Event, Stage
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import START, WireError, canonical
from tests.console.makers import Feed, a_key, changes
from tests.console.small_city import CITY, NOW, PACK, a_case


def a_shelf(folder: Path) -> Shelf:
    return Shelf(folder, a_key(folder), "test")


def ids(shelf: Shelf) -> list[str]:
    return sorted(case.id for part in shelf.cache.images() for case in part)


def a_page(*numbers: int, first: bool = True, done: bool = True, count: int = 0) -> SnapshotPage:
    lines = tuple(canonical(SnapshotCase("410102", a_case(number))) for number in numbers)
    head = SnapshotHead(1, "epoch-1", {"410102": Mark(5, "c" * 64)}, count or len(numbers), CITY.version, NOW)
    return SnapshotPage(head, lines, SnapshotTail("" if done else "x", done), first)


def test_rows_and_cursor_come_together(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    applied = shelf.apply(changes(feed, feed.row("case", a_case(1)), feed.row("case", a_case(2))))
    assert sorted(applied.changed) == ["case-1", "case-2"]
    assert shelf.cache.cursor().marks == {"410102": feed.mark}
    assert shelf.cache.as_of() == NOW + 5
    shelf.close()
    assert ids(a_shelf(tmp_path)) == ["case-1", "case-2"]


def test_a_batch_that_breaks_off_leaves_neither_rows_nor_cursor(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    broken = b'{"feed":"410102","seq":2,"kind":"case","image":{"id":1}}'
    with pytest.raises(WireError):
        shelf.apply(changes(feed, feed.row("case", a_case(1)), broken))
    assert ids(shelf) == []
    assert shelf.cache.cursor() == Cursor()


def test_an_older_image_never_replaces_a_newer_one(tmp_path: Path) -> None:
    shelf, west, east = a_shelf(tmp_path), Feed("410102"), Feed("410103")
    shelf.apply(changes(west, west.row("case", a_case(1, Stage.WITH_UNITS, version=4, events=5))))
    late = shelf.apply(changes(east, east.row("case", a_case(1))))
    assert late.changed == {}
    assert next(shelf.cache.images())[0].version == 4
    again = shelf.apply(changes(west, west.row("case", a_case(1, Stage.WITH_UNITS, version=4, events=6))))
    assert again.changed["case-1"].events == 6


def test_nor_after_a_restart_nor_within_one_batch(tmp_path: Path) -> None:
    shelf, west, east = a_shelf(tmp_path), Feed("410102"), Feed("410103")
    shelf.apply(changes(west, west.row("case", a_case(1, version=4)), west.row("case", a_case(1, version=2))))
    shelf.close()
    again = a_shelf(tmp_path)
    assert again.apply(changes(east, east.row("case", a_case(1, version=3)))).changed == {}
    assert [case.version for part in again.images() for case in part] == [4]


def test_images_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, *(feed.row("case", a_case(number)) for number in range(1, 151))))
    slices = shelf.images()
    first = next(slices)
    assert len(first) == 100
    last = f"case-{max(set(range(1, 151)) - {int(case.id[5:]) for case in first})}"
    shelf.apply(changes(feed, feed.row("case", a_case(int(last[5:]), version=9))))
    assert {case.id: case.version for case in next(slices)}[last] == 9


def test_a_case_goes_when_no_feed_holds_it(tmp_path: Path) -> None:
    shelf, west, east = a_shelf(tmp_path), Feed("410102"), Feed("410103")
    shelf.apply(changes(west, west.row("case", a_case(1)), west.row("case", a_case(2))))
    shelf.apply(changes(east, east.row("case", a_case(1))))
    assert shelf.apply(changes(west, west.row("left", a_case(1)))).removed == frozenset()
    assert shelf.apply(changes(east, east.row("retired", a_case(1)))).removed == {"case-1"}
    assert ids(shelf) == ["case-2"]


def test_events_are_kept_with_the_case(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    happened = tuple(Event("case-1", n, "note", NOW, NOW, "wang", "dispatcher") for n in (4, 5))
    shelf.apply(changes(feed, feed.row("case", a_case(1), happened)))
    assert [event.n for event in shelf.cache.events("case-1", 4)] == [5]
    shelf.apply(changes(feed, feed.row("left", a_case(1))))
    assert shelf.cache.events("case-1") == ()


def test_a_snapshot_replaces_the_cache_with_its_last_page(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(9))))
    shelf.cache.keep_pack(CITY.version, PACK, NOW)
    assert shelf.load(a_page(1, done=False, count=2)).cursor is None
    assert ids(shelf) == ["case-9"]
    loaded = shelf.load(a_page(2, first=False, count=2))
    assert loaded.cursor == Cursor("epoch-1", {"410102": Mark(5, "c" * 64)}, CITY.version)
    assert ids(shelf) == ["case-1", "case-2"]
    assert shelf.cache.pack(CITY.version) == PACK
    shelf.close()
    assert ids(a_shelf(tmp_path)) == ["case-1", "case-2"]


def test_a_snapshot_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(9))))
    shelf.load(a_page(1, done=False))
    shelf.close()
    again = a_shelf(tmp_path)
    assert ids(again) == ["case-9"]
    again.load(a_page(3))
    assert ids(again) == ["case-3"]


@pytest.mark.parametrize("damage", ["middle", "head", "cut", "not a database"])
def test_a_damaged_cache_is_put_aside_and_begun_anew(tmp_path: Path, damage: str) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(*range(1, 200)))
    shelf.close()
    file = next(tmp_path.glob("cache-*.db"))
    body = bytearray(file.read_bytes())
    spoilt = {
        "middle": body[:4096] + b"x" * 8192 + body[12288:],
        "head": b"x" * 4096 + body[4096:],
        "cut": body[: len(body) // 2],
        "not a database": b"hello",
    }
    file.write_bytes(bytes(spoilt[damage]))
    again = a_shelf(tmp_path)
    if not again.was_damaged:  # the damage lies where opening does not look: reading finds it
        with pytest.raises(Exception, match=r"malformed|disk|database"):
            ids(again)
        again.rebuild()
    assert ids(again) == []
    assert again.cache.cursor() == Cursor()
    assert len(list(tmp_path.glob("cache-*.bad-*"))) == 1


def test_two_damaged_files_are_kept(tmp_path: Path) -> None:
    for _ in range(4):
        shelf = a_shelf(tmp_path)
        shelf.rebuild()
        shelf.close()
    assert len(list(tmp_path.glob("cache-*.bad-*"))) == 2


def test_each_server_has_a_cache_of_its_own(tmp_path: Path) -> None:
    a_shelf(tmp_path).load(a_page(1))
    assert ids(Shelf(tmp_path, a_key(tmp_path), "another")) == []


def test_the_first_cursor_is_empty(tmp_path: Path) -> None:
    assert a_shelf(tmp_path).cache.cursor() == Cursor("", {}, "")
    assert START == "0" * 64


@pytest.mark.parametrize("how", ["empty", "gone", "log gone"])
def test_a_cache_without_content_is_an_empty_one(tmp_path: Path, how: str) -> None:
    shelf = a_shelf(tmp_path)
    shelf.load(a_page(1))
    shelf.close()
    file = next(tmp_path.glob("cache-*.db"))
    if how == "empty":
        file.write_bytes(b"")
    elif how == "gone":
        file.unlink()
    else:
        file.with_name(file.name + "-wal").unlink(missing_ok=True)
    again = a_shelf(tmp_path)
    assert (ids(again), again.was_damaged) == (["case-1"] if how == "log gone" else [], False)
    again.load(a_page(2))
    assert ids(again) == ["case-2"]


def test_the_cache_of_another_console_is_put_aside(tmp_path: Path) -> None:
    other = a_shelf(tmp_path / "other")
    other.load(a_page(1))
    other.close()
    a_shelf(tmp_path / "mine").close()
    mine = next((tmp_path / "mine").glob("cache-*.db"))
    mine.write_bytes(next((tmp_path / "other").glob("cache-*.db")).read_bytes())
    again = a_shelf(tmp_path / "mine")
    assert (again.was_damaged, ids(again)) == (True, [])


EARLIER = ("v1.db", "v1.db-wal", "v1.db-shm", "v1.bad-000001", "v1.new")


def earlier(folder: Path) -> set[Path]:
    """What an earlier version left in the place of this cache, beside what is nobody's of it."""
    own = next(folder.glob("cache-*.db"))
    name = own.stem.rpartition("-v")[0]
    left = {folder / f"{name}-{end}" for end in EARLIER}
    for each in (*left, *others(folder)):
        each.write_bytes(b"of another version")
    return left


def others(folder: Path) -> set[Path]:
    """A cache of another server, one of a later version, and what is no cache at all."""
    name = next(folder.glob("cache-*.db")).stem.rpartition("-v")[0]
    return {folder / each for each in ("cache-00000000-v1.db", f"{name}-v99.db", "outbox.bak-1", "outbox.bad-1")}


def test_caches_of_earlier_versions_go_when_this_one_is_loaded_to_its_end(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    left = earlier(tmp_path)
    shelf.load(a_page(1, done=False, count=2))
    assert {each for each in left if each.exists()} == left  # a program before this one may be started still
    shelf.load(a_page(2, first=False, count=2))

    assert {each for each in left if each.exists()} == set()
    assert {each for each in others(tmp_path) if each.exists()} == others(tmp_path)
    assert ids(shelf) == ["case-1", "case-2"]


def test_caches_of_earlier_versions_that_came_back_go_at_the_start_of_one_that_is_whole(tmp_path: Path) -> None:
    a_shelf(tmp_path).load(a_page(1))
    left = earlier(tmp_path)
    a_shelf(tmp_path)
    assert {each for each in left if each.exists()} == set()


def test_an_empty_cache_deletes_nothing_of_an_earlier_version(tmp_path: Path) -> None:
    a_shelf(tmp_path).close()
    left = earlier(tmp_path)
    a_shelf(tmp_path).close()
    assert {each for each in left if each.exists()} == left


def test_on_a_full_disk_they_make_room(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    left = earlier(tmp_path)
    shelf.use_memory()
    assert {each for each in left if each.exists()} == set()
    assert {each for each in others(tmp_path) if each.exists()} == others(tmp_path)


def test_a_cache_that_could_not_be_made_leaves_no_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.models.tables.cache_tables.create_all", lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError) as caught:
        Cache(tmp_path / "cache.db", a_key(tmp_path).part("database"))
    here = (frame.f_locals.get("self") for frame, _ in walk_tb(caught.tb))
    cache = next(each for each in here if isinstance(each, Cache))
    with pytest.raises(DatabaseError, match="closed"):
        cache.count()
