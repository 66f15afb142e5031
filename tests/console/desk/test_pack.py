"""What leaves the sealed files for the emergency pack: named field by field, and nothing of what people said."""

from dataclasses import replace

import pytest

from console.desk.pack import head_of, lines_of
from console.facts.pack import PackCut, PackLine, json_line, read_pack
from rules.assignment import Assignment, LegRole, LegStage, Request, RequestKind
from rules.case import Case, Milestone, Photo, PhotoKind, Stage
from rules.city import Unit
from rules.clock import Clock, Limit, LimitUnit
from rules.duties import Watch
from rules.frozen import changed
from tests.console.small_city import CITY, HOUR, NOW, a_case

SECRET = "SECRET"
SHOWN = {"number", "category", "address", "address_en", "unit_grid"}
"""The texts of a case that may stand on paper."""
UNITS = {
    "west": Unit("west", "西区", "West", phone="0371-1", duty=SECRET, duty_en=SECRET),
    "crew": Unit("crew", "三队", "Crew 3", parent="west"),
}
TOWN = replace(CITY, units=UNITS)
LEG = Assignment("leg-1", 0, "crew", sent_at=NOW, told_at=NOW + 60_000, due=NOW + HOUR, stage=LegStage.SENT)
TEXTS = [name for name, kind in Case.__annotations__.items() if kind is str]
LEG_TEXTS = [name for name, kind in Assignment.__annotations__.items() if kind is str and name not in {"unit", "rule"}]


def with_units(**more: object) -> Case:
    return a_case(1, Stage.WITH_UNITS, legs=(LEG,), **more)


def written(case: Case) -> str:
    return b"".join(map(json_line, lines_of(case, case.number, TOWN, "zh_CN", NOW))).decode()


def test_the_case_has_the_texts_that_this_test_is_about() -> None:
    assert {"words", "given", "answer", "personal", "reported_by", "verdict"} <= set(TEXTS)
    assert {"note", "told_to", "feedback_text"} <= set(LEG_TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_only_the_allowed_texts_of_a_case_are_on_paper(name: str) -> None:
    for case in (changed(with_units(), **{name: SECRET}), changed(a_case(1), **{name: SECRET})):
        assert (SECRET in written(case)) == (name in SHOWN - {"address_en"})


@pytest.mark.parametrize("name", LEG_TEXTS)
def test_no_words_of_a_leg_are_on_paper(name: str) -> None:
    assert SECRET not in written(a_case(1, Stage.WITH_UNITS, legs=(changed(LEG, **{name: SECRET}),)))


def test_nothing_of_photos_requests_and_milestones_is_on_paper() -> None:
    asked = Request(SECRET, RequestKind.RETURN, "leg-1", SECRET, SECRET, NOW, SECRET)
    limit = Limit(4, LimitUnit.WORK_HOUR)
    stone = Milestone(SECRET, SECRET, limit, Clock(limit, ((NOW, 0),)), proof=SECRET)
    photo = Photo(SECRET, PhotoKind.OVERVIEW, owner=SECRET, by=SECRET)
    case = with_units(requests=(asked,), milestones=(stone,), photos=(photo,), dispatchers=(SECRET,))
    assert SECRET not in written(case)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_who_sits_at_a_duty_phone_is_not_on_paper(language: str) -> None:
    lines = lines_of(with_units(), "1", TOWN, language, NOW)
    assert "0371-1" in str(lines)
    assert SECRET not in str(lines)
    assert SECRET not in str(head_of(TOWN, language, NOW, NOW))


def test_a_unit_with_a_phone_of_its_own_answers_itself() -> None:
    (line,) = lines_of(a_case(1, Stage.WITH_UNITS, legs=(changed(LEG, unit="west"),)), "1", TOWN, "zh_CN", NOW)
    assert (line.name, line.answers, line.phone) == ("西区", "", "0371-1")


def test_without_a_class_a_reporters_words_do_not_stand_in_for_it() -> None:
    (line,) = lines_of(a_case(1, category="", words="李先生 13800000000"), "1", TOWN, "zh_CN", NOW)
    assert line.matter == ""


def test_a_leg_with_the_phone_of_the_unit_above_a_crew() -> None:
    (line,) = lines_of(with_units(urgent=True), "15042200001", TOWN, "en", NOW)
    assert line == PackLine(
        "crew",
        "Crew 3",
        "West",
        "0371-1",
        "15042200001",
        "Exposed refuse",
        "陇海路与秦岭路交叉口",
        "410102001001001",
        "leg.sent",
        True,
        NOW + HOUR,
        NOW,
        NOW + 60_000,
    )


def test_the_roster_of_the_hour_goes_before_the_phone_of_the_unit() -> None:
    night = Watch("1", "west", SECRET, "110", SECRET, from_minute=18 * 60, to_minute=8 * 60)
    town = replace(TOWN, roster=(night,))
    at_night = NOW + 12 * HOUR  # 21:00
    found = [
        (line.answers, line.phone) for now in (NOW, at_night) for line in lines_of(with_units(), "1", town, "en", now)
    ]
    assert found == [("West", "0371-1"), ("West", "110")]
    assert SECRET not in str(lines_of(with_units(), "1", town, "en", at_night))


def test_each_live_leg_has_a_line_and_a_recalled_one_none() -> None:
    helper = changed(LEG, id="leg-2", unit="west", role=LegRole.HELPER)
    recalled = changed(LEG, id="leg-3", stage=LegStage.RECALLED)
    lines = lines_of(a_case(1, Stage.WITH_UNITS, legs=(LEG, helper, recalled)), "1", TOWN, "zh_CN", NOW)
    assert [(line.unit, line.name, line.phone) for line in lines] == [
        ("crew", "三队", "0371-1"),
        ("west", "西区", "0371-1"),
    ]


def test_a_case_that_nobody_has_stands_alone_and_an_ended_one_not_at_all() -> None:
    (line,) = lines_of(a_case(1), "1", TOWN, "zh_CN", NOW)
    assert (line.unit, line.stage, line.due) == ("", "stage.to_dispatch", NOW - 1000 + HOUR // 2)
    assert lines_of(a_case(1, Stage.CLOSED), "1", TOWN, "zh_CN", NOW) == ()


def test_a_clock_that_stands_still_has_no_end() -> None:
    (line,) = lines_of(with_units(suspended_at=NOW), "1", TOWN, "zh_CN", NOW)
    assert line.due == 0


def test_half_a_pack_is_none() -> None:
    head = head_of(TOWN, "zh_CN", NOW - 1, NOW)
    lines = lines_of(with_units(), "1", TOWN, "zh_CN", NOW)
    body = b"".join((json_line(head), *map(json_line, lines), json_line(1)))
    assert read_pack(body) == (head, lines)
    parts = body.splitlines(keepends=True)
    for cut in (b"", parts[0], b"".join(parts[:2]), parts[0] + parts[2], body[: len(parts[0]) + 9]):
        with pytest.raises(PackCut):
            read_pack(cut)
