"""What is reported: which matter, in which words, by which way, where; repeats of what was just reported included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

from rules.city import City
from server.simulator.arrivals import Arrival
from server.simulator.chance import Chance
from server.simulator.figures import Day, Figures, Matter
from server.simulator.places import Places, Spot

COLLECTOR = "collector"
NIGHT_FROM, NIGHT_TO = 22, 6
LOOK_BACK = 20  # a repeat is of one of so many before it
BURST_M = 150.0


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says, and where."""

    matter: Matter
    words: str
    source: str
    spot: Spot
    urgent: bool = False


class Reports:
    """Says what each arrival is about."""

    def __init__(self, city: City, figures: Figures, chance: Chance, places: Places) -> None:
        self._figures, self._chance, self._places = figures, chance, places
        self._zone = ZoneInfo(city.zone)
        self._danger = f"，有人{city.policies.urgent_words[0]}" if city.policies.urgent_words else ""

    def said(self, arrival: Arrival, hour: Sequence[Arrival], day: Day) -> Report:
        """The report of an arrival; `hour` holds all arrivals of its hour."""
        about = self._about(arrival, hour)
        name = about.burst or (about.hour, about.n)
        matter = self._matter(about.at, day, name)
        spot = self._places.somewhere(matter.category, name)
        if about.burst:
            spot = self._places.beside(spot, BURST_M, about.hour, about.n)
        if about is not arrival:
            spot = self._places.beside(spot, self._figures.places.jitter_m, arrival.hour, arrival.n)
        own = arrival.hour, arrival.n
        source = self._source(day, own)
        urgent = self._chance.unit("danger", *own) < day.urgent
        words = self._chance.one(matter.words, "words", *own)
        return Report(matter, words + (self._danger if urgent else ""), source, spot, urgent)

    def _about(self, arrival: Arrival, hour: Sequence[Arrival]) -> Arrival:
        """The arrival whose matter it is: of a repeat that of an earlier one."""
        about = arrival
        while about.n and self._chance.unit("repeats", about.hour, about.n) < self._figures.places.duplicate:
            back = 1 + self._chance.whole(min(about.n, LOOK_BACK), "back", about.hour, about.n)
            about = hour[about.n - back]
        return about

    def _matter(self, at: int, day: Day, name: object) -> Matter:
        there = datetime.fromtimestamp(at / 1000, self._zone).hour
        at_night = there >= NIGHT_FROM or there < NIGHT_TO
        totals = list(accumulate(self._weight(matter, day, at_night=at_night) for matter in self._figures.matters))
        return self._chance.weighted(self._figures.matters, totals, "matter", name)

    @staticmethod
    def _weight(matter: Matter, day: Day, *, at_night: bool) -> float:
        weight = matter.share * (matter.night if at_night else 1) * (matter.rain if day.use == "rain" else 1)
        return weight * (day.factor if matter.category == day.category else 1)

    def _source(self, day: Day, name: tuple[int, int]) -> str:
        sources = self._figures.sources
        weights = [share * (day.collector if source == COLLECTOR else 1) for source, share in sources.items()]
        return self._chance.weighted(tuple(sources), list(accumulate(weights)), "source", *name)
