"""A fail-over of a real PostgreSQL under the shipped console, in short: all that was called queued is there once."""

from tests.together.faults.l3.failover import run


def test_the_synchronous_standby_takes_over_under_two_desks() -> None:
    unit = run("sync", seed=1, more=8, desks=2)
    assert unit.violations == []
    assert unit.bites.keys() == {"S2"}
    assert unit.commands >= 16
    assert unit.looks >= 1
