"""The console's side: what was called queued is in the outbox, and ends as the server's books say."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from .findings import Violation
from .ledger import Ledger
from .sealed import ARCHIVES, SECOND, ids_aside
from .source import Source, Unreadable, file_key, sha256

_ROWS = "SELECT k, id, n, case_id, state, outcome, ack_epoch, body, hash, earlier, withdrawn FROM outbox ORDER BY k"
_UNSENT = frozenset({"queued", "offered"})
# Answers that the server keeps under no id.
_NOT_KEPT = frozenset({"rule.id_reused", "rule.form", "rule.unreadable", "rule.too_large"})


class Entry(NamedTuple):
    """One recorded command."""

    k: int
    id: str
    n: int | None
    case_id: str
    state: str
    outcome: bytes | None
    ack_epoch: str
    body: bytes
    hash: str
    earlier: bytes | None  # what was answered before it went again under another number
    withdrawn: bool

    @property
    def is_first(self) -> bool:
        """Whether the server hears of it for the first time under the number that it has."""
        return self.n is not None and not (self.earlier or self.withdrawn)

    @property
    def said(self) -> dict[str, Any]:
        """The outcome that is kept with it."""
        return dict(json.loads(bytes(self.outcome))) if self.outcome else {}


class OutboxFile:
    """The outbox in one console's folder, with the sealed lines beside it."""

    def __init__(self, name: str, folder: Path, vfs: str = "") -> None:
        self.name, self.folder = name, folder
        self._vfs = vfs

    def entries(self) -> list[Entry]:
        """All rows. Raises one of `Unreadable`."""
        source = self.open()
        try:  # one statement: all rows are of one instant
            return [Entry(*row) for row in source.rows(_ROWS)]
        finally:
            source.close()

    def open(self) -> Source:
        """The file, for reading."""
        return Source(str(self.folder / "outbox.db"), file_key(self.folder), self._vfs)

    def photos(self) -> dict[str, str]:
        """sha256 → state of the photos to send."""
        source = self.open()
        try:
            return dict(source.rows("SELECT sha256, state FROM blobs_out"))
        finally:
            source.close()

    def look(self, witnessed: set[str], *, sound: bool = False) -> list[Violation]:
        """What must hold at every moment at which the file can be read.

        `sound`: no fault has damaged the file, or it was made good since: what is not in it is in the archive, for it
        is kept until the server has it for good. The second copy alone is not enough then.
        """
        try:
            entries = self.entries()
        except (*Unreadable, OSError, ValueError) as error:
            return [Violation("I1", self.name, f"the outbox cannot be read: {error}")]
        return self.hold(entries, witnessed, sound=sound)

    def hold(self, entries: list[Entry], witnessed: set[str], *, sound: bool) -> list[Violation]:
        """The same of what was read; `witnessed` was told before that."""
        missing = witnessed - {entry.id for entry in entries}
        here = ids_aside(self.folder, ARCHIVES if sound else SECOND + ARCHIVES) if missing else set()
        lost = sorted(missing - here)
        found = [Violation("I1", self.name, f"{id_} was called queued and is nowhere") for id_ in lost]
        changed = [entry for entry in entries if sha256(bytes(entry.body)) != entry.hash]
        found += [Violation("I1", self.name, f"the bytes of {entry.id} changed") for entry in changed]
        return found + self._order(entries)

    def _order(self, entries: list[Entry]) -> list[Violation]:
        """On one case the numbers follow the order in which the commands were recorded, whatever the clocks said.

        What goes again may have a higher number than what the server heard of since: `settled` looks at its books.
        """
        found: list[Violation] = []
        last: dict[str, Entry] = {}
        for entry in filter(lambda one: one.is_first, entries):
            before = last.setdefault(entry.case_id, entry)
            if before.n is not None and entry.n < before.n:
                what = f"{entry.case_id}: k {before.k} has n {before.n}, k {entry.k} has n {entry.n}"
                found.append(Violation("I8", self.name, what))
            last[entry.case_id] = entry
        return found

    def settled(self, ledger: Ledger, *, quiet: bool, also_elsewhere: frozenset[str] = frozenset()) -> list[Violation]:
        """What became of the commands; `quiet`: everything was let through and had its time.

        `also_elsewhere`: a copy of this folder had them, too, and may have sent them before their turn here.
        """
        return self.ended(self.entries(), ledger, quiet=quiet, also_elsewhere=also_elsewhere)

    def ended(
        self, entries: list[Entry], ledger: Ledger, *, quiet: bool, also_elsewhere: frozenset[str] = frozenset()
    ) -> list[Violation]:
        """The same of what was read before the books were."""
        epoch = ledger.epoch
        found: list[Violation] = []
        newest: dict[str, int] = {}
        for entry in entries:
            if entry.state in _UNSENT:
                if quiet:
                    found.append(Violation("I9", self.name, f"{entry.id} is still {entry.state}"))
                continue
            kept = ledger.outcome(entry.id)
            found += self._one(entry, kept, epoch, quiet=quiet)
            if entry.id not in also_elsewhere:
                found += self._overtaken(entry, kept, newest)
        return found

    def _overtaken(self, entry: Entry, kept: bytes | None, newest: dict[str, int]) -> list[Violation]:
        """Whether the books have a later command of this console on the same case before this one."""
        said = json.loads(kept) if kept else {}
        if not said.get("state") == entry.said.get("state") == "accepted":  # refused here: its id was another one's
            return []
        version, before = said["version"], newest.get(entry.case_id, 0)
        newest[entry.case_id] = max(version, before)
        late = version < before
        return [Violation("I8", self.name, f"{entry.id}: version {version} after {before}")] if late else []

    def _one(self, entry: Entry, kept: bytes | None, epoch: str, *, quiet: bool) -> list[Violation]:
        said = entry.said
        if not said:
            silent = entry.state not in {"withdrawn", "resolved", "unreadable"}
            return [Violation("I3", self.name, f"{entry.id} is {entry.state} without an outcome")] if silent else []
        if said.get("rule") in _NOT_KEPT:
            return []
        if kept is None:
            lost = entry.ack_epoch == epoch or (quiet and said.get("state") in {"accepted", "already_done"})
            return [Violation("I3", self.name, f"{entry.id}: {said.get('state')}, not in the books")] if lost else []
        if entry.ack_epoch == epoch and kept != entry.outcome:
            return [Violation("I2", self.name, f"{entry.id}: its outcome is another one in the books")]
        return []
