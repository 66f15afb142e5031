"""The cache: it holds what its cursor says, and after quiescence just what the server holds."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from .canon import newness
from .findings import Violation
from .ledger import Ledger
from .source import Source, Unreadable, file_key, sha256


class Picture(NamedTuple):
    """What a cache said at one instant: its cursor by feed, its epoch, and version and image of each case."""

    marks: dict[str, Any]
    epoch: str
    images: dict[str, tuple[int, bytes]]


class CacheFile:
    """The cache in one console's folder; `scope` names the feeds that it may see, None = all."""

    def __init__(self, name: str, folder: Path, vfs: str = "", scope: frozenset[str] | None = None) -> None:
        self.name, self.folder, self.scope = name, folder, scope
        self._vfs = vfs

    def path(self) -> Path | None:
        """The file in use, None when there is none."""
        return next(iter(sorted(self.folder.glob("cache-*-v*.db"))), None)

    def texts(self) -> list[bytes]:
        """Everything that is said in it; nothing when it cannot be read."""
        try:
            picture = self.picture()
        except Unreadable:
            return []
        return [image for _, image in picture.images.values()] if picture else []

    def picture(self) -> Picture | None:
        """What it says at this instant, None when there is none. Raises one of `Unreadable`."""
        path = self.path()
        if path is None:
            return None
        source = Source(str(path), file_key(self.folder), self._vfs)
        try:
            with source.still():
                meta = dict(source.rows("SELECT k, v FROM meta"))
                cases = source.rows("SELECT id, version, image FROM cases")
        finally:
            source.close()
        marks = dict(json.loads(bytes(meta.get("marks", b"{}"))).items())
        images = {row[0]: (row[1], bytes(row[2])) for row in cases}
        return Picture(marks, bytes(meta.get("epoch", b"")).decode(), images)

    def check(self, ledger: Ledger, *, quiet: bool) -> list[Violation]:
        """Against the server's books; `quiet`: it must have caught up. An unreadable one is rebuilt: no fault yet."""
        try:
            picture = self.picture()
        except Unreadable as error:
            return [Violation("I6", self.name, f"the cache cannot be read: {error}")] if quiet else []
        if picture is None:
            return [Violation("I6", self.name, "there is no cache")] if quiet else []
        return self.compare(ledger, picture, quiet=quiet)

    def compare(self, ledger: Ledger, picture: Picture, *, quiet: bool) -> list[Violation]:
        """The same of what was read before the books were."""
        marks, images = picture.marks, picture.images
        of_now = picture.epoch == ledger.epoch
        if of_now and not all(_in_history(ledger, feed, mark) for feed, mark in marks.items()):
            return [Violation("I5", self.name, "its cursor stands where no row of this epoch is")]
        found = self._behind_marks(ledger, marks, images) if of_now else []
        found += [
            Violation("I5", self.name, f"{case_id}: version {version}, its image says otherwise")
            for case_id, (version, image) in images.items()
            if json.loads(image).get("version", 0) != version
        ]
        return found + (self._quiet(ledger, marks, images, of_now=of_now) if quiet else [])

    def _behind_marks(
        self, ledger: Ledger, marks: dict[str, Any], images: dict[str, tuple[int, bytes]]
    ) -> list[Violation]:
        """The image of each (feed, seq ≤ mark) is here in that version or a newer one, unless it left that feed."""
        found: list[Violation] = []
        wanted: dict[str, tuple[int, int]] = {}
        unsure: set[str] = set()  # left a feed, or moved on beyond the marks: what is here may be either
        for feed, mark in marks.items():
            state = ledger.feeds.get(feed)
            stands: dict[str, tuple[int, int]] = {}
            for row in state.rows if state else ():
                if row.seq > mark["seq"]:
                    unsure.add(row.case_id)
                elif row.kind in {"left", "retired"}:
                    unsure.add(row.case_id)
                    stands.pop(row.case_id, None)  # another feed that has it may stand further back
                elif row.kind == "case":
                    stands[row.case_id] = max(stands.get(row.case_id, (0, 0)), newness(row.image))
            for case_id, newest in stands.items():
                wanted[case_id] = max(wanted.get(case_id, (0, 0)), newest)
        for case_id, newest in wanted.items():
            here = images.get(case_id)
            if here is None and case_id not in unsure:
                found.append(Violation("I5", self.name, f"{case_id} is behind the cursor and not here"))
            elif here is not None and newness(json.loads(here[1])) < newest:
                found.append(Violation("I5", self.name, f"{case_id} is older than the cursor says"))
        return found

    def _quiet(
        self, ledger: Ledger, marks: dict[str, Any], images: dict[str, tuple[int, bytes]], *, of_now: bool
    ) -> list[Violation]:
        seen = {feed: state for feed, state in ledger.feeds.items() if self.scope is None or feed in self.scope}
        late = [
            f"{feed} {marks.get(feed, {}).get('seq', 0)} of {state.seq}"
            for feed, state in seen.items()
            if marks.get(feed, {}).get("seq", 0) != state.seq
        ]
        if late or not of_now:
            return [Violation("I9", self.name, f"the cache has not caught up: {', '.join(late) or 'another epoch'}")]
        live = {
            case_id: digest
            for case_id, (digest, feeds) in ledger.live().items()
            if self.scope is None or self.scope & set(feeds.split())
        }
        here = {case_id: sha256(image) for case_id, (_, image) in images.items()}
        apart = sorted(case_id for case_id in live.keys() | here.keys() if live.get(case_id) != here.get(case_id))
        return [Violation("I6", self.name, f"{case_id}: {_side(case_id, live, here)}") for case_id in apart]


def _in_history(ledger: Ledger, feed: str, mark: dict[str, Any]) -> bool:
    """Whether the row that a mark names is the one that stands there now; a row that is kept no more says nothing."""
    state = ledger.feeds.get(feed)
    if state is None or not state.rows:
        return mark["seq"] == 0
    if mark["seq"] < state.rows[0].seq:
        return True
    return any(row.seq == mark["seq"] and row.chain == mark["chain"] for row in reversed(state.rows))


def _side(case_id: str, live: dict[str, str], here: dict[str, str]) -> str:
    if case_id not in here:
        return "missing here"
    return "differs" if case_id in live else "not in the live scope any more"
