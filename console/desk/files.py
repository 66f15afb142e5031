"""The local files in use: opened together, closed together, with what is kept in them beside cases and commands."""

from dataclasses import dataclass
from pathlib import Path

from console.facts import BlobOut, Pack, Station
from console.models.keys import KEY_FILE, Ring, find_key
from console.models.outbox import Outbox
from console.models.photos import Photos
from console.models.shelf import Shelf
from rules.city import City
from rules.pack import decode_city


@dataclass(frozen=True, slots=True)
class Files:
    """The open files; `key_in_file` when their key has just been put into a file, as there is no keyring."""

    outbox: Outbox
    shelf: Shelf
    photos: Photos
    key_in_file: bool = False

    def remarks(self) -> tuple[str, ...]:
        """What must be said about them: keys of the texts."""
        found = (
            ("notice.key_in_file", self.key_in_file),
            ("error.newer_outbox", self.outbox.read_only),
            ("notice.cache_rebuilt", self.shelf.was_damaged),
        )
        return tuple(key for key, holds in found if holds)

    def station(self) -> Station:
        """Who this console is to the server."""
        identity = self.outbox.identity
        epoch_no = int(self.outbox.me.recall("max_epoch_no") or b"0")
        return Station(identity.console_id, identity.incarnation, self.outbox.me.secret("token"), epoch_no)

    def saw_epoch(self, epoch_no: int) -> None:
        """Remember the highest epoch: a server of an older one is not followed any more."""
        if not self.outbox.read_only and epoch_no > int(self.outbox.me.recall("max_epoch_no") or b"0"):
            self.outbox.me.remember(max_epoch_no=str(epoch_no).encode())

    def city(self, version: str) -> City | None:
        """The city of a pack that is here, None when it is not. Raises BadPack when it cannot be read."""
        body = self.shelf.cache.pack(version) if version else None
        return decode_city(body) if body else None

    def keep_pack(self, pack: Pack, now: int) -> None:
        """Keep a pack that came."""
        self.shelf.cache.keep_pack(pack.version, pack.body, now)

    def next_blob(self) -> BlobOut | None:
        """The next photo that the server does not have; one whose bytes are gone is passed over."""
        for blob in self.outbox.waiting_blobs():
            body = self.photos.read(blob.sha256)
            if body is not None:
                return BlobOut(blob.sha256, blob.mime, body)
            self.outbox.blob_state(blob.sha256, "lost")
        return None

    def close(self) -> None:
        """Close them."""
        self.shelf.close()
        self.outbox.close()


def open_files(folder: Path, server: str, ring: Ring | None, key_file: Path | None = None) -> Files:
    """Open or create the files in `folder`; LocalFilesError when they cannot be used."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = key_file is not None or (folder / KEY_FILE).exists()  # chosen on purpose, or told at the first start
    key = find_key(folder, ring, key_file)
    return Files(Outbox(folder, key), Shelf(folder, key, server), Photos(folder), key.in_file and not known)
