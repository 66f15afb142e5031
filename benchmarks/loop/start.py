"""What `run.py` adds to the program's own start, when everything is set up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import run
from benchmarks.frame.bench import ROOT, Bench, now
from benchmarks.frame.figures import median, percentile, said
from benchmarks.frame.rows import Goal, Measured, Row

ROUNDS = 60


def measure(bench: Bench) -> Measured:
    """A program that does nothing, through run.py and alone, in turns; on a screen, which run.py looks for."""
    house = _house(bench)
    env = bench.screen().env
    alone = [str(run.python_of(house / ".venv")), str(house / "main.py")]
    through = [str(Path(sys.base_prefix) / "bin" / "python3"), str(house / "run.py")]
    _timed(through, env), _timed(alone, env)
    pairs = [(_timed(through, env), _timed(alone, env)) for _ in range(ROUNDS)]
    added = [(long - short) / 1000 for long, short in pairs]
    notes = (f"added: {said(added, 's')}", f"alone: {said([short / 1000 for _, short in pairs], 's')}")
    return Measured({"added": median(added), "p99": percentile(added, 0.99)}, notes)


def _house(bench: Bench) -> Path:
    """run.py as it is, beside a program that does nothing; its venv is this one, stamped as ready."""
    house = bench.new_folder("house")
    for name in ("run.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, house)
    (house / "main.py").write_text("", encoding="ascii")
    venv = house / ".venv"
    venv.mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != run.STAMP:
            (venv / part.name).symlink_to(part)
    (venv / run.STAMP).write_text(f"{run.fingerprint()} dev", encoding="ascii")
    return house


def _timed(command: list[str], env: dict[str, str]) -> float:
    began = now()
    subprocess.run(command, env=os.environ | env, check=True)
    return now() - began


ROW = Row("start", "run.py, warm, added to the program's own start (median)", (Goal("added", 0.15, "s"),), measure)
