"""Anki and its own sync server, in an environment of their own: nothing of them is in ours."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.frame.bench import Bench

VERSION = "26.9.3"
PROGRAM = Path(__file__).resolve().parents[1] / "baselines" / "anki_sync.py"


class Anki:
    """A collection as large as a quarter, sent to the server once; `download` is the first sync of another machine."""

    def __init__(self, bench: Bench) -> None:
        self.version = VERSION
        self._python = environment()
        self._folder = bench.new_folder("anki")
        self.notes = int(self._run("fill"))

    def download(self) -> float:
        """Ms of one first sync."""
        return float(self._run("download"))

    def _run(self, what: str) -> str:
        clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        asked = [str(self._python), "-I", str(PROGRAM), what, str(self._folder)]
        done = subprocess.run(asked, capture_output=True, text=True, env=clean, check=False)
        if done.returncode:
            raise RuntimeError(f"anki {what}: {done.stderr[-2000:]}")
        return str(json.loads(done.stdout.splitlines()[-1]))


def environment() -> Path:
    """The interpreter of a kept environment that holds this version of Anki; made when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"griddesk-anki-{VERSION}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", f"anki=={VERSION}"], check=True)
        (folder / "ready").touch()
    return python
