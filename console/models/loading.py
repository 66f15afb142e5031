"""A snapshot on its way into a cache of its own: page by page, of one epoch, over a restart too."""

from dataclasses import dataclass

from console.facts import Cursor, SnapshotPage
from console.models.cache import Cache
from console.models.errors import SnapshotMixed
from rules.protocol import SnapshotHead
from rules.wire import canonical


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a page. `cursor`: it was the last one. `whole`: all pages were shown as they came, in this run."""

    cursor: Cursor | None = None
    whole: bool = False


class Loading:
    """`shows`: its cases are shown as they come, see `Shelf`. `strict`: a wrong number of cases counts."""

    def __init__(self, cache: Cache, shows: bool, strict: bool) -> None:
        self.cache = cache
        self._shows, self._strict = shows, strict
        self.shown_whole = False

    @property
    def after(self) -> str:
        """Where it goes on, "" = it has not come so far as one page."""
        return self.cache.recall("loading_after").decode()

    def put(self, page: SnapshotPage) -> None:
        """Take a page, or a part of one whose tail names nothing yet.

        Raises SnapshotMixed when it belongs to another snapshot, or cases are missing at the end.
        """
        values = self._begun(page.head) if page.first else self._same(page.head)
        values |= {"as_of": str(page.head.server_time).encode(), "city": page.head.city.encode()}
        if page.tail.next:
            values["loading_after"] = page.tail.next.encode()
        if page.tail.done:
            first = values.get("first_marks") or self.cache.recall("first_marks")
            values |= {"marks": first, "exact_from": canonical(page.head.as_of), "loading_after": b""}
            values |= {"epoch": page.head.epoch_id.encode(), "epoch_no": str(page.head.epoch_no).encode()}
        self.cache.put_page(page, values)
        if page.tail.done:
            self._check_count(page.head)

    def _begun(self, head: SnapshotHead) -> dict[str, bytes]:
        self.shown_whole = self._shows
        count = str(head.count).encode()
        return {"first_marks": canonical(head.as_of), "loading_epoch": head.epoch_id.encode(), "loading_count": count}

    def _same(self, head: SnapshotHead) -> dict[str, bytes]:
        """Rows between two epochs are in no feed: pages of both would leave holes that nothing finds."""
        if self.cache.recall("loading_epoch") != head.epoch_id.encode():
            raise SnapshotMixed
        return {}

    def _check_count(self, head: SnapshotHead) -> None:
        """Where nothing moved between the first page and the last, exactly the told number of cases is here."""
        still = self.cache.marks("first_marks") == head.as_of
        if self._strict and still and int(self.cache.recall("loading_count")) != self.cache.count():
            raise SnapshotMixed
