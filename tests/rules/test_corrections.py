"""Corrections: one field against what its author saw there, whatever else happened to the case meanwhile."""

from importlib.resources import files
from typing import Any

import pytest

from rules.calendar import MINUTE
from rules.case import Case, Event
from rules.clock import Clock, Limit, LimitUnit, start
from rules.commands import NotAllowed
from rules.corrections import correction, is_done, met, on_top, standing, words
from rules.frozen import changed
from rules.lifecycle import apply
from rules.texts import Texts
from tests.builders import NINE, a_case, a_city, a_command, an_actor

CITY = a_city()
CHINESE = Texts((files("resources") / "texts" / "zh_CN.toml").read_bytes())
NOW = NINE + 5 * MINUTE
LI = an_actor("dispatcher", "li")


def corrected(case: Case, **body: Any) -> tuple[Case, Event]:
    applied = apply(case, a_command("correct", LI, NOW, **body), LI, CITY, NOW)
    return applied.case, applied.events[0]


def refused(case: Case, **body: Any) -> NotAllowed:
    with pytest.raises(NotAllowed) as caught:
        corrected(case, **body)
    return caught.value


def test_the_body_is_what_differs_with_what_was_there() -> None:
    case = a_case(address="中原路12号", urgent=True, important=True)
    entered = {"address": "中原路21号", "urgent": True, "text": "市民来电更正"}
    assert correction(case, entered) == {
        "address": "中原路21号", "important": False, "text": "市民来电更正",
        "was": {"address": "中原路12号", "important": True},
    }  # fmt: skip


def test_a_field_that_is_emptied_is_corrected_too() -> None:
    assert correction(a_case(address="中原路12号"), {}) == {"address": "", "was": {"address": "中原路12号"}}


def test_without_a_difference_nothing_is_said_and_nothing_is_taken() -> None:
    case = a_case(address="中原路12号")
    assert correction(case, {"address": "中原路12号"}) == {"was": {}}
    assert refused(case, was={}).rule == "rule.nothing_corrected"


def test_only_its_fields_change_and_the_history_says_what_was() -> None:
    before = a_case("with_units", address="中原路12号", address_en="12 Zhongyuan Road")
    case, event = corrected(before, address="中原路21号", was={"address": "中原路12号"}, text="市民来电更正")
    assert case == changed(
        before, address="中原路21号", address_en="", version=before.version + 1, events=before.events + 1
    )
    assert (event.verb, event.text, event.before, event.after) == (
        "correct",
        "市民来电更正",
        "with_units",
        "with_units",
    )
    assert event.data == (("address", "中原路21号"), ("address_was", "中原路12号"))


def test_a_field_that_somebody_else_changed_meanwhile_refuses_it_all() -> None:
    case = a_case(address="棉纺路3号", important=False)
    body = {"address": "中原路21号", "important": True, "was": {"address": "中原路12号", "important": False}}
    refusal = refused(case, **body)
    assert (refusal.rule, refusal.details) == ("rule.corrected_meanwhile", {"field": "address"})
    assert met(case, body) == ("address",)


def test_a_field_that_stands_as_wished_is_not_in_its_way() -> None:
    case = a_case(address="中原路21号", important=False)
    body = {"address": "中原路21号", "important": True, "was": {"address": "中原路12号", "important": False}}
    assert met(case, body) == ()
    assert corrected(case, **body)[0].important
    assert is_done(changed(case, important=True), body)
    assert refused(changed(case, important=True), **body).rule == "rule.already"


@pytest.mark.parametrize(
    "body",
    [
        {"address": "中原路21号"},
        {"address": "中原路21号", "was": {"urgent": False}},
        {"address": "", "was": {}},
        {"urgent": "", "was": {"urgent": False}},  # an empty field of a form: no flag
        {"address": None, "was": {"address": "中原路12号"}},
    ],
)
def test_a_correction_that_says_not_of_every_field_what_was_is_refused(body: dict[str, Any]) -> None:
    case = a_case(address="中原路12号")
    assert refused(case, **body).rule in {"rule.nothing_corrected", "rule.field"}


@pytest.mark.parametrize(
    "was", ["", 1, ["address"], {"address": 1}, {"urgent": "yes"}, {"number": "1"}, {"address": "长" * 401}]
)
def test_old_values_that_can_be_none_are_refused(was: object) -> None:
    refusal = refused(a_case(address="中原路12号"), address="中原路21号", was=was)
    assert (refusal.rule, refusal.details["field"]) == ("rule.field", "was")


def test_an_address_is_as_long_as_that_of_a_report_at_most() -> None:
    refusal = refused(a_case(address=""), address="长" * 401, was={"address": ""})
    assert refusal.rule == "rule.too_large"


def test_what_becomes_urgent_has_the_limit_of_the_urgent_from_the_beginning_of_its_stage() -> None:
    limits = {**CITY.policies.stage_limits, "dispatch_urgent": Limit(5, LimitUnit.MINUTE)}
    city = a_city(stage_limits=limits)
    before = a_case(stage_clock=start(Clock(Limit(15, LimitUnit.MINUTE)), NINE))
    urgent = apply(before, a_command("correct", LI, NOW, urgent=True, was={"urgent": False}), LI, city, NOW).case
    assert urgent.urgent
    assert urgent.stage_clock == start(Clock(Limit(5, LimitUnit.MINUTE)), NINE)
    calm = apply(urgent, a_command("correct", LI, NOW, urgent=False, was={"urgent": True}), LI, city, NOW).case
    assert calm.stage_clock == before.stage_clock


@pytest.mark.parametrize("stage", ["closed", "forced", "void", "declined", "answered", "passed_on", "duplicate"])
def test_what_has_ended_stays_as_it_was(stage: str) -> None:
    assert refused(a_case(stage), address="中原路21号", was={"address": ""}).rule == "rule.stage"


def test_on_top_of_what_is_now_it_has_seen_what_is_now() -> None:
    now = a_case(address="棉纺路3号", important=True)
    mine = {"address": "中原路21号", "important": True, "was": {"address": "中原路12号", "important": False}}
    assert on_top(now, "correct", mine) == {"address": "中原路21号", "was": {"address": "棉纺路3号"}}
    assert on_top(now, "urge", {"reason": "x"}) == {"reason": "x"}


def test_what_stands_is_told_as_it_is_typed() -> None:
    assert standing(a_case(address="中原路12号", urgent=True)) == {
        "address": "中原路12号", "urgent": "1", "important": "", "wants_answer": "",
    }  # fmt: skip


def test_a_correction_is_said_in_words() -> None:
    data = {"address": "", "address_was": "中原路12号", "urgent": "1", "urgent_was": ""}
    assert words(data, CHINESE.text) == "地址：中原路12号 → （空）；紧急：否 → 是"
    assert words({"stage_due": "1"}, CHINESE.text) == ""
