"""The terminal: what a unit sees and does, once each, with everything typed kept when it is refused."""

import re
import threading
import time

import pytest

from rules.commands import Actor, Grant, Role
from server.pages import live
from tests.server.pages.visitor import photo, rows
from tests.server.small_city import MINUTE

WANG = Actor("wang", grants=(Grant(Role.DISPATCHER),))


def leg_of(parts, case_id: str, unit: str):
    """The last leg of a unit, as the casebook has it."""
    case = parts.queries.case(case_id, WANG)
    return [leg for leg in case.legs if leg.unit == unit][-1]


def test_the_list_is_by_time_left_and_says_what_it_is(visit, hands, clock) -> None:
    hands.dispatched("later")
    clock.at += 30 * MINUTE
    hands.dispatched("latest")
    text = visit("u-west").text
    assert rows(text) == ["later", "latest"]
    assert "暴露垃圾" in text
    assert "剩 5 时 30 分" in text  # 4 work hours from 09:00, with the pause at noon: due at 15:00
    assert 'data-count="to_sign">2<' in text


def test_what_is_urgent_stands_on_top_and_then_what_was_urged(visit, hands, clock) -> None:
    hands.dispatched("first")
    clock.at += MINUTE
    hands.dispatched("urged")
    hands.do("wang", Role.DISPATCHER, "urge", "urged", body={"reason": "市民再次来电"})
    clock.at += MINUTE
    hands.do("chen", Role.ACCEPTOR, "report", "urgent", body={"words": "井盖缺失", "urgent": True})
    hands.do("chen", Role.ACCEPTOR, "accept", "urgent")
    hands.do("zhao", Role.SHIFT_LEADER, "file", "urgent", body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "urgent", body={"unit": "west"})
    visitor = visit("u-west")
    assert rows(visitor.text) == ["urgent", "urged", "first"]
    clock.at += MINUTE
    hands.do("u-west", Role.UNIT, "sign", "urgent")
    visitor.get("/terminal/")
    assert rows(visitor.text) == ["urgent", "urged", "first"]


def test_showing_the_list_acknowledges_that_it_was_fetched_once(visit, hands, parts, clock) -> None:
    hands.dispatched("case-1")
    assert leg_of(parts, "case-1", "west").fetched_at == 0
    visitor = visit("u-west")
    fetched = leg_of(parts, "case-1", "west").fetched_at
    assert fetched == clock.at
    clock.at += MINUTE
    visitor.get("/terminal/")
    visitor.get("/terminal/case/case-1")
    assert leg_of(parts, "case-1", "west").fetched_at == fetched


def test_a_foreign_case_does_not_exist(visit, hands) -> None:
    hands.dispatched("case-1")
    visitor = visit("u-east")
    assert rows(visitor.text) == []
    for path in ("case-1", "case-1/sign", "never-was"):
        visitor.get(f"/terminal/case/{path}")
        assert visitor.page.status_code == 404
    visitor.post("/terminal/case/case-1/sign", visitor.hidden("sign_out") | {"id": "", "target": "", "version": ""})
    assert visitor.page.status_code == 404


