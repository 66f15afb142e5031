"""What is reported: the mix of the figures, on plain, rain and campaign days; repeats; hot places."""

from collections import Counter
from dataclasses import replace

from rules.city import City
from server.simulator.arrivals import HOUR, Arrival
from server.simulator.chance import Chance
from server.simulator.figures import Figures
from server.simulator.figures_file import read_figures
from server.simulator.places import Places
from server.simulator.reports import Report, Reports
from tests.server.simulator.conftest import FIGURES, MONDAY_8

TEN = tuple(Arrival(MONDAY_8 + 2 * HOUR + n * 1000, MONDAY_8 + 2 * HOUR, n) for n in range(2000))


def reports(city: City, figures: Figures, day: str = "plain", seed: int = 1) -> list[Report]:
    """Two thousand reports of one hour."""
    assert city.grids is not None
    chance = Chance(seed)
    made = Reports(city, figures, chance, Places(city.grids, chance, figures.places))
    return [made.said(each, TEN, figures.days[day]) for each in TEN]


def shares(found: list[Report]) -> Counter[str]:
    """How many of each category."""
    return Counter(report.matter.category for report in found)


def test_the_mix_is_that_of_the_figures(city: City) -> None:
    found = shares(reports(city, read_figures(FIGURES)))
    assert 280 < found["event-04-10"] < 400  # 17 of 100.3
    assert 200 < found["event-01-10"] < 320  # 13
    assert found["event-05-06"] < 45  # 1


def test_rain_brings_water_covers_and_trees_and_danger(city: City) -> None:
    found = reports(city, read_figures(FIGURES), "rain")
    mix = shares(found)
    wet = mix["event-05-06"] + mix["event-05-03"] + mix["component-01-04"]
    assert wet > 700
    assert mix["event-01-18"] > shares(reports(city, read_figures(FIGURES)))["event-01-18"] * 2
    assert 200 < sum(report.urgent for report in found) < 400  # 15 %


def test_a_campaign_brings_one_category_by_collectors(city: City) -> None:
    found = reports(city, read_figures(FIGURES), "campaign")
    assert shares(found)["event-02-01"] > 700
    assert sum(report.source == "collector" for report in found) > 1500


def test_some_repeat_what_was_just_reported(city: City, figures: Figures) -> None:
    alone = replace(figures, places=replace(figures.places, duplicate=0.0))
    often = replace(figures, places=replace(figures.places, duplicate=0.5))

    def near(found: list[Report]) -> int:
        return sum(
            any(abs(a.spot.lon - b.spot.lon) + abs(a.spot.lat - b.spot.lat) < 1500 for b in found[max(0, n - 20) : n])
            for n, a in enumerate(found)
        )

    assert near(reports(city, often)) > near(reports(city, alone)) + 200


def test_a_burst_is_about_one_matter_in_one_neighbourhood(city: City, figures: Figures) -> None:
    assert city.grids is not None
    chance = Chance(1)
    made = Reports(city, figures, chance, Places(city.grids, chance, figures.places))
    hour = tuple(Arrival(MONDAY_8 + n, MONDAY_8, n, "one") for n in range(20))
    found = [made.said(each, hour, figures.days["plain"]) for each in hour]
    assert len({report.matter.category for report in found}) == 1
    assert max(r.spot.lat for r in found) - min(r.spot.lat for r in found) < 60_000  # some 600 m


def test_the_same_seed_says_the_same(city: City, figures: Figures) -> None:
    assert reports(city, figures) == reports(city, figures)
    assert reports(city, figures) != reports(city, figures, seed=2)
