"""Lines and servers that misbehave: no exchange outlasts its time or its room, and each failure has its own name."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from console.sync import reading
from console.sync.client import JSON, Client
from console.sync.errors import Busy, Failing, Refused, ServerUnreachable
from tests.console.odd_server import HEAD, OddServer, answer

Servers = Callable[..., OddServer]
NOISE = bytes(range(7, 207))


@pytest.fixture
def odd() -> Iterator[Servers]:
    running: list[OddServer] = []

    def begin(*parts: bytes, **more: object) -> OddServer:
        running.append(OddServer(*parts, **more))  # type: ignore[arg-type]
        return running[-1]

    yield begin
    for server in running:
        server.close()


def ask(server: OddServer, within: float = 30.0) -> bytes:
    """One exchange of JSON."""
    return Client(server.base).exchange("GET", "/v1/x", JSON, within=within)


def poll(server: OddServer, within: float = 30.0) -> list[bytes]:
    """All lines of one poll."""
    return list(Client(server.base).lines("/v1/x", {}, within))


def reason(exchange: Callable[..., object], server: OddServer, within: float = 30.0) -> str:
    """Why there is no answer."""
    with pytest.raises(ServerUnreachable) as caught:
        exchange(server, within)
    return caught.value.reason


@pytest.mark.parametrize("exchange", [ask, poll])
@pytest.mark.parametrize("begins", [b"", HEAD + b"Content-Length: 1000\r\n\r\n"], ids=["head", "body"])
def test_a_server_that_says_a_byte_now_and_then_is_left_when_the_time_is_over(
    odd: Servers, exchange: Callable[..., object], begins: bytes
) -> None:
    begins = begins if exchange is ask else begins.replace(b"json", b"x-ndjson")
    dribbling = odd(begins + b"H", *[b"T"] * 1000, pause=0.05)
    assert reason(exchange, dribbling, 0.4) == "link.slow"


def test_a_server_that_says_nothing_is_left_when_the_time_is_over(odd: Servers) -> None:
    assert reason(ask, odd(), 0.3) == "link.slow"


def test_an_answer_without_end_is_left_when_it_is_too_large(odd: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 2_000_000)
    endless = odd(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"10000\r\n" + b"x" * 65_536 + b"\r\n"] * 100)
    assert reason(ask, endless) == "link.too_big"


def test_a_small_answer_that_inflates_without_end_is_left_too(odd: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 2_000_000)
    bomb = gzip.compress(b"0" * 50_000_000)
    assert reason(ask, odd(answer(bomb, b"Content-Encoding: gzip"))) == "link.too_big"


def test_noise_in_the_place_of_a_compressed_answer_cannot_be_read(odd: Servers) -> None:
    noise = odd(answer(NOISE, b"Content-Encoding: gzip"))
    assert reason(ask, noise) == "link.bad_answer"
    lines = odd(answer(NOISE, b"Content-Encoding: gzip", kind=b"application/x-ndjson"))
    assert reason(poll, lines) == "link.bad_answer"


def test_a_poll_asks_for_plain_lines_and_inflates_them_all_the_same(odd: Servers) -> None:
    packed = gzip.compress(b"one\n\ntwo\n")
    server = odd(answer(packed, b"Content-Encoding: gzip", kind=b"application/x-ndjson"))
    assert poll(server) == [b"one", b"", b"two"]
    assert b"accept-encoding: identity\r\n" in server.requests[0].lower()


@pytest.mark.parametrize("exchange", [ask, poll])
def test_half_an_answer_is_a_cut(odd: Servers, exchange: Callable[..., object]) -> None:
    kind = b"application/json" if exchange is ask else b"application/x-ndjson"
    half = odd(answer(b"x" * 1000, kind=kind)[:-500], hang_up=True)
    assert reason(exchange, half) == "link.cut"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"rule": "rule.x", "details": "odd", "text": 5}', {}),
        (b'{"rule": "rule.x", "details": [1]}', {}),
        (b'{"rule": "rule.x", "details": {"a": 1}}', {"a": "1"}),
    ],
)
def test_odd_details_of_a_refusal_do_no_harm(odd: Servers, body: bytes, told: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        ask(odd(answer(body, status=b"422 No")))
    assert (caught.value.rule, caught.value.details) == ("rule.x", told)


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b'{"no": "rule"}', b"{"])
def test_a_refusal_that_is_not_ours_is_none(odd: Servers, body: bytes) -> None:
    assert reason(ask, odd(answer(body, status=b"404 No"))) == "link.not_griddesk"


@pytest.mark.parametrize("body", [b"[]", b"7", b'{"proto": "sync/1"}', b'{"name": "griddesk", "proto": "sync/1"}'])
def test_a_greeting_that_lacks_something_is_no_greeting(odd: Servers, body: bytes) -> None:
    with pytest.raises(ServerUnreachable, match=r"link\.not_griddesk"):
        Client(odd(answer(body)).base).hello()


@pytest.mark.parametrize(
    ("asked", "granted"), [(b"7", 7.0), (b"99999999999", 120.0), (b"9" * 400, 120.0), (b"Wed, 21 Oct", 1.0), (b"-5", 1)]
)
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks_within_bounds(
    odd: Servers, asked: bytes, granted: float
) -> None:
    with pytest.raises(Busy) as caught:
        ask(odd(answer(b"{}", b"Retry-After: " + asked, status=b"503 Busy")))
    assert caught.value.retry_after == granted


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (b"500 Oh", b'{"rule": "error.internal"}', "link.server_error"),
        (b"502 Bad", b"<html>", "link.gateway"),
        (b"504 Late", b"", "link.gateway"),
    ],
)
def test_whose_error_it_was_is_told_apart(odd: Servers, status: bytes, body: bytes, why: str) -> None:
    with pytest.raises(Failing, match=why):
        ask(odd(answer(body, status=status, kind=b"application/json" if body[:1] == b"{" else b"text/html")))


def test_a_name_that_nobody_knows_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ServerUnreachable, match=r"link\.no_name"):
        Client("http://griddesk.invalid").hello()


@pytest.mark.parametrize(("end", "why"), [(Client.cut, "link.cut"), (Client.close, "link.closed")])
@pytest.mark.parametrize("begins", [(), (HEAD + b"Content-Length: 1000\r\n\r\n", b"half")])
def test_an_exchange_ends_when_another_thread_says_so(
    odd: Servers, end: Callable[[Client], None], why: str, begins: tuple[bytes, ...]
) -> None:
    silent = odd(*begins)
    client, reasons = Client(silent.base), list[str]()

    def exchange() -> None:
        with pytest.raises(ServerUnreachable) as caught:
            client.exchange("GET", "/v1/x", JSON)
        reasons.append(caught.value.reason)

    asking = threading.Thread(target=exchange)
    asking.start()
    assert silent.asked.wait(10)
    end(client)
    asking.join(8)  # shorter than any timeout of a read
    assert reasons == [why]


def test_a_closed_client_begins_nothing(odd: Servers) -> None:
    server = odd(answer(b"{}"))
    client = Client(server.base)
    client.close()
    with pytest.raises(ServerUnreachable, match=r"link\.closed"):
        client.call("GET", "/v1/x")
    assert server.requests == []


def test_a_cut_client_may_ask_again(odd: Servers) -> None:
    client = Client(odd(answer(b"{}")).base)
    assert client.call("GET", "/v1/x") == {}
    client.cut()
    assert client.call("GET", "/v1/x") == {}
