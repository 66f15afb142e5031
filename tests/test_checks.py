"""`run.py test` stops at the first check that fails, tells no failure as a success, and knows a second Qt."""

import sys
from pathlib import Path

import pytest

from tests.checks import OLDER_QT, Step, on_qt, run_steps, steps, steps_on_qt


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


def test_the_older_qt_has_its_turn_with_all_alone_and_the_tests_come_last() -> None:
    short, whole = ([step.name for step in steps([], everything)] for everything in (False, True))
    assert [name for name in whole if name not in short] == ["Qt is 6.8.3", "console on Qt 6.8.3"]
    assert short[-1] == whole[-1] == "tests"


def test_another_qt_runs_the_tests_of_the_console_or_those_that_are_named() -> None:
    assert steps_on_qt(OLDER_QT, [])[-1].command[-1] == "tests/console"
    assert list(steps_on_qt(OLDER_QT, ["tests/together/ways", "-x"])[-1].command[-2:]) == ["tests/together/ways", "-x"]


def test_a_qt_of_another_version_is_told_before_any_test(capfd: pytest.CaptureFixture[str]) -> None:
    """This very interpreter has the pinned one."""
    here, tests = steps_on_qt("6.8.0", [])
    assert run_steps([Step(here.name, [sys.executable, *here.command[1:]]), tests], go_on=False) == 1
    told = capfd.readouterr()
    assert "Qt is 6." in told.err
    assert told.out.splitlines() == ["== Qt is 6.8.0", "== failed: Qt is 6.8.0"]


def test_all_but_qt_keeps_its_tested_version() -> None:
    tested = "pyside6-essentials==6.11.3\nruff==0.17.5\nshiboken6==6.11.3\n"
    assert on_qt(tested, "6.8.3") == "ruff==0.17.5\npyside6-essentials==6.8.3\nshiboken6==6.8.3\n"
