"""What is done to the file of a cache as a whole: put aside with what lies beside it, or deleted."""

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


def give_up(path: Path) -> None:
    """Delete a file that is of no use any more, where that can be done."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        remove_beside(path)
