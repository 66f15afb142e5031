"""The test clock: one instant and a rate, read anew each time."""

import json
import os
import time
from pathlib import Path

import pytest

from server.clock import ClockFileError, FileClock, SystemClock


def write(file: Path, **said: object) -> None:
    """Say another time."""
    file.write_text(json.dumps(said), encoding="utf-8")


def test_a_standing_clock_stands_and_jumps_when_told(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    write(file, at=1000, rate=0)
    clock = FileClock(file)
    assert (clock.now(), clock.now()) == (1000, 1000)
    write(file, at=5000, rate=0)
    assert clock.now() == 5000


def test_the_rate_counts_from_the_instant_of_writing(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    write(file, at=1_000_000, rate=60, real=time.monotonic() - 10)
    assert 1_600_000 <= FileClock(file).now() < 1_700_000
    write(file, at=1_000_000, rate=60)
    os.utime(file, (time.time() - 10, time.time() - 10))
    assert 1_600_000 <= FileClock(file).now() < 1_700_000


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"at": "noon"}'])
def test_a_bad_clock_file_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clock.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ClockFileError, match=r"clock\.json"):
        FileClock(file)


def test_the_machines_clock_is_in_ms_utc() -> None:
    assert abs(SystemClock().now() - time.time() * 1000) < 60_000
