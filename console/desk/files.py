"""The local files in use: opened together, closed together, with what is kept in them beside cases and commands."""

import logging
from dataclasses import dataclass
from pathlib import Path

from console.facts import Pack, Station
from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.errors import LocalFilesError, NotOpened, NotRecorded
from console.models.file import DatabaseError
from console.models.keys import KEY_FILE, Ring, find_key
from console.models.outbox import Outbox
from console.models.outbox_opening import Salvaged, open_outbox
from console.models.photos import Photos
from console.models.salvage import UNKNOWN
from console.models.shelf import Shelf

log = logging.getLogger(__name__)
Remark = tuple[str, dict[str, str]]  # a key of the texts, and what fills it


@dataclass(frozen=True, slots=True)
class Files:
    """The open files; `key_in_file` when their key has just been put into a file, as there is no keyring."""

    outbox: Outbox
    shelf: Shelf
    photos: Photos
    key_in_file: bool = False
    salvaged: Salvaged | None = None

    @property
    def folder(self) -> Path:
        """Where they all lie."""
        return self.photos.folder.parent

    def remarks(self) -> tuple[Remark, ...]:
        """What must be said about them."""
        found = (
            ("notice.key_in_file", self.key_in_file),
            (self.outbox.closed_for, self.outbox.read_only),
            (self.outbox.uncounted, bool(self.outbox.uncounted)),
            ("notice.cache_rebuilt", self.shelf.was_damaged),
            ("notice.cache_in_memory", self.shelf.in_memory),
        )
        return (*self._saved(), *((key, {}) for key, holds in found if holds))

    def _saved(self) -> tuple[Remark, ...]:
        """A damaged outbox is told first, and how much of it is here."""
        saved = self.salvaged
        if saved is None:
            return ()
        key = "notice.salvaged_none" if saved.lost == UNKNOWN else "notice.salvaged"
        key = "notice.salvaged_partly" if saved.lost > 0 else key
        return ((key, {"count": str(saved.count), "lost": str(saved.lost), "file": saved.file}),)

    def station(self) -> Station:
        """Who this console is to the server."""
        identity = self.outbox.identity
        epoch_no = int(self.outbox.me.recall("max_epoch_no") or b"0")
        me = self.outbox.me
        token, once = me.secret("token"), me.secret("renewal")
        return Station(identity.console_id, identity.incarnation, token, epoch_no, once)

    def saw_epoch(self, epoch_no: int) -> None:
        """Remember the highest epoch: a server of an older one is not followed any more."""
        me, told = self.outbox.me, str(epoch_no).encode()
        try:
            if epoch_no > int(me.recall("max_epoch_no") or b"0"):
                me.remember(max_epoch_no=told)
        except NotRecorded:
            me.hold(max_epoch_no=told)

    def pack(self, version: str) -> bytes | None:
        """A city pack that is here, None when it is not or its pages are damaged."""
        return (self.shelf.pack(version) or None) if version else None

    def keep_pack(self, pack: Pack, now: int) -> None:
        """Keep a pack that came."""
        self.shelf.keep_pack(pack.version, pack.body, now)

    def close(self) -> None:
        """Close them; photos that were only looked at make room for new ones."""
        try:
            self.photos.trim({blob.sha256 for blob in self.outbox.missing_blobs()})
        except (OSError, DatabaseError, LocalFilesError) as error:
            log.warning("the photos were not looked through: %s", error)
        try:
            self.shelf.close()
        finally:
            self.outbox.close()


def open_files(
    folder: Path,
    server: str,
    ring: Ring | None,
    key_file: Path | None = None,
    ballast: int = 0,
    disk: Disk | None = None,
) -> Files:
    """Open or create the files in `folder`; LocalFilesError when they cannot be used. `ballast` in bytes."""
    disk, reserve = disk or Disk(), Ballast(folder, ballast)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise NotOpened(folder, why=error) from error
    known = key_file is not None or (folder / KEY_FILE).exists()  # chosen on purpose, or told at the first start
    key = find_key(folder, ring, key_file, disk)
    outbox, salvaged = open_outbox(folder, key, disk, reserve)
    files = Files(outbox, Shelf(folder, key, server), Photos(folder, key, disk), key.in_file and not known, salvaged)
    reserve.restore()
    return files
