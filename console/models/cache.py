"""What the server last said: cases, events, cursor, city packs. Disposable: any doubt and it is put aside and rebuilt.

Rows and the cursor behind them are written in one transaction, and an older image never replaces a newer one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from console.facts import Changes, Cursor, SnapshotPage
from console.models.batch import Batch
from console.models.file import CACHE_SCHEMA, File
from console.models.incoming import RawCase, RawRow, cases_of, rows_of
from console.models.lazily import sql, tables
from rules.case import Case, Event
from rules.protocol import Mark
from rules.wire import canonical, decode, decode_case, decode_event

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

ACTIVE_STAGES = ("to_dispatch", "reported", "pre_check", "accepted", "to_confirm", "to_verify", "to_close")
_SLICE = 500


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch did: the new images, the cases that left, the city version that it named, and a new epoch."""

    changed: dict[str, Case] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    city: str = ""
    new_epoch: bool = False


class Cache:
    """An open cache file; on the store's thread. Errors of the database mean damage: see `shelf`."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._file = File(path, key, "NORMAL")
        if not self._file.schema:
            self._create()
        self._newest: dict[str, tuple[int, int]] = {}
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

    def cursor(self) -> Cursor:
        """How far the cache has come."""
        kept = dict(self._file.rows("SELECT k, v FROM meta"))
        marks = decode(dict[str, Mark], kept["marks"]) if "marks" in kept else {}
        return Cursor(kept.get("epoch", b"").decode(), marks, kept.get("city", b"").decode())

    def check(self) -> None:
        """Read what the start needs; an error of the database when the file is damaged there."""
        version = self.cursor().city
        if body := self.pack(version) if version else None:
            self._checked[version] = body  # some MB: not read a second time
        self.as_of()

    def as_of(self) -> int:
        """The server's time of the last batch, 0 = none yet."""
        return int(self._file.value("SELECT v FROM meta WHERE k = 'as_of'") or b"0")

    def images(self) -> Iterator[tuple[Case, ...]]:
        """All cases, in slices of at most 500; those that wait for somebody at the centre first."""
        marks = ", ".join("?" * len(ACTIVE_STAGES))
        query = f"SELECT image FROM cases ORDER BY stage IN ({marks}) DESC, case_n"  # noqa: S608 - only marks
        images = [image for (image,) in self._file.rows(query, ACTIVE_STAGES)]
        for first in range(0, len(images), _SLICE):
            found = tuple(decode_case(image) for image in images[first : first + _SLICE])
            self._newest.update({case.id: (case.version, case.events) for case in found})
            yield found

    def events(self, case_id: str, after: int = 0) -> tuple[Event, ...]:
        """The events of a case that are here, those after number `after`."""
        query = (
            sql.select(tables.events.c.body)
            .where(tables.events.c.case_id == case_id, tables.events.c.n > after)
            .order_by(tables.events.c.n)
        )
        with self._engine.connect() as connection:
            return tuple(decode_event(row.body) for row in connection.execute(query))

    def keep_events(self, happened: tuple[Event, ...]) -> None:
        """Keep the events of a case that were asked for; those that follow come with its rows."""
        with self._engine.begin() as connection:
            batch = Batch(connection)
            batch.put_events(happened)
            batch.write()

    def apply(self, changes: Changes) -> Applied:
        """Rows and cursor in one transaction."""
        with self._engine.begin() as connection:
            applied = self._apply_rows(connection, rows_of(changes.lines))
            known = _meta(connection)
            before = decode(dict[str, Mark], known["marks"]) if "marks" in known else {}
            values = {"marks": canonical(before | changes.tail.to), "as_of": str(changes.head.server_time).encode()}
            _keep(connection, values)
        return applied

    def _apply_rows(self, connection: "Connection", rows: list[RawRow]) -> Applied:
        changed: dict[str, Case] = {}
        removed: set[str] = set()
        city, new_epoch = "", False
        batch = Batch(connection)
        for row in rows:
            if row.kind == "case":
                removed.discard(row.case_id)
                changed |= self._put(batch, row)
            elif row.kind in {"left", "retired"} and self._leave(batch, row):
                removed.add(row.case_id)
                changed.pop(row.case_id, None)
            elif row.kind == "city":
                city = row.note
            elif row.kind == "epoch":
                new_epoch = True
        batch.write()
        return Applied(changed, frozenset(removed), city, new_epoch)

    def _put(self, batch: Batch, come: RawRow | RawCase) -> dict[str, Case]:
        image = bytes(come.image)
        case = decode_case(image)
        batch.put_place(case.id, come.feed)
        batch.put_events(come.events)
        if self._version(batch.connection, case.id) > (case.version, case.events):
            return {}
        self._newest[case.id] = (case.version, case.events)
        batch.put_case(case, image)
        return {case.id: case}

    def _version(self, connection: "Connection", case_id: str) -> tuple[int, int]:
        """Version and number of events of the image that is here; the memory of it spares the decoding."""
        if case_id not in self._newest:
            image = connection.scalar(sql.select(tables.cases.c.image).where(tables.cases.c.id == case_id))
            if image is None:
                return (-1, -1)
            case = decode_case(image)
            self._newest[case_id] = (case.version, case.events)
        return self._newest[case_id]

    def _leave(self, batch: Batch, row: RawRow) -> bool:
        """The case leaves a feed; it goes when no other feed holds it."""
        batch.write()
        connection = batch.connection
        here = (tables.places.c.case_id == row.case_id) & (tables.places.c.feed == row.feed)
        connection.execute(sql.delete(tables.places).where(here))
        if connection.scalar(sql.select(sql.func.count()).where(tables.places.c.case_id == row.case_id)):
            return False
        connection.execute(sql.delete(tables.cases).where(tables.cases.c.id == row.case_id))
        connection.execute(sql.delete(tables.events).where(tables.events.c.case_id == row.case_id))
        return self._newest.pop(row.case_id, None) is not None

    # a new snapshot ---------------------------------------------------------------------------------------------------
    def load(self, page: SnapshotPage) -> None:
        """Put a page of a snapshot into this new cache; the cursor comes with the last page."""
        found = cases_of(page.lines)
        with self._engine.begin() as connection:
            batch = Batch(connection)
            for each in found:
                self._put(batch, each)
            batch.write()
            values = {"as_of": str(page.head.server_time).encode(), "city": page.head.city.encode()}
            if page.first:
                values["first_marks"] = canonical(page.head.as_of)
            if page.tail.done:
                first = values.get("first_marks") or _meta(connection)["first_marks"]
                values |= {"marks": first, "epoch": page.head.epoch_id.encode()}
                values["epoch_no"] = str(page.head.epoch_no).encode()
            _keep(connection, values)

    def count(self) -> int:
        """How many cases are here."""
        with self._engine.connect() as connection:
            return connection.scalar(sql.select(sql.func.count()).select_from(tables.cases)) or 0

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

    def use_city(self, version: str) -> None:
        """From now on the cases are judged by this city pack."""
        self._file.rows("INSERT OR REPLACE INTO meta (k, v) VALUES ('city', ?)", (version.encode(),))


def _meta(connection: "Connection") -> dict[str, bytes]:
    return {row.k: row.v for row in connection.execute(sql.select(tables.meta))}


def _keep(connection: "Connection", values: dict[str, bytes]) -> None:
    for name, value in values.items():
        connection.execute(sql.insert(tables.meta).prefix_with("OR REPLACE").values(k=name, v=value))
