import hashlib
from pathlib import Path

import pytest

from console.facts import SnapshotPage
from console.models.audit import Audited, audit
from console.models.file import File
from console.models.shelf import Shelf
from rules.case import Case
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import canonical, encode_case
from tests.console.makers import Feed, a_key, changes
from tests.console.small_city import CITY, NOW, a_case


def a_shelf(folder: Path) -> Shelf:
    return Shelf(folder, a_key(folder), "test")


def look(shelf: Shelf) -> Audited:
    assert shelf.on_disk is not None
    return audit(*shelf.on_disk)


def spoil(folder: Path, statement: str, *values: object) -> None:
    """Another program with our key."""
    file = File(next(folder.glob("cache-*.db")), a_key(folder).part("database"), "NORMAL")
    file.rows(statement, values)
    file.close()


def digest(*cases: Case) -> str:
    """By hand: the first 8 bytes of the sha256 of each image, added up."""
    parts = (int(hashlib.sha256(encode_case(case)).hexdigest()[:16], 16) for case in cases)
    return f"{sum(parts) % 2**64:016x}"


def test_the_digest_of_a_feed_is_the_sum_of_its_images(tmp_path: Path) -> None:
    shelf, west, east = a_shelf(tmp_path), Feed("410102"), Feed("410103")
    rows = [west.row("case", a_case(number)) for number in range(1, 30)]
    shelf.apply(changes(west, *rows))
    shelf.apply(changes(east, east.row("case", a_case(2, version=4))))
    shelf.apply(changes(west, west.row("left", a_case(1)), west.row("case", a_case(2, version=4))))
    found = look(shelf)
    assert found.marks == {"410102": 31, "410103": 1}
    assert found.digests == {
        "410102": digest(a_case(2, version=4), *(a_case(number) for number in range(3, 30))),
        "410103": digest(a_case(2, version=4)),
    }
    assert (found.intact, found.spoilt) == (True, frozenset())


def test_what_the_server_told_is_compared_at_the_same_number_alone(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(1)), feed.row("case", a_case(2))))
    found = look(shelf)
    right, wrong = digest(a_case(1), a_case(2)), "f" * 16
    assert found.differs({"410102": {2: right}}) == frozenset()
    assert found.differs({"410102": {1: wrong, 3: wrong}}) == frozenset()
    assert found.differs({"410102": {2: ""}}) == frozenset()
    assert found.differs({"410102": {2: wrong}}) == {"410102"}


def test_a_feed_that_emptied_is_compared_too(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(1)), feed.row("left", a_case(1))))
    found = look(shelf)
    assert found.differs({"410102": {2: "0" * 16}}) == frozenset()
    assert found.differs({"410102": {2: digest(a_case(1))}}) == {"410102"}


def test_a_case_that_is_missing_is_found_by_the_digest(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(1)), feed.row("case", a_case(2))))
    spoil(tmp_path, "DELETE FROM places WHERE case_id = 'case-2'")
    assert look(shelf).differs({"410102": {2: digest(a_case(1), a_case(2))}}) == {"410102"}


@pytest.mark.parametrize(
    ("column", "value"),
    [("image", encode_case(a_case(1, words="别的"))), ("stage", "closed"), ("version", 9), ("events", 9)],
)
def test_a_value_that_was_changed_is_found(tmp_path: Path, column: str, value: object) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, feed.row("case", a_case(1)), feed.row("case", a_case(2))))
    spoil(tmp_path, f"UPDATE cases SET {column} = ? WHERE id = 'case-1'", value)  # noqa: S608
    found = look(shelf)
    assert (found.intact, found.changed({"410102": 2})) == (True, {"case-1"})
    assert found.changed({"410102": 3}) == found.changed({}) == frozenset()


def test_nothing_is_compared_while_a_snapshot_is_newer_than_the_cursor(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    first, second = feed.row("case", a_case(1)), feed.row("case", a_case(1, version=4))
    early, late = {"410102": Mark(0, "0" * 64)}, {"410102": Mark(2, feed.chain)}
    line = canonical(SnapshotCase("410102", a_case(1, version=4)))
    shelf.load(SnapshotPage(SnapshotHead(1, "e", early, 1, CITY.version, NOW), (), SnapshotTail("x"), True))
    shelf.load(SnapshotPage(SnapshotHead(1, "e", late, 1, CITY.version, NOW), (line,), SnapshotTail("", True)))
    told = {"410102": {0: "f" * 16, 1: "f" * 16, 2: digest(a_case(1, version=4))}}
    assert look(shelf).differs(told) == frozenset()
    half = Feed("410102", 1)
    shelf.apply(changes(half, first))
    assert look(shelf).differs(told) == frozenset()
    shelf.apply(changes(feed, second))
    assert look(shelf).differs(told) == frozenset()
    assert look(shelf).differs({"410102": {2: "f" * 16}}) == {"410102"}


def test_a_file_that_is_torn_or_gone_is_not_intact(tmp_path: Path) -> None:
    shelf, feed = a_shelf(tmp_path), Feed()
    shelf.apply(changes(feed, *(feed.row("case", a_case(number)) for number in range(1, 200))))
    shelf.close()
    file = next(tmp_path.glob("cache-*.db"))
    key = a_key(tmp_path).part("database")
    assert audit(file, key).intact
    body = file.read_bytes()
    file.write_bytes(body[:40_960] + b"x" * 40_960 + body[81_920:])
    assert not audit(file, key).intact
    file.unlink()
    assert not audit(file, key).intact
    assert not file.exists()


def test_a_file_that_somebody_holds_is_looked_at_another_time(tmp_path: Path) -> None:
    (tmp_path / "cache.db").mkdir()
    assert audit(tmp_path / "cache.db", b"k" * 32) == Audited()
