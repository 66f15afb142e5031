"""Anki and its own sync server, in an environment of their own: nothing of them is in ours."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.frame.bench import Bench, wait_until

VERSION = "26.9.3"
NOTES = 51_135  # as many as a quarter has cases
HERE = Path(__file__).resolve().parent
SYNC, FILLING = HERE.parent / "baselines" / "anki_sync.py", HERE / "anki_notes.py"
USER = "bench:bench"


class Anki:
    """A collection as large as a quarter, sent to the server once; `download` is the first sync of another machine."""

    def __init__(self, bench: Bench) -> None:
        self.version, self.notes = VERSION, NOTES
        self._python = environment()
        self._folder = bench.new_folder("anki")
        self._run(FILLING, self._folder, NOTES)
        self._sync("upload")

    def download(self) -> float:
        """Ms of one first sync, from a server that has just been started."""
        return self._sync("download")

    def _sync(self, what: str) -> float:
        with self._server() as url:
            notes, took = json.loads(self._run(SYNC, what, self._folder, url).splitlines()[-1])
        if notes != NOTES:
            raise RuntimeError(f"anki {what}: {notes} notes")
        return float(took)

    @contextlib.contextmanager
    def _server(self) -> Iterator[str]:
        """Anki's sync server, which keeps its data in our folder; its address."""
        port = _free_port()
        own = {"SYNC_USER1": USER, "SYNC_BASE": str(self._folder / "server"), "SYNC_HOST": "127.0.0.1"}
        own |= {"SYNC_PORT": str(port), "MAX_SYNC_PAYLOAD_MEGS": "1000"}
        command = [str(self._python), "-I", "-m", "anki.syncserver"]
        silent = subprocess.DEVNULL
        running = subprocess.Popen(command, env=_clean() | own, stdout=silent, stderr=silent)
        try:
            wait_until(lambda: _answers(port), "Anki's server", 60)
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.terminate()
            running.wait()

    def _run(self, program: Path, *arguments: object) -> str:
        asked = [str(self._python), "-I", str(program), *map(str, arguments)]
        done = subprocess.run(asked, capture_output=True, text=True, env=_clean(), check=False)
        if done.returncode:
            raise RuntimeError(f"anki {arguments[0]}: {done.stderr[-2000:]}")
        return done.stdout


def _clean() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def environment() -> Path:
    """The interpreter of a kept environment that holds this version of Anki; made when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"griddesk-anki-{VERSION}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", f"anki=={VERSION}"], check=True)
        (folder / "ready").touch()
    return python
