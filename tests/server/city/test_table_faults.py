"""Each fault of a table names file, row, field and what was expected, in both languages."""

from pathlib import Path

import pytest

from rules.texts import Texts
from server.city import CityRefused, Finding, compile_folder
from tests.server.city.small_folder import TABLES, TOML, write_small_city

ROOT = Path(__file__).parents[3]
UNITS = "code,name,parent,kind,district,since,sub_reports\n"
DUTIES = "no,category,unit,place,from_time,from_day,until\n"

# file, its text, row, field, what the English text must say, what the Chinese text must say
FAULTS = [
    ("units", "code,name\nB01,城管局\nB01,又一个\n", 3, "code", "each once", "各一次"),
    ("units", UNITS + "B01,局,XX,,,,\n", 2, "parent", "a code of units.csv", "units.csv 中的代码"),
    ("units", UNITS + "B01,局,B02,,,,\nB02,处,B01,,,,\n", 2, "parent", "B01 → B02 → B01", "B01 → B02 → B01"),
    ("units", UNITS + "B01,,,,,,\n", 2, "name", "Expected: a value", "应为：有值"),
    ("units", UNITS + "B01,局,,,999999,,\n", 2, "district", "is no district", "不是区"),
    ("units", UNITS + "B01,局,,,,2026-02-30,\n", 2, "since", "YYYY-MM-DD", "YYYY-MM-DD"),
    ("units", UNITS + "B01,局,,,,,maybe\n", 2, "sub_reports", "approve, pass", "approve, pass"),
    ("units", "code,parent\nB01,\n", 1, "name", "this column is missing", "缺少此列"),
    ("units", "code,name,colour\nB01,局,red\n", 1, "colour", "would be lost", "会丢失"),
    ("units", "code,name\nB01,局,多一格\n", 2, "", "Expected: 2", "2 格"),
    ("categories", "kind,major,minor,name\nevent,01,10,甲\nevent,01,10,乙\n", 3, "minor", "stands twice", "出现两次"),
    ("conditions", "category,no,words,limit,unit\nevent-01-10,1,有,4,week\n", 2, "unit", "work_hour", "work_hour"),
    ("conditions", "category,no,words,limit,unit\nevent-01-10,1,有,-4,minute\n", 2, "limit", "0 or more", "不小于 0"),
    (
        "conditions",
        "category,no,words,limit,unit,milestones\nevent-01-10,1,有,4,minute,arrive 2\n",
        2,
        "milestones",
        "make_safe:2 urgent_hour",
        "make_safe:2 urgent_hour",
    ),
    (
        "conditions",
        "category,no,words,limit,unit,closing,closing_en\nevent-01-10,1,有,4,minute,甲 | 乙,one\n",
        2,
        "closing_en",
        "Expected: 2",
        "2 条",
    ),
    ("responsibility", DUTIES + "D1,event-77-*,B01,,,,\n", 2, "category", "fits no category", "不对应任何类别"),
    ("responsibility", DUTIES + "D1,*,ZZ,,,,\n", 2, "unit", "a code of units.csv", "units.csv 中的代码"),
    ("responsibility", DUTIES + "D1,*,B01,777,,,\n", 2, "place", "is no place", "不是地点"),
    ("responsibility", DUTIES + "D1,*,B01,,25:00,,\n", 2, "from_time", "HH:MM", "HH:MM"),
    ("responsibility", DUTIES + "D1,*,B01,,,02-30,\n", 2, "from_day", "MM-DD", "MM-DD"),
    ("responsibility", "no,unit,days\nD1,B01,workday | feast\n", 2, "days", "holiday", "holiday"),
    ("responsibility", "no,unit,road\nD1,B01,中原路\n", 2, "road", "no road", "不是道路图层"),
    (
        "responsibility",
        "no,unit,category,place\nD1,B01,event-*,410102\nD2,410102,event-*,\nD3,410103,event-*,410102\n",
        4,
        "unit",
        "row D3 (410103) contradicts row D1 (line 2, B01)",
        "第 D3 条（410103）与第 D1 条（第 2 行，B01）",
    ),
    ("responsibility_layers", "no,name,kind\n10,夜间,night\n", 2, "kind", "duty, coverage", "duty, coverage"),
    ("responsibility_layers", "no,name\n十,夜间\n", 2, "no", "0 or more", "不小于 0"),
    ("roster", "no,unit,name,phone\n1,ZZ,王,1\n", 2, "unit", "a code of units.csv", "units.csv 中的代码"),
    ("roster", "no,unit,name,phone,from_time\n1,B01,王,1,8点\n", 2, "from_time", "HH:MM", "HH:MM"),
    ("calendar", "date,kind\n20260101,holiday\n", 2, "date", "YYYY-MM-DD", "YYYY-MM-DD"),
    ("calendar", "date,kind\n2026-01-01,feast\n", 2, "kind", "holiday", "holiday"),
    ("people", "login,name,roles\nwang,王,king\n", 2, "roles", "dispatcher", "dispatcher"),
    ("people", "login,name,roles\nwang,王,unit@ZZ\n", 2, "roles", "ZZ is not known", "不认识 ZZ"),
    ("people", "login,name,roles,unit\nwang,王,unit,ZZ\n", 2, "unit", "units.csv", "units.csv"),
    ("people", "login,name,roles\nwang,王,unit\nwang,李,unit\n", 3, "login", "stands twice", "出现两次"),
]


