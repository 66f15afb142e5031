"""The journal: every result with its date, machine and load, so that a run may go on where it was cut off."""

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.frame.rows import Measured, Row


def default_folder() -> Path:
    """Where results stay: the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "griddesk-benchmarks"


class Journal:
    """One file of JSON lines for each benchmark. `version` is that of the program measured."""

    def __init__(self, folder: Path, name: str, version: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{name}.jsonl"
        self._version = version

    def keep(self, row: Row, measured: Measured) -> None:
        """Write a result down."""
        entry = {
            "row": row.name,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": self._version,
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
            **asdict(measured),
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def last(self, row: Row) -> tuple[str, Measured] | None:
        """The newest result of this row for this version: its date and figures."""
        found = None
        for entry in self._entries():
            if entry["row"] == row.name and entry["version"] == self._version:
                found = entry["at"], Measured(entry["figures"], tuple(entry["notes"]))
        return found

    def _entries(self) -> Iterator[dict[str, Any]]:
        if self._file.exists():
            yield from map(json.loads, self._file.read_text(encoding="utf-8").splitlines())
