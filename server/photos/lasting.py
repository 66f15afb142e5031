"""Files that outlive a power cut: what was answered to a console must never be gone again."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.database import CannotKeep

PART = ".part"  # of a temporary name


def write_whole(file: Path, data: bytes, drafts: Path) -> None:
    """Keep bytes under a name, whole and lasting, or not at all. Raises CannotKeep.

    Its temporary name in the folder `drafts` is nobody else's: two that write the same file never mix their bytes.
    """
    temporary = drafts / f"{secrets.token_hex(16)}{PART}"
    with keeping(temporary):
        make_folder(drafts)
        with temporary.open("xb") as out:
            out.write(data)
            settle(out.fileno())
        rename(temporary, file)


def rename(source: Path, file: Path) -> None:
    """Give a whole file its name, in one lasting step."""
    make_folder(file.parent)
    source.replace(file)
    sync_folder(file.parent)


def settle(handle: int) -> None:
    """Wait until what was written to an open file is on the disk itself."""
    os.fsync(handle)


def make_folder(folder: Path) -> None:
    """Make a folder whose own name is lasting too."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder lasting; Windows does so by itself and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def keeping(temporary: Path | None = None) -> Iterator[None]:
    """Turns what the disk refuses into CannotKeep; a temporary file does not stay behind."""
    try:
        yield
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise CannotKeep(error.strerror or error) from error
