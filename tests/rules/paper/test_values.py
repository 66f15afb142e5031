"""What a case says on each form; who is masked; which forms there are for whom."""

from dataclasses import replace
from importlib.resources import files

import pytest

from rules.assignment import LegRole
from rules.calendar import DAY
from rules.case import Case
from rules.city import Paper
from rules.duties import Watch
from rules.ledger import Ledger, LedgerEntry
from rules.paper.fields import FIELDS, LISTS, NEEDED, known
from rules.paper.page import Filled, filled_page
from rules.paper.values import Scribe, forms_of, values_of
from rules.phones import phone_of
from rules.texts import Texts
from tests.builders import FOUR_HOURS, NINE, a_case, a_city, a_leg, a_request, t

NOW = t("2015-04-22 16:00")
PAPER = Paper("表", "Form", "docx", b"", "")
CITY = replace(a_city(), papers=dict.fromkeys(FIELDS, PAPER))
PEOPLE = {"wang": "王晓燕", "zhao": "赵建军", "leader": "郑国栋"}


def scribe(language: str = "zh_CN", **more: object) -> Scribe:
    texts = Texts((files("resources") / "texts" / f"{language}.toml").read_bytes())
    made = Scribe(
        CITY, texts, lambda login: PEOPLE.get(login, login), lambda unit: phone_of(CITY, unit, NOW), "王晓燕", NOW
    )
    return replace(made, **more)


