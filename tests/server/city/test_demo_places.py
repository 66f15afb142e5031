"""The real names of the demo city: main roads, crossings, street offices, zones, at plausible places."""

import pytest

ROADS = {
    "中原路", "文化宫路", "陇海路", "秦岭路", "建设路", "桐柏路", "大学路", "航海路", "嵩山路", "花园路", "农业路",
    "文化路", "金水路", "紫荆山路", "京广路", "经三路", "黄河路", "东风路", "未来路", "中州大道", "北三环", "南三环",
    "西三环", "长江路", "淮河路", "郑汴路", "商都路", "人民路", "二七路", "东大街", "西大街", "北四环",
}  # fmt: skip


def test_the_main_roads_are_there_with_english_names(demo_grids):
    names = {road.name: road for road in demo_grids.roads if road.name}
    assert set(names) >= ROADS
    assert all(names[name].klass in {"main", "ring"} for name in ROADS)
    assert all(road.name_en.isascii() or "ü" in road.name_en for road in names.values())
    assert {road.klass for road in demo_grids.roads} == {"ring", "main", "secondary", "branch"}


@pytest.mark.parametrize(
    ("one", "other", "district", "street"),
    [
        ("陇海路", "秦岭路", "中原区", "秦岭路街道"),
        ("中原路", "文化宫路", "中原区", "林山寨街道"),
        ("大学路", "航海路", "二七区", None),
        ("花园路", "农业路", "金水区", None),
        ("东大街", "城东路", "管城回族区", None),
        ("天河路", "开元路", "惠济区", None),
    ],
)
def test_crossings(demo_grids, one, other, district, street):
    lon, lat = demo_grids.crossing(one, other)
    grid = demo_grids.locate(lon, lat)
    assert demo_grids.districts[demo_grids.district[grid]].name == district
    if street:
        assert demo_grids.streets[demo_grids.street[grid]].name == street


def test_the_newspapers_two_places(demo_grids):
    refuse = demo_grids.find_place("陇海路与秦岭路交会处有暴露垃圾")
    assert refuse == demo_grids.crossing("陇海路", "秦岭路")
    cover = demo_grids.find_place("中原路与文化宫路交叉口南20米有一井盖松动")
    corner = demo_grids.crossing("中原路", "文化宫路")
    assert cover[0] == corner[0]
    assert (corner[1] - cover[1]) * 0.01109 == pytest.approx(20, abs=0.1)  # 1e-7 degree of latitude = 1.109 cm
    assert demo_grids.nearby(*cover).text("zh_CN") == "中原路与文化宫路交叉口南 20 米"
    assert demo_grids.nearby(*cover).text("en") == "Zhongyuan × Wenhuagong, 20 m S"
    grid = demo_grids.locate(*cover)
    assert demo_grids.districts[demo_grids.district[grid]].code == "410102"


def test_roads_lie_along_the_edges_of_grids(demo_grids):
    vertices = {tuple(point) for point in demo_grids.xy.tolist()}
    assert all(tuple(point) in vertices for road in demo_grids.roads for point in road.points.tolist())


@pytest.mark.parametrize(
    ("lon", "lat", "zones", "district"),
    [
        (113.75, 34.82, ("M01",), "410105"),
        (113.74, 34.71, ("M02",), "410104"),
        (113.53, 34.81, ("M03",), "410102"),
        (113.655, 34.745, ("M05",), "410103"),
        (113.60, 34.74, (), "410102"),
    ],
)
def test_areas_of_committees_lie_over_the_districts(demo_grids, lon, lat, zones, district):
    point = round(lon * 1e7), round(lat * 1e7)
    assert demo_grids.zones_at(*point) == zones
    assert demo_grids.districts[demo_grids.district[demo_grids.locate(*point)]].code == district


def test_every_place_has_names_in_both_languages(demo_grids):
    places = [
        *demo_grids.districts,
        *demo_grids.streets,
        *demo_grids.communities,
        *demo_grids.duties,
        *demo_grids.zones,
    ]
    assert all(place.name and place.name_en for place in places)
    assert {"秦岭路街道", "林山寨街道", "如意湖街道"} <= {street.name for street in demo_grids.streets}
    assert len({duty.name for duty in demo_grids.duties}) == 707
