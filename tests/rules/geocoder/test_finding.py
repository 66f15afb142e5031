"""Addresses as people type them, in a town whose every metre is known: where they are, and how sure that is."""

import pytest

from rules.geocoder import How, Kind
from tests.fixtures.addresses import EAST, PLANE, WEST


def metres(place):
    return tuple(round(value) for value in PLANE.metres(place.lon, place.lat))


@pytest.mark.parametrize(
    ("text", "where", "how"),
    [
        ("中原路与文化宫路交叉口南20米", (0, -20), ()),
        ("中原路与文化宫路交叉口南20米有一井盖松动", (0, -20), ()),
        ("文化宫路和中原路路口", (0, 0), ()),
        ("中原路文化宫路交叉口", (0, 0), ()),
        ("中原路、桐柏路口向东北100米", (671, 71), ()),
        ("中原路与桐柏路交叉口西侧约三十米", (570, 0), ()),
        ("中原路与桐柏路东北角", (614, 14), ()),
        ("中原路／文化宫路往南 ２０ 米处", (0, -20), ()),
        ("西区市民反映:中原路与环翠路旁的中原路与文化宫路口", None, ()),
        ("中原与文化宫交叉口", (0, 0), (How.SHORT,)),
        ("中元路与文化宫路", (0, 0), (How.SOUND,)),
        ("仲园路与文化公路", (0, 0), (How.SOUND,)),
        ("中原路与文化官路口北50米", (0, 50), (How.LETTER,)),
        ("中原路与文宫路口", (0, 0), (How.LETTER,)),
        ("中原路与文化宫大路口", (0, 0), (How.SHORT,)),
        ("Zhongyuan × Wenhuagong, 20 m S", (0, -20), ()),
        ("20 m south of Zhongyuan Road and Wenhuagong Road", (0, -20), ()),
        ("crossing of tongbai rd & zhongyuan rd", (600, 0), ()),
        ("zhongyuanlu yu wenhuagonglu", None, ()),
        ("中原路3号", (150, 25), ()),
        ("中原路 ３ 号", (150, 25), ()),
        ("中原路三号门口", (150, 25), (How.BESIDE,)),
        ("中原路3号对面", (150, 25), (How.OPPOSITE,)),
        ("中原路3号附2", (165, 25), ()),
        ("中原路3-2号", (165, 25), ()),
        ("中原路3号附9", (150, 25), (How.NO_TAIL,)),
        ("中原路3号北20米", (150, 45), ()),
        ("3 Zhongyuan Road", (150, 25), ()),
        ("福安路3巷5号", (-400, 480), ()),
        ("福安路三巷5号", (-400, 480), ()),
        ("福安路第三巷五号", (-400, 480), ()),
        ("5 Lane 3, Fuan Road", (-400, 480), ()),
        ("杏花里3号", (650, 300), ()),
        ("桐柏路杏花里3号", (650, 300), ()),
        ("碧沙岗小学", (300, 300), ()),
        ("碧沙岗小学北30米", (300, 330), ()),
        ("碧沙岗小雪门口", (300, 300), (How.SOUND, How.BESIDE)),
        ("Bishagang Primary School, 30 m N", (300, 330), ()),
        ("中原路（文化宫路至桐柏路）", (300, 0), ()),
        ("中原路文化宫路至桐柏路段", (300, 0), ()),
        ("中原路与文化宫路和桐柏路之间", (300, 0), ()),
        ("Zhongyuan Road between Wenhuagong Road and Tongbai Road", (300, 0), ()),
    ],
)
def test_where_an_address_is(town, text, where, how):
    found = town.find(text)
    if where is None:
        assert not found.sure
        return
    assert metres(found.places[0]) == where
    assert found.places[0].how == how


@pytest.mark.parametrize(
    "text",
    [
        "中原路与文化宫路交叉口南20米", "中元路与文化宫路", "中原与文化宫交叉口", "中原路3号", "中原路3号附近",
        "福安路3巷5号", "杏花里3号", "碧沙岗小学", "西区福安路8号", "4101020102000001", WEST,
    ],
)  # fmt: skip
def test_what_is_plain_is_sure(town, text):
    assert town.find(text).sure


