"""The door to a server that answers oddly: what is worth another try, and what is a no."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from server.simulator.door import Door, Refused, ServerAway

ANSWERS = {
    "/v1/hello": (503, "application/json", '{"rule": "error.storage", "text": "磁盘已满"}'),
    "/v1/city/x": (502, "text/html", "<h1>Bad gateway</h1>"),
    "/v1/session": (401, "application/json", '{"rule": "rule.wrong_password", "text": "账号或密码不正确"}'),
    "/v1/push": (409, "application/json", '{"rule": "fork", "text": "x", "details": {"last_n": "7"}}'),
    "/v1/ask/people": (200, "text/html", "<h1>Sign in to this network</h1>"),
    "/v1/changes": (200, "application/x-ndjson", "{}\n"),
}


class Odd(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        status, kind, text = ANSWERS[self.path.partition("?")[0]]
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def door() -> Iterator[Door]:
    """A door to an odd server."""
    server = HTTPServer(("127.0.0.1", 0), Odd)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    door = Door(f"http://127.0.0.1:{server.server_port}")
    yield door
    door.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_full_disk_and_a_bad_gateway_are_worth_another_try(door: Door) -> None:
    with pytest.raises(ServerAway, match="503 磁盘已满"):
        door.hello()
    with pytest.raises(ServerAway, match="502"):
        door.city("x")


def test_a_no_says_its_rule_and_details(door: Door) -> None:
    with pytest.raises(Refused) as caught:
        door.sign_in("u1", "x")
    assert (caught.value.status, caught.value.rule) == (401, "rule.wrong_password")


def test_an_answer_that_was_cut_off_is_worth_another_try(door: Door) -> None:
    with pytest.raises(ServerAway):
        door.changes("e", {})


def test_a_page_in_the_place_of_an_answer_is_worth_another_try(door: Door) -> None:
    with pytest.raises(ServerAway, match="no answer of Griddesk"):
        door.people("token")


def test_nobody_there_is_worth_another_try() -> None:
    door = Door("http://127.0.0.1:9")
    with pytest.raises(ServerAway, match="ConnectionError"):
        door.hello()
    door.close()
