"""The collector's form: places of an address to choose from, and a sure one taken without script."""

from dataclasses import replace

import pytest

from rules.commands import Actor, Grant, Role
from server.parts import Parts, put_together
from server.queries import Search
from server.settings import Settings
from tests.fixtures.addresses import at, gazetteer, grids
from tests.server.small_city import small_city

CHEN = Actor("chen", grants=(Grant(Role.ACCEPTOR),))


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the little town."""
    town = grids()
    with database.write() as connection:
        cities.install(
            connection, b"a town", replace(small_city(), grids=town, gazetteer=gazetteer(town.plane)), clock.now()
        )
    return put_together(Settings(tmp_path), database, clock, cities)


def asked(visitor, path: str) -> dict:
    """The JSON behind a path."""
    visitor.get(path)
    return visitor.page.json()


def test_what_an_address_may_mean_is_told_while_it_is_typed(visit) -> None:
    collector = visit("c1", "en")
    found = asked(collector, "/collector/report/places?q=惠邻便利店")
    assert (found["sure"], len(found["places"])) == (False, 3)
    assert found["words"] == "choose one"
    assert "several bear this name" in found["places"][0]["words"]
    sure = asked(collector, "/collector/report/places?q=中原路3号")
    assert sure["sure"] is True
    assert float(sure["places"][0]["lon"]) * 1e7 == pytest.approx(at(150, 25)[0], abs=10)
    assert asked(collector, "/collector/report/places?q=")["places"] == []


def test_nobody_signed_in_is_told_nothing(visit) -> None:
    assert "惠邻便利店" not in visit().get("/collector/report/places?q=惠邻便利店")


@pytest.mark.parametrize(("address", "where"), [("中原路3号", (150, 25)), ("惠邻便利店", None)])
def test_a_sure_address_alone_places_the_report_and_another_one_does_not(visit, parts, address, where) -> None:
    collector = visit("c1")
    collector.get("/collector/report")
    assert 'data-places-url="/collector/report/places"' in collector.text
    collector.post("/collector/report", collector.hidden("report") | {"words": "垃圾", "address": address})
    _, (case,) = parts.queries.history(Search(), CHEN)
    assert case.located == (where is not None)
    if where is not None:
        assert (case.lon, case.lat) == pytest.approx(at(*where), abs=10)
