"""Rules of notices: quiet hours, when a notice is due and how often, what a template may name."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rules.assignment import Assignment, LegRole, LegStage
from rules.case import Case, Stage
from rules.frozen import changed
from rules.notices import NoticeRule, NoticeRules, NoticeTemplate, On, receivers, unknown_fields
from rules.noticing import fits, lead_of_now, since, stands, turn

ZONE, MINUTE, T = "Asia/Shanghai", 60_000, 1_429_664_400_000  # 09:00


def at(hour: int, minute: int = 0, day: int = 22) -> int:
    return int(datetime(2015, 4, day, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


NIGHT = NoticeRules(quiet_from=22 * 60, quiet_to=7 * 60)
NOON = NoticeRules(quiet_from=12 * 60, quiet_to=14 * 60 + 30)


@pytest.mark.parametrize(
    ("rules", "now", "until"),
    [
        (NIGHT, at(21, 59), 0),
        (NIGHT, at(22), at(7, day=23)),
        (NIGHT, at(23, 30), at(7, day=23)),
        (NIGHT, at(0, 5), at(7)),
        (NIGHT, at(6, 59), at(7)),
        (NIGHT, at(7), 0),
        (NOON, at(11, 59), 0),
        (NOON, at(13), at(14, 30)),
        (NOON, at(14, 30), 0),
        (NoticeRules(), at(3), 0),
    ],
)
def test_quiet_hours_run_in_the_citys_time_and_may_pass_midnight(rules: NoticeRules, now: int, until: int) -> None:
    assert rules.quiet_until(now, ZONE) == until


LEG = Assignment("leg-1", 1, "west", LegRole.LEAD, stage=LegStage.DELIVERED, due=T + 60 * MINUTE, sent_at=T,
                 delivered_at=T + MINUTE)  # fmt: skip
CASE = Case("case-1", stage=Stage.WITH_UNITS, urgent=True, source="hotline", legs=(LEG,))


def rule(on: On, **more: object) -> NoticeRule:
    return NoticeRule("r", on, ("unit",), ("sms",), "t", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "change", "begins"),
    [
        (rule(On.UNDELIVERED, after_minutes=2), {}, T + 3 * MINUTE),
        (rule(On.UNDELIVERED), {"fetched_at": T}, 0),
        (rule(On.UNDELIVERED), {"told_at": T}, 0),
        (rule(On.UNSIGNED, after_minutes=5), {}, T + 6 * MINUTE),
        (rule(On.UNSIGNED), {"stage": LegStage.SIGNED}, 0),
        (rule(On.DEADLINE_NEAR, before_minutes=20), {}, T + 40 * MINUTE),
        (rule(On.DEADLINE_NEAR), {"stage": LegStage.DONE}, 0),
        (rule(On.DEADLINE_NEAR), {"due": 0}, 0),
        (rule(On.DEADLINE_OVER, after_minutes=1), {}, T + 61 * MINUTE),
        (rule(On.DEADLINE_OVER), {"stage": LegStage.RECALLED}, 0),
    ],
)
def test_from_when_on_a_leg_is_told_of(wanted: NoticeRule, change: dict[str, object], begins: int) -> None:
    assert since(wanted, CASE, changed(LEG, **change)) == begins


def test_nobody_is_told_of_a_case_that_has_ended_or_is_suspended() -> None:
    for case in (changed(CASE, stage=Stage.CLOSED), changed(CASE, suspended_at=T)):
        assert since(rule(On.UNSIGNED), case, LEG) == 0


def test_a_supervision_is_told_until_it_is_answered() -> None:
    urged = changed(CASE, urged_at=T)
    assert since(rule(On.SUPERVISION), urged, None) == T
    assert since(rule(On.SUPERVISION), changed(urged, urge_answered_at=T + 1), None) == 0
    assert since(rule(On.SUPERVISION), CASE, None) == 0


def test_how_often_and_never_more_often_than_is_said() -> None:
    thrice = rule(On.UNDELIVERED, every_minutes=5, times=3)
    told = [turn(thrice, T, T + n * MINUTE) for n in (-1, 0, 4, 5, 10, 15, 600)]
    assert told == [0, 1, 1, 2, 3, 3, 3]
    assert turn(rule(On.UNDELIVERED), T, T + 600 * MINUTE) == 1
    assert turn(thrice, 0, T) == 0


def test_a_near_deadline_is_no_news_once_it_is_over() -> None:
    near = rule(On.DEADLINE_NEAR, before_minutes=30)
    assert stands(near, CASE, LEG, LEG.due - 1)
    assert not stands(near, CASE, LEG, LEG.due)


def test_which_cases_a_rule_is_about() -> None:
    assert fits(rule(On.UNSIGNED, urgent="yes", sources=("hotline",)), CASE)
    assert not fits(rule(On.UNSIGNED, urgent="no"), CASE)
    assert not fits(rule(On.UNSIGNED, sources=("app",)), CASE)


def test_who_is_told() -> None:
    wanted = NoticeRule("r", On.UNSIGNED, ("unit", "above", "role:shift_leader"), ("sms",), "t")
    assert list(receivers(wanted, "street", ("street", "west"))) == ["unit:street", "unit:west", "role:shift_leader"]
    assert list(receivers(wanted, "west", ("west",))) == ["unit:west", "role:shift_leader"]
    assert lead_of_now(CASE) == LEG


def test_a_template_names_known_fields_alone_and_no_tricks() -> None:
    assert unknown_fields("{number}：{matter} 100% {{花括号}}") == []
    assert unknown_fields("{phone.__class__} {name}") == ["phone.__class__", "name"]
    assert unknown_fields("{number!r}{due:>9}{}") == ["number", "due", "{}"]
    assert unknown_fields("{number") == ["{"]


def test_a_template_without_english_words_is_told_in_chinese() -> None:
    assert NoticeTemplate("题", "文").of("en") == ("题", "文")
    assert NoticeTemplate("题", "文", "", "text").of("en") == ("题", "text")
