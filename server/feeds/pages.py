"""The live scope as pages of NDJSON: what a console starts from, made exact by the changes after `as_of`.

Pages may be read at different instants: the heads of the first page are the cursor to go on from. When many consoles
start at once each page is made once: it is kept for a minute, unless too much happens meanwhile, and who asks for it
waits for the first one.
"""

import re
import secrets
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from rules import protocol, wire
from rules.protocol import bucket
from server import tables
from server.access.sessions import Workstation
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds import scope as scoped
from server.feeds.digests import standing
from server.feeds.heads import Epoch, Head, current_epoch, read_heads
from server.feeds.scope import Line, Scope
from server.numbered import last_settled

MAX_ROWS = 5000
MAX_BYTES = 4 << 20  # of cases in one page; one case goes whatever its size
KEPT_S = 60.0
KEPT_ROWS = 5_000  # of what followed since: beyond it who starts would have more to read on than to read
_OURS = re.compile(r"[0-9a-f]{12}:[01]:")
KEPT_BYTES = 256 << 20  # of all pages together; beyond it they are made for each who asks


@dataclass(frozen=True, slots=True)
class Page:
    """What does not depend on who asks and when: the heads before it was read, its lines, where the next one begins."""

    as_of: Mapping[str, protocol.Mark]
    count: int
    lines: bytes
    next: str
    done: bool

    def is_left_behind(self, heads: Mapping[str, Head]) -> bool:
        """Whether rows that follow it are no longer kept, or too many do: who starts from it now could not go on."""
        missed = [heads[feed].seq - mark.seq for feed, mark in self.as_of.items() if feed in heads]
        below = any(mark.seq < heads[feed].floor for feed, mark in self.as_of.items() if feed in heads)
        return below or sum(missed) > KEPT_ROWS


