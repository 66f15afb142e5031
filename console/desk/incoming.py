"""The way in, without threads and timers: rows and pages into the cache, and from where to follow next.

A console that begins with nothing shows what waits for somebody before it keeps any of it: these pages of a snapshot
come first, and wait in memory until they are all shown. Cut off before, it asks for them again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from console.desk.desk import Desk
from console.facts import Changes, Cursor, SnapshotPage
from console.models.cache import ACTIVE_STAGES
from console.models.incoming import images_of, parts_of

AHEAD = 8
"""Pages that are shown and not kept yet, at most: the room that they take in memory."""


@dataclass(frozen=True, slots=True)
class Came:
    """What a batch brought: cases to show anew, from where to follow, the city told, commands pushed again."""

    ids: frozenset[str]
    follow: Cursor
    city: str = ""
    again: int = 0


@dataclass(frozen=True, slots=True)
class Paged:
    """What a piece of a page brought: cases to show at once, and whether the page is `over`.

    Then: whether it was the last of all, whether all is shown by the pages, from where to follow, and how many commands
    are pushed again.
    """

    ids: frozenset[str] = frozenset()
    over: bool = False
    done: bool = False
    whole: bool = False
    follow: Cursor = field(default_factory=Cursor)
    again: int = 0


class Incoming:
    """Takes what the server tells. `CacheDamaged` and `CacheFull` pass through."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ahead: list[SnapshotPage] = []  # shown, and not kept yet

    def changes(self, changes: Changes) -> Came:
        """A batch, or a piece of one."""
        taken = self._desk.take(changes)
        follow = Cursor() if taken.new_epoch else self._desk.cursor()
        return Came(taken.ids, follow, taken.city or changes.head.city, taken.again)

    def page(self, page: SnapshotPage, size: int) -> Iterator[Paged]:
        """A page of a snapshot in pieces of at most `size` cases, each taken when it is asked for; the last is `over`.

        With the last page its cursor counts. What is broken off is asked for again: see `resume`.
        """
        if page.first:
            self._ahead.clear()
        seen = self._comes_first(page)
        if seen:
            for piece in parts_of(page, size):
                yield Paged(self._desk.see_page(piece))
            if not page.tail.done and len(self._ahead) < AHEAD:
                self._ahead.append(page)
                yield Paged(over=True, follow=Cursor(after=page.tail.next))
                return
        yield from self._keep_ahead(size)
        for piece in parts_of(page, size):
            ids = frozenset[str]() if seen else self._desk.see_page(piece)
            yield self._kept(piece, ids, over=piece.tail is page.tail)

    def _comes_first(self, page: SnapshotPage) -> bool:
        """Whether cases of it wait for somebody at the centre, of whom nothing else is shown: these are told first."""
        first = images_of(page.lines[:1])
        return bool(first) and first[0].stage.value in ACTIVE_STAGES and self._desk.shows_pages

    def _keep_ahead(self, size: int) -> Iterator[Paged]:
        while self._ahead:
            for piece in parts_of(self._ahead[0], size):
                yield self._kept(piece, frozenset())
            del self._ahead[0]

    def _kept(self, piece: SnapshotPage, ids: frozenset[str], *, over: bool = False) -> Paged:
        try:
            taken = self._desk.take_snapshot(piece)
        except BaseException:
            self._ahead.clear()  # what follows a page that is not kept is asked for again
            raise
        follow = self._desk.cursor() if taken.done else Cursor(after=piece.tail.next)
        return Paged(ids | taken.ids, over, taken.done, taken.whole, follow, taken.again)

    def resume(self) -> str:
        """Where a snapshot goes on that has not come to its end, "" = from its beginning."""
        return self._ahead[-1].tail.next if self._ahead else self._desk.files.shelf.resume()

    def cease(self) -> None:
        """What was shown and not kept is of no use: another snapshot begins, or the files are closed."""
        self._ahead.clear()

    def wanted(self, reason: str) -> Cursor:
        """The cursor is of no use: where a snapshot begins. The old picture stays until that is whole."""
        del reason  # it is said to the operator; to the cursor all reasons are the same
        self.cease()
        return Cursor()

    def damaged(self) -> Cursor:
        """The cache is damaged: an empty one, to be filled by a snapshot."""
        self.cease()
        self._desk.rebuild_cache()
        return Cursor()
