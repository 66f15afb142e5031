"""What a cache must hold by its cursor, where a case has moved between feeds of which one is read further on."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.together.faults.books import CITY, WEST, bytes_of, image
from tests.together.faults.checker.cache import CacheFile, Picture
from tests.together.faults.checker.canon import FeedRow
from tests.together.faults.checker.ledger import FeedState, Ledger
from tests.together.faults.checker.source import Source

EPOCH = "epoch-1"
OLDER = ["I5 desk-1: case-8 is older than the cursor says"]


def _row(feed: str, seq: int, version: int, kind: str = "case") -> FeedRow:
    said = image("case-8", version) if kind == "case" else {}
    return FeedRow(feed, seq, kind, "case-8", version, "", f"{feed}-{seq}", said, ())


# The city has it, gives it to the west in version 2, and gets it back in version 4.
WEST_ROWS = [_row(WEST, 1, 2), _row(WEST, 2, 3), _row(WEST, 3, 4, "left")]
CITY_ROWS = [_row(CITY, 1, 1), _row(CITY, 2, 2, "left"), _row(CITY, 3, 4)]


@pytest.fixture
def books(tmp_path: Path) -> Ledger:
    """Where the server stands."""
    with dbapi2.connect(str(tmp_path / "server.db")) as made:
        made.execute("CREATE TABLE epochs (no INTEGER PRIMARY KEY, id TEXT)")
        made.execute("INSERT INTO epochs VALUES (1, ?)", (EPOCH,))
    made.close()
    ledger = Ledger("server", Source(str(tmp_path / "server.db")))
    ledger.feeds = {feed: FeedState(3, f"{feed}-3", rows) for feed, rows in ((WEST, WEST_ROWS), (CITY, CITY_ROWS))}
    return ledger


def _judged(books: Ledger, west: int, city: int, version: int | None) -> list[str]:
    """Of a console whose cursor stands so and that shows this version, None = no such case."""
    marks = {feed: {"seq": seq, "chain": f"{feed}-{seq}"} for feed, seq in ((WEST, west), (CITY, city)) if seq}
    images = {} if version is None else {"case-8": (version, bytes_of(image("case-8", version)))}
    found = CacheFile("desk-1", Path("nowhere")).compare(books, Picture(marks, EPOCH, images), quiet=False)
    return [str(each) for each in found]


@pytest.mark.parametrize(
    ("west", "city", "version"),
    [
        (3, 1, 1),  # it left the west again; the city, read less far, still tells of what was before
        (3, 1, None),
        (3, 2, None),
        (2, 1, 3),
        (2, 3, 4),  # the west does not say yet that it left
        (3, 3, 4),
    ],
)
def test_what_no_feed_says_is_here_need_not_be(books: Ledger, west: int, city: int, version: int | None) -> None:
    assert _judged(books, west, city, version) == []


@pytest.mark.parametrize(("west", "city", "version"), [(2, 1, 1), (2, 1, 2), (2, 3, 3), (1, 3, 2), (3, 3, 1)])
def test_what_a_feed_says_is_here_must_be_no_older(books: Ledger, west: int, city: int, version: int) -> None:
    assert _judged(books, west, city, version) == OLDER
