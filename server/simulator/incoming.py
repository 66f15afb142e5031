"""What comes in: plans for reports, hour by hour by the figures, or gently one after the other."""

from collections.abc import Callable, Iterator

from rules.city import City
from rules.commands import Role
from server.simulator.arrivals import HOUR, Arrival, Arrivals, hour_of
from server.simulator.cast import Cast
from server.simulator.chance import Chance, case_of
from server.simulator.figures import Day, Figures
from server.simulator.plan import Picture, Plan
from server.simulator.reports import COLLECTOR, Report, Reports

AHEAD = 10 * 60_000  # the plans of an hour are made so long before it
HOTLINE_MS = 48 * HOUR  # a hotline's own deadline
FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


class Desk:
    """Makes a plan of a report: who takes it in, with what beside it."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._cast, self._chance = cast, chance

    def plan(self, at: int, report: Report, name: str) -> Plan:
        """The report with this name, at an instant (ms UTC): by the collector of the place, or for a citizen."""
        key = self._chance.id(at, "report", name)
        case_id = case_of(key)
        spot = report.spot
        said = {
            "words": report.words,
            "address": spot.address,
            "address_en": spot.address_en,
            "lon": spot.lon,
            "lat": spot.lat,
            "datum": "cgcs2000",
            "source": report.source,
        } | ({"urgent": True} if report.urgent else {})
        collector = self._cast.collector(spot.duty_grid)
        if report.source == COLLECTOR and collector:
            said["category"] = report.matter.category
            picture = (Picture("overview", solved=False),)
            return Plan(at, case_id, key, collector, Role.COLLECTOR, "report", "", said, picture)
        said |= self._of_citizen(report, at, name)
        return Plan(at, case_id, key, self._cast.of(Role.ACCEPTOR, case_id), Role.ACCEPTOR, "report", "", said)

    def _of_citizen(self, report: Report, at: int, name: str) -> dict[str, object]:
        """Who called, invented; a hotline's order has its own number and deadline."""
        digits = self._chance.whole(10_000, "phone", name)
        family = self._chance.one(FAMILIES, "family", name)
        title = self._chance.one(("先生", "女士"), "title", name)
        told: dict[str, object] = {"personal": {"name": f"{family}{title}", "phone": f"0371-0000-{digits:04d}"}}
        if report.source == "hotline":
            number = f"HX{at // 1000}{digits:04d}"
            told |= {"external_number": number, "external_due": at + HOTLINE_MS, "wants_answer": True}
        return told


class Incoming:
    """The reports of a city's days. `kind`: plain, rain or campaign."""

    def __init__(
        self, city: City, figures: Figures, chance: Chance, reports: Reports, desk: Desk, per_day: float, kind: str
    ) -> None:
        self._day: Day = figures.days[kind]
        self._arrivals = Arrivals(figures.volume, chance, city.zone, per_day, lambda _: self._day)
        self._reports, self._desk = reports, desk
        self._from = self._made_until = 0

    def begin(self, at: int) -> None:
        """Reports come from this instant on (ms UTC)."""
        self._from, self._made_until = at, hour_of(at)

    def until(self, now: int) -> Iterator[Plan]:
        """The plans of the hours that begin by now or in a few minutes, each hour once."""
        while self._made_until <= now + AHEAD:
            hour = self._arrivals.in_hour(self._made_until)
            yield from (self._plan(arrival, hour) for arrival in hour if arrival.at >= self._from)
            self._made_until += HOUR

    def next_at(self) -> int:
        """When there is something to make again."""
        return self._made_until - AHEAD

    def _plan(self, arrival: Arrival, hour: tuple[Arrival, ...]) -> Plan:
        report = self._reports.said(arrival, hour, self._day)
        return self._desk.plan(arrival.at, report, f"{arrival.hour}/{arrival.n}")


class Gently:
    """A report every so often, whatever the hour; none while enough cases wait for their dispatch."""

    def __init__(self, figures: Figures, reports: Reports, desk: Desk, waiting: Callable[[], int]) -> None:
        self._figures, self._reports, self._desk, self._waiting = figures, reports, desk, waiting
        self._every = round(figures.gentle.every_s * 1000)
        self._next = 0

    def begin(self, at: int) -> None:
        """Reports come from this instant on (ms UTC)."""
        self._next = at - at % self._every + self._every

    def until(self, now: int) -> Iterator[Plan]:
        """The report that is due, if one is."""
        if now < self._next:
            return
        at = now - now % self._every
        self._next = at + self._every
        if self._waiting() < self._figures.gentle.waiting_most:
            arrival = Arrival(at, at, 0)
            report = self._reports.said(arrival, (arrival,), self._figures.days["plain"])
            yield self._desk.plan(at, report, f"gentle {at}")

    def next_at(self) -> int:
        """When the next one is due."""
        return self._next
