"""The exported history of the two-round case of scene S2 and of a recorded row, in both languages."""

import csv
from dataclasses import replace
from importlib.resources import files

from rules.case import Case
from rules.history import csv_lines, export
from rules.texts import Texts
from tests.builders import NINE, Play, a_case, a_city, a_photo, an_actor, t

ACCEPTOR, LEADER, DISPATCHER, DISTRICT = (an_actor(role) for role in ("acceptor", "shift_leader", "dispatcher", "unit"))
CITY = a_city()
PEOPLE = {"wang": "王晓燕", "zhao": "赵建军", "chen": "陈志远"}


def texts(language: str = "zh_CN") -> Texts:
    return Texts((files("resources") / "texts" / f"{language}.toml").read_bytes())


def played() -> Play:
    play = Play(CITY)
    play.do("report", ACCEPTOR, "2015-04-22 09:00", words="暴露垃圾", category="event-01-10", address="陇海路")
    play.do("accept", ACCEPTOR, "2015-04-22 09:01")
    play.do("file", LEADER, "2015-04-22 09:05", condition="event-01-10-1")
    for sent, signed, done, verdict in (
        ("09:12", "09:20", "11:00", "11:26"), ("11:30", "11:31", "14:50", "15:00"), ("15:10", "15:12", "15:40", "")
    ):  # fmt: skip
        day = "2015-04-22 "
        play.do("dispatch", DISPATCHER, day + sent, unit="410102")
        play.do("sign", DISTRICT, day + signed)
        play.do("feedback", DISTRICT, day + done, photos=[a_photo()])
        play.do("confirm_pass", DISPATCHER, t(day + done) + 60_000)
        if verdict:
            play.do("verify_fail", ACCEPTOR, day + verdict, reason="not_solved", text="仍有垃圾")
    play.do("verify_pass", ACCEPTOR, "2015-04-22 15:50")
    play.do("close", LEADER, "2015-04-22 15:55", closing=["垃圾已清除"])
    return play


def test_seven_steps_with_person_and_time() -> None:
    play = played()
    assert play.case
    told = export(play.case, play.events, CITY, texts(), t("2015-04-22 18:00"), PEOPLE)
    assert [(step["step"], step["actor"], step["time"][11:16]) for step in told["steps"]] == [
        ("collect", "陈志远", "09:00"),
        ("file", "赵建军", "09:05"),
        ("dispatch", "王晓燕", "15:10"),
        ("handle", "u410102", "15:12"),
        ("feedback", "u410102", "15:40"),
        ("close", "赵建军", "15:55"),
        ("evaluate", "系统", "15:55"),
    ]
    assert told["evaluation"] == {
        "rework_cases": 1, "rework_times": 2, "accurate": True, "effective": True, "on_time": True,
        "judged_at": t("2015-04-22 15:40"), "judged": "2015-04-22 15:40:00", "due": t("2015-04-22 16:02"),
        "recorded_on_time": "",
    }  # fmt: skip


def test_every_event_is_a_line_in_order_and_in_words() -> None:
    play = played()
    assert play.case
    told = export(play.case, play.events, CITY, texts("en"), t("2015-04-22 18:00"), PEOPLE)
    assert [line["n"] for line in told["events"]] == list(range(1, play.case.events + 1))
    fail = next(line for line in told["events"] if line["verb"] == "verify_fail")
    assert (fail["deed"], fail["role"], fail["unit"], fail["words"]) == (
        "rejected the closure", "acceptor", "Zhongyuan District", "not_solved · 仍有垃圾",
    )  # fmt: skip
    assert told["matter"] == "Exposed refuse"


def test_a_coded_reason_is_told_in_the_citys_own_words() -> None:
    play = played()
    assert play.case
    reasons = {"not_solved": ("问题未解决", "Not solved")}
    city = replace(CITY, policies=replace(CITY.policies, reject_reasons=reasons))
    for language, words in (("zh_CN", "问题未解决"), ("en", "Not solved")):
        told = export(play.case, play.events, city, texts(language), t("2015-04-22 18:00"), PEOPLE)
        assert [line["words"] for line in told["events"] if line["verb"] == "verify_fail"] == [
            f"{words} · 仍有垃圾"
        ] * 2


def test_the_csv_holds_the_same_and_reads_back() -> None:
    play = played()
    assert play.case
    told = export(play.case, play.events, CITY, texts(), t("2015-04-22 18:00"), PEOPLE)
    rows = list(csv.reader(csv_lines(told, texts())))
    assert ["返工数", "1"] in rows
    assert ["返工次数", "2"] in rows
    assert ["准确派遣", "是"] in rows
    assert ["有效派遣", "是"] in rows
    assert ["按期处置", "是"] in rows
    assert ["任务派遣", "2015-04-22 15:10:00", "王晓燕", "派遣员"] in rows
    assert sum(1 for row in rows if len(row) == 6) == 1 + len(play.events)


def test_an_open_case_says_nothing_that_is_not_known() -> None:
    told = export(a_case(), [], CITY, texts(), NINE)
    judged = told["evaluation"]
    assert (judged["accurate"], judged["effective"], judged["on_time"], judged["judged"]) == (None, None, None, "")
    assert {step["time"] for step in told["steps"]} == {""}
    assert "准确派遣,–" in csv_lines(told, texts())


def test_a_formula_in_a_text_stays_a_text() -> None:
    told = export(a_case(address="=HYPERLINK(1)"), [], CITY, texts(), NINE)
    assert "地址,'=HYPERLINK(1)" in csv_lines(told, texts())


def test_a_recorded_row_keeps_the_sources_own_word() -> None:
    play = Play(CITY)
    system = an_actor("system")
    case: Case = play.do(
        "record", system, "2015-04-22 12:00", stage="closed", reported_at=NINE, closed_at=NINE + 60_000, unit="B01",
        on_time="ONTIME", closed_reason="Case Closed. Bulk Item Collected",
    )  # fmt: skip
    told = export(case, play.events, CITY, texts("en"), NINE)
    assert [(line["deed"], line["at"]) for line in told["events"]] == [
        ("recorded as received", NINE), ("dispatched", NINE), ("closed", NINE + 60_000),
    ]  # fmt: skip
    assert (told["evaluation"]["on_time"], told["evaluation"]["recorded_on_time"]) == (None, "ONTIME")
    assert told["evaluation"]["due"] == 0
    assert {event.quality for event in play.events} == {"recorded"}
