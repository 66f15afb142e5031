"""What is done to the file of a cache as a whole: put aside with what lies beside it, or deleted."""

import re
from contextlib import suppress
from pathlib import Path

_KEEP_BAD = 2
_BESIDE = ("-wal", "-shm")


def bad_copies(path: Path) -> list[Path]:
    """The damaged files that were put aside for `path`, oldest first."""
    return sorted(path.parent.glob(f"{path.stem}.bad-*"))


def put_aside(path: Path) -> None:
    """Rename a damaged file to `….bad-<n>` for whoever wants to look; two are kept. Raises OSError."""
    old = bad_copies(path)
    for each in old[: max(0, len(old) - _KEEP_BAD + 1)]:
        each.unlink()
    last = int(old[-1].name.rpartition("-")[2]) if old else 0
    remove_beside(path)
    if path.exists():
        path.rename(path.with_name(f"{path.stem}.bad-{last + 1:06d}"))


def remove_beside(path: Path) -> None:
    """Delete the log of a file that is closed or gone: it must never meet another one. Raises OSError."""
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def former(path: Path) -> list[Path]:
    """The caches of earlier versions in the place of a `cache-<name>-v<number>.db`, with all that lies beside them."""
    name, _, number = path.stem.rpartition("-v")
    version = re.compile(rf"{re.escape(name)}-v(\d+)\.")
    found = ((version.match(each.name), each) for each in path.parent.glob(f"{name}-v*"))
    return sorted(each for match, each in found if match and int(match[1]) < int(number))


def give_up(path: Path) -> None:
    """Delete a file that is of no use any more, where that can be done."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        remove_beside(path)
