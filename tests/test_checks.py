"""`run.py test` stops at the first check that fails, and tells no failure as a success."""

import sys
from pathlib import Path

import pytest

from tests.checks import Step, run_steps


def step(name: str, code: int, folder: Path) -> Step:
    """A check that leaves a file when it runs, and ends with a code."""
    return Step(name, [sys.executable, "-c", f"open({str(folder / name)!r}, 'w'); raise SystemExit({code})"])


def ran(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_all_run_when_all_pass(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_steps([step("lint", 0, tmp_path), step("tests", 0, tmp_path)], go_on=False) == 0
    assert ran(tmp_path) == ["lint", "tests"]
    assert capfd.readouterr().out.splitlines() == ["== lint", "== tests"]


def test_nothing_runs_after_a_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_steps([step("lint", 1, tmp_path), step("tests", 0, tmp_path)], go_on=False) == 1
    assert ran(tmp_path) == ["lint"]
    assert capfd.readouterr().out.splitlines()[-1] == "== failed: lint"


def test_with_all_the_rest_runs_and_it_still_fails(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    todo = [step("lint", 1, tmp_path), step("types", 2, tmp_path), step("tests", 0, tmp_path)]
    assert run_steps(todo, go_on=True) == 1
    assert ran(tmp_path) == ["lint", "tests", "types"]
    assert capfd.readouterr().out.splitlines()[-1] == "== failed: lint, types"


def test_no_tests_are_a_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_steps([step("tests", 5, tmp_path)], go_on=False) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "== tests"
