"""The control page over real HTTP: its words, taking and giving back, and who may not come in."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from server.simulator.control import serving
from server.simulator.control_page import Pages

VERBS = {"zh_CN": {"sign": "签收"}, "en": {"sign": "sign for"}}


class LittleStage:
    """A dispatcher and a district; who is taken."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def told(self) -> dict[str, Any]:
        """Some numbers."""
        numbers = {"reported": 3, "open": 2, "undispatched": 1, "accepted": 7, "refused": 0, "planned": 4}
        more = {
            "city": "小城 <b>",
            "city_en": "Little City",
            "zone": "Asia/Shanghai",
            "now": 0,
            "speed": 60.0,
            "behind_now": False,
        }
        return numbers | more | {"verbs": {"sign": 2}, "waiting": {"u1": 5}, "taken": sorted(self.taken)}

    def groups(self) -> dict[str, list[dict[str, str]]]:
        """People by group."""
        return {
            "dispatcher": [{"login": "wang", "name": "王晓燕", "name_en": "Wang"}],
            "district": [{"login": "u1", "name": "中原区", "name_en": "Zhongyuan"}],
            "collector": [],
        }

    def take(self, login: str) -> str | None:
        """Take one of them."""
        if login not in {"wang", "u1"}:
            return None
        self.taken.add(login)
        return f"http://server/?login={login}" if login == "u1" else ""

    def give(self, login: str) -> bool:
        """Give it back."""
        self.taken.discard(login)
        return login in {"wang", "u1"}


@pytest.fixture
def stage() -> LittleStage:
    """Nobody is taken."""
    return LittleStage()


@pytest.fixture
def url(stage: LittleStage) -> Iterator[str]:
    """The page's address, with its secret."""
    with serving(stage, Pages(VERBS)) as found:
        yield found


def send(method: str, url: str, **headers: str) -> requests.Response:
    """One request on a connection of its own."""
    with requests.Session() as http:
        http.trust_env = False
        return http.request(method, url, headers=headers, timeout=10, allow_redirects=False)


def test_the_page_shows_numbers_and_roles_in_both_languages(url: str) -> None:
    chinese, english = send("GET", url), send("GET", url, **{"Accept-Language": "en-GB,en"})
    assert "中原区" in chinese.text
    assert "接管" in chinese.text
    assert "签收" in chinese.text
    assert "小城 &lt;b&gt;" in chinese.text
    assert "Zhongyuan" in english.text
    assert "Take over" in english.text
    assert "sign for" in english.text
    assert "× 60" in english.text
    assert "collector" not in english.text
    assert send("GET", url + "state").json()["waiting"] == {"u1": 5}


def test_a_role_is_taken_at_the_servers_sign_in_and_given_back(url: str, stage: LittleStage) -> None:
    taken = send("POST", url + "take/u1")
    assert (taken.status_code, taken.headers["Location"]) == (303, "http://server/?login=u1")
    assert stage.taken == {"u1"}
    assert 'data-login="u1" data-taken="true"' in send("GET", url).text
    given = send("POST", url + "give/u1")
    assert (given.status_code, stage.taken) == (303, set())
    assert url.endswith(given.headers["Location"])


def test_who_sits_at_a_console_is_taken_without_leaving_the_page(url: str, stage: LittleStage) -> None:
    taken = send("POST", url + "take/wang")
    assert (taken.status_code, stage.taken) == (303, {"wang"})
    assert url.endswith(taken.headers["Location"])
    page = send("GET", url, **{"Accept-Language": "en"}).text
    dispatchers, districts = page.split('data-group="district"')
    assert "Works at the console: sign in there" in dispatchers
    assert "target" not in dispatchers
    assert 'action="take/u1" target="_blank"' in districts
    assert "Works at the console" not in districts


def test_nobody_of_that_name_and_no_such_page(url: str) -> None:
    assert [send("POST", url + path).status_code for path in ("take/nobody", "give/nobody", "sing/u1")] == [404] * 3
    assert send("GET", url + "elsewhere").status_code == 404


def test_without_the_secret_or_from_elsewhere_nothing_is_shown_or_done(url: str, stage: LittleStage) -> None:
    host = url.split("/")[2]
    foreign = {"Origin": "https://example.org"}
    assert send("GET", f"http://{host}/").status_code == 403
    assert send("POST", f"http://{host}/guess/take/u1").status_code == 403
    assert send("POST", url + "take/u1", **foreign).status_code == 403
    assert send("GET", url, Host="example.org").status_code == 403
    assert send("POST", url + "take/u1", Origin=f"http://{host}").status_code == 303
    assert stage.taken == {"u1"}


def test_no_page_is_served_where_none_is_wanted(stage: LittleStage) -> None:
    with serving(stage, Pages({}), wanted=False) as url:
        assert url == ""
