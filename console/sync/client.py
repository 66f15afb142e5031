"""The one door to the server: HTTP within total times, never through a proxy of the environment unless told so."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import requests
from requests.adapters import BaseAdapter
from urllib3.exceptions import HTTPError

from console.facts import Heard
from console.facts.ticks import ticks_ns
from console.sync.addresses import Addresses
from console.sync.checks import ANY, BYTES, IMAGE, JSON, LINES, check, reason_of
from console.sync.deadline import Deadline
from console.sync.errors import OtherVersion, Refused, ServerUnreachable
from console.sync.reading import MOST_TOLD, split, whole
from console.sync.transport import Transport
from rules.protocol import PROTO

__all__ = ["ANY", "BYTES", "IMAGE", "JSON", "LINES", "Client", "Hello", "query_of"]

HELLO = "/v1/hello"
CONNECT, READ, POLL_READ = 3.05, 10.0, 12.0  # seconds for one step of the line; a poll's heartbeat comes every 5
WITHIN, PUSH_WITHIN, LONG = 20.0, 40.0, 300.0  # seconds for a whole exchange: of words, of commands, of much to carry
POLL_WITHIN = 90.0  # a poll waits up to 25 of them; what is under way longer is not answered any more, it dribbles


@dataclass(frozen=True, slots=True)
class Hello:
    """Who answers at this address."""

    name: str
    proto: str
    epoch_no: int
    epoch_id: str
    city: str


class Client:
    """One HTTP session, for one thread; `cut` and `close` may come from another one.

    `alive` is called whenever bytes of the server come, `heard` with each server time that a short exchange brought.
    A `transport` of one's own is only sent through and closed; `mono_ns` is a monotonic clock in nanoseconds.
    """

    def __init__(
        self,
        base: str | Addresses,
        ca_file: Path | None = None,
        trust_env: bool = False,
        lang: str = "zh_CN",
        token: str = "",
        *,
        transport: BaseAdapter | None = None,
        mono_ns: Callable[[], int] = ticks_ns,
    ) -> None:
        self.addresses = base if isinstance(base, Addresses) else Addresses((base,))
        own = Transport() if transport is None else None
        self._cut: Callable[[], None] | None = own.cut if own else None
        self._session = _session(own or transport, ca_file, trust_env, lang)
        self.token = token
        self.alive: Callable[[], None] = lambda: None
        self.heard: Callable[[Heard], None] = lambda _: None
        self._mono_ns = mono_ns
        self._asked_at = self._answered_at = 0
        self._closed = False

    def cut(self) -> None:
        """End what is under way, from any thread; it may be tried again."""
        if self._cut:
            self._cut()

    def close(self) -> None:
        """End what is under way, from any thread, and for good."""
        self._closed = True
        self._session.close()

    def hello(self) -> Hello:
        """Ask who answers; `OtherVersion` when it is a Griddesk of another protocol."""
        try:
            found = self.call("GET", HELLO)
            if found["name"] != "griddesk":
                raise self._stranger()
            if found.get("proto") != PROTO:
                raise OtherVersion(str(found.get("proto", "")))
            told = Hello("griddesk", PROTO, int(found["epoch_no"]), str(found["epoch_id"]), found["city"]["version"])
            self.told_time(int(found["server_time"]))
        except (Refused, KeyError, TypeError, ValueError) as error:
            raise self._stranger() from error
        return told

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
            raise self._stranger() from error

    def exchange(
        self,
        method: str,
        path: str,
        want: str,
        body: bytes | None = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        within: float = WITHIN,
    ) -> bytes:
        """One exchange of at most `within` seconds; the answer's body when it is of the wanted type.

        A body is JSON unless `headers` name another type.
        """
        told = ({"Content-Type": JSON} if body is not None else {}) | dict(headers or {})
        with self._exchanging(within) as deadline:
            response = self._request(method, path, READ, data=body, headers=told | self._bearer(token), params=query)
            with response:
                self._check(response, want, deadline)
                content = whole(response, deadline)
        if path != HELLO:  # that somebody is there says nothing of the work getting through
            self.alive()
        return content

    def lines(self, path: str, query: Mapping[str, str], within: float = POLL_WITHIN) -> Iterator[bytes]:
        """The lines of an NDJSON answer as they come, without their line feeds; b"" is a heartbeat.

        They are asked for as they are: what a proxy compresses it also holds back.
        """
        headers = {"Accept-Encoding": "identity"} | self._bearer(None)
        with self._exchanging(within) as deadline:
            response = self._request("GET", path, POLL_READ, headers=headers, params=query)
            with response:
                self._check(response, LINES, deadline)
                for lines in split(response, deadline):
                    self.alive()
                    yield from lines

    @contextmanager
    def _exchanging(self, seconds: float) -> Iterator[Deadline]:
        """One exchange; whatever the line does in it is a `ServerUnreachable`."""
        if self._closed:
            raise ServerUnreachable("link.closed")
        with Deadline(seconds, self._mono_ns, self._cut) as deadline:
            try:
                yield deadline
            except (requests.RequestException, HTTPError, OSError) as error:
                if self._closed:
                    raise ServerUnreachable("link.closed") from error
                raise (deadline.missed if deadline.is_over else ServerUnreachable(reason_of(error))) from error

    def _bearer(self, token: str | None) -> dict[str, str]:
        used = self.token if token is None else token
        return {"Authorization": f"Bearer {used}"} if used else {}

    def _request(self, method: str, path: str, read: float, **more: Any) -> requests.Response:
        self._asked_at = self._mono_ns()
        response = self._session.request(
            method, self.addresses.now + path, timeout=(CONNECT, read), allow_redirects=False, stream=True, **more
        )
        self._answered_at = self._mono_ns()
        return response

    def _check(self, response: requests.Response, want: str, deadline: Deadline) -> None:
        check(response, want, self.addresses.now, lambda: whole(response, deadline, MOST_TOLD))

    def _stranger(self) -> ServerUnreachable:
        return ServerUnreachable("link.not_griddesk", url=self.addresses.now)

    def told_time(self, server_time: int) -> None:
        """The server's time as the last exchange told it."""
        middle, took = (self._asked_at + self._answered_at) // 2, self._answered_at - self._asked_at
        self.heard(Heard(server_time, middle // 1_000_000, took // 1_000_000))


def _session(transport: BaseAdapter | None, ca_file: Path | None, trust_env: bool, lang: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = trust_env
    session.verify = str(ca_file) if ca_file else True
    session.headers["Accept-Language"] = lang.replace("_", "-")
    for scheme in ("http://", "https://"):
        session.mount(scheme, transport)  # type: ignore[arg-type] # one of the two is there
    return session


def query_of(values: Mapping[str, object]) -> dict[str, str]:
    """Query parameters, those that are empty left out."""
    return {key: str(value) for key, value in values.items() if value not in {"", None}}
