"""The fake disk of one machine: a folder whose SQLite files die, fill up, fail or lose their power as planned.

Nothing of the programs is touched: it stands behind SQLite's system layer (`vfs`). A kill leaves a copy of the folder
as it was at that operation; the program that goes on meets errors alone and is abandoned.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.together.faults.l1.plan import Plan
from tests.together.faults.l1.vfs import FULL, IOERR, IOERR_FSYNC, IOERR_READ, IOERR_WRITE, OK, Layer

SECTOR = 512
PLACE = "-place"  # the end of the name of what a copy is told by, see `server.dialect.lineage`


@dataclass(slots=True)
class Write:
    """One write or cut that is not synced: what stood there, what came, and the length before."""

    at: int
    old: bytes
    new: bytes
    size: int


@dataclass(slots=True)
class Unsynced:
    """What was done to one file since its last sync; `is_new`: it was made since."""

    writes: list[Write] = field(default_factory=list)
    is_new: bool = False


class Disk:
    """The folder `incarnation-<n>` below `root`; a new one after each kill."""

    def __init__(self, layer: Layer, root: Path, dice: Random) -> None:
        self._layer, self._root, self._dice = layer, root, dice
        self._number = 0
        self.plan = Plan()
        self.folder = root / "incarnation-0"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.left: Path | None = None  # what a killed program left behind
        self.undone = 0  # unsynced bytes that the last power loss took
        self.operations = 0
        self._unsynced: dict[int, Unsynced] = {}
        layer.watch(self.folder, self)

    @property
    def dead(self) -> bool:
        """Whether the program on it was killed: nothing that it still does counts."""
        return self.left is not None

    def kill(self) -> None:
        """Kill it between two operations."""
        self._die(power=False)

    def reborn(self) -> Path:
        """The folder of the next incarnation: what the killed one left, or the same folder after an orderly end."""
        if self.left is not None:
            self._layer.forget(self.folder)
            _stay_in_place(self.folder, self.left)
            self.folder, self.left = self.left, None
            self._layer.watch(self.folder, self)
            self._unsynced.clear()
        self.plan = Plan()
        return self.folder

    def close(self) -> None:
        """Nobody is asked any more."""
        self._layer.forget(self.folder)

    # what the system layer asks ---------------------------------------------------------------------------------------
    def write(self, path: Path, at: int, old: bytes, new: bytes, size: int) -> int:
        """One write."""
        if refused := self._refused("write", grows=at + len(new) > size):
            return refused
        self._of(path, is_new=size == 0).writes.append(Write(at, old, new, size))
        return OK

    def sync(self, path: Path) -> int:
        """One sync: what was written stays."""
        if refused := self._refused("sync"):
            return refused
        self._unsynced.pop(_inode(path), None)
        return OK

    def truncate(self, path: Path, size: int, tail: bytes) -> int:
        """One cut: undone, the tail comes back."""
        if refused := self._refused("write"):
            return refused
        self._of(path).writes.append(Write(size, tail, b"", size + len(tail)))
        return OK

    def read(self, _path: Path) -> int:
        """One read."""
        if self.dead:
            return IOERR_READ
        return IOERR_READ if self.plan.reads_fail() else OK

    def delete(self, path: Path) -> int:
        """A removal."""
        if refused := self._refused("write"):
            return refused
        self._unsynced.pop(_inode(path), None)
        return OK

    def _refused(self, what: str, *, grows: bool = False) -> int:
        if self.dead:
            return IOERR
        self.operations += 1
        deed = self.plan.next(what, grows=grows)
        if deed in {"kill", "power"}:
            self._die(power=deed == "power")
            return IOERR
        if deed == "full":
            return FULL
        if deed == "error":
            return IOERR_FSYNC if what == "sync" else IOERR_WRITE
        return OK

    def _of(self, path: Path, *, is_new: bool = False) -> Unsynced:
        return self._unsynced.setdefault(_inode(path), Unsynced(is_new=is_new))

    # dying ------------------------------------------------------------------------------------------------------------
    def _die(self, *, power: bool) -> None:
        self._number += 1
        left = self._root / f"incarnation-{self._number}"
        inodes = {file.stat().st_ino: file.relative_to(self.folder) for file in self._files()}
        shutil.copytree(self.folder, left, ignore=shutil.ignore_patterns("*-shm"))
        self.undone = 0
        if power:
            for inode, name in inodes.items():
                if inode in self._unsynced:
                    self.undone += self._lose(left / name, self._unsynced[inode])
        self.left = left

    def _files(self) -> list[Path]:
        return sorted(file for file in self.folder.rglob("*") if file.is_file() and not file.name.endswith("-shm"))

    def _lose(self, file: Path, unsynced: Unsynced) -> int:
        """The file as it was synced, with a part of what came since, some of it torn; how many bytes were lost."""
        if unsynced.is_new and self._dice.random() < 0.5:
            size = file.stat().st_size
            file.unlink()
            return size
        content, lost = bytearray(file.read_bytes()), 0
        for write in reversed(unsynced.writes):
            _undo(content, write)
        for write in unsynced.writes:
            kept = _torn(write.new, self._dice)
            lost += len(write.new) - len(kept)
            if kept or not write.new:
                _do(content, Write(write.at, write.old, kept, write.size))
        file.write_bytes(bytes(content))
        return lost


def _stay_in_place(before: Path, left: Path) -> None:
    """What a kill left takes the place of the folder, and is no copy to who lives there: only the name is another."""
    for old in before.iterdir():
        if not old.name.endswith(PLACE):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in left.iterdir():
        if not (new.name.endswith(PLACE) and (before / new.name).exists()):
            new.rename(before / new.name)
    shutil.rmtree(left)
    before.rename(left)


def _torn(new: bytes, dice: Random) -> bytes:
    """All of it, nothing, or some first sectors."""
    chance = dice.random()
    if chance < 0.4:
        return new
    return b"" if chance < 0.8 else new[: SECTOR * dice.randrange(1 + len(new) // SECTOR)]


def _undo(content: bytearray, write: Write) -> None:
    content[write.at : write.at + len(write.old)] = write.old
    del content[write.size :]


def _do(content: bytearray, write: Write) -> None:
    if not write.new:
        del content[write.at :]  # a cut
        return
    content.extend(bytes(max(0, write.at - len(content))))
    content[write.at : write.at + len(write.new)] = write.new


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0
