"""An address without a pin on the public page: placed where it is sure, asked about where it fits several places."""

import re
from dataclasses import replace

import pytest

from tests.fixtures.addresses import PLACES, at, gazetteer, grids
from tests.server.citizens_city import citizens_city
from tests.server.open311.test_posting import cases

SHOP = "惠邻便利店"


@pytest.fixture
def parts(parts, clock, city_rules):
    """The same parts over the little town of the geocoder's tests."""
    town = grids()
    city = replace(citizens_city(**city_rules), grids=town, gazetteer=gazetteer(town.plane))
    with parts.database.write() as connection:
        parts.cities.install(connection, b"a town", city, clock.now())
    return parts


def choices(ada) -> list[str]:
    return re.findall(r'<input type="radio" name="choice" value="([^"]*)"', ada.page.text)


def addressed(ada, address: str) -> str:
    return ada.send(ada.open(), lat="", lon="", address=address)


def test_what_is_sure_has_its_point_without_a_question(citizen, parts) -> None:
    ada = citizen()
    addressed(ada, "中原路3号")
    assert ada.page.status_code == 200
    (case,) = cases(parts)
    assert (case.lon, case.lat) == pytest.approx(at(150, 25), abs=10)
    assert case.given == "中原路3号"


def test_an_address_that_fits_three_places_shows_three(citizen, parts) -> None:
    ada = citizen("en")
    text = addressed(ada, SHOP)
    assert ada.page.status_code == 422
    assert "fits 3 places" in text
    assert cases(parts) == []
    offered = choices(ada)
    assert len(offered) == 4  # and "none of these"
    ada.send(ada.hidden("report"), lat="", lon="", address=SHOP, choice=offered[1])
    assert ada.page.status_code == 200
    (case,) = cases(parts)
    shops = [at(*row[2:]) for row in PLACES if row[0] == SHOP]
    assert min(abs(case.lon - lon) + abs(case.lat - lat) for lon, lat in shops) < 20


def test_who_does_not_know_is_taken_at_their_word(citizen, parts) -> None:
    ada = citizen()
    addressed(ada, SHOP)
    ada.send(ada.hidden("report"), lat="", lon="", address=SHOP, choice="")
    assert ada.page.status_code == 200
    (case,) = cases(parts)
    assert (case.located, case.address) == (False, SHOP)


def test_a_pin_goes_before_every_choice(citizen, parts) -> None:
    ada = citizen()
    lon, lat = (each / 1e7 for each in at(0, 300))
    ada.send(ada.open(), lat=str(lat), lon=str(lon), address=SHOP)
    assert ada.page.status_code == 200
    assert cases(parts)[0].lon == pytest.approx(at(0, 300)[0], abs=10)


@pytest.mark.parametrize("choice", ["north 113", "34.7", "1e999 113", "<b>"])
def test_a_forged_choice_is_told_in_words(citizen, parts, choice: str) -> None:
    ada = citizen("en")
    addressed(ada, SHOP)
    ada.send(ada.hidden("report"), lat="", lon="", address=SHOP, choice=choice)
    assert ada.page.status_code == 422
    assert cases(parts) == []
