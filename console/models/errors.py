"""What can be wrong with the local files. Each names the key of its text; none of them loses a recorded command."""

from pathlib import Path


class LocalFilesError(Exception):
    """The console's own files cannot be used as they should. `rule` is a key of the texts, `details` fill it."""

    rule = "error.local_files"

    def __init__(self, path: Path, **details: object) -> None:
        super().__init__(f"{self.rule}: {path}")
        self.path = path
        self.details = {"path": str(path), **{key: str(value) for key, value in details.items()}}


class SecondProgram(LocalFilesError):
    """Another program holds these local files."""

    rule = "error.second_program"


class WrongKey(LocalFilesError):
    """The key does not open the file, or the key is gone from the keyring."""

    rule = "error.wrong_key"


class KeyUnproven(WrongKey):
    """The outbox does not open, and nothing else here tells whether the key or the file is at fault."""

    rule = "error.key_unproven"


class NotOpened(LocalFilesError):
    """The folder or file cannot be opened or written: rights, a full disk."""

    rule = "error.not_opened"


class NotRecorded(LocalFilesError):
    """A command could not be made durable: nothing was recorded."""

    rule = "error.not_recorded"


class DiskFull(NotRecorded):
    """There is no room left for it, the ballast given up: nothing was recorded."""

    rule = "error.disk_full"


class DiskRefuses(NotRecorded):
    """The disk does not write: it is failing, or a quota is used up. Nothing was recorded."""

    rule = "error.disk_refuses"


class OutboxDamaged(NotRecorded):
    """The outbox cannot be read or written at some place: the next start saves what can be read."""

    rule = "error.outbox_damaged"


class CacheDamaged(LocalFilesError):
    """The cache cannot be used any more; it is put aside and rebuilt."""

    rule = "error.cache_damaged"


class CacheFull(LocalFilesError):
    """The disk takes nothing more of the cache: it goes on in memory."""

    rule = "error.cache_full"


class CacheHeld(CacheFull):
    """Another program holds the cache: it is tried again."""

    rule = "error.cache_held"


class SnapshotMixed(Exception):
    """Pages of two snapshots, or fewer cases than were told: it is begun again."""

    rule = "notice.snapshot"

    def __init__(self) -> None:
        super().__init__(self.rule)
        self.details = {"reason": "link.snapshot_mixed"}
