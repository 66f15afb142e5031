"""Whose a component is: the nearest one of its class gives the case its owner, whenever it is placed or named."""

from dataclasses import replace
from importlib.resources import files

from rules.case import Case
from rules.city import Category, City, Condition, Duty, Unit
from rules.commands import Role
from rules.reasons import naming, why_words
from rules.responsibility import propose
from rules.texts import Texts
from tests.builders import NINE, Play, a_city, an_actor
from tests.fixtures.addresses import at, gazetteer, grids

COVER, GRATE = "component-01-02", "component-01-03"
CHINESE = Texts((files("resources") / "texts" / "zh_CN.toml").read_bytes())
CHEN, ZHAO = an_actor(Role.ACCEPTOR), an_actor(Role.SHIFT_LEADER)


def town() -> City:
    """Two covers south of the crossing; the nearer one belongs to the unit "west", of the other nobody knows."""
    plain, area = a_city(), grids()
    return replace(
        plain,
        grids=area,
        gazetteer=gazetteer(area.plane),
        units={**plain.units, "west": Unit("west", "西区井盖所", "West Covers")},
        categories={**plain.categories, GRATE: Category(GRATE, "雨水箅子", "Grating")},
        conditions={**plain.conditions, f"{GRATE}-1": Condition(f"{GRATE}-1", GRATE, "雨水箅子缺失")},
        duties=(Duty("1", "410102", "*", layer=10),),
    )


def reported(x: float, y: float, category: str = COVER, city: City | None = None) -> Play:
    lon, lat = at(x, y)
    play = Play(city or town())
    play.do(
        "report", CHEN, NINE, words="有一井盖松动", lon=lon, lat=lat, **({"category": category} if category else {})
    )
    return play


def case_of(play: Play) -> Case:
    assert play.case is not None
    return play.case


def test_a_report_beside_a_component_belongs_to_its_owner_and_the_history_names_it() -> None:
    play = reported(0, -20)
    assert case_of(play).owner == "west"
    assert dict(play.events[0].data)["component"] == "4101020102000001"


def test_who_is_responsible_is_its_owner_by_name() -> None:
    case, city = case_of(reported(0, -20)), town()
    found = propose(case, city, NINE)
    assert (found.unit, found.ground) == ("west", "owner")
    why = (("ground", found.ground), *found.data)
    assert why_words(why, CHINESE, naming(city, CHINESE)) == "部件权属单位：西区井盖所"


def test_farther_away_of_another_class_or_without_an_owner_it_is_nobodys() -> None:
    assert case_of(reported(0, 200)).owner == ""
    assert case_of(reported(0, -58)).owner == ""  # a component whose owner nobody entered
    assert case_of(reported(0, -20, category="event-01-10")).owner == ""


def test_a_class_that_is_named_later_brings_the_owner_and_another_class_takes_it_away() -> None:
    play = reported(0, -20, category="")
    assert case_of(play).owner == ""
    assert play.do("accept", CHEN, NINE, category=COVER).owner == "west"
    assert play.do("file", ZHAO, NINE, category="event-01-10", condition="event-01-10-1").owner == ""


def test_filing_finds_the_component_of_the_class_that_is_filed() -> None:
    play = reported(0, -20, category="")
    play.do("accept", CHEN, NINE)
    filed = play.do("file", ZHAO, NINE, category=GRATE, condition=f"{GRATE}-1")
    assert filed.owner == "west"
    assert dict(play.events[-1].data)["component"] == "4101020103000001"


def test_without_a_point_or_without_components_nothing_is_claimed() -> None:
    play = Play(town())
    assert play.do("report", CHEN, NINE, words="井盖松动", category=COVER).owner == ""
    bare = replace(town(), gazetteer=None)
    assert case_of(reported(0, -20, city=bare)).owner == ""
