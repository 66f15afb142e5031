"""The open sessions of the people who are played, over a restart: hundreds would sign in anew, each at 50 ms.

A file of JSON lines beside the workstation's credential, readable by its owner alone: the first names the workstation
(its digest), each other one session; the last of a person holds. Keys of a synthetic city's invented people, no others.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from server.simulator.door import Signed


class KeptSessions:
    """Those of one workstation; without a `file`, or where it cannot be written, nothing is kept."""

    def __init__(self, file: Path | None, workstation: str) -> None:
        self._file = file
        self._head = {"workstation": hashlib.sha256(workstation.encode()).hexdigest()}

    def load(self) -> dict[str, Signed]:
        """What was kept; nothing of another workstation, and no line that is damaged."""
        told = _lines(self._file)
        if self._head not in told[:1]:
            if self._file is not None:
                with suppress(OSError):
                    self._file.unlink(missing_ok=True)
            return {}
        return dict(found for found in map(_session, told[1:]) if found)

    def add(self, login: str, signed: Signed) -> None:
        """Keep one more. Nobody's work waits for it: where it cannot be kept, the next start signs in anew."""
        if self._file is None:
            return
        line = asdict(signed) | {"login": login, "key": signed.key.hex()}
        with suppress(OSError):
            head = [] if self._file.exists() else [self._head]
            with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as lines:
                lines.writelines(json.dumps(each) + "\n" for each in (*head, line))


def _lines(file: Path | None) -> list[Any]:
    try:
        whole = file.read_text(encoding="ascii") if file is not None else ""
    except (OSError, ValueError):
        return []
    return [_parsed(line) for line in whole.splitlines()]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _session(told: Any) -> tuple[str, Signed] | None:
    try:
        login, key = str(told.pop("login")), bytes.fromhex(told.pop("key"))
        return login, Signed(key=key, **told)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
