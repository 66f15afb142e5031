"""Every check and test of the project, one after the other: `run.py test [--all | --qt V] [-- pytest arguments]`.

Stops at the first that fails; `--all` runs the long forms of tests and the console's on the older Qt too, goes on and
fails at the end. pytest comes last, so that its closing line is the last thing printed. `--qt 6.8.3` runs the console's
tests alone, on that Qt.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import run

ROOT = Path(__file__).resolve().parent.parent
SERVER_VENV = ROOT / ".venv-server"
# Three on two cores: much of a test is waiting for a window, a page or a held command. worksteal keeps neighbours, that
# share fixtures, on one worker until another has nothing left to do.
PYTEST = ["-m", "pytest", "-q", "-n", "3", "--dist", "worksteal", "--max-worker-restart", "0"]
APART = ["tests/rules", "tests/server"]  # what passes where no Qt is, and need not pass again beside it
WITHOUT_QT = ["-c", "tests/without_qt.ini", "--rootdir", ".", *APART]
CONSOLE = ["tests/console"]  # what Qt concerns and needs no real screen
OLDER_QT = "6.8.3"  # the last one for glibc 2.28
OF_QT = ("pyside6-essentials", "shiboken6")  # one version for both
NO_QT_THERE = "import importlib.util as u, sys; sys.exit(f'Qt is here: {q}' if (q := u.find_spec('PySide6')) else 0)"

THAT_QT_THERE = "import sys, PySide6; sys.exit(f'Qt is {{q}}' if (q := PySide6.__version__) != '{version}' else 0)"
# Tests start the programs hundreds of times: what Python compiles is kept, whatever the caller's environment says.
ENVIRONMENT = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}


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
    older = steps_on_qt(OLDER_QT, []) if everything else []
    return [
        Step("lint", [tool("ruff"), "check", "--quiet"]),
        Step("format", [tool("ruff"), "format", "--check", "--quiet"]),
        Step("types", [tool("mypy"), "--no-error-summary"]),
        Step("import contracts", [tool("lint-imports"), "--no-logo"]),
        Step("window texts", [sys.executable, "resources/i18n/update.py", "--check"]),
        Step("no Qt beside the server", [apart, "-c", NO_QT_THERE]),
        Step("rules and server without Qt", [apart, *PYTEST, *WITHOUT_QT, *long]),
        *older,
        Step("tests", [sys.executable, *PYTEST, *rest, *long]),
    ]


def steps_on_qt(version: str, pytest_arguments: Sequence[str]) -> list[Step]:
    """The console's tests, or those that are named, on another version of Qt than the pinned one."""
    python = run.python_of(venv_of_qt(version))
    return [
        Step(f"Qt is {version}", [python, "-c", THAT_QT_THERE.format(version=version)]),
        Step(f"console on Qt {version}", [python, *PYTEST, *(pytest_arguments or CONSOLE)]),
    ]


def venv_of_qt(version: str) -> Path:
    """Where another version of Qt is installed."""
    return ROOT / f".venv-qt-{version}"


def on_qt(constraints: str, version: str) -> str:
    """The tested versions of all packages, but Qt in another version."""
    kept = [line for line in constraints.splitlines() if line.partition("==")[0] not in OF_QT]
    return "\n".join([*kept, *(f"{name}=={version}" for name in OF_QT), ""])


def make_ready(everything: bool, qt: str) -> None:
    """Make the venvs that the checks need beside the one that they run in."""
    if not qt and not run.is_ready(SERVER_VENV, "test"):
        run.set_up(SERVER_VENV, "test")
    version = qt or (OLDER_QT if everything else "")
    if version and not run.is_ready(venv_of_qt(version), "dev"):
        with tempfile.TemporaryDirectory() as folder:
            constraints = Path(folder) / "constraints.txt"
            constraints.write_text(on_qt((ROOT / "constraints.txt").read_text(encoding="utf-8"), version))
            run.set_up(venv_of_qt(version), "dev", constraints)


def run_steps(todo: Sequence[Step], go_on: bool) -> int:
    """Run the checks up to the first that fails, or all of them; the exit code.

    pytest's "no tests" (5) is a failure as any other. When all is well, the last check's closing line stays the last.
    """
    failed: list[str] = []
    for step in todo:
        print(f"== {step.name}", flush=True)
        if subprocess.run(step.command, cwd=ROOT, env=os.environ | ENVIRONMENT, check=False).returncode:
            failed.append(step.name)
            if not go_on:
                break
    if failed and failed != [todo[-1].name]:
        print(f"== failed: {', '.join(failed)}", flush=True)
    return int(bool(failed))


def main(arguments: Sequence[str]) -> int:
    """Run the checks; the exit code."""
    parser = argparse.ArgumentParser(prog="run.py test", description=__doc__.partition("\n")[0])
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="long forms and the older Qt too; go on after a failure")
    which.add_argument("--qt", default="", metavar="VERSION", help=f"the console alone on this Qt, e.g. {OLDER_QT}")
    parser.add_argument("pytest", nargs="*", metavar="-- ARGUMENT", help="arguments for the last step, pytest")
    chosen = parser.parse_args(arguments)
    make_ready(chosen.all, chosen.qt)
    todo = steps_on_qt(chosen.qt, chosen.pytest) if chosen.qt else steps(chosen.pytest, chosen.all)
    return run_steps(todo, chosen.all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
