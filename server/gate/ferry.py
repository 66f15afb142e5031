"""How files get to the other side: a folder that a network gate empties and fills, or anything with the same doors.

A gate that takes messages from a queue in place of files joins by a class of its own with the doors of `Ferry`: names
and bytes are all that it must carry, in any order, late, twice or not at all.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from server.database import CannotKeep
from server.gate.seal import ACK, BATCH, TO_CENTRE, TO_OUTSIDE, BadFile
from server.photos.lasting import keeping, make_folder, write_whole

MOST = 512 * 1024 * 1024
ASIDE, DRAFTS = "refused", ".drafts"
ASIDE_MOST = 200  # files: whoever sends rubbish does not fill the disk
ENDINGS = (f".{BATCH}", f".{ACK}")


class Ferry(Protocol):
    """Carries files both ways; what is put is whole or not there at all."""

    def put(self, name: str, data: bytes) -> None:
        """Give a file to be carried. Raises CannotKeep."""
        ...

    def waiting(self) -> frozenset[str]:
        """Our files that were not fetched yet."""
        ...

    def withdraw(self, names: Iterable[str]) -> None:
        """Our files that need not be carried any more."""
        ...

    def arrived(self) -> list[str]:
        """What has come, by name. Raises CannotKeep when it cannot be looked at."""
        ...

    def read(self, name: str) -> bytes:
        """One that has come. Raises BadFile (too large), FileNotFoundError and CannotKeep."""
        ...

    def done(self, name: str) -> None:
        """It was taken and need not stay."""
        ...

    def aside(self, name: str) -> None:
        """It is not taken; somebody may want to look at it."""
        ...


class FolderFerry:
    """`to_centre` and `to_outside` below one folder, on each side; the gate moves or copies files between the two."""

    def __init__(self, folder: Path, way: str) -> None:
        self._out = folder / way
        self._in = folder / (TO_OUTSIDE if way == TO_CENTRE else TO_CENTRE)

    def prepare(self) -> None:
        """Make both folders. Raises CannotKeep."""
        with keeping():
            for folder in (self._out, self._in):
                make_folder(folder)

    def put(self, name: str, data: bytes) -> None:
        """Whole and lasting under its name, or not at all. Raises CannotKeep."""
        write_whole(self._out / name, data, self._out / DRAFTS)

    def waiting(self) -> frozenset[str]:
        """Our files that are still there."""
        return frozenset(_names(self._out))

    def withdraw(self, names: Iterable[str]) -> None:
        """Take them away, where they still are."""
        for name in names:
            with contextlib.suppress(OSError):
                (self._out / name).unlink(missing_ok=True)

    def arrived(self) -> list[str]:
        """In the order of their names: that of their numbers within a stream."""
        return sorted(_names(self._in))

    def read(self, name: str) -> bytes:
        """The bytes. Raises BadFile, FileNotFoundError and CannotKeep."""
        try:
            if (size := (self._in / name).stat().st_size) > MOST:
                raise BadFile("large", size=size, most=MOST)
            return (self._in / name).read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise CannotKeep(error.strerror or error) from error

    def done(self, name: str) -> None:
        """Take it away."""
        with contextlib.suppress(OSError):
            (self._in / name).unlink(missing_ok=True)

    def aside(self, name: str) -> None:
        """Into the folder `refused`; the oldest of many give way."""
        folder = self._in / ASIDE
        with contextlib.suppress(OSError):
            make_folder(folder)
            (self._in / name).replace(folder / name)
            kept = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for file in kept[:-ASIDE_MOST]:
                file.unlink(missing_ok=True)


def _names(folder: Path) -> list[str]:
    """Whole files of ours; what a gate is still writing has another ending, or begins with a dot. Raises CannotKeep."""
    try:
        found = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CannotKeep(error.strerror or error) from error
    return [file.name for file in found if file.suffix in ENDINGS and not file.name.startswith(".") and file.is_file()]
