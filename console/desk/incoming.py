"""The way in, without threads and timers: rows and pages into the cache, and from where to follow next."""

from dataclasses import dataclass

from console.desk.desk import Desk
from console.facts import Changes, Cursor, SnapshotPage


@dataclass(frozen=True, slots=True)
class Came:
    """What a batch brought: cases to show anew, from where to follow, the city told, commands pushed again."""

    ids: frozenset[str]
    follow: Cursor
    city: str = ""
    again: int = 0


@dataclass(frozen=True, slots=True)
class Paged:
    """What a page brought: cases to show at once, whether it was the last, whether all is shown by the pages.

    Then from where to follow, and how many commands are pushed again.
    """

    ids: frozenset[str]
    done: bool
    whole: bool
    follow: Cursor
    again: int = 0


class Incoming:
    """Takes what the server tells. `CacheDamaged` and `CacheFull` pass through."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def changes(self, changes: Changes) -> Came:
        """A batch, or a piece of one."""
        taken = self._desk.take(changes)
        follow = Cursor() if taken.new_epoch else self._desk.cursor()
        return Came(taken.ids, follow, taken.city or changes.head.city, taken.again)

    def page(self, page: SnapshotPage) -> Paged:
        """A page of a snapshot; with the last one its cursor counts."""
        taken = self._desk.take_snapshot(page)
        follow = self._desk.cursor() if taken.done else Cursor(after=page.tail.next)
        return Paged(taken.ids, taken.done, taken.whole, follow, taken.again)

    def wanted(self, reason: str) -> Cursor:
        """The cursor is of no use: where a snapshot begins. The old picture stays until that is whole."""
        del reason  # it is said to the operator; to the cursor all reasons are the same
        return Cursor()

    def damaged(self) -> Cursor:
        """The cache is damaged: an empty one, to be filled by a snapshot."""
        self._desk.rebuild_cache()
        return Cursor()
