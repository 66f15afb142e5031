"""An address without a point, by Open311 and on the public page: the one geocoder places it, or nobody does."""

from dataclasses import replace

import pytest

from rules.city import Category, City
from rules.services import Service
from server.citizens.house import citizens_of
from server.citizens.placing import Placing, within
from server.citizens.report import CitizenReport, Place
from tests.fixtures.addresses import at, gazetteer, grids
from tests.server.citizens_city import citizens_city
from tests.server.open311.test_posting import cases

COVER = Service("cover", "井盖", "Cover", "component-01-02")


@pytest.fixture
def city(city_rules) -> City:
    """The little town of the geocoder's tests."""
    town, plain = grids(), citizens_city(**city_rules)
    covers = {"component-01-02": Category("component-01-02", "污水井盖")}
    services = {**plain.services, COVER.code: COVER}
    categories = {**plain.categories, **covers}
    return replace(plain, grids=town, gazetteer=gazetteer(town.plane), categories=categories, services=services)


@pytest.fixture
def parts(parts, database, clock, cities, city):
    """The same parts over that town."""
    with database.write() as connection:
        parts.cities.install(connection, b"a town", city, clock.now())
    return parts


def addressed(post, address: str, **more: str):
    answer = post(lat=None, long=None, address_string=address, **more)
    assert answer.status_code == 200, answer.text
    return answer


def test_an_address_alone_gets_its_point_and_the_owner_of_what_stands_there(post, parts) -> None:
    addressed(post, "中原路与文化宫路交叉口南20米", service_code="cover")
    (case,) = cases(parts)
    assert (case.located, case.district, case.owner) == (True, "410103", "west")
    assert (case.lon, case.lat) == pytest.approx(at(0, -20), abs=10)
    assert case.given == case.address == "中原路与文化宫路交叉口南20米"


@pytest.mark.parametrize("address", ["中原路3号", "碧沙岗小学北30米"])
def test_house_numbers_and_named_places_are_found_like_anywhere_else(post, parts, address: str) -> None:
    addressed(post, address)
    assert cases(parts)[0].located


@pytest.mark.parametrize("address", ["惠邻便利店", "某个地方", "北京 39.9042, 116.4074"])
def test_what_fits_three_places_none_or_another_city_stays_without_a_point(post, parts, address: str) -> None:
    addressed(post, address)
    (case,) = cases(parts)
    assert (case.located, case.address) == (False, address)


def test_the_same_with_and_without_a_point_is_one_case(post, parts) -> None:
    lon, lat = at(0, -20)
    first = addressed(post, "中原路与文化宫路交叉口南20米").json()
    again = post(lat=f"{lat / 1e7:.7f}", long=f"{lon / 1e7:.7f}").json()
    assert again[0]["service_request_id"] == first[0]["service_request_id"]
    assert len(cases(parts)) == 1


def test_a_key_stands_for_the_same_request_when_the_city_has_learned_the_address(parts) -> None:
    house = citizens_of(parts)
    report = CitizenReport("k1", "open311", "井盖响", "井盖响", address_words="中原路3号", own_key="k-7")
    placed = Placing(parts.geocoding, parts.cities).placed(report)
    assert placed.place is not None
    assert placed.content == report.content
    rules = parts.cities.current.citizens
    assert house.intake.sendings.case_of(report, rules) == house.intake.sendings.case_of(placed, rules)


def test_a_point_that_was_given_is_never_moved(parts) -> None:
    report = CitizenReport("k1", "open311", "井盖响", "井盖响", address_words="中原路3号", place=Place(1, 2))
    assert Placing(parts.geocoding, parts.cities).placed(report) is report
    assert not within(Place(1, 2), parts.cities.current)
