"""Units of work of the faults: each done one is a line of a journal, so that a run goes on where it was cut off.

A line says which source it tested (`of`); what was done with other sources counts for nothing.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.together.faults.sources import counts

ROOT = Path(__file__).parents[3]
TESTED = ("rules", "console", "server", "tests/together/faults")
_SOURCES = frozenset({".py", ".toml", ".patch", ".sql", ".html", ".js"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that was done: `seconds` it took, `at` when it ended (ISO 8601, UTC), `of` which source.

    `points`: how often a process died at each named point. `looks`: how often the checker looked while it ran.
    """

    level: str
    seed: int
    database: str
    steps: int
    commands: int
    bites: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0
    of: str = ""
    at: str = ""
    points: dict[str, int] = field(default_factory=dict)
    looks: int = 0

    def line(self) -> str:
        """As one line of JSON, without its newline."""
        return json.dumps(asdict(self), ensure_ascii=False)


def append(file: Path, unit: Unit) -> None:
    """Write it down, on the disk when this returns. Its line begins anew after one that was torn."""
    line = unit.line().encode() + b"\n"
    with file.open("ab+") as out:
        if out.tell():
            out.seek(-1, os.SEEK_END)
            line = line if out.read(1) == b"\n" else b"\n" + line
        out.write(line)
        out.flush()
        os.fsync(out.fileno())


def units(file: Path, of: Callable[[str], str]) -> list[Unit]:
    """What was done with the source that `of` tells of each level; a torn line is none, a missing file holds none."""
    if not file.exists():
        return []
    read = (_read(line) for line in file.read_bytes().splitlines())
    return [unit for unit in read if unit is not None and unit.of == of(unit.level)]


def _read(line: bytes) -> Unit | None:
    try:
        return Unit(**json.loads(line))
    except (ValueError, TypeError):
        return None


def state(level: str = "", root: Path = ROOT, tested: Iterable[str] = TESTED) -> str:
    """Digest of what is tested and of the harness, as far as the level uses it: names and bytes of their sources."""
    digest = hashlib.sha256()
    for folder in tested:
        for file in sorted((root / folder).rglob("*")):
            if (
                file.suffix in _SOURCES
                and "__pycache__" not in file.parts
                and counts(file.relative_to(root), level, root)
            ):
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