def refusals(folder: Path) -> tuple[Finding, ...]:
    with pytest.raises(CityRefused) as refused:
        compile_folder(folder)
    return refused.value.findings


def texts(language: str) -> Texts:
    return Texts((ROOT / "resources" / "texts" / f"{language}.toml").read_bytes())


@pytest.mark.parametrize(("name", "text", "row", "field", "english", "chinese"), FAULTS)
def test_a_fault_is_told(
    tmp_path: Path, name: str, text: str, row: int, field: str, english: str, chinese: str
) -> None:
    found = refusals(write_small_city(tmp_path, **{name: text}))
    told = [f for f in found if (f.place.file, f.place.row, f.place.field) == (f"{name}.csv", row, field)]
    assert told, found
    for language, words, row_word in (("en", english, f"row {row}"), ("zh_CN", chinese, f"第 {row} 行")):
        said = told[0].text(texts(language))
        assert all(part in said for part in (f"{name}.csv", row_word, field, words)), said


def test_a_table_in_gbk_is_refused_until_the_city_says_so(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    for name, text in TABLES.items():
        (folder / name).write_bytes(text.encode("gbk"))
    found = refusals(folder)
    assert {(f.key, f.place.file, f.place.row) for f in found} >= {("encoding", "units.csv", 2)}
    (folder / "city.toml").write_text(TOML + '\n[tables]\nencoding = "gbk"\n', encoding="utf-8")
    assert compile_folder(folder).city.units["B01"].name == "城管局"


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    folder = write_small_city(tmp_path)
    (folder / "units.csv").write_text(TABLES["units.csv"], encoding="utf-8-sig")
    assert "410102" in compile_folder(folder).city.units


@pytest.mark.parametrize(
    ("before", "after", "field", "key"),
    [
        ('zone = "Asia/Shanghai"', 'zone = "Asia/Zhengzhou"', "city.zone", "zone"),
        ('zone = "Asia/Shanghai"', "", "city.zone", "missing_key"),
        ("near_percent = 70", 'near_percent = "70"', "policies.near_percent", "type_int"),
        ("near_percent = 70", "personal_days = -1", "policies.personal_days", "type_int"),
        ("near_percent = 70", "nearly = 70", "policies.nearly", "unknown_key"),
        ("near_percent = 70", 'default_limit = "4 weeks"', "policies.default_limit", "limit"),
        ('"B01"', '"B99"', "policies.make_safe_unit", "unknown_code"),
        ('role = "districts"', 'role = "kingdoms"', "layers[2].role", "choice"),
        ('role = "districts"', 'role = "unit_grids"', "layers", "role_twice"),
        ('{ code = "code", name', "{ name", "layers[2].fields.code", "missing_key"),
        ('["问题未解决", "Not solved"]', "[]", "reject_reasons.not_solved", "pair"),
        ("synthetic = true", 'synthetic = "yes"', "city.synthetic", "type_bool"),
        ("[phrases.note]", "[phrases.noted]", "phrases.noted", "phrase_verb"),
        ("[phrases.note]", "[phrases.fetched]", "phrases.fetched", "phrase_verb"),
        ('["已联系", "Called"]', '["a", "b", "c"]', "phrases.note.called", "pair"),
        ('["已联系", "Called"]', '"已联系"', "phrases.note.called", "type_list"),
    ],
)
def test_a_fault_of_the_settings_is_named_by_its_key(
    tmp_path: Path, before: str, after: str, field: str, key: str
) -> None:
    assert before in TOML
    found = refusals(write_small_city(tmp_path, TOML.replace(before, after)))
    assert ("city.toml", field, key) in {(f.place.file, f.place.field, f.key) for f in found}
    assert all(f.text(texts(language)) for f in found for language in ("zh_CN", "en"))


def test_settings_that_are_no_toml_are_told(tmp_path: Path) -> None:
    found = refusals(write_small_city(tmp_path, "[city\n"))
    assert [f.key for f in found] == ["not_toml"]