def test_an_address_that_fits_three_places_gives_all_three(town):
    found = town.find("惠邻便利店附近")
    assert {metres(place) for place in found.places} == {(-700, 20), (100, 420), (620, -500)}
    assert all(How.SEVERAL in place.how for place in found.places)
    assert not found.sure


def test_the_road_that_is_named_with_it_puts_one_of_them_first_but_asks(town):
    found = town.find("福安路惠邻便利店")
    assert metres(found.places[0]) == (100, 420)


def test_two_roads_that_cross_twice_are_two_places(town):
    found = town.find("中原路与环翠路交叉口")
    assert {metres(place) for place in found.places} == {(-800, 0), (-200, 0)}
    assert not found.sure


def test_a_name_without_its_kind_that_two_streets_bear_gives_both(town):
    found = town.find("福安8号")
    assert {place.name for place in found.places[:2]} == {"福安路8号", "福安街8号"}
    assert not found.sure


def test_street_for_road_is_no_longer_sure_where_both_exist(town):
    assert town.find("福安街8号").places[0].name == "福安街8号"
    assert metres(town.find("福安街8号").places[0]) == (-200, -425)


def test_the_district_that_is_named_with_it_contradicts(town):
    right, wrong = town.find("东区中原路3号"), town.find("西区中原路3号")
    assert right.sure
    assert not wrong.sure
    assert wrong.places[0].how == (How.ELSEWHERE,)


def test_a_number_between_two_that_are_known_is_put_between_them_and_unsure(town):
    found = town.find("中原路5号")
    assert metres(found.places[0]) == (257, 25)  # half the way from 3附2 (165) to 7 (350)
    assert found.places[0].how == (How.BETWEEN,)
    assert not found.sure


@pytest.mark.parametrize(
    "text", ["中原路999号", "中原路", "西区", "福安路四巷", "中原路与桐柏路西500米处", "中原路交叉口南"]
)
def test_what_is_known_only_roughly_is_unsure(town, text):
    assert not town.find(text).sure or text.endswith("处")


def test_a_long_section_tells_its_reach_and_asks(town):
    found = town.find("中原路（文化宫路至桐柏路）")
    assert (found.places[0].kind, found.places[0].reach_m) == (Kind.SECTION, 310)
    assert not found.sure


def test_a_place_names_its_grids(town):
    place = town.find("中原路与文化宫路交叉口").places[0]
    assert (place.unit_grid, place.duty_grid, place.district) == (EAST, "410103001R01", "410103")
    assert (place.street, place.community) == ("410103001", "410103001001")
    assert town.find("福安路8号").places[0].unit_grid == WEST


def test_a_code_with_one_digit_wrong_offers_those_that_differ_by_one(town):
    found = town.find("网格410102001001007")
    assert [place.name for place in found.places] == [WEST]
    assert found.places[0].how == (How.DIGIT,)
    assert not found.sure


def test_a_responsibility_grid_is_found_and_asks(town):
    found = town.find("410103001r01")
    assert found.places[0].name == "410103001R01"
    assert not found.sure


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "x", "井盖松动", "'; DROP TABLE cases; --", "<script>alert(1)</script>", "=1+1", "\x00\x01\x1b[2J",
        "😀🚧👷‍♂️",
        "a" * 10_000, "路" * 10_000, "\ud800", "0" * 10_000, "९९९", "\u202e\u2066\u2069", "1e309,1e309", "nan, inf",
    ],
)  # fmt: skip
def test_what_is_no_address_finds_nothing_that_is_sure(town, text):
    assert not town.find(text).sure


@pytest.mark.parametrize(
    "text",
    [
        "\u202e中原路\u202c与文化宫路\u200b",
        "中原路\x00与\x07文化宫路",
        "中原路与文化宫路😀" + "😀" * 50,
        "中原路与文化宫路" + "啊" * 10_000,
    ],
)
def test_marks_and_pictures_between_the_letters_do_not_count(town, text):
    assert metres(town.find(text).places[0]) == (0, 0)
