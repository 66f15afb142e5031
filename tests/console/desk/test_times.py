"""The clock of a start without a line: what an earlier run knew of the server's clock counts until that is heard."""

import pytest

from console.desk.times import Clock
from console.facts import Heard
from tests.console.small_city import HOUR, NOW

YEAR = 365 * 24 * HOUR


class Machine:
    """Its wall clock may be set; its ticks go on."""

    def __init__(self, wall: int, ticks: int = 0) -> None:
        self.wall, self.ticks = wall, ticks

    def start(self) -> Clock:
        """A program begins."""
        return Clock(wall=lambda: self.wall, mono=lambda: self.ticks)

    def goes_on(self, ms: int) -> None:
        """Time passes."""
        self.wall += ms
        self.ticks += ms


def kept(machine: Machine, server: int) -> bytes:
    """What a run keeps that heard the server say this instant."""
    clock = machine.start()
    clock.correct(Heard(server, machine.ticks, 2))
    told = clock.to_keep()
    assert told
    return told


def test_a_wall_clock_that_is_wrong_is_as_wrong_as_before() -> None:
    told = kept(Machine(NOW), NOW + 90_000)
    later = Machine(NOW + HOUR, ticks=7)
    clock = later.start()
    assert clock.is_doubtful
    clock.restore(told)
    assert not clock.is_doubtful
    assert (clock.now(), clock.skew_ms) == (NOW + HOUR + 90_000, 90_000)
    later.goes_on(500)
    later.wall += YEAR  # set while the program runs
    assert clock.now() == NOW + HOUR + 90_500


def test_a_clock_that_was_set_back_goes_on_from_the_last_instant_that_was_known() -> None:
    told = kept(Machine(NOW), NOW + 90_000)
    back = Machine(NOW - YEAR)
    clock = back.start()
    clock.restore(told)
    assert clock.now() == NOW + 90_000
    assert clock.is_doubtful
    back.goes_on(1000)
    assert clock.now() == NOW + 91_000
    clock.correct(Heard(NOW, back.ticks, 2))
    assert not clock.is_doubtful


def test_the_server_counts_as_soon_as_it_is_heard_and_what_is_restored_late_does_not() -> None:
    told = kept(Machine(NOW), NOW + 90_000)
    machine = Machine(NOW)
    clock = machine.start()
    clock.restore(told)
    clock.correct(Heard(NOW + 5, machine.ticks, 2))
    assert clock.now() == NOW + 5
    clock.restore(told)
    assert clock.now() == NOW + 5


def test_it_is_kept_at_first_then_each_hour_and_when_it_is_off_by_another_span() -> None:
    machine = Machine(NOW)
    clock = machine.start()
    clock.correct(Heard(NOW + 90_000, machine.ticks, 2))
    assert clock.to_keep() is not None
    machine.goes_on(HOUR - 1)
    assert clock.to_keep() is None
    machine.goes_on(1)
    assert clock.to_keep() is not None
    machine.wall -= 1_001
    assert clock.to_keep() is not None
    assert clock.to_keep() is None


def test_what_was_kept_just_before_a_restart_will_do() -> None:
    machine = Machine(NOW)
    told = kept(machine, NOW + 90_000)
    clock = machine.start()
    clock.restore(told)
    clock.correct(Heard(NOW + 90_010, machine.ticks, 2))
    assert clock.to_keep() is None


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]", b'["a", 1]', b"[null, 1]", b"\xff\xfe"])
def test_what_cannot_be_read_is_as_good_as_nothing(damaged: bytes) -> None:
    clock = Machine(NOW).start()
    clock.restore(damaged)
    assert clock.now() == NOW
