"""What the measures themselves reckon: goals, growth of memory, how far a month has come."""

from pathlib import Path

import pytest

from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.frame.table import table
from benchmarks.living.memory import growth, tenths
from benchmarks.living.month import Progress
from benchmarks.living.people import Clock


def nothing(_bench: object) -> Measured:
    """Not measured here."""
    pytest.fail("nothing is measured here")


def test_a_goal_may_be_a_most_or_a_least() -> None:
    row = Row("both", "two goals", (Goal("wait", 50, "ms"), Goal("photos", 20, "/s", at_least=True)), nothing)
    assert row.met(Measured({"wait": 50, "photos": 20}))
    assert not row.met(Measured({"wait": 50.1, "photos": 20}))
    assert not row.met(Measured({"wait": 50, "photos": 19.9}))
    assert "wait ≤ 50 ms · photos ≥ 20 /s" in table([(row, None)])


def test_the_last_line_counts_the_goals() -> None:
    row = Row("one", "a wait", (Goal("wait", 50, "ms"),), nothing)
    told = [(row, Measured({"wait": 40.0})), (row, Measured({"wait": 60.0})), (row, None), (row, None)]
    assert table(told).splitlines()[-1] == "1 of 4 goals met"


@pytest.mark.parametrize(
    ("samples", "percent"),
    [
        ([900, 100, 100, 100], 0.0),  # the first half does not count
        ([1, 1, 1, 95, 100, 105], 10.0),  # from 95 to 105 around 100
        ([1, 1, 1, 105, 100, 95], -10.0),
        ([1, 1, 1, 1, 100, 120, 80, 100], -12.0),  # (-0.5 x 20 + 0.5 x -20) / 5 = -4 a sample, three steps, around 100
    ],
)
def test_growth_is_that_of_the_last_half_by_its_line(samples: list[int], percent: float) -> None:
    assert growth(samples) == pytest.approx(percent)


def test_a_month_goes_on_where_it_was(tmp_path: Path) -> None:
    first = Progress(tmp_path / "progress", 12.5, 86_400_000, 2)
    first.keep()
    later = Progress(tmp_path / "progress")
    later.recall()
    assert (later.seconds, later.simulated_ms, later.parts) == (12.5, 86_400_000, 2)
    fresh = Progress(tmp_path / "nowhere")
    fresh.recall()
    assert (fresh.seconds, fresh.simulated_ms, fresh.parts) == (0.0, 0, 0)


def test_a_clock_stands_where_it_was_put(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock")
    clock.put("2026-03-02T08:00")
    assert clock.at() == 1_772_409_600_000  # 00:00 UTC


def test_a_long_run_is_told_in_ten_samples_and_a_short_one_in_its_own() -> None:
    assert tenths(range(1, 101)) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert tenths(range(1, 16)) == [2, 3, 5, 6, 8, 9, 11, 12, 14, 15]
    assert tenths([7, 8]) == [7, 8]
