"""The short form of the storm: real processes on both databases, killed at named points; the checker finds nothing."""

import pytest

from tests.together.faults.l3.__main__ import run


def test_a_short_storm_loses_nothing() -> None:
    unit = run("sqlite", seed=4, commands=40, kills=2, desks=2)
    assert unit.violations == []
    assert unit.commands >= 40
    assert unit.bites.get("K1", 0) + unit.bites.get("K2", 0) >= 2


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_storm_loses_nothing(database: str) -> None:
    unit = run(database, seed=5, commands=1_000, kills=10)
    assert unit.violations == []
    assert unit.commands >= 1_000
    assert sum(unit.points.values()) >= 5
