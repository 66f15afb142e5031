"""Both catalogues: the same keys, the same placeholders, and a text for everything that the rules can say."""

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import rules
from rules.assignment import LegRole, LegStage, RequestKind
from rules.calendar import DayKind
from rules.case import PhotoKind, Stage
from rules.check import CheckKind, CheckStage
from rules.city import Condition, Unit
from rules.clock import LimitUnit, Still
from rules.commands import Role
from rules.deadlines import Lamp
from rules.effects.stages import CLOCKS
from rules.forms import FORMS
from rules.history import STEPS
from rules.indicators import COUNTS, RATES
from rules.lists import LISTS, UNIT_LISTS
from rules.texts import MissingText, Texts
from tests.builders import a_city

LANGUAGES = ("zh_CN", "en")


def catalogue(language: str) -> bytes:
    return (files("resources") / "texts" / f"{language}.toml").read_bytes()


ZH, EN = (Texts(catalogue(language)) for language in LANGUAGES)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    assert ZH.keys() == EN.keys()
    different = [key for key in ZH.keys() if placeholders(ZH.text(key)) != placeholders(EN.text(key))]  # noqa: SIM118
    assert different == []


def test_no_text_is_empty_and_chinese_is_chinese() -> None:
    for texts in (ZH, EN):
        assert [key for key in texts.keys() if not texts.text(key).strip()] == []  # noqa: SIM118
    field = [key for key in EN.keys() if key.split(".")[0] in {"stage", "leg", "verb", "event", "rule", "list", "role"}]  # noqa: SIM118
    assert [key for key in field if re.search(r"[\u4e00-\u9fff]", EN.text(key))] == []
    assert [key for key in field if not re.search(r"[\u4e00-\u9fff]", ZH.text(key))] == []


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("stage", Stage),
        ("leg", LegStage),
        ("leg_role", LegRole),
        ("check_kind", CheckKind),
        ("check_stage", CheckStage),
        ("role", Role),
        ("verb", FORMS),
        ("event", [*FORMS, "delivered"]),
        ("list", [*LISTS, *UNIT_LISTS]),
        ("lamp", Lamp),
        ("limit", LimitUnit),
        ("day", DayKind),
        ("still", Still),
        ("clock", [*CLOCKS.values(), "check", "pre", "decide", "handle", "hotline", "sign"]),
        ("request", RequestKind),
        ("request_state", ["pending", "granted", "refused", "withdrawn"]),
        ("photo", PhotoKind),
        ("indicator", [*RATES, *COUNTS]),
        ("definition", RATES),
        ("step", STEPS),
        ("field", {field.name for form in FORMS.values() for field in form}),
        ("kind", {field.kind for form in FORMS.values() for field in form} - {"choice"}),
        ("choice", {choice for form in FORMS.values() for field in form for choice in field.choices}),
    ],
)
def test_everything_that_can_be_shown_has_a_text(section: str, keys: object) -> None:
    missing = [key for key in keys if f"{section}.{key}" not in ZH]  # type: ignore[attr-defined]
    assert missing == []


def said_in(package: Path, pattern: str) -> set[str]:
    return {key for path in package.rglob("*.py") for key in re.findall(pattern, path.read_text(encoding="utf-8"))}


def test_every_refusal_and_ground_in_the_code_has_a_text() -> None:
    package = Path(rules.__file__).parent
    refusals = said_in(package, r"\"(rule\.[a-z_]+)\"")
    assert len(refusals) > 40
    assert sorted(key for key in refusals if key not in ZH) == []
    grounds = ("duty_list", "rework", "taken_back", "no_duty", "overlap", "border", "returned", "nowhere")
    assert sorted(ground for ground in grounds if f"ground.{ground}" not in ZH or f"proposal.{ground}" not in ZH) == []


def test_a_refusal_puts_keys_into_words() -> None:
    assert ZH.text("rule.stage", verb="sign", stage="to_dispatch") == "案卷现在是“待派遣”，不能签收"
    assert EN.text("rule.role", role="unit", allowed="acceptor | shift_leader") == (
        "Not for a unit: this is for acceptor | shift leader"
    )
    named = Texts(catalogue("zh_CN"), names={"410102": "中原区", "B01": "市排水管理处"})
    assert named.text("rule.live_legs", units="410102,B01") == "还有单位在处置：中原区, 市排水管理处"
    closing = Texts(catalogue("en"), names={"现场清理干净": "Cleared and clean", "无残留": "Nothing left"})
    assert closing.text("rule.closing", missing="现场清理干净；无残留") == (
        "Closing conditions not met: Cleared and clean; Nothing left"
    )
    assert ZH.text("rule.closing", missing="现场清理干净；无残留").endswith("现场清理干净；无残留")
    assert EN.text("rule.field", field="unit", expected="unit") == '"unit" does not fit; expected: a unit'


def test_a_city_has_its_own_words_and_names_choose_the_language() -> None:
    assert Texts(catalogue("zh_CN"), {"check_kind.pre": "核查"}).text("check_kind.pre") == "核查"
    assert (ZH.name("中原区", "Zhongyuan"), EN.name("中原区", "Zhongyuan"), EN.name("中原区")) == (
        "中原区", "Zhongyuan", "中原区",
    )  # fmt: skip


def test_an_unknown_key_and_a_missing_detail_are_faults() -> None:
    with pytest.raises(MissingText):
        ZH.text("stage.nowhere")
    with pytest.raises(MissingText):
        ZH.text("rule.extensions", min=1)


def test_a_citys_names_in_english_are_those_of_its_data_or_the_chinese_ones() -> None:
    city = replace(
        a_city(),
        units={"1": Unit("1", "中原区", "Zhongyuan", "", "district"), "2": Unit("2", "市容科", "", "", "department")},
        conditions={
            "a-1": Condition("a-1", "a", "有垃圾", closing=("已清", "无味"), closing_en=("Clean",)),
        },
    )
    assert city.names("en") == {"1": "Zhongyuan", "2": "市容科", "已清": "Clean"}
    assert city.names("zh_CN") == {"1": "中原区", "2": "市容科"}
