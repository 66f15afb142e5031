"""What the server last said: cases, events, cursor, city packs. Disposable: any doubt and it is put aside and rebuilt.

Rows and the cursor behind them are written in one transaction, and an older image never replaces a newer one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from console.facts import Changes, Cursor, SnapshotPage
from console.models.batch import Batch
from console.models.file import CACHE_SCHEMA, File
from console.models.incoming import RawRow, case_key, cases_of, rows_of
from console.models.lazily import sql, tables
from rules.case import Case, Event
from rules.protocol import Mark
from rules.wire import canonical, decode, decode_case, decode_event, encode_event

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

ACTIVE_STAGES = ("to_dispatch", "reported", "pre_check", "accepted", "to_confirm", "to_verify", "to_close")
NONE = (-1, -1)  # version and events of a case that is not here
_SLICE = 100
_ASKED = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch did: the new images, the cases that left, the city version that it named, and a new epoch."""

    changed: dict[str, Case] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    city: str = ""
    new_epoch: bool = False


class Cache:
    """An open cache file; on the store's thread. Errors of the database: see `shelf`."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._file = File(path, key, "NORMAL", patience=0.2)  # a scanner that holds it must not hold the clicks
        try:
            if not self._file.schema:
                self._create()
        except BaseException:
            self._file.close()  # left open it would hold the file that takes its place
            raise
        self._newest: dict[str, tuple[int, int]] = {}  # version and events of what is here
        self._checked: dict[str, bytes] = {}  # the pack that `check` has read, until somebody asks for it

    @property
    def _engine(self) -> "Engine":
        return self._file.engine

    def _create(self) -> None:
        with self._engine.begin() as connection:
            tables.cache_tables.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {CACHE_SCHEMA}")

    def close(self) -> None:
        """Close the file, its write-ahead log folded in."""
        self._file.close()

    def recall(self, name: str) -> bytes:
        """A value that is kept beside the cases, b"" when there is none."""
        return self._file.value("SELECT v FROM meta WHERE k = ?", (name,)) or b""

    def marks(self, name: str = "marks") -> dict[str, Mark]:
        """A cursor that is kept, by feed."""
        kept = self.recall(name)
        return decode(dict[str, Mark], kept) if kept else {}

    def cursor(self) -> Cursor:
        """How far the cache has come."""
        return Cursor(self.recall("epoch").decode(), self.marks(), self.recall("city").decode())

    def check(self) -> None:
        """Read what the start needs; an error of the database when the file is damaged there."""
        version = self.cursor().city
        if body := self.pack(version) if version else None:
            self._checked[version] = body  # some MB: not read a second time
        self.as_of()

    def as_of(self) -> int:
        """The server's time of the last batch, 0 = none yet."""
        return int(self.recall("as_of") or b"0")

    # cases ------------------------------------------------------------------------------------------------------------
    def images(self) -> Iterator[tuple[Case, ...]]:
        """All cases, in slices of at most 100; those that wait for somebody at the centre first.

        Each slice is read when it is asked for: it is never older than what came meanwhile.
        """
        query = f"SELECT case_n FROM cases ORDER BY stage IN ({_slots(ACTIVE_STAGES)}) DESC, case_n"  # noqa: S608
        numbers = [n for (n,) in self._file.rows(query, ACTIVE_STAGES)]
        for first in range(0, len(numbers), _SLICE):
            part = numbers[first : first + _SLICE]
            query = f"SELECT image FROM cases WHERE case_n IN ({_slots(part)})"  # noqa: S608 - only marks
            found = tuple(decode_case(image) for (image,) in self._file.rows(query, part))
            self._newest.update({case.id: (case.version, case.events) for case in found})
            yield found

    def holds(self, case_id: str) -> bool:
        """Whether the case is here; known once `images` was read to its end, or a snapshot was put."""
        return case_id in self._newest

    def count(self) -> int:
        """How many cases are here."""
        return int(self._file.value("SELECT count(*) FROM cases"))

    def events(self, case_id: str, after: int = 0) -> tuple[Event, ...]:
        """The events of a case that are here, those after number `after`."""
        query = "SELECT body FROM events WHERE case_id = ? AND n > ? ORDER BY n"
        return tuple(decode_event(body) for (body,) in self._file.rows(query, (case_id, after)))

    def keep_events(self, happened: Iterable[Event]) -> None:
        """Keep the events of a case that were asked for; those that follow come with its rows."""
        with self._engine.begin() as connection:
            batch = Batch(connection)
            batch.put_events(map(encode_event, happened))
            batch.write()

    # rows -------------------------------------------------------------------------------------------------------------
    def apply(self, changes: Changes) -> Applied:
        """Rows and cursor in one transaction. Raises WireError when a row cannot be read."""
        rows = rows_of(changes.lines)
        try:
            with self._engine.begin() as connection:
                self._learn(row.case_id for row in rows if row.case_id)
                applied = self._apply_rows(connection, rows)
                values = {"marks": canonical(self.marks() | changes.tail.to)}
                _keep(connection, values | {"as_of": str(changes.head.server_time).encode()} | self._epoch(changes))
        except BaseException:
            self._newest.clear()  # what was noted of these rows is not on the disk
            raise
        return applied

    def _epoch(self, changes: Changes) -> dict[str, bytes]:
        """An epoch that goes on where the cursor's own ended."""
        kept, told = self.recall("epoch"), changes.head.epoch_id.encode()
        return {"epoch": told, "epoch_no": str(changes.head.epoch_no).encode()} if kept and kept != told else {}

    def _learn(self, ids: Iterable[str]) -> None:
        """Version and events of these cases, where they are here: one question for all, not one for each."""
        unknown = list({case_id for case_id in ids if case_id not in self._newest})
        for first in range(0, len(unknown), _ASKED):
            part = unknown[first : first + _ASKED]
            query = f"SELECT id, version, events FROM cases WHERE id IN ({_slots(part)})"  # noqa: S608 - only marks
            self._newest |= {id_: (version, events) for id_, version, events in self._file.rows(query, part)}

    def _apply_rows(self, connection: "Connection", rows: list[RawRow]) -> Applied:
        images: dict[str, bytes] = {}
        removed: set[str] = set()
        city, new_epoch = "", False
        batch = Batch(connection)
        for row in rows:
            if row.kind == "case":
                if self._put(batch, bytes(row.image), (row.feed,), row.events):
                    images[row.case_id] = bytes(row.image)
                removed.discard(row.case_id)
            elif row.kind in {"left", "retired"} and self._leave(batch, row):
                removed.add(row.case_id)
                images.pop(row.case_id, None)
            elif row.kind == "city":
                city = row.note
            elif row.kind == "epoch":
                new_epoch = True
        batch.write()
        changed = {case_id: decode_case(image) for case_id, image in images.items()}
        return Applied(changed, frozenset(removed), city, new_epoch)

    def _put(self, batch: Batch, image: bytes, feeds: Collection[str], events: Iterable[bytes]) -> bool:
        """Put an image with its events; False when a newer one is here."""
        key = case_key(image)
        batch.put(key, image, feeds)
        batch.put_events(events)
        if self._newest.get(key.id, NONE) > (key.version, key.events):
            return False
        self._newest[key.id] = (key.version, key.events)
        return True

    def _leave(self, batch: Batch, row: RawRow) -> bool:
        """The case leaves a feed; it goes when no other feed holds it."""
        batch.write()
        self._run("DELETE FROM places WHERE case_id = ? AND feed = ?", row.case_id, row.feed)
        if self._file.value("SELECT count(*) FROM places WHERE case_id = ?", (row.case_id,)):
            return False
        self._run("DELETE FROM cases WHERE id = ?", row.case_id)
        self._run("DELETE FROM events WHERE case_id = ?", row.case_id)
        return self._newest.pop(row.case_id, None) is not None

    def _run(self, statement: str, *values: object) -> None:
        self._file.rows(statement, values)

    # a snapshot -------------------------------------------------------------------------------------------------------
    def put_page(self, page: SnapshotPage, values: Mapping[str, bytes]) -> None:
        """The cases of a page, and `values` beside them, in one transaction. Raises WireError."""
        found = cases_of(page.lines)
        with self._engine.begin() as connection:
            batch = Batch(connection)
            for each in found:
                self._put(batch, bytes(each.image), each.feeds or (each.feed,), each.events)
            batch.write()
            _keep(connection, values)

    def take_over(self, of: "Cache") -> None:
        """What `of`, which was this file before it got its name, knew of its own cases."""
        self._newest = of._newest  # noqa: SLF001 - of the same class

    # city packs -------------------------------------------------------------------------------------------------------
    def keep_pack(self, version: str, body: bytes, now: int) -> None:
        """Keep a city pack; the two newest are enough."""
        with self._engine.begin() as connection:
            values = {"version": version, "body": body, "kept_at": now}
            connection.execute(sql.insert(tables.packs).prefix_with("OR REPLACE"), values)
            newest = sql.select(tables.packs.c.version).order_by(tables.packs.c.kept_at.desc()).limit(2)
            connection.execute(sql.delete(tables.packs).where(tables.packs.c.version.not_in(newest)))

    def pack(self, version: str) -> bytes | None:
        """A city pack, None when it is not here."""
        if version in self._checked:
            return self._checked.pop(version)
        found: bytes | None = self._file.value("SELECT body FROM packs WHERE version = ?", (version,))
        return found

    def hand(self, version: str, body: bytes) -> None:
        """Have a pack at hand for the one who asks for it next."""
        self._checked[version] = body

    def use_city(self, version: str) -> None:
        """From now on the cases are judged by this city pack."""
        self._file.rows("INSERT OR REPLACE INTO meta (k, v) VALUES ('city', ?)", (version.encode(),))


def _slots(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _keep(connection: "Connection", values: Mapping[str, bytes]) -> None:
    if values:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", list(values.items()))