def test_signing_happens_once_however_often_it_is_pressed(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    visitor = visit("u-west")
    visitor.get("/terminal/case/case-1")
    form = visitor.hidden("sign")
    for _ in range(3):
        assert "已记录" in visitor.post("/terminal/case/case-1/sign", form)
        assert visitor.page.status_code == 200
    assert visitor.text.count('data-event="sign"') == 1
    assert leg_of(parts, "case-1", "west").stage == "signed"


def test_a_report_climbs_from_the_street_to_the_city(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    west, street = visit("u-west"), visit("u-street")
    west.press("case-1", "sign")
    west.get("/terminal/case/case-1/sub_dispatch")
    assert 'value="west-street"' in west.text
    assert 'value="east"' not in west.text
    west.fill("/terminal/case/case-1/sub_dispatch", "sub_dispatch", unit="west-street", note="带上工具")
    assert leg_of(parts, "case-1", "west-street").stage == "delivered"
    assert "带上工具" in street.get("/terminal/case/case-1")
    street.press("case-1", "sign")
    text = street.fill("/terminal/case/case-1/feedback", "feedback", [("photos", "done.jpg", photo())], text="已清理")
    assert "已记录" in text
    assert 'data-photos="after"' in text
    assert rows(west.get("/terminal/?list=to_approve")) == ["case-1"]
    assert 'data-photos="after"' in west.press("case-1", "pass_up")
    assert leg_of(parts, "case-1", "west").stage == "done"
    assert 'data-case-stage="to_confirm"' in west.get("/terminal/case/case-1")


def test_a_refused_report_comes_back_with_its_reason(visit, hands) -> None:
    hands.dispatched("case-1")
    west, street = visit("u-west"), visit("u-street")
    west.press("case-1", "sign")
    west.fill("/terminal/case/case-1/sub_dispatch", "sub_dispatch", unit="west-street")
    street.press("case-1", "sign")
    street.fill("/terminal/case/case-1/feedback", "feedback", text="已清理")
    west.fill("/terminal/case/case-1/refuse_up", "refuse_up", reason="墙角还有垃圾")
    text = street.get("/terminal/case/case-1")
    assert 'data-came-back="refuse_up"' in text
    assert "墙角还有垃圾" in text
    street.fill("/terminal/case/case-1/feedback", "feedback", text="再次清理")
    assert "data-came-back" not in street.get("/terminal/case/case-1")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_is_no_photo_is_named_and_the_typed_text_and_good_photos_stay(visit, hands, parts, language) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", language)
    west.press("case-1", "sign")
    good, bad = ("photos", "good.jpg", photo()), ("photos", "letter.docx", b"not a picture")
    text = west.fill("/terminal/case/case-1/feedback", "feedback", [good, bad], text="冲洗了地面")
    assert west.page.status_code == 422
    assert "letter.docx" in text
    assert "JPEG, PNG or WebP" in text if language == "en" else "应为 JPEG、PNG 或 WebP" in text
    assert ">冲洗了地面</textarea>" in text
    assert leg_of(parts, "case-1", "west").stage == "signed"
    west.post("/terminal/case/case-1/feedback", west.hidden("feedback") | {"text": "冲洗了地面"})
    assert west.page.status_code == 200
    assert west.text.count("data-photo=") == 1


def test_a_photo_of_50_mb_is_refused_by_name_and_limit(visit, hands) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    west.press("case-1", "sign")
    huge = photo() + b"\0" * (50 * 1024 * 1024)
    text = west.fill("/terminal/case/case-1/feedback", "feedback", [("photos", "huge.jpg", huge)], text="swept")
    assert west.page.status_code == 422
    assert "huge.jpg: 50.0 MB is too large; expected a photo of at most 20 MB" in text
    assert ">swept</textarea>" in text


def test_a_form_without_its_length_or_beyond_all_sizes_is_not_read(visit, hands) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    west.post("/terminal/case/case-1/sign", iter([b"csrf=1"]))
    assert west.page.status_code == 413


def test_a_reason_is_asked_for_and_what_was_typed_stays(visit, hands) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    text = west.fill("/terminal/case/case-1/ask_return", "ask_return", reason="  ")
    assert west.page.status_code == 422
    assert "A reason is needed" in text
    west.fill("/terminal/case/case-1/ask_return", "ask_return", reason="Not our road")
    assert 'data-request="return"' in west.text
    assert "Not our road" in west.text


def test_what_happened_meanwhile_is_told_and_nothing_is_lost(visit, hands) -> None:
    hands.dispatched("case-1")
    first, second = visit("u-west", "en"), visit("u-west", "en")
    first.press("case-1", "sign")
    first.get("/terminal/case/case-1/feedback")
    form = first.hidden("feedback")
    second.fill("/terminal/case/case-1/sub_dispatch", "sub_dispatch", unit="west-street")
    text = first.post("/terminal/case/case-1/feedback", form | {"text": "swept twice"})
    assert first.page.status_code == 409
    assert "data-lost" in text
    assert "swept twice" in text


def test_a_change_that_leaves_it_possible_shows_the_form_again(visit, hands) -> None:
    hands.dispatched("case-1")
    first, second = visit("u-west", "en"), visit("u-west", "en")
    first.press("case-1", "sign")
    first.get("/terminal/case/case-1/feedback")
    form = first.hidden("feedback")
    second.fill("/terminal/case/case-1/ask_extension", "ask_extension", reason="heavy rain")
    text = first.post("/terminal/case/case-1/feedback", form | {"text": "swept twice"})
    assert first.page.status_code == 409
    assert "data-meanwhile" in text
    assert "heavy rain" in text
    assert ">swept twice</textarea>" in text
    first.post("/terminal/case/case-1/feedback", first.hidden("feedback") | {"text": "swept twice"})
    assert first.page.status_code == 200


def test_a_failed_verification_stands_first_with_reason_marks_and_both_sets_of_photos(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    west = visit("u-west")
    west.press("case-1", "sign")
    west.fill("/terminal/case/case-1/feedback", "feedback", [("photos", "a.jpg", photo("red"))], text="好了")
    hands.do("wang", Role.DISPATCHER, "confirm_pass", "case-1")
    sha = leg_photo(parts, "case-1")
    marked = [{"sha256": sha, "of": sha, "kind": "marked", "marks": [[100, 200, 300, 400]]}]
    body = {"reason": "未清干净", "photos": marked}
    hands.do("chen", Role.ACCEPTOR, "verify_fail", "case-1", body=body)
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"})
    text = west.get("/terminal/case/case-1")
    assert 'data-came-back="verify_fail"' in text
    assert text.index("data-came-back") < text.index("data-words")
    assert "未清干净" in text
    assert 'data-marks="1"' in text
    assert '<rect x="100" y="200" width="300" height="400"/>' in text
    assert 'data-rework="1"' in text
    assert 'data-photos="after" data-round="1"' in text
    west.get(f"/terminal/case/case-1/photo/{sha}")
    assert west.page.headers["Content-Type"] == "image/jpeg"


def leg_photo(parts, case_id: str) -> str:
    """The sha256 of the last photo of a case."""
    return parts.queries.case(case_id, WANG).photos[-1].sha256


def test_photos_of_foreign_cases_do_not_exist(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    hands.dispatched("case-2", "east")
    west, east = visit("u-west"), visit("u-east")
    west.press("case-1", "sign")
    west.fill("/terminal/case/case-1/feedback", "feedback", [("photos", "a.jpg", photo("blue"))], text="好了")
    sha = leg_photo(parts, "case-1")
    for case_id in ("case-1", "case-2"):
        east.get(f"/terminal/case/{case_id}/photo/{sha}")
        assert east.page.status_code == 404


def test_told_by_phone_is_said_so_that_no_second_crew_goes(visit, hands, clock) -> None:
    hands.dispatched("case-1")
    hands.do("wang", Role.DISPATCHER, "told", "case-1", body={"to": "张师傅"})
    clock.at += MINUTE
    text = visit("u-west").get("/terminal/case/case-1")
    assert f'data-told="{clock.at - MINUTE}"' in text
    assert "已电话告知 09:00 · 接听 张师傅 · 告知人 王晓燕" in text


def test_a_correction_is_shown_with_what_was_before(visit, hands) -> None:
    hands.dispatched("case-1")
    hands.do("wang", Role.DISPATCHER, "correct", "case-1", body={"address": "中原路21号", "was": {"address": ""}})
    text = visit("u-west").get("/terminal/case/case-1")
    assert "地址：（空） → 中原路21号" in text
    assert text.count("中原路21号") > 1  # as the place of the case, too


def test_personal_data_are_never_shown(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    command = hands.command("chen", Role.ACCEPTOR, "report", "case-2", body={"words": "井盖松动", "personal": "p-1"})
    parts.casebook.do(
        command, Actor("chen", grants=(Grant(Role.ACCEPTOR),)), {"name": "秦先生", "phone": "13800001234"}
    )
    hands.do("chen", Role.ACCEPTOR, "accept", "case-2", body={"category": "event-01-10"})
    hands.do("zhao", Role.SHIFT_LEADER, "file", "case-2", body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-2", body={"unit": "west"})
    text = visit("u-west").get("/terminal/case/case-2")
    assert "井盖松动" in text
    assert "秦先生" not in text
    assert "13800001234" not in text


def test_a_new_case_comes_by_the_waiting_request(visit, hands, monkeypatch) -> None:
    monkeypatch.setattr(live, "WAIT_S", 20.0)
    visitor = visit("u-west")
    stamp = visitor.text.partition('data-since="')[2].partition('"')[0]
    waiting = threading.Thread(target=lambda: (time.sleep(0.3), hands.dispatched("case-1")))
    waiting.start()
    visitor.get(f"/terminal/live?list=&since={stamp}")
    waiting.join()
    answer = visitor.page.json()
    if rows(answer["html"]) == []:  # woken by a step before the dispatch
        visitor.get(f"/terminal/live?list=&since={answer['stamp']}")
        answer = visitor.page.json()
    assert rows(answer["html"]) == ["case-1"]
    assert answer["stamp"] != stamp


def test_a_change_of_an_open_case_comes_by_its_own_waiting_request(visit, hands) -> None:
    hands.dispatched("case-1")
    visitor = visit("u-west")
    visitor.get("/terminal/case/case-1")
    version = visitor.text.partition('data-version="')[2].partition('"')[0]
    waiting = threading.Thread(target=lambda: (time.sleep(0.3), hands.do("u-west", Role.UNIT, "sign", "case-1")))
    waiting.start()
    visitor.get(f"/terminal/case/case-1/live?since={version}")
    waiting.join()
    assert visitor.page.json() == {"stamp": str(int(version) + 1), "html": ""}
    east = visit("u-east")
    east.get(f"/terminal/case/case-1/live?since={version}")
    assert east.page.status_code == 404


def test_a_list_of_nobody_is_told_so_in_json(visit) -> None:
    visitor = visit()
    visitor.get("/terminal/live?since=x")
    assert (visitor.page.status_code, visitor.page.json()) == (401, {"signed_in": False})


def test_pages_stay_small(visit, hands) -> None:
    for n in range(62):
        hands.dispatched(f"case-{n}")
    visitor = visit("u-west")
    assert len(rows(visitor.text)) == 60
    assert len(visitor.page.content) < 100_000
    assert len(rows(visitor.get("/terminal/?list=open&page=2"))) == 2
    visitor.get("/terminal/case/case-3")
    assert len(visitor.page.content) < 100_000


def test_what_is_no_page_and_no_form_is_told_by_a_page(visit) -> None:
    visitor = visit("u-west", "en")
    assert "<html" in visitor.get("/terminal/nowhere/at/all")
    assert visitor.page.status_code == 404
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert "<html" in visitor.post("/terminal/case/case-1/sign", b"no boundary at all", headers=headers)
    assert visitor.page.status_code in {400, 403}


def test_a_session_that_ended_keeps_nobody_in(visit, clock) -> None:
    visitor = visit("u-west")
    clock.at += 13 * 60 * MINUTE
    assert "登录已失效" in visitor.get("/terminal/")


@pytest.mark.parametrize(
    ("language", "to_sign", "at_work", "reported"),
    [("zh-CN", "待签收", "处置中", "已反馈"), ("en", "To sign", "In work", "Reported")],
)
def test_tab_row_and_case_say_the_state_of_a_leg_in_one_word(
    visit, hands, language, to_sign, at_work, reported
) -> None:
    hands.dispatched("case-1")
    visitor = visit("u-west", language)
    assert states(visitor, "to_sign") == [to_sign] * 4
    hands.do("u-west", Role.UNIT, "sign", "case-1")
    assert states(visitor, "at_work") == [at_work] * 4
    hands.do("u-west", Role.UNIT, "feedback", "case-1", body={"text": "已清理"})
    later = {"zh-CN": "待核对", "en": "To confirm"}[language]  # by then the case is elsewhere: that is said too
    assert states(visitor, "reported") == [reported, reported, f"{reported}\xa0· {later}", reported]


def states(visitor, tab: str) -> list[str]:
    """What the tab, its row, the head of the case and the case's list of units say."""
    text = visitor.get(f"/terminal/?list={tab}")
    said = re.findall(rf'data-tab="{tab}"[^>]*>(.*?) <b', text) + re.findall(r"data-leg-stage>(.*?)<", text)
    text = visitor.get("/terminal/case/case-1")
    said += re.findall(r"<dd data-stage>(.*?)</dd>", text)
    return said + re.findall(r'data-leg="[^"]*" data-unit="west".*?<span>(.*?)</span></p>', text, re.DOTALL)


def test_no_line_begins_with_a_separator_and_a_colon_is_of_the_language(visit, hands) -> None:
    hands.dispatched("case-1")
    west = visit("u-west")
    west.press("case-1", "sign")
    west.fill("/terminal/case/case-1/ask_return", "ask_return", reason="不属我区")
    for language, colon in (("zh-CN", "："), ("en", ": ")):
        visitor = visit("u-west", language)
        text = visitor.get("/terminal/case/case-1")
        main = text.partition("<main")[2].partition("</main>")[0]
        assert " · " not in main
        assert "\xa0· " in main
        assert f"</time>{colon}不属我区\xa0· <b>" in main
