"""Pressure: who asks without end is told to come again, at instants that are not the same for all."""

import pytest

from server.api.pressure import Pressure, TooMany


class Time:
    """Seconds that pass by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_flood_of_pushes_is_stopped_and_let_in_again_as_time_passes() -> None:
    time = Time()
    pressure = Pressure(lambda: 5, mono=time)
    for _ in range(400):
        pressure.push("desk 1")
    with pytest.raises(TooMany):
        pressure.push("desk 1")
    pressure.push("desk 2")  # the others do not suffer for it
    time.at = 1.0
    for _ in range(100):
        pressure.push("desk 1")
    with pytest.raises(TooMany):
        pressure.push("desk 1")


def test_who_is_alone_may_be_as_quick_as_he_likes() -> None:
    pressure = Pressure(lambda: 4, mono=Time())
    for _ in range(1000):
        pressure.push("desk 1")


def test_large_bodies_are_few_at_once_for_each_and_for_all() -> None:
    pressure = Pressure()
    with pressure.upload("desk 1"), pressure.upload("desk 1"), pytest.raises(TooMany), pressure.upload("desk 1"):
        pass
    with pressure.upload("desk 1"):  # those before have ended
        pass
    held = [pressure.upload(f"desk {n // 2}") for n in range(8)]
    for each in held:
        each.__enter__()
    with pytest.raises(TooMany), pressure.upload("desk 9"):
        pass
    for each in held:
        each.__exit__(None, None, None)
    with pressure.upload("desk 9"):
        pass


def test_the_oldest_poll_of_a_console_ends_when_it_begins_a_third_one() -> None:
    pressure = Pressure()
    with pressure.poll("desk 1") as first, pressure.poll("desk 1") as second, pressure.poll("desk 2") as other:
        assert not first.is_over
        with pressure.poll("desk 1") as third:
            assert [each.is_over for each in (first, second, third, other)] == [True, False, False, False]


@pytest.mark.parametrize(("waiting", "chance", "seconds"), [(0, 0.0, 1), (0, 0.99, 5), (200, 0.0, 1), (200, 0.99, 15)])
def test_who_is_refused_comes_again_later_the_more_there_are(waiting: int, chance: float, seconds: int) -> None:
    assert Pressure(lambda: waiting, chance=lambda: chance).retry_after() == seconds
