"""When reports come: by the curve, with a dispersion of 5, the same for the same seed."""

from statistics import fmean, variance

import pytest

from server.simulator.arrivals import HOUR, Arrivals, hour_of
from server.simulator.chance import Chance
from server.simulator.figures import Day, Figures
from tests.server.simulator.conftest import MONDAY_8

WEEK = 7 * 24 * HOUR


def arrivals(figures: Figures, per_day: float = 8671, seed: int = 1, day: Day | None = None) -> Arrivals:
    """Arrivals of days of one kind."""
    return Arrivals(figures.volume, Chance(seed), "Asia/Shanghai", per_day, lambda _: day or Day())


@pytest.mark.parametrize("per_day", [8671, 1000])
def test_counts_of_an_hour_scatter_five_times_as_wide_as_those_of_mere_chance(figures: Figures, per_day: float) -> None:
    made = arrivals(figures, per_day)
    counts = [len(made.in_hour(MONDAY_8 + HOUR + week * WEEK)) for week in range(600)]
    mean = made.expected(MONDAY_8 + HOUR)
    assert fmean(counts) == pytest.approx(mean, rel=0.04)
    assert 4.2 < variance(counts) / fmean(counts) < 5.8


def test_a_mean_week_has_seven_days_of_the_wanted_number(figures: Figures) -> None:
    made = arrivals(figures)
    assert sum(made.expected(MONDAY_8 + hour * HOUR) for hour in range(168)) == pytest.approx(7 * 8671)


def test_mornings_bring_more_than_nights_and_mondays_more_than_sundays(figures: Figures) -> None:
    made = arrivals(figures)
    nine, three = MONDAY_8 + HOUR, MONDAY_8 + 19 * HOUR
    assert made.expected(nine) > 20 * made.expected(three)
    assert made.expected(nine) > made.expected(nine + 6 * 24 * HOUR)


def test_the_same_seed_gives_the_same_arrivals_in_order_of_time(figures: Figures) -> None:
    hour = arrivals(figures).in_hour(MONDAY_8)
    assert hour == arrivals(figures).in_hour(MONDAY_8)
    assert hour != arrivals(figures, seed=2).in_hour(MONDAY_8)
    assert [each.at for each in hour] == sorted(each.at for each in hour)
    assert {hour_of(each.at) for each in hour} == {MONDAY_8}
    assert [each.n for each in hour] == list(range(len(hour)))


def test_a_burst_comes_within_minutes(figures: Figures) -> None:
    hours = [arrivals(figures).in_hour(MONDAY_8 + n * HOUR) for n in range(48)]
    bursts: dict[str, list[int]] = {}
    for hour in hours:
        for each in hour:
            if each.burst:
                bursts.setdefault(each.burst, []).append(each.at)
    assert 3 <= len(bursts) <= 18
    assert all(8 <= len(times) <= 60 and max(times) - min(times) <= 3 * 60_000 for times in bursts.values())


def test_a_rain_day_brings_more(figures: Figures) -> None:
    rain = arrivals(figures, day=figures.days["rain"])
    assert rain.expected(MONDAY_8) == pytest.approx(1.35 * arrivals(figures).expected(MONDAY_8))