def a_full_case() -> Case:
    helper = a_leg("delivered", id="leg-2", unit="B99", role=LegRole.MAKE_SAFE)
    entry = LedgerEntry("e", NINE, "wang", "call", "供电公司 王工", "明日查看", NINE + DAY, kept=True)
    ledger = Ledger("l", "ownership", "权属不明", NINE, "wang", (entry,), 0, NOW, "zhao", "归供电公司")
    return a_case(
        "with_units", legs=(a_leg("working", note="速办"), helper), round=1, personal="p-1", number="15042200012",
        category="event-01-10", condition="event-01-10-1", limit=FOUR_HOURS, urged_at=NINE, urged_by="leader",
        urged_reason="领导关注", ledgers=(ledger,),
        requests=(
            a_request("extension", days=2, level="shift_leader", reason="工程量大"),
            a_request("suspension", id="r2", level="leader", until=NOW + 310 * DAY),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("key", [key for key in FIELDS if key != "handover"])
def test_every_placeholder_that_a_form_needs_has_a_value_and_none_is_unknown(key: str) -> None:
    found = values_of(key, a_full_case(), scribe())
    assert found.values.keys() <= FIELDS[key]
    for name, rows in found.lists.items():
        assert all(row.keys() <= LISTS[key][name] for row in rows)
    told = {name for name, value in found.values.items() if value}
    told |= {f"{name}.{field}" for name, rows in found.lists.items() for row in rows for field in row}
    assert NEEDED[key] - told <= {"reason"}  # of what is not void nobody said why
    assert NEEDED[key] <= known(key)


def test_the_dispatch_form_says_the_legs_times_in_city_time() -> None:
    found = values_of("dispatch", a_full_case(), scribe())
    said = {
        name: found.values[name]
        for name in ("unit", "part", "sent_at", "sent_by", "due", "limit", "note", "unit_phone")
    }
    assert said == {
        "unit": "中原区", "part": "主办", "sent_at": "2015-04-22 09:12", "sent_by": "王晓燕", "due": "2015-04-22 15:12",
        "limit": "4 工作时", "note": "速办", "unit_phone": "67445566",
    }  # fmt: skip
    assert [row["unit"] for row in found.lists["legs"]] == ["中原区", "市应急抢险队"]


def test_a_form_of_a_request_says_which_level_decides() -> None:
    extension = values_of("extension", a_full_case(), scribe()).values
    assert (extension["level"], extension["days"], extension["count"], extension["state"]) == (
        "科长",
        "2",
        "1",
        "待审核",
    )
    assert values_of("extension", a_full_case(), scribe("en")).values["level"] == "Head of section"
    suspension = values_of("suspension", a_full_case(), scribe()).values
    assert suspension["level"] == scribe().texts.text("role.leader")


def test_the_minutes_have_a_row_for_each_entry() -> None:
    found = values_of("minutes", a_full_case(), scribe())
    assert (found.values["subject"], found.values["result"], found.values["closed_by"]) == (
        "权属不明",
        "归供电公司",
        "赵建军",
    )
    row = found.lists["entries"][0]
    assert (row["who"], row["agreed"], row["by_when"], row["kept"], row["by"]) == (
        "供电公司 王工", "明日查看", "2015-04-23 09:00", "已兑现", "王晓燕",
    )  # fmt: skip


def test_a_notice_says_why_and_whether_it_is_late() -> None:
    found = values_of("notice", a_full_case(), scribe()).values
    assert (found["urged_reason"], found["urged_by"], found["overdue"]) == ("领导关注", "郑国栋", "已超时")


def test_a_reporter_is_masked_unless_shown_and_nobody_is_where_nobody_reported() -> None:
    case = a_full_case()
    masked = values_of("dispatch", case, scribe()).values
    assert (masked["reporter"], masked["reporter_phone"]) == ("***", "***")
    shown = values_of("dispatch", case, scribe(reporter=("张三", "13800001234"))).values
    assert (shown["reporter"], shown["reporter_phone"]) == ("张三", "13800001234")
    assert values_of("dispatch", a_case("with_units"), scribe()).values["reporter"] == ""


def test_a_unit_reads_of_itself_and_of_what_it_gave_on_alone() -> None:
    sub = a_leg("delivered", id="leg-3", unit="410102005", role=LegRole.SUB, parent="leg-1")
    case = a_case("with_units", legs=(a_leg("working"), a_leg("working", id="leg-2", unit="B99"), sub))
    units = [row["unit"] for row in values_of("dispatch", case, scribe(), "410102").lists["legs"]]
    assert units == ["中原区", "秦岭路街道"]
    assert values_of("dispatch", case, scribe(), "B99").values["unit"] == "市应急抢险队"


def test_which_forms_there_are() -> None:
    case = a_full_case()
    assert forms_of(case, CITY) == ("dispatch", "notice", "extension", "suspension", "minutes")
    assert forms_of(case, CITY, "410102") == ("dispatch", "notice", "extension", "suspension")
    assert forms_of(case, CITY, "410103") == ()
    assert forms_of(a_case("void"), CITY) == ("void",)
    assert forms_of(case, a_city()) == ()


def test_rows_are_repeated_on_the_page_and_nothing_is_read_twice() -> None:
    page = "<p>{{ number }} {{unknown}}</p><!--rows legs--><tr><td>{{legs.unit}} {{number}}</td></tr><!--/rows-->"
    filled = Filled({"number": "{{unit}}<i>"}, {"legs": ({"unit": "{{number}}"}, {"unit": "b\nc"})})
    made = filled_page(page, filled, "x<y")
    assert "<p>{{unit}}&lt;i&gt; </p>" in made
    assert made.count("<tr>") == 2
    assert "<td>{{number}} {{unit}}&lt;i&gt;</td>" in made
    assert "b<br>c" in made
    assert "<title>x&lt;y</title>" in made


def test_the_phone_of_a_unit_is_that_of_the_roster_at_the_hour() -> None:
    night = Watch("1", "410102", "夜班", "110", from_minute=18 * 60, to_minute=8 * 60)
    city = replace(CITY, roster=(night,))
    assert [phone_of(city, "410102005-1", t(f"2015-04-22 {at}")) for at in ("09:00", "20:00")] == ["67445566", "110"]


def test_the_phone_of_a_unit_is_its_own_or_that_of_the_one_above() -> None:
    assert [phone_of(CITY, unit, NOW) for unit in ("410102", "410102005-1", "B01", "nobody")] == ["67445566"] * 2 + [
        ""
    ] * 2
