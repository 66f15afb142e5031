"""The processes of a storm: a server, and consoles behind fault proxies, started at a point where they will die."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fixtures import children
from tests.fixtures.programs import ROOT

LAUNCH = "tests.together.faults.l3.launch"
KILLED = -9


class Child:
    """A process that may have to die at a named point, its errors in a file."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.note, self.log = name, folder / f"{name}.note", folder / f"{name}.log"
        self.point = "-"
        self._process: subprocess.Popen[bytes] | None = None

    def _start(self, point: str, number: int, *arguments: str | Path) -> None:
        self.point = point
        if self._process is not None:
            _close_pipes(self._process)
        command = [sys.executable, "-m", LAUNCH, point, str(number), self.note, *arguments]
        env = os.environ | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "QT_LOGGING_RULES": "*.debug=false"}
        streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = children.start(command, self.log, env=env, cwd=ROOT, **streams)

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The running process, or the one that ended last."""
        assert self._process is not None
        return self._process

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    @property
    def is_up(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def died_at(self) -> str:
        """The point at which it killed itself, with its number; "" when it ended otherwise."""
        if self.is_up or self.process.returncode != KILLED or not self.note.exists():
            return ""
        last = self.note.read_text(encoding="ascii").splitlines()[-1].split()
        return f"{last[0]}, process {last[1]}" if last == [self.point, str(self.pid)] else ""

    def last_words(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-300:] if self.log.exists() else ""

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it in order; its exit code."""
        if self._process is None:
            return 0
        if self.is_up:
            _hang_up(self._process)
        code = children.stop(self._process, seconds=60)
        _close_pipes(self._process)
        return code


def _hang_up(process: "subprocess.Popen[bytes]") -> None:
    """The end of its input; what was not taken any more was said to nobody."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _close_pipes(process: "subprocess.Popen[bytes]") -> None:
    _hang_up(process)
    if process.stdout is not None:
        process.stdout.close()


class ServerProgram(Child):
    """`python -m server serve` on a folder and a database; the same port again after each start."""

    def __init__(self, name: str, folder: Path, data: Path, database: str, tokens: tuple[str, ...] = ()) -> None:
        super().__init__(name, folder)
        self._data, self._database, self._tokens = data, database, tokens
        self.port = 0

    def move_to(self, database: str) -> None:
        """From the next start on it serves another database."""
        self._database = database

    def start(self, point: str = "-", number: int = 1) -> None:
        """Start it; `is_ready` says when it answers."""
        file = self._data / "port"
        file.unlink(missing_ok=True)
        told = ["--data", self._data, "--database", self._database, "--port-file", file]
        enrol = [part for token in self._tokens for part in ("--enrol", token)]
        self._start(point, number, "server", "serve", *told, *enrol)

    def is_ready(self) -> bool:
        """Whether it answers, or has died already."""
        file = self._data / "port"
        if file.exists() and (said := file.read_text(encoding="ascii").strip()):
            self.port = int(said)
            return True
        return not self.is_up


class DeskProgram(Child):
    """A console without windows."""

    def __init__(self, name: str, folder: Path, servers: tuple[str, ...], login: str, password: str) -> None:
        super().__init__(name, folder)
        self.folder, self._servers = folder / name, servers
        self._who = ("--login", login, "--password", password, "--once", f"once-{name}")
        self.queued: list[str] = []  # ids of the commands that it called queued
        self.secrets: list[str] = []  # texts that may stand in personal records alone
        self.counts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.state: Mapping[str, Any] = {}
        self.failed: deque[str] = deque()
        self.in_memory = False  # whether its cache may have had to leave the disk since it started
        self._starts = 0

    def start(self, seed: int, point: str = "-", number: int = 1) -> None:
        """Start it."""
        self._starts += 1
        self.state, self.in_memory = {}, False
        where = [part for server in self._servers for part in ("--server", server)]
        mine = ("--name", self.name, "--folder", self.folder)
        draws = ("--seed", str(seed * 1000 + self._starts))
        self._start(point, number, "tests.together.faults.l3.desk_program", *mine, *self._who, *draws, *where)
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def tell(self, **asked: object) -> None:
        """Ask it for something; one that is dead does nothing."""
        stdin = self.process.stdin
        try:
            assert stdin is not None
            stdin.write(json.dumps(asked).encode() + b"\n")
            stdin.flush()
        except OSError:  # it died
            return

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        with contextlib.suppress(ValueError):  # it was closed behind a dead one
            for line in process.stdout:
                self._heard(line)

    def _heard(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:  # torn by its death
            return
        self._take(said)

    def _take(self, said: dict[str, Any]) -> None:
        self.counts[said["is"]] += 1
        if said["is"] == "recorded":
            self.queued.append(said["id"])
        elif said["is"] == "secret":
            self.secrets.append(said["text"])
        elif said["is"] == "state":
            self.state = said
        elif said["is"] in {"refused", "notice"}:
            key = said.get("rule") or said["key"]
            self.rules[key] += 1
            self.in_memory |= key in {"notice.cache_in_memory", "notice.cache_rebuilt"}
        elif said["is"] == "failed":
            self.failed.append(said["error"])
