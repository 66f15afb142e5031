"""The collector's pages: checks to answer, and matters to report."""

import re

from rules.commands import Actor, Grant, Role
from server.queries import Search
from tests.server.pages.visitor import photo, rows

CHEN = Actor("chen", grants=(Grant(Role.ACCEPTOR),))


def test_a_check_is_answered_once_with_photo_and_words(visit, hands, parts) -> None:
    hands.report("case-1")
    hands.do("chen", Role.ACCEPTOR, "send_check", "case-1", body={"collector": "d1", "text": "看看东侧"})
    collector = visit("c1")
    assert 'data-check="pre"' in collector.text
    case = parts.queries.case("case-1", CHEN)
    assert case.checks[0].stage == "fetched"
    path = f"/collector/case/case-1/answer_check?target={case.checks[0].id}"
    text = collector.get(path)
    assert "看看东侧" in text
    assert re.findall(r'type="radio" name="result" value="(\w+)"', text) == ["true", "false"]
    form = collector.hidden("answer_check") | {"result": "true", "text": "属实"}
    for _ in range(2):
        collector.post(path.partition("?")[0], form, files=[("photos", ("see.jpg", photo()))])
        assert collector.page.status_code == 200
    case = parts.queries.case("case-1", CHEN)
    assert (case.checks[0].result, case.checks[0].text, len(case.photos)) == ("true", "属实", 1)
    assert case.stage == "reported"
    assert rows(collector.get("/collector/")) == []


def test_a_check_without_an_answer_is_refused_and_keeps_the_words(visit, hands) -> None:
    hands.report("case-1")
    hands.do("chen", Role.ACCEPTOR, "send_check", "case-1", body={"collector": "d1"})
    collector = visit("c1", "en")
    target = re.findall(r"target=([^\"]+)", collector.text)[0]
    text = collector.fill(f"/collector/case/case-1/answer_check?target={target}", "answer_check", text="nobody there")
    assert collector.page.status_code == 422
    assert ">nobody there</textarea>" in text


def test_a_collector_reports_a_matter_once(visit, parts) -> None:
    collector = visit("c1")
    collector.get("/collector/report")
    words = {"words": "路灯不亮", "address": "西街口", "category": "event-01-10"}
    form = collector.hidden("report") | words
    for _ in range(2):
        text = collector.post("/collector/report", form, files=[("photos", ("dark.jpg", photo("black")))])
        assert collector.page.status_code == 200
    assert "路灯不亮" in text
    assert len(rows(collector.get("/collector/"))) == 1
    _, cases = parts.queries.history(Search("路灯"), CHEN)
    assert [(case.stage, case.reported_by, case.source, len(case.photos)) for case in cases] == [
        ("reported", "c1", "collector", 1)
    ]


def test_a_report_says_what_is_missing_and_keeps_what_was_typed(visit) -> None:
    collector = visit("c1", "en")
    text = collector.fill("/collector/report", "report", words="A hole in the road", lon="east", lat="34.7")
    assert collector.page.status_code == 422
    assert "expected decimal degrees" in text
    assert ">A hole in the road</textarea>" in text
    assert 'value="34.7"' in text
    text = collector.fill("/collector/report", "report", words="A hole")
    assert "Say where" in text


def test_what_was_put_right_on_the_spot_needs_a_photo_and_goes_to_verification(visit, parts) -> None:
    collector = visit("c1", "en")
    words = {"words": "Bin bags", "address": "West gate", "self_handled": "1"}
    before = ("photos", "before.jpg", photo("brown"))
    collector.fill("/collector/report", "report", [before], **words)
    text = collector.fill("/collector/report", "report", [before, ("after", "after.jpg", photo("white"))], **words)
    assert collector.page.status_code == 200
    assert 'data-case-stage="to_verify"' in text
    assert 'data-photos="original"' in text
    assert text.count("data-photo=") == 2
