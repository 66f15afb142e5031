"""Coming in: sign-in, lock-out, languages, who may open what; and that other sites' forms are refused."""

from tests.server.small_city import MINUTE


def test_the_front_page_asks_for_a_sign_in_and_says_that_the_data_are_synthetic(visit) -> None:
    chinese, english = visit(), visit(language="en")
    assert "登录" in chinese.get("/")
    assert '<html lang="zh-CN">' in chinese.text
    assert "小城：合成数据，仅供演示" in chinese.text
    assert "demo-2026" in chinese.text
    assert "Sign in" in english.get("/")
    assert '<html lang="en">' in english.text
    assert "Small City: synthetic data" in english.text


def test_a_wrong_password_is_said_in_the_users_language_and_five_lock(visit, clock) -> None:
    visitor, english = visit(), visit(language="en")
    assert "账号或密码不对" in visitor.sign_in("u-west", "wrong") or visitor.page.status_code == 401
    assert visitor.page.status_code == 401
    assert 'value="u-west"' in visitor.text
    assert "Wrong account or password" in english.sign_in("u-west", "wrong")
    for _ in range(2):
        visitor.sign_in("u-west", "wrong")
    assert "locked" in english.sign_in("u-west", "wrong")
    assert "locked" in english.sign_in("u-west")
    clock.at += 15 * MINUTE
    english.sign_in("u-west")
    assert english.page.url.endswith("/terminal/")


def test_each_duty_has_its_own_page_and_no_other(visit) -> None:
    unit, collector, dispatcher = visit("u-west"), visit("c1"), visit("wang")
    assert unit.page.url.endswith("/terminal/")
    assert collector.page.url.endswith("/collector/")
    assert "请使用派遣台" in dispatcher.text
    unit.get("/collector/")
    assert unit.page.status_code == 403
    dispatcher.get("/terminal/")
    assert dispatcher.page.status_code == 403


def test_who_is_not_signed_in_comes_to_the_sign_in_and_then_where_they_wanted(visit, hands) -> None:
    hands.dispatched("case-1")
    visitor = visit()
    assert "登录已失效" in visitor.get("/terminal/case/case-1")
    data = {"login": "u-west", "password": "right-horse", "next": "/terminal/case/case-1"}
    assert 'data-id="case-1"' in visitor.post("/sign-in", data)
    visitor.post("/sign-in", data | {"next": "//elsewhere.example/"})
    assert visitor.page.url.startswith(visitor.url + "/")


def test_a_login_in_the_address_is_filled_in_also_for_who_is_signed_in_as_another(visit) -> None:
    stranger, west = visit(language="en"), visit("u-west", "en")
    assert 'name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required value="c1"' in (
        stranger.get("/?login=c1")
    )
    assert "You are signed in as West" in west.get("/?login=c1")
    assert 'value="c1"' in west.text
    west.get("/?login=u-west")
    assert west.page.url.endswith("/terminal/")
    west.get("/?login=c1")
    west.sign_in("c1")
    assert west.page.url.endswith("/collector/")
    stranger.get('/?login="><script>alert(1)</script>')
    assert "<script>alert" not in stranger.page.text


def test_signing_out_ends_the_session(visit) -> None:
    visitor = visit("u-west")
    visitor.post("/sign-out", visitor.hidden("sign_out"))
    visitor.get("/terminal/")
    assert "登录已失效" in visitor.text


def test_the_link_changes_the_language_and_stays(visit) -> None:
    visitor = visit("u-west")
    assert "Open" in visitor.get("/language/en?back=/terminal/")
    assert visitor.page.url.endswith("/terminal/")
    assert '<html lang="en">' in visitor.get("/terminal/")
    visitor.get("/language/fr")
    assert visitor.page.status_code == 404


def test_forms_of_other_sites_are_refused(visit, hands) -> None:
    hands.dispatched("case-1")
    visitor = visit("u-west")
    visitor.get("/terminal/case/case-1")
    without = visitor.hidden("sign") | {"csrf": "0" * 64}
    visitor.post("/terminal/case/case-1/sign", without)
    assert visitor.page.status_code == 403
    assert 'data-leg-stage="delivered"' in visitor.get("/terminal/case/case-1")
    visitor.post("/sign-in", {"login": "u-west", "password": "right-horse"}, headers={"Origin": "http://evil.example"})
    assert visitor.page.status_code == 403


def test_pages_are_not_kept_and_run_no_foreign_script(visit) -> None:
    visitor = visit("u-west")
    assert visitor.page.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in visitor.page.headers["Content-Security-Policy"]
    visitor.get("/static/any/pages.js")
    assert visitor.page.headers["Content-Type"].startswith("text/javascript")
    visitor.get("/static/any/../../app.py")
    assert visitor.page.status_code == 404
