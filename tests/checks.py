"""Every check and test of the project, one after the other: `run.py test [--all] [-- pytest arguments]`.

Stops at the first that fails; `--all` runs the long forms of tests too, goes on and fails at the end. pytest comes
last, so that its closing line is the last thing printed.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import run

ROOT = Path(__file__).resolve().parent.parent
SERVER_VENV = ROOT / ".venv-server"
PYTEST = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "--max-worker-restart", "0"]
APART = ["tests/rules", "tests/server"]  # what passes where no Qt is, and need not pass again beside it
WITHOUT_QT = ["-c", "tests/without_qt.ini", "--rootdir", ".", *APART]
NO_QT_THERE = "import importlib.util as u, sys; sys.exit(f'Qt is here: {q}' if (q := u.find_spec('PySide6')) else 0)"


class Step(NamedTuple):
    """One check: what it is called, and what is started. The first word is a tool of the venv, or an interpreter."""

    name: str
    command: Sequence[str | Path]


def tool(name: str) -> Path:
    """A tool that pip put beside this interpreter."""
    return Path(sys.executable).with_name(name)


def steps(pytest_arguments: Sequence[str], everything: bool) -> list[Step]:
    """All checks, in the order in which they are most quickly told; `everything`: the long forms of tests as well."""
    apart = run.python_of(SERVER_VENV)
    rest = [*pytest_arguments] or [f"--ignore={folder}" for folder in APART]
    long = ["--long"] if everything else []
    return [
        Step("lint", [tool("ruff"), "check", "--quiet"]),
        Step("format", [tool("ruff"), "format", "--check", "--quiet"]),
        Step("types", [tool("mypy"), "--no-error-summary"]),
        Step("import contracts", [tool("lint-imports"), "--no-logo"]),
        Step("window texts", [sys.executable, "resources/i18n/update.py", "--check"]),
        Step("no Qt beside the server", [apart, "-c", NO_QT_THERE]),
        Step("rules and server without Qt", [apart, *PYTEST, *WITHOUT_QT, *long]),
        Step("tests", [sys.executable, *PYTEST, *rest, *long]),
    ]


def run_steps(todo: Sequence[Step], go_on: bool) -> int:
    """Run the checks up to the first that fails, or all of them; the exit code.

    pytest's "no tests" (5) is a failure as any other. When all is well, the last check's closing line stays the last.
    """
    failed: list[str] = []
    for step in todo:
        print(f"== {step.name}", flush=True)
        if subprocess.run(step.command, cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, check=False).returncode:
            failed.append(step.name)
            if not go_on:
                break
    if failed and failed != [todo[-1].name]:
        print(f"== failed: {', '.join(failed)}", flush=True)
    return int(bool(failed))


def main(arguments: Sequence[str]) -> int:
    """Run the checks; the exit code."""
    parser = argparse.ArgumentParser(prog="run.py test", description=__doc__.partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="long forms too; go on after a check that fails")
    parser.add_argument("pytest", nargs="*", metavar="-- ARGUMENT", help="arguments for the last step, pytest")
    chosen = parser.parse_args(arguments)
    if not run.is_ready(SERVER_VENV, "test"):
        run.set_up(SERVER_VENV, "test")
    return run_steps(steps(chosen.pytest, chosen.all), chosen.all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
