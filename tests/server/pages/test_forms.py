"""What a form of the terminal says before the deed: phrases, what it brings, what photos say, what else is possible."""

import re

from rules.commands import Actor, Grant, Role
from tests.server.pages.visitor import photo
from tests.server.small_city import MINUTE

WANG = Actor("wang", grants=(Grant(Role.DISPATCHER),))


def signed(visit, hands, language: str = "en"):
    """A case that the west district has signed, and its terminal."""
    hands.dispatched("case-1")
    west = visit("u-west", language)
    west.press("case-1", "sign")
    return west


def then(text: str) -> str:
    """The consequence that a page tells."""
    return re.findall(r"data-then[^>]*>([^<]*)<", text)[0]


def test_the_citys_phrases_stand_beside_the_words_in_both_languages(visit, hands) -> None:
    west = signed(visit, hands)
    assert '<button type="button" class="chip" data-phrase>Cleared</button>' in west.get(
        "/terminal/case/case-1/feedback"
    )
    assert "data-phrase>Not our duty<" in west.get("/terminal/case/case-1/ask_return")
    assert "data-phrase>不属我单位职责<" in visit("u-west").get("/terminal/case/case-1/ask_return")
    assert 'data-phrases="reason"' in west.text
    assert "data-phrase>" not in west.get("/terminal/case/case-1/ask_extension")


def test_each_form_says_what_the_deed_brings(visit, hands, clock) -> None:
    west = signed(visit, hands)  # 4 work hours from 09:00: due at 15:00
    path = "/terminal/case/case-1"
    assert then(west.get(f"{path}/feedback")) == (
        "Reported now, it is in time (due 15:00). Then the clock stops and the centre confirms."
    )
    assert then(west.get(f"{path}/ask_extension")) == (
        "The clock goes on until it is decided. Granted, due moves from 15:00 to Thu 04-23 09:00; extensions left: 2."
    )
    assert "The clock stands while it is decided" in then(west.get(f"{path}/ask_return"))
    assert "It shares your limit, due 15:00" in then(west.get(f"{path}/sub_dispatch"))
    assert "Granted, it stands until the time named" in then(west.get(f"{path}/ask_suspension"))
    clock.at += 7 * 60 * MINUTE
    assert then(west.get(f"{path}/feedback")).startswith("Reported now, it is late (due 15:00).")


def test_signing_says_until_when_before_it_is_pressed(visit, hands) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    assert then(west.get("/terminal/case/case-1")) == "Your unit handles it from then on; due 15:00."
    assert then(west.get("/terminal/case/case-1/refuse_sign")) == (
        "Your task ends; the case goes back to the centre to be sent to another."
    )


def test_closing_conditions_are_ticked_one_by_one_and_stand_in_the_report(visit, hands, parts) -> None:
    west = signed(visit, hands, "zh-CN")
    assert 'name="closing-0" value="清理干净"' in west.get("/terminal/case/case-1/feedback")
    west.fill("/terminal/case/case-1/feedback", "feedback", text="扫了", **{"closing-0": "清理干净"})
    leg = parts.queries.case("case-1", WANG).legs[0]
    assert leg.feedback_text == "扫了\n已确认结案条件：清理干净"


def test_an_extension_and_a_suspension_are_asked_for_with_proof(visit, hands, parts, clock) -> None:
    west = signed(visit, hands)
    path = "/terminal/case/case-1/ask_extension"
    west.fill(path, "ask_extension", [("photos", "rain.jpg", photo("blue"))], reason="heavy rain")
    case = parts.queries.case("case-1", WANG)
    assert [(request.kind, request.reason) for request in case.requests] == [("extension", "heavy rain")]
    assert [(each.kind, each.owner) for each in case.photos] == [("proof", case.requests[0].id)]
    hands.do("wang", Role.DISPATCHER, "refuse_extension", "case-1", body={"reason": "enough time"})
    form = west.fill("/terminal/case/case-1/ask_suspension", "ask_suspension", reason="works", until="2015-05-01T08:00")
    assert "data-notice" in form
    assert parts.queries.case("case-1", WANG).requests[1].until == 1_430_438_400_000


def test_what_is_refused_names_the_rule_and_what_is_possible(visit, hands) -> None:
    west = signed(visit, hands)
    west.fill("/terminal/case/case-1/ask_return", "ask_return", reason="not ours")
    text = west.get("/terminal/case/case-1/ask_extension")
    assert west.page.status_code == 409
    assert "<p data-problem>A request is waiting for its decision</p>" in text
    possible = text.partition("data-possible>")[2].partition("</p>")[0]
    assert "/terminal/case/case-1/note" in possible
    assert "/terminal/case/case-1/ask_extension" not in possible
    west.get("/terminal/case/case-1/dispatch")
    assert '<p data-problem>The case is at "Dispatched": Dispatch is not possible</p>' in west.text


def test_a_form_that_lacks_its_reason_names_it_and_offers_the_rest(visit, hands) -> None:
    west = signed(visit, hands)
    text = west.fill("/terminal/case/case-1/ask_return", "ask_return", reason=" ")
    assert west.page.status_code == 422
    assert "A reason is needed" in text
    possible = text.partition("data-possible>")[2].partition("</p>")[0]
    assert "/terminal/case/case-1/feedback" in possible
    assert "/ask_return" not in possible


def test_a_photo_sent_ahead_says_what_to_look_at_and_is_refused_for_nothing(visit, hands) -> None:
    west = signed(visit, hands)
    west.get("/terminal/case/case-1/feedback")
    csrf = {"csrf": west.hidden("feedback")["csrf"]}
    early = photo("red", taken="2015:04:22 08:30:00", lon=113.61, lat=34.74)
    west.post("/terminal/case/case-1/photo/feedback", csrf, files=[("photos", ("early.jpg", early))])
    told = west.page.json()
    assert told["problems"] == []
    assert told["photos"][0]["said"][0] == {"words": "taken 08:30, before the report (09:00)", "look": True}
    form = west.hidden_of("/terminal/case/case-1/feedback", "feedback")
    west.post("/terminal/case/case-1/feedback", form | {"text": "swept", "kept-photos": told["photos"][0]["word"]})
    assert west.page.status_code == 200
    assert 'class="said look"' in west.text
    assert "taken 08:30, before the report (09:00)" in west.text


def test_what_is_sent_ahead_is_a_photo_of_a_case_that_one_sees_from_ones_own_page(visit, hands) -> None:
    west = signed(visit, hands)
    west.get("/terminal/case/case-1/feedback")
    path, csrf = "/terminal/case/case-1/photo/feedback", {"csrf": west.hidden("feedback")["csrf"]}
    west.post(path, csrf, files=[("photos", ("letter.jpg", b"not a picture"))])
    assert west.page.json()["photos"] == []
    assert "letter.jpg: not a photo" in west.page.json()["problems"][0]
    west.post(path, {"csrf": "0"}, files=[("photos", ("a.jpg", photo()))])
    assert west.page.status_code == 403
    east = visit("u-east", "en")
    csrf = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', east.page.text)[0]}
    east.post(path, csrf, files=[("photos", ("a.jpg", photo()))])
    assert east.page.status_code == 404
