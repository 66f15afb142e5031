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


class NotOpened(LocalFilesError):
    """The folder or file cannot be opened or written: rights, a full disk."""

    rule = "error.not_opened"


class NotRecorded(LocalFilesError):
    """A command could not be made durable: nothing was recorded."""

    rule = "error.not_recorded"


class CacheDamaged(LocalFilesError):
    """The cache cannot be used any more; it is put aside and rebuilt."""

    rule = "error.cache_damaged"
