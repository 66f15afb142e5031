"""Figures of one city for another: what it does not have is left out and told."""

from dataclasses import replace

import pytest

from rules.city import City
from server.simulator.figures import Figures
from server.simulator.figures_file import read_figures
from server.simulator.fitting import fitted
from server.simulator.wish import CannotSimulate
from tests.server.simulator.conftest import FIGURES


def test_matters_that_a_city_does_not_have_are_left_out_and_told(city: City) -> None:
    said: list[str] = []
    found = fitted(read_figures(FIGURES), city, lambda _, english: said.append(english))
    assert {matter.category for matter in found.matters} == {"event-01-10", "component-01-02"}
    assert "event-04-10" in said[0]
    assert "event-01-10" not in said[0]


def test_figures_that_fit_are_taken_as_they_are(city: City, figures: Figures) -> None:
    assert fitted(figures, city, lambda *_: pytest.fail("nothing to tell")) == figures


def test_a_city_with_none_of_them_is_told_what_was_expected(city: City, figures: Figures) -> None:
    alien = replace(figures, matters=tuple(replace(each, category="event-99-99") for each in figures.matters))
    with pytest.raises(CannotSimulate, match=r"event-99-99.*expected its own categories"):
        fitted(alien, city, lambda *_: None)
