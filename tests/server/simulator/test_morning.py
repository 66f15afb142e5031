"""The morning of the gentle start: what is left to people stays with them, what they did lives on."""

from dataclasses import dataclass, replace

import pytest

from rules.assignment import Assignment, LegStage
from rules.case import Case, Stage
from rules.city import City
from rules.frozen import changed
from server.simulator.agenda import Agenda
from server.simulator.cast import Cast, people_of
from server.simulator.chance import Chance
from server.simulator.figures import Figures, Morning
from server.simulator.incoming import Desk
from server.simulator.morning import EarlyCases
from server.simulator.neighbours import Neighbours
from server.simulator.places import Places
from server.simulator.plan import Life
from server.simulator.roles import plans as plans_of
from tests.server.simulator.conftest import MONDAY_8
from tests.server.simulator.little_city import DUTIES, FIRST
from tests.server.simulator.little_server import LittleServer

SPOT = (1_136_005_000, 347_005_000)
LEFT = Morning("路口", "有暴露垃圾", "", "phone", "reported")
FILED = Morning("路口", "有暴露垃圾", "event-01-10-1", "phone", "filed")


class Crossings:
    """Every place is the same one."""

    def find_place(self, _words: str) -> tuple[int, int]:
        """Its point."""
        return SPOT


@dataclass(frozen=True)
class Found:
    """A city where places are found."""

    grids: Crossings


class Morn:
    """A simulator's morning over one case, and how it is planned."""

    def __init__(self, city: City, figures: Figures, each: Morning) -> None:
        chance = Chance(1)
        figures = replace(figures, gentle=replace(figures.gentle, morning=(each,)))
        cast = Cast(people_of(LittleServer(city, None).people("")), chance, dispatchers=False)
        self._life = Life(city, figures, chance, cast, Neighbours())
        places = Places(city.grids, chance, figures.places)
        self._early = EarlyCases(Found(Crossings()), figures, places, Desk(cast, chance), self._life, cast)
        (report,) = self._early.reports(MONDAY_8)
        self.agenda = Agenda(cast.plays)
        self.case = Case(
            report.case_id, 1, Stage.REPORTED, source="phone", category="event-01-10", lon=SPOT[0], lat=SPOT[1],
            located=True, duty_grid=DUTIES[0], unit_grid="x", district=FIRST, reported_at=MONDAY_8,
            stage_since=MONDAY_8, reported_by="chen",
        )  # fmt: skip

    def comes_to(self, stage: Stage, **fields: object) -> None:
        """A new image of the case, planned as the city's life does it."""
        self.case = changed(self.case, stage=stage, **fields)
        early = self._early.plans(self.case, MONDAY_8)
        self.agenda.replan(self.case.id, plans_of(self._life, self.case) if early is None else early)

    def done(self) -> list[str]:
        """What the played people do in a day, each with the case as it is."""
        return [f"{plan.login} {plan.verb}" for plan in self.agenda.due(MONDAY_8 + 86_400_000, 9)]


@pytest.fixture
def calm(figures: Figures) -> Figures:
    """Nothing out of the ordinary happens."""
    return replace(figures, chances=dict.fromkeys(figures.chances, 0.0))


def test_a_report_that_is_left_to_people_waits_for_its_acceptor_and_is_counted(city: City, calm: Figures) -> None:
    morning = Morn(city, calm, LEFT)
    morning.comes_to(Stage.REPORTED)
    assert morning.done() == []
    assert morning.agenda.waiting() == {"chen": 1}


def test_what_a_person_accepted_lives_on_and_then_waits_for_the_desk(city: City, calm: Figures) -> None:
    morning = Morn(city, calm, LEFT)
    morning.comes_to(Stage.REPORTED)
    morning.comes_to(Stage.ACCEPTED, accepted_at=MONDAY_8)
    assert morning.done() == ["zhao file"]
    morning.comes_to(Stage.TO_DISPATCH, condition="event-01-10-1")
    assert morning.done() == []
    assert morning.agenda.waiting().total() == 1
    assert set(morning.agenda.waiting()) <= {"wang", "li"}


def test_what_was_filed_in_the_morning_is_counted_for_the_desk_that_is_a_humans(city: City, calm: Figures) -> None:
    morning = Morn(city, calm, FILED)
    morning.comes_to(Stage.REPORTED)
    assert morning.done() == ["chen accept"]
    morning.comes_to(Stage.ACCEPTED)
    assert morning.done() == ["zhao file"]
    morning.comes_to(Stage.TO_DISPATCH, condition="event-01-10-1")
    assert morning.done() == []
    assert set(morning.agenda.waiting()) <= {"wang", "li"}
    assert morning.agenda.waiting().total() == 1
    sent = Assignment(
        "leg-1", 1, FIRST, stage=LegStage.DELIVERED, sent_at=MONDAY_8, delivered_at=MONDAY_8, due=MONDAY_8 + 1
    )
    morning.comes_to(Stage.WITH_UNITS, legs=(sent,), round=1)
    assert set(morning.agenda.waiting()) == {"u410102"}
