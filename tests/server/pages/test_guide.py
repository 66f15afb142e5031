"""First steps on the pages: the words of the page that is open, put away and fetched back without a script."""

import re

from rules.commands import Role


def step(text: str) -> str:
    found = re.findall(r'data-guide="(\w+)"', text)
    return found[0] if found else ""


def test_the_step_follows_the_page_that_is_opened(visit, hands) -> None:
    hands.dispatched("case-1")
    unit = visit("u-west")
    assert step(unit.text) == "list"
    assert "最急的排在最前" in unit.text
    assert step(unit.get("/terminal/case/case-1")) == "case"
    assert "先按“签收”" in unit.text
    assert step(unit.get("/terminal/?list=done")) == "list"


def test_it_is_put_away_for_this_browser_and_fetched_back(visit) -> None:
    unit = visit("u-west", "en")
    assert 'href="/guide/off?back=/terminal/"' in unit.text
    assert step(unit.get("/guide/off?back=/terminal/")) == ""
    assert unit.page.url.endswith("/terminal/")
    assert 'href="/guide/on?back=/terminal/"' in unit.text
    assert step(unit.get("/guide/on?back=/terminal/")) == "list"


def test_a_collector_has_steps_of_the_own_duty(visit, hands) -> None:
    hands.report("case-1")
    hands.do("chen", Role.ACCEPTOR, "send_check", "case-1", body={"collector": "d1"})
    collector = visit("c1", "en")
    assert "Open a task" in collector.text
    target = re.findall(r"target=([^\"]+)", collector.text)[0]
    assert step(collector.get(f"/collector/case/case-1/answer_check?target={target}")) == "answer"
    assert step(collector.get("/collector/report")) == "report"


def test_who_is_not_signed_in_sees_none_and_nobody_is_led_away(visit) -> None:
    stranger = visit()
    assert step(stranger.get("/")) == ""
    stranger.get("/guide/off?back=//elsewhere.example/")
    assert stranger.page.url == f"{stranger.url}/"
    stranger.get("/guide/sideways")
    assert stranger.page.status_code == 404
