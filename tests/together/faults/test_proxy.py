"""The fault proxy: what passes is unchanged, a fault meets the exchange it was meant for, and nothing bites unseen."""

import http.server
import sys
import threading
from collections.abc import Iterator

import pytest
import requests

from tests.fixtures.children import wait_until
from tests.together.faults.l2.exchange import some_rows
from tests.together.faults.l2.proxy import FAULTS, PORTAL, Armed, FaultProxy
from tests.together.faults.l2.script import SCRIPTS
from tests.together.faults.names import BY_NAME

ANSWER = b"x" * 5_000


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers every request, and keeps what was asked."""

    asked: list[tuple[str, str, bytes]]

    def do_POST(self) -> None:
        """One request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.command, self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
        """Says nothing."""


@pytest.fixture
def asked() -> list[tuple[str, str, bytes]]:
    return []


@pytest.fixture
def proxy(asked: list[tuple[str, str, bytes]]) -> Iterator[FaultProxy]:
    handler = type("Here", (Handler,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made = FaultProxy(server.server_address[1])
    yield made
    made.close()
    server.shutdown()
    server.server_close()
    thread.join()


def post(proxy: FaultProxy, path: str = "/v1/push", body: bytes = b"body") -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(proxy.url + path, data=body, timeout=30)


def test_what_passes_is_unchanged(proxy: FaultProxy, asked: list) -> None:
    body = bytes(range(256)) * 1_000
    assert post(proxy, body=body).content == ANSWER
    assert asked == [("POST", "/v1/push", body)]
    assert proxy.bites == []


def test_a_fault_waits_for_its_path_and_bites_once(proxy: FaultProxy, asked: list) -> None:
    proxy.arm(Armed("N1"))
    assert post(proxy, "/v1/changes").content == ANSWER
    with pytest.raises(requests.ConnectionError):
        post(proxy)
    assert [path for _, path, _ in asked] == ["/v1/changes"]
    assert post(proxy).content == ANSWER
    assert [bite.fault for bite in proxy.bites] == ["N1"]
    assert "0 reached the server" in proxy.bites[0].proof


def test_one_that_skips_lets_the_first_ones_pass(proxy: FaultProxy) -> None:
    proxy.arm(Armed("N1", skip=1))
    assert post(proxy).content == ANSWER
    with pytest.raises(requests.ConnectionError):
        post(proxy)


def test_a_lost_answer_was_given(proxy: FaultProxy, asked: list) -> None:
    proxy.arm(Armed("N2"))
    with pytest.raises(requests.ConnectionError):
        post(proxy)
    assert len(asked) == 1
    wait_until(lambda: proxy.bites, "the bite to be told")
    assert "HTTP/1.0 200" in proxy.bites[0].proof


def test_a_doubled_request_arrives_twice(proxy: FaultProxy, asked: list) -> None:
    proxy.arm(Armed("N3"))
    assert post(proxy).content == ANSWER
    assert [body for _, _, body in asked] == [b"body", b"body"]


def test_a_late_one_arrives_behind_newer_ones(proxy: FaultProxy, asked: list) -> None:
    proxy.arm(Armed("N4"))
    with pytest.raises(requests.ConnectionError):
        post(proxy, body=b"old")
    post(proxy, body=b"new")
    assert proxy.deliver_late() == 1
    assert [body for _, _, body in asked] == [b"new", b"old"]


def test_half_a_body_is_half_of_it(proxy: FaultProxy) -> None:
    proxy.arm(Armed("N6"))
    with pytest.raises(requests.RequestException):
        post(proxy)
    wait_until(lambda: proxy.bites, "the bite to be told")
    passed, whole = (int(word) for word in proxy.bites[0].proof.split() if word.isdigit())
    assert 0 < passed < whole


LINES = b"".join(b'{"line":%d}\n' % n for n in range(6))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Length: 66", LINES),
        (b"Transfer-Encoding: chunked", b"a\r\n" + LINES[:10] + b"\r\n38\r\n" + LINES[10:] + b"\r\n0\r\n\r\n"),
    ],
)
def test_some_rows_of_an_answer_are_its_head_and_one_row(head: bytes, body: bytes) -> None:
    assert some_rows(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body) == (LINES[:22], 6)
    assert some_rows(b"HTTP/1.1 200 OK\r\nContent-Length: 33\r\n\r\n" + LINES[:33]) == (b"", 0)


def test_a_half_may_look_like_all_of_it(proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ANSWER", LINES)
    proxy.arm(Armed("N6", whole=True))
    assert post(proxy).content == LINES[:22]
    wait_until(lambda: proxy.bites, "the bite to be told")
    assert "2 of 6 lines passed" in proxy.bites[0].proof


def test_a_client_dies_behind_the_server_s_answer(proxy: FaultProxy, asked: list) -> None:
    died: list[int] = []
    proxy.arm(Armed("K1", deed=lambda: died.append(len(asked))))
    with pytest.raises(requests.ConnectionError):
        post(proxy)
    assert died == [1]
    wait_until(lambda: proxy.bites, "the bite to be told")
    assert "had answered" in proxy.bites[0].proof


def test_a_server_that_answers_nevertheless_did_not_die_over_it(proxy: FaultProxy) -> None:
    died: list[str] = []
    proxy.arm(Armed("K2", deed=lambda: died.append("asked to")))
    assert post(proxy).content == ANSWER
    assert died == ["asked to"]
    assert proxy.bites == []


@pytest.mark.parametrize("status", [200, 403, 404])
def test_a_portal_answers_in_the_place_of_the_server(proxy: FaultProxy, asked: list, status: int) -> None:
    proxy.arm(Armed("N9", status=status))
    said = post(proxy)
    assert (said.status_code, said.content) == (status, PORTAL)
    assert asked == []


def test_noise_that_calls_itself_compressed(proxy: FaultProxy) -> None:
    proxy.arm(Armed("N11"))
    with pytest.raises(requests.exceptions.ContentDecodingError):
        post(proxy)


def test_a_line_that_is_down_reaches_nobody(proxy: FaultProxy, asked: list) -> None:
    proxy.is_down = True
    with pytest.raises(requests.ConnectionError):
        post(proxy)
    assert asked == []
    proxy.heal()
    assert post(proxy).content == ANSWER


def test_each_fault_of_the_line_and_each_script_has_a_name_of_the_table() -> None:
    from tests.together.faults.l2 import scripts  # registers them

    assert scripts.__all__
    assert set(FAULTS) <= set(BY_NAME)
    assert {script.fault for script in SCRIPTS.values()} <= set(BY_NAME)