@dataclass(slots=True)
class Build:
    """One walk over a scope, by whoever asks for the next page first. All its pages are younger than its first.

    A page is known by where it begins and how many cases it was to hold: a walk may begin with a small one.
    """

    id: str
    epoch: Epoch
    begun: float
    first: Page | None = None
    pages: dict[tuple[str, int], Page] = field(default_factory=dict)
    making: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, page: Page) -> Page:
        """A first page; one of another size goes on from where the first of all does: older pages follow it, too."""
        self.first = self.first or page
        return replace(page, as_of=self.first.as_of)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of a snapshot: the feeds, with the events of their cases or without."""

    scope: Scope
    events: bool = False


class Pages:
    """Synchronous; may be asked from many threads. `mono`: seconds of a clock that never jumps."""

    def __init__(
        self, database: Database, cities: Cities, clock: Clock, mono: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._cities = cities
        self._clock = clock
        self._mono = mono
        self._lock = threading.Lock()
        self._builds: dict[Asked, Build] = {}

    def page(self, station: Workstation, after: str = "", limit: int = 500, *, events: bool = False) -> bytes:
        """Head, at most `limit` cases after `after` (a `next` of ours; else from the start), tail."""
        asked, size = Asked(station.scope, events), max(1, min(limit, MAX_ROWS))
        with self._database.read() as connection:
            epoch, last = current_epoch(connection), last_settled(connection, station.console_id)
            heads = read_heads(connection, station.scope)
        begun, _, past = after.partition(":") if _is_ours(after) else ("", "", "")
        build = self._build(asked, begun, epoch, heads)
        page = self._made(build, asked, past, size)
        return self._told(page, epoch, last, build.id if build else begun)

    def some(self, station: Workstation, feed: str, buckets: Iterable[int], after: str = "", limit: int = 500) -> bytes:
        """The same of the cases of one feed in some buckets of its digest, see `rules.protocol.bucket`."""
        wanted, size = frozenset(buckets), max(1, min(limit, MAX_ROWS))
        table = tables.cases
        with self._database.read(still=True) as connection:
            epoch, last = current_epoch(connection), last_settled(connection, station.console_id)
            as_of = scoped.as_of(connection, station.scope)
            ids = connection.scalars(select(table.c.id).where(standing(frozenset({feed}))))
            found = sorted(id_ for id_ in ids if bucket(id_) in wanted)  # here, not by the database's own alphabet
            these = [id_ for id_ in found if id_ > after][:size]
            page = _page(as_of, len(found), size, scoped.of_ids(connection, these, station.scope))
        return self._told(page, epoch, last, "")

    def tidy(self) -> None:
        """Let go of pages that nobody will ask for any more."""
        with self._lock:
            self._builds = {asked: build for asked, build in self._builds.items() if self._is_young(build)}

    def _is_young(self, build: Build) -> bool:
        return self._mono() - build.begun < KEPT_S

    def _serves(self, build: Build, heads: Mapping[str, Head]) -> bool:
        first = build.first
        return self._is_young(build) and not (first and first.is_left_behind(heads))

    def _build(self, asked: Asked, begun: str, epoch: Epoch, heads: Mapping[str, Head]) -> Build | None:
        """The walk that the asker is on, or one to begin with; None: it is over, the page is made for it alone."""
        with self._lock:
            build = self._builds.get(asked)
            if build is not None and not (build.epoch.id == epoch.id and self._serves(build, heads)):
                build = None
            if begun:
                return build if build is not None and build.id == begun else None
            if build is None:
                build = self._builds[asked] = Build(secrets.token_hex(6), epoch, self._mono())
            return build

    def _made(self, build: Build | None, asked: Asked, after: str, size: int) -> Page:
        if build is None:
            return self._read(asked, after, size)
        with build.making:
            page = build.pages.get((after, size))
            if page is None:
                page = self._read(asked, after, size, build.first.count if build.first else None)
                if not after:
                    page = build.begin(page)
                is_younger = build.first is not None  # than the first one of whoever will get it
                if is_younger and self._has_room(len(page.lines)):
                    build.pages[after, size] = page
        return page

    def _has_room(self, size: int) -> bool:
        with self._lock:
            kept = sum(len(page.lines) for build in self._builds.values() for page in list(build.pages.values()))
        return kept + size <= KEPT_BYTES

    def _read(self, asked: Asked, after: str, size: int, count: int | None = None) -> Page:
        with self._database.read() as connection:
            as_of = scoped.as_of(connection, asked.scope)  # before the cases: they are never older than it says
            live = scoped.count(connection, asked.scope) if count is None else count
            lines = scoped.after(connection, asked.scope, after, size, events=asked.events)
        return _page(as_of, live, size, lines)

    def _told(self, page: Page, epoch: Epoch, last: tuple[int, str], begun: str) -> bytes:
        version, now = self._cities.current.version, self._clock.now()
        head = protocol.SnapshotHead(epoch.no, epoch.id, dict(page.as_of), page.count, version, now, *last)
        following = f"{begun}:{page.next}" if begun and not page.done else page.next
        tail = protocol.SnapshotTail(following, page.done, zlib.crc32(page.lines))
        return wire.canonical(head) + b"\n" + page.lines + wire.canonical(tail) + b"\n"


def _is_ours(after: str) -> bool:
    """Whether it names a walk: 12 hex digits, a colon, the rank and the id of the last case."""
    return _OURS.match(after) is not None


def _page(as_of: Mapping[str, protocol.Mark], count: int, limit: int, lines: Sequence[Line]) -> Page:
    """As many lines as fit; where all of a page that was not full fit, it is the last one."""
    room, taken = MAX_BYTES, 0
    for line in lines:
        room -= len(line.body)
        if room < 0 and taken:
            break
        taken += 1
    done = taken == len(lines) < limit
    following = "" if done or not taken else lines[taken - 1].at
    return Page(as_of, count, b"".join(line.body for line in lines[:taken]), following, done)
