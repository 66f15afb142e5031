"""The organisation in a city's folder: read whole, or refused by row and field, with both of two that contradict."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.case import Case
from rules.charge import checker
from rules.organisation import DAY_MS
from rules.pack import decode_city
from rules.responsibility import propose
from rules.texts import Texts
from server.city import CityRefused, Finding, compile_folder
from server.city.diff import compare, lines
from tests.server.city.organised_folder import MORE, TABLES, Small
from tests.server.city.small_folder import SOUTH, STEP, WEST, grid_codes, square, write_layer, write_small_city

ROOT = Path(__file__).parents[3]
NINE = 1_429_664_400_000  # Wed 2015-04-22 09:00 in Shanghai


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


def texts(language: str) -> Texts:
    return Texts((ROOT / "resources" / "texts" / f"{language}.toml").read_bytes())


def refusals(folder: Path) -> tuple[Finding, ...]:
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder)
    return refused.value.findings


def matter(column: float, row: float) -> Case:
    lon, lat = round((WEST + column * STEP) * 1e7), round((SOUTH + row * STEP) * 1e7)
    return Case("1", category="event-01-10", lon=lon, lat=lat, located=True, district="410102", unit_grid="x")


def test_everything_is_read_and_travels(small: Small) -> None:
    compiled = compile_folder(small.write())
    city = decode_city(compiled.pack)
    organisation = city.organisation
    assert [(level.number, level.of, level.name) for level in organisation.levels] == [(1, "district", "一级网格")]
    park, block = organisation.grids
    assert (park.name, park.unit, park.matters, len(park.rings[0])) == ("人民公园", "B01", ("event-*",), 4)
    assert (block.name, block.kind, block.parent) == ("一号楼", "micro", "410103")
    assert [(each.code, each.login, each.private) for each in organisation.staff] == [
        ("S1", "c1", False), ("S2", "", True),
    ]  # fmt: skip
    shift = organisation.posts[0]
    assert (shift.duty, shift.place, shift.from_minute, shift.to_minute, shift.days) == (
        "collector", "Z1", 480, 1080, ("workday",),
    )  # fmt: skip
    stores, schools = organisation.elements
    assert stores.points() == ((1_136_005_000, 347_005_000),)
    assert stores.all_told() == (("一号点", "Store 1", "沙袋 200 袋"),)
    assert stores.as_of + stores.days * DAY_MS == 1_787_932_800_000  # 2026-08-29 in Shanghai
    assert (schools.owner, schools.all_told()) == ("市教育局", (("一小", "", ""),))


def test_private_numbers_are_in_no_pack(small: Small) -> None:
    compiled = compile_folder(small.write())
    assert compiled.numbers == {"S2": "199-0000-0001"}
    assert b"199-0000-0001" not in compiled.pack


def test_the_operator_answers_for_an_exclusive_grid_before_all_others(small: Small) -> None:
    city = compile_folder(small.write()).city
    inside = propose(matter(0.5, 0.5), city, NINE)
    assert (inside.unit, inside.ground, inside.layer, inside.duty_no) == ("B01", "duty_list", 5, "Z-Z1")
    assert dict(inside.data)["place"] == "Z1"
    assert city.places["Z1"] == ("人民公园", "")
    assert propose(matter(0.5, 1.5), city, NINE).duty_no != "Z-Z1"


def test_its_own_collector_checks_there(small: Small) -> None:
    city = compile_folder(small.write()).city
    assert checker(matter(0.5, 0.5), city, NINE).login == "c1"
    assert checker(matter(0.5, 1.5), city, NINE).ground == "nobody"


def test_a_road_section_runs_from_crossing_to_crossing(small: Small) -> None:
    city = compile_folder(small.write()).city
    codes = [
        [each.code for each in city.organisation.sections_at(*_point(column, 1.05), NINE)]
        for column in (0.5, 1.05, 1.5, 1.95, 2.5)
    ]
    assert codes == [[], ["R1"], ["R1"], ["R1"], []]


def _point(column: float, row: float) -> tuple[int, int]:
    return round((WEST + column * STEP) * 1e7), round((SOUTH + row * STEP) * 1e7)


def test_a_folder_without_these_files_has_none_of_it(tmp_path: Path) -> None:
    city = compile_folder(write_small_city(tmp_path)).city
    assert (city.organisation.staff, city.organisation.posts, city.organisation.grids) == ((), (), ())


GRIDS = "code,kind,name,unit,parent,matters,since,until\n"
STAFF = "code,name,unit,login,phone,mobile,since,until\nS1,王一,,,,,,\nS2,李二,,,,,,\nS3,张三,,wang,,,,\n"
POSTS = "no,staff,duty,place,from_time,to_time,since,until\n"
SECTIONS = "code,name,road,from,to\n"
STORES = "lon,lat,name,note\n"
Z1, W1 = "Z1,exclusive,园,B01,,,,\n", "W1,micro,楼,,,,,\n"
FAULTS = [
    ("grids", GRIDS + "Z1,special,园,B01,,,,\n" + W1, 2, "kind", "exclusive, micro", "exclusive, micro"),
    ("grids", GRIDS + "Z1,exclusive,园,ZZ,,,,\n" + W1, 2, "unit", "a code of units.csv", "units.csv"),
    ("grids", GRIDS + "Z1,exclusive,园,,,,,\n" + W1, 2, "unit", "Expected: a value", "为空"),
    ("grids", GRIDS + "Z1,micro,园,,,,,\n" + W1, 2, "kind", "whose grids are exclusive", "exclusive"),
    ("grids", GRIDS + Z1 + W1 + "Z9,exclusive,园,B01,,,,\n", 4, "code", "Z9 has no area", "Z9 没有图形"),
    ("grids", GRIDS + Z1 + W1 + "4101,exclusive,园,B01,,,,\n", 4, "code", "a new code", "新的代码"),
    ("grids", GRIDS + Z1 + "W1,micro,楼,,Z8,,,\n", 3, "parent", "Z8 is no grid", "Z8 不是网格"),
    ("grids", GRIDS + "Z1,exclusive,园,B01,,event-77-*,,\n" + W1, 2, "matters", "fits no category", "不对应任何类别"),
    (
        "grids",
        GRIDS + "Z1,exclusive,园,B01,,,2026-02-01,2026-01-01\n" + W1,
        2,
        "until",
        "after the beginning",
        "开始之后",
    ),
    ("staff", "code,name,login\nS1,王一,nobody\n", 2, "login", "people.csv", "people.csv"),
    ("staff", "code,name,unit\nS1,王一,ZZ\n", 2, "unit", "units.csv", "units.csv"),
    ("staff", "code,name,mobile\nS1,王一,call me\n", 2, "mobile", "no phone number", "不是电话号码"),
    ("staff", "code,name\nS1,王一\nS1,李二\n", 3, "code", "stands twice", "出现两次"),
    ("posts", POSTS + "P1,S3,collector,Z1,,,,\n", 2, "staff", "the duty of a collector", "没有采集员职责"),
    ("posts", POSTS + "P1,S9,collector,Z1,,,,\n", 2, "staff", "a code of staff.csv", "staff.csv"),
    ("posts", POSTS + "P1,S1,king,Z1,,,,\n", 2, "duty", "grid_leader", "grid_leader"),
    ("posts", POSTS + "P1,S1,collector,77,,,,\n", 2, "place", "77 is no grid", "77 不是网格"),
    ("posts", POSTS + "P1,S1,road_chief,Z1,,,,\n", 2, "place", "road_sections.csv", "road_sections.csv"),
    ("posts", POSTS + "P1,S1,collector,Z1,8am,,,\n", 2, "from_time", "HH:MM", "HH:MM"),
    (
        "posts",
        POSTS + "P1,S1,grid_leader,410102,08:00,18:00,,\nP2,S2,grid_leader,410102,17:00,20:00,,\n",
        3,
        "staff",
        "post P2 (S2) and post P1 (S1, line 2) hold at 410102",
        "第 P2 号岗位（S2）与第 P1 号岗位（S1，第 2 行）在 410102 时段相同",
    ),
    ("road_sections", SECTIONS + "R1,段,无名路,秦岭路,桐柏路\n", 2, "road", "no road", "不是道路图层"),
    ("road_sections", SECTIONS + "R1,段,中原路,远路,桐柏路\n", 2, "from", "does not cross 中原路", "与 中原路 不相交"),
    (
        "road_sections",
        SECTIONS + "R1,段,中原路,秦岭路,秦岭路\n",
        2,
        "to",
        "two different crossings",
        "两个不同的交叉口",
    ),
    ("stores", STORES + "一一三,34.7005,甲,\n", 2, "lon", "is no number", "不是数"),
    ("stores", STORES + "113.6005,34.7005,,\n", 2, "name", "Expected: a value", "为空"),
    ("stores", STORES + "113.6005,34.7005,甲,找老王13800138000\n", 2, "note", "no personal data", "没有个人信息"),
    ("stores", STORES + "213.6,34.7005,甲,\n", 2, "lon", "cannot be cgcs2000", "cgcs2000"),
]


@pytest.mark.parametrize(("name", "text", "row", "field", "english", "chinese"), FAULTS)
def test_a_fault_is_told(small: Small, name: str, text: str, row: int, field: str, english: str, chinese: str) -> None:
    tables = {"staff": STAFF, "posts": POSTS, name: text}
    found = refusals(small.write(**tables))
    told = [f for f in found if (f.place.file, f.place.row, f.place.field) == (f"{name}.csv", row, field)]
    assert told, found
    for language, words in (("en", english), ("zh_CN", chinese)):
        assert words in " ".join(each.text(texts(language)) for each in told)


def test_a_number_that_is_refused_is_not_repeated(small: Small) -> None:
    found = refusals(small.write(stores=STORES + "113.6005,34.7005,甲,13800138000\n"))
    assert all("13800138000" not in each.text(texts(language)) for each in found for language in ("en", "zh_CN"))


def test_two_exclusive_grids_on_the_same_ground_are_both_shown(small: Small) -> None:
    folder = small.write(grids=GRIDS + Z1 + "Z2,exclusive,园二,410102,,,,\n" + W1)
    areas = [square(0, 0, 1, 1), square(0, 0, 2, 1)]
    write_layer(folder / "exclusive.geojson", areas, {"code": ["Z1", "Z2"], "name": ["", ""]})
    told = [each for each in refusals(folder) if each.key == "grids_share"]
    assert [(each.place.row, each.place.field) for each in told] == [(3, "code")]
    words = told[0].text(texts("en"))
    assert "Z2 (园二) shares" in words
    assert "with Z1 (园, line 2)" in words


def test_one_after_the_other_they_may_lie_on_the_same_ground(small: Small) -> None:
    rows = "Z1,exclusive,园,B01,,,,2025-12-31\nZ2,exclusive,园二,410102,,,2026-01-01,\n"
    folder = small.write(grids=GRIDS + rows + W1)
    areas = [square(0, 0, 1, 1), square(0, 0, 2, 1)]
    write_layer(folder / "exclusive.geojson", areas, {"code": ["Z1", "Z2"], "name": ["", ""]})
    assert len(compile_folder(folder).city.organisation.grids) == 3


def test_a_post_may_be_of_the_whole_city_or_of_one_unit_grid(small: Small) -> None:
    unit_grid = grid_codes()[0]
    posts = POSTS + f"P1,S1,collector,410100,,,,\nP2,S1,collector,{unit_grid},,,,\n"
    assert len(compile_folder(small.write(posts=posts)).city.organisation.posts) == 2


def test_an_area_without_a_row_is_refused(small: Small) -> None:
    found = refusals(small.write(grids=GRIDS + Z1))
    assert {("no_grid_row", "micro.geojson")} <= {(each.key, each.place.file) for each in found}


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("change", "field", "key"),
    [
        (lambda toml: toml.replace("no = 1", "no = 0"), "organisation.levels[1].no", "level_number"),
        (lambda toml: toml.replace('of = "district"', 'of = "street"'), "organisation.levels[1].of", "level_empty"),
        (lambda toml: toml.replace('of = "district"', 'of = "planet"'), "organisation.levels[1].of", "choice"),
        (lambda toml: toml.replace('element = "thing"', 'element = "money"'), "elements[1].element", "choice"),
        (lambda toml: toml.replace('as_of = "2026-05-31"\n', ""), "elements[1].as_of", "missing_key"),
        (lambda toml: toml.replace('owner = "B01"\n', ""), "elements[1].owner", "missing_key"),
        (lambda toml: toml.replace('key = "schools"', 'key = "stores"'), "elements[2].key", "twice"),
        (lambda toml: toml.replace("days = 90", 'days = 90\ncolour = "red"'), "elements[1].colour", "unknown_key"),
    ],
)
def test_settings_are_checked(small: Small, change: Change, field: str, key: str) -> None:
    found = refusals(small.write(change(MORE)))
    assert (field, key) in {(each.place.field, each.key) for each in found}


def test_a_narrower_level_comes_after_a_wider_one(small: Small) -> None:
    second = '[[organisation.levels]]\nno = 2\nof = "district"\nname = "二级"\n\n[[layers]]\nrole = "exclusive_grids"'
    found = refusals(small.write(MORE.replace('[[layers]]\nrole = "exclusive_grids"', second)))
    assert ("organisation.levels[2].of", "level_order") in {(each.place.field, each.key) for each in found}


def test_a_layer_of_another_city_is_refused(small: Small) -> None:
    found = refusals(small.write(stores=STORES + "116.4,39.9,甲,\n"))
    assert ("points_elsewhere", "stores.csv") in {(each.key, each.place.file) for each in found}


def test_an_import_says_what_changes(small: Small) -> None:
    before = compile_folder(small.write()).city
    posts = TABLES["posts"].replace("18:00", "20:00") + "P4,S1,collector,410103,,,\n"
    after = compile_folder(small.write(posts=posts)).city
    told = lines(compare(before, after), texts("en"))
    assert "posts and shifts added (1): P4" in told
    assert "posts and shifts changed (1): P1" in told
