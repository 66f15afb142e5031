"""What a city did in nine days, written by the server's own feed writer: rows, chains, digests and cases that fit.

Each row is a case as it was then, one version after the other; cases that wait for their dispatch stay as they are.
"""

import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from benchmarks.loop.town import SEED
from rules.case import Stage
from rules.city import City
from rules.frozen import changed
from rules.pack import decode_city
from rules.wire import Row, encode_case
from server import tables
from server.casebook.store import Changed, Kept, load, save
from server.cities import Cities
from server.database import Database
from server.feeds.digests import weight
from server.feeds.writer import FeedWriter
from server.settings import Settings

DAY = 86_400_000
AT_ONCE = 2_000  # cases in memory and in one transaction


class TestClock:
    """The file of a clock that runs as fast as the real one, from another instant."""

    __test__ = False

    def __init__(self, file: Path) -> None:
        self.file = file
        self.put(time.time_ns() // 1_000_000)

    def put(self, at: int) -> None:
        """It is this instant now, ms UTC."""
        self.file.write_text(json.dumps({"at": at, "rate": 1, "real": time.monotonic()}), encoding="ascii")

    def now(self) -> int:
        """Ms UTC."""
        said = json.loads(self.file.read_text(encoding="ascii"))
        return int(said["at"] + (time.monotonic() - said["real"]) * 1000)


@dataclass(frozen=True, slots=True)
class _Span:
    """From when to when, ms UTC, and how many rows each case gets."""

    since: int
    until: int
    rows: int


def pass_by(files: Path, changes: int, since: int, until: int) -> int:
    """Write about so many changes, the same number for each case that waits for no dispatch; how many there were."""
    settings = Settings(files)
    database = Database(settings.database_url)
    city = Cities(database, settings.packs, decode_city).current
    ids = _others(database)
    span = _Span(since, until, -(-changes // len(ids)))
    for first in range(0, len(ids), AT_ONCE):
        with database.write(long=True) as connection:
            _change(connection, ids[first : first + AT_ONCE], span, city)
    database.close()
    return len(ids) * span.rows


def _others(database: Database) -> list[str]:
    """Live cases that wait for no dispatch, in no order."""
    table = tables.cases
    wanted = select(table.c.id).where(table.c.live.is_(True), table.c.stage != Stage.TO_DISPATCH.value)
    with database.read() as connection:
        ids = list(connection.scalars(wanted.order_by(table.c.id)))
    random.Random(SEED).shuffle(ids)
    return ids


def _change(connection: Connection, ids: Sequence[str], span: _Span, city: City) -> None:
    """All rows of these cases, and at last the cases as they are then."""
    kept, writer = load(connection, ids), FeedWriter(connection)
    newest = {case_id: Changed(before, before, b"") for case_id, before in kept.items()}
    for turn in range(1, span.rows + 1):
        at = span.since + (span.until - span.since) * turn // span.rows
        newest = {case_id: _row(writer, each, at) for case_id, each in newest.items()}
        writer.flush()
    save(connection, newest.values(), city)


def _row(writer: FeedWriter, known: Changed, at: int) -> Changed:
    """One more version of a case, told to its feed and to those that have copies."""
    before = known.after
    case = changed(before.case, version=before.case.version + 1, stage_since=at)
    image = encode_case(case)
    come = weight(hashlib.sha256(image).digest())
    for feed in _feeds(before):
        row = Row(feed, 0, "case", at, case.id, case.version)
        writer.append(row, image, gone=before.weight, come=come)
    return Changed(known.before, replace(before, case=case, weight=come), image)


def _feeds(kept: Kept) -> Iterator[str]:
    yield kept.feed
    yield from sorted(kept.copies)
