"""The second copy of the outbox: a sealed line for every command and for everything that becomes of it.

A new command's line is appended and made durable right after the operator was told and before the server hears of it.
A personal record lies in a sealed file of its own, so that it can go the moment it must.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from console.models.disk import Disk
from console.models.entries import NewBlob
from console.models.journal import Journal, Line
from console.models.keys import FileKey
from console.models.outbox_rows import Told
from rules.wire import WireError, canonical, decode

COPY_NAME = "outbox.jsonl"
_LONG = 1_000_000  # bytes; a copy that has doubled since it was written anew holds enough dead lines to do it again
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A command as it was recorded: all its columns, and its photos."""

    id: str
    columns: Told
    blobs: tuple[NewBlob, ...] = ()


@dataclass(frozen=True, slots=True)
class Personal:
    """The sealed personal record of a command, under the name that its body has for it."""

    name: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Everything:
    """What the copy holds when it is written anew: who the console is, and all commands that are not archived."""

    me: Mapping[str, bytes]
    kept: Iterable[Kept]
    personal: Mapping[str, Personal]  # by the command's id


@dataclass(slots=True)
class Copied:
    """What was read of the copy, the commands by their ids as they last stood; `torn` lines could not be read."""

    me: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    personal: dict[str, Personal] = field(default_factory=dict)
    torn: int = 0


class SecondCopy:
    """Beside the outbox in `folder`. Only `keep` raises: what could not be appended makes the copy `lag` until then."""

    def __init__(self, folder: Path, key: FileKey, disk: Disk) -> None:
        self._journal, self._disk = Journal(folder / COPY_NAME, key, disk), disk
        self._people = folder / "outbox-personal"
        self._new: dict[str, Personal] = {}
        self._waiting: list[Line] = []
        self._gone: set[str] = set()
        self._unsynced, self._moved, self._written = False, False, 0
        self.lags = not self._journal.size or self._journal.is_torn

    def opens(self) -> bool:
        """Whether there is one and it was sealed with this key."""
        return self._journal.opens()

    def recorded(self, kept: Kept, k: int, personal: Personal | None = None) -> None:
        """A command was recorded: its line waits for `keep`, and the operator does not wait for the line."""
        if personal:
            self._new[kept.id] = personal
        self._unsynced = True
        self._waiting.append(Line("entry", k, canonical(kept)))

    def moved(self, ids: Iterable[str], **columns: str | int | None) -> None:
        """These columns of commands are other ones now."""
        self.moved_each(dict.fromkeys(ids, columns))

    def moved_each(self, columns: Mapping[str, Mapping[str, str | int | None]]) -> None:
        """As `moved`, for each command its own columns."""
        self._moved = True
        told = [Kept(command_id, dict(each)) for command_id, each in columns.items()]
        if told:
            self._append(Line("moved", 0, canonical(told)))

    def know(self, values: Mapping[str, bytes]) -> None:
        """Who the console is, or what it knows of itself, changed; what was typed into forms is not copied."""
        told = {name: value.hex() for name, value in values.items() if not name.startswith("draft ")}
        if told:
            self._append(Line("me", 0, canonical(told)))

    def catch_up(self) -> None:
        """Append the lines that wait."""
        if self._waiting:
            self._append()

    def _append(self, *lines: Line) -> None:
        self._unsynced, waiting, self._waiting = True, self._waiting, []
        try:
            for line in (*waiting, *lines):
                self._journal.append(line)
        except OSError as error:
            log.warning("the second copy lags behind: %s", error)
            self.lags = True

    def move_personal(self, command_id: str, to: str, personal: Personal) -> None:
        """The record belongs to another command now."""
        self._new[to] = personal
        self.drop_personal([command_id])

    def drop_personal(self, ids: Iterable[str]) -> None:
        """The personal records of these commands go at once."""
        for command_id in ids:
            self._new.pop(command_id, None)
            self._gone.add(command_id)
        self._sweep()

    def _sweep(self) -> None:
        for command_id in tuple(self._gone):
            try:
                self._disk.remove(self._people / command_id)
            except OSError as error:
                log.warning("a personal record is still here: %s", error)
            else:
                self._gone.discard(command_id)

    def keep(self, everything: Callable[[], Everything]) -> None:
        """All of it is on disk when this returns; one that lags or has grown long is written anew. OSError."""
        self.catch_up()
        if self.lags or self._is_long():
            self._rewrite(everything())
        elif self._unsynced:
            self._sync(everything)
        self._unsynced = False
        self._keep_personal()

    def _is_long(self) -> bool:
        return self._moved and self._journal.size > 2 * max(self._written, _LONG // 2)

    def _sync(self, everything: Callable[[], Everything]) -> None:
        """A file that cannot be synced is given up for a new one: some of its blocks may be bad."""
        try:
            self._journal.sync()
        except OSError:
            self._rewrite(everything())

    def _rewrite(self, now: Everything) -> None:
        me = {name: value.hex() for name, value in now.me.items()}
        lines = [Line("me", 0, canonical(me))]
        lines += [Line("entry", _k_of(kept), canonical(kept)) for kept in now.kept]
        self._journal.rewrite(lines)
        self.lags, self._moved, self._written = False, False, self._journal.size
        self._new |= {id_: each for id_, each in now.personal.items() if not (self._people / id_).exists()}

    def _keep_personal(self) -> None:
        self._sweep()
        if self._new:
            self._people.mkdir(mode=0o700, exist_ok=True)
        for command_id, personal in tuple(self._new.items()):
            self._disk.write_whole(self._people / command_id, canonical(personal))
            del self._new[command_id]

    def read(self) -> Copied:
        """All that can be read of it."""
        self.catch_up()
        lines, torn = self._journal.read()
        copied = Copied(torn=torn)
        for line in lines:
            _READERS[line.what](copied, line.body)
        copied.personal = {command_id: each for command_id in copied.kept if (each := self._read_personal(command_id))}
        return copied

    def _read_personal(self, command_id: str) -> Personal | None:
        body = self._disk.read(self._people / command_id)
        try:
            return decode(Personal, body) if body else None
        except WireError:
            return None


def _k_of(kept: Kept) -> int:
    return int(kept.columns.get("k") or 0)


def _read_me(copied: Copied, body: bytes) -> None:
    copied.me |= {name: bytes.fromhex(value) for name, value in decode(dict[str, str], body).items()}


def _read_entry(copied: Copied, body: bytes) -> None:
    kept = decode(Kept, body)
    copied.kept[kept.id] = kept


def _read_moved(copied: Copied, body: bytes) -> None:
    for moved in decode(list[Kept], body):
        if known := copied.kept.get(moved.id):
            copied.kept[moved.id] = Kept(known.id, known.columns | moved.columns, known.blobs)


_READERS = {"me": _read_me, "entry": _read_entry, "moved": _read_moved}
