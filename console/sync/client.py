"""The one door to the server: HTTP with timeouts, never through a proxy of the environment unless the settings say so.

An answer counts only when it says itself that it is ours: a captive portal's 200 with a page is no answer (N9).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import requests
from urllib3.exceptions import HTTPError

from console.facts import Heard
from console.sync.errors import Busy, OtherVersion, Refused, ServerUnreachable, SnapshotNeeded
from rules.protocol import PROTO

HELLO = "/v1/hello"
CONNECT, READ, POLL_READ = 3.05, 10.0, 12.0  # seconds; a poll's heartbeat comes every 5
JSON, LINES, BYTES = "application/json", "application/x-ndjson", "application/octet-stream"
IMAGE, ANY = "image/", "*/*"
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Hello:
    """Who answers at this address."""

    name: str
    proto: str
    epoch_no: int
    epoch_id: str
    city: str


class Client:
    """One HTTP session, for one thread; `close` may come from another one.

    `alive` is called whenever bytes of the server come, `heard` with each server time that a short exchange brought.
    """

    def __init__(
        self, base: str, ca_file: Path | None = None, trust_env: bool = False, lang: str = "zh_CN", token: str = ""
    ) -> None:
        self._base = base.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = trust_env
        self._session.verify = str(ca_file) if ca_file else True
        self._session.headers["Accept-Language"] = lang.replace("_", "-")
        self.token = token
        self.alive: Callable[[], None] = lambda: None
        self.heard: Callable[[Heard], None] = lambda _: None
        self._asked_at = self._answered_at = 0
        self._open: requests.Response | None = None
        self._closed = False

    def close(self) -> None:
        """End what is under way, from any thread."""
        self._closed = True
        response = self._open
        if response is not None:
            with suppress(OSError, ValueError, RuntimeError):  # its reader has just ended it by itself
                response.raw.shutdown()

    def hello(self) -> Hello:
        """Ask who answers; `OtherVersion` when it is a Griddesk of another protocol."""
        try:
            found = self.call("GET", HELLO)
        except Refused as refused:
            raise ServerUnreachable("link.not_griddesk", url=self._base) from refused
        if not isinstance(found, dict) or found.get("name") != "griddesk":
            raise ServerUnreachable("link.not_griddesk", url=self._base)
        if found.get("proto") != PROTO:
            raise OtherVersion(str(found.get("proto", "")))
        self.told_time(int(found["server_time"]))
        return Hello("griddesk", PROTO, int(found["epoch_no"]), str(found["epoch_id"]), str(found["city"]["version"]))

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        token: str | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """One exchange of JSON."""
        data = self.exchange(method, path, JSON, body, token, query=query)
        try:
            return msgspec.json.decode(data) if data else None
        except msgspec.MsgspecError as error:
            raise ServerUnreachable("link.not_griddesk", url=self._base) from error

    def exchange(
        self,
        method: str,
        path: str,
        want: str,
        body: bytes | None = None,
        token: str | None = None,
        kind: str = JSON,
        query: Mapping[str, str] | None = None,
    ) -> bytes:
        """One exchange; the answer's body when it is of the wanted type."""
        headers = {"Content-Type": kind} if body is not None else {}
        response = self._request(method, path, READ, data=body, headers=headers | self._bearer(token), params=query)
        try:
            content = response.content
        except (requests.RequestException, HTTPError, OSError) as error:
            raise ServerUnreachable("link.cut") from error
        self._check(response, want)
        if path != HELLO:  # that somebody is there says nothing of the work getting through
            self.alive()
        return content

    def lines(self, path: str, query: Mapping[str, str]) -> Iterator[bytes]:
        """The lines of an NDJSON answer as they come, without their line feeds; b"" is a heartbeat."""
        response = self._request("GET", path, POLL_READ, headers=self._bearer(None), params=query, stream=True)
        self._open = response
        try:
            self._check(response, LINES)
            for line in _split(response, lambda: self._closed):
                self.alive()
                yield line
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise ServerUnreachable("link.cut") from error
        finally:
            self._open = None
            response.close()

    def _bearer(self, token: str | None) -> dict[str, str]:
        used = self.token if token is None else token
        return {"Authorization": f"Bearer {used}"} if used else {}

    def _request(self, method: str, path: str, read: float, **more: Any) -> requests.Response:
        if self._closed:
            raise ServerUnreachable("link.closed")
        self._asked_at = time.monotonic_ns()
        try:
            response = self._session.request(
                method, self._base + path, timeout=(CONNECT, read), allow_redirects=False, **more
            )
        except requests.RequestException as error:
            raise ServerUnreachable(_reason(error)) from error
        self._answered_at = time.monotonic_ns()
        return response

    def told_time(self, server_time: int) -> None:
        """The server's time as the last exchange told it."""
        middle, took = (self._asked_at + self._answered_at) // 2, self._answered_at - self._asked_at
        self.heard(Heard(server_time, middle // 1_000_000, took // 1_000_000))

    def _check(self, response: requests.Response, want: str) -> None:
        status, kind = response.status_code, response.headers.get("Content-Type", "").partition(";")[0].strip()
        if status in {429, 503}:
            raise Busy(_seconds(response.headers.get("Retry-After", "")), _why_busy(response.content))
        if (status in {200, 201} and _fits(kind, want)) or status == 204:
            return
        if 400 <= status < 500 and kind == JSON:
            self._refuse(status, response)
        raise ServerUnreachable("link.not_griddesk", url=self._base, status=status)

    def _refuse(self, status: int, response: requests.Response) -> None:
        try:
            told = msgspec.json.decode(response.content)
            rule = str(told["rule"])
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise ServerUnreachable("link.not_griddesk", url=self._base, status=status) from error
        if status == 410:
            raise SnapshotNeeded
        if status == 426:
            raise OtherVersion(str(told.get("details", {}).get("proto", "")))
        details = {str(key): str(value) for key, value in dict(told.get("details") or {}).items()}
        raise Refused(status, rule, details, str(told.get("text", "")))


def _fits(kind: str, want: str) -> bool:
    """Whether the answer is of the wanted type; a page is never wanted."""
    return kind.startswith(want) or (want == ANY and kind != "text/html")


def _split(response: requests.Response, closed: Callable[[], bool]) -> Iterator[bytes]:
    """Own splitting over `read1`: `iter_lines` would hold the last line back until the next one comes."""
    rest = b""
    while not closed() and (chunk := response.raw.read1(_CHUNK)):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "link.certificate"
    return "link.timeout" if isinstance(error, requests.Timeout) else "link.down"


def _why_busy(content: bytes) -> str:
    """Also what is no answer of ours, as of a proxy before the server, only says that it is busy."""
    with suppress(msgspec.MsgspecError, AttributeError):
        if msgspec.json.decode(content).get("rule") == "error.storage":
            return "link.storage"
    return "link.busy"


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 1.0


def query_of(values: Mapping[str, object]) -> dict[str, str]:
    """Query parameters, those that are empty left out."""
    return {key: str(value) for key, value in values.items() if value not in {"", None}}
