"""The pages tell who is in charge of a place, with the office's number alone; a collector is told the own shift."""

import pytest

from server.cities import Cities
from tests.server.organised_city import IN_PARK, OUTSIDE_PARK, town
from tests.server.small_city import Hands


@pytest.fixture
def cities(database, cities_folder) -> Cities:
    return Cities(database, cities_folder, lambda _: town())


def reported(hands: Hands, case_id: str, point: dict[str, int]) -> None:
    body = {"words": "有暴露垃圾", "category": "event-01-10", "source": "hotline"} | point
    assert hands.do("chen", "acceptor", "report", case_id, body=body).state == "accepted"


def test_a_collector_is_told_the_own_shift(visit) -> None:
    assert "Grid one · on shift until 18:00" in visit("c1", "en").get("/collector/")


def test_a_check_tells_who_leads_the_grid(visit, hands) -> None:
    reported(hands, "case-1", OUTSIDE_PARK)
    hands.do("chen", "acceptor", "send_check", "case-1")
    text = visit("c1", "en").get("/collector/case/case-1")
    assert "Leader, level-three grid Head of the street · Grid one · 0371-0001" in text
    assert "Collector Collector · Grid one · on shift until 18:00" in text
    assert "to Collector, on shift" in text  # in the history


def test_a_unit_is_told_too(visit, hands) -> None:
    reported(hands, "case-1", OUTSIDE_PARK)
    hands.do("chen", "acceptor", "accept", "case-1")
    hands.do("zhao", "shift_leader", "file", "case-1", body={"condition": "event-01-10-1"})
    hands.do("wang", "dispatcher", "dispatch", "case-1", body={"unit": "west"})
    text = visit("u-west").get("/terminal/case/case-1")
    assert "三级网格长 街道主任 · 一号责任网格 · 0371-0001" in text
    assert 'data-duty="collector"' not in text  # who checks is not told beforehand


def test_a_check_in_the_park_is_no_task_of_the_grid_s_own_list(visit, hands, parts) -> None:
    """It is addressed to the warden; who walks the grid still sees it, and may answer it."""
    reported(hands, "case-1", IN_PARK)
    done = hands.do("chen", "acceptor", "send_check", "case-1")
    assert done.state == "accepted"
    assert 'data-check="pre"' in visit("c1").get("/collector/")
