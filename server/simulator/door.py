"""The simulator's only door: HTTP to one server, in `rules.protocol`'s bytes. For one thread, but for `push`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

import requests

from rules import protocol, wire

T = TypeVar("T")
CONNECT_S, READ_S = 3.05, 60.0
JSON = {"Content-Type": "application/json"}
PUSHES = 2  # at once
SNAPSHOT_PAGE = 500
CHANGES_MOST = 500


class ServerAway(Exception):
    """Nobody answers, or the server cannot keep anything now: it is worth trying again."""


class Refused(Exception):
    """The server's no: HTTP status, the key of its rule, its own words and details."""

    def __init__(self, status: int, rule: str, text: str, details: Mapping[str, str]) -> None:
        super().__init__(f"{status} {rule}: {text}")
        self.status, self.rule, self.text, self.details = status, rule, text, details


@dataclass(frozen=True, slots=True)
class Hello:
    """Who answers: the city in force and the server's time (ms UTC)."""

    city_version: str
    city_name: str
    city_name_en: str
    synthetic: bool
    epoch: str
    server_time: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A person's open session: `key` signs pushed commands, `token` is the bearer; ends at `expires_at` (ms UTC)."""

    session: str
    key: bytes
    token: str
    actor: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of the feeds, and the cursor after them."""

    rows: tuple[wire.Row, ...]
    marks: Mapping[str, protocol.Mark]
    last_n: int
    more: bool
    city: str


class Door:
    """All methods raise ServerAway and Refused."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.workstation = ""  # its bearer token
        self._http = _session()
        self._pushing: SimpleQueue[requests.Session] = SimpleQueue()  # each push takes one and puts it back
        for _ in range(PUSHES):
            self._pushing.put(_session())

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()
        for _ in range(PUSHES):
            self._pushing.get().close()

    def hello(self) -> Hello:
        """Who answers here."""
        told = _told(self._send("GET", "/v1/hello"))
        city = told["city"]
        return Hello(
            city["version"], city["name"], city["name_en"], city["synthetic"], told["epoch_id"], told["server_time"]
        )

    def city(self, version: str) -> bytes:
        """The pack of a city."""
        return self._send("GET", f"/v1/city/{version}", token=self.workstation).content

    def enrol(self, token: str, console_id: str) -> str:
        """The bearer token of a new workstation against a one-time token."""
        asked = {"enrol": token, "name": "simulator", "console_id": console_id}
        return str(_told(self._send("POST", "/v1/workstations", json=asked))["token"])

    def sign_in(self, login: str, password: str) -> Signed:
        """Open a person's session."""
        asked = {"login": login, "password": password, "seat": "api"}
        told = _told(self._send("POST", "/v1/session", json=asked))
        key = bytes.fromhex(told["key"])
        return Signed(told["session"], key, told["token"], told["actor"]["id"], told["expires_at"])

    def people(self, token: str) -> list[dict[str, str]]:
        """Who holds which duty: one row a duty."""
        return list(_told(self._send("GET", "/v1/ask/people", token=token))["people"])

    def push(self, push: protocol.Push) -> protocol.PushAnswer:
        """Hand in commands as a workstation; on `PUSHES` threads at once while another uses the rest, if one likes."""
        said = {"data": wire.canonical(push), "headers": JSON}
        http = self._pushing.get()
        try:
            answer = self._send("POST", "/v1/push", token=self.workstation, http=http, **said)
        finally:
            self._pushing.put(http)
        return _decoded(protocol.PushAnswer, answer.content)

    def report(self, said: Mapping[str, Any], token: str) -> None:
        """A citizen's report by a person's session; safe to repeat with the same id."""
        self._send("POST", "/v1/reports", token=token, json=dict(said))

    def put_photo(self, photo: bytes) -> str:
        """Send a JPEG; its sha256."""
        name = hashlib.sha256(photo).hexdigest()
        headers = {"Content-Type": "image/jpeg"}
        self._send("PUT", f"/v1/blobs/{name}", token=self.workstation, data=photo, headers=headers)
        return name

    def snapshot(self, after: str) -> tuple[protocol.SnapshotHead, list[protocol.SnapshotCase], protocol.SnapshotTail]:
        """One page of the live scope, of the cases after this id."""
        query = {"scope": "live", "after": after, "limit": str(SNAPSHOT_PAGE)}
        lines = self._lines("/v1/snapshot", query)
        cases = [_decoded(protocol.SnapshotCase, line) for line in lines[1:-1]]
        return _decoded(protocol.SnapshotHead, lines[0]), cases, _decoded(protocol.SnapshotTail, lines[-1])

    def changes(self, epoch: str, marks: Mapping[str, protocol.Mark]) -> Batch:
        """What has happened since; at once, also when it is nothing."""
        cursor = ",".join(f"{feed}:{mark.seq}:{mark.chain}" for feed, mark in marks.items())
        lines = self._lines("/v1/changes", {"epoch": epoch, "cursor": cursor, "limit": str(CHANGES_MOST)})
        head = _decoded(protocol.ChangesHead, lines[0])
        tail = _decoded(protocol.ChangesTail, lines[-1])
        rows = tuple(_decoded(wire.Row, line) for line in lines[1:-1])
        return Batch(rows, tail.to, head.last_n, head.more, head.city)

    def _lines(self, path: str, query: Mapping[str, str]) -> list[bytes]:
        content = self._send("GET", path, token=self.workstation, params=query).content
        lines = [line for line in content.split(b"\n") if line]
        if len(lines) < 2:
            raise ServerAway("the answer was cut off")
        return lines

    def _send(self, method: str, path: str, token: str = "", **options: Any) -> requests.Response:
        headers = options.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            patience = (CONNECT_S, READ_S)
            http: requests.Session = options.pop("http", self._http)
            answer = http.request(method, self.url + path, headers=headers, timeout=patience, **options)
        except requests.RequestException as error:
            raise ServerAway(f"{type(error).__name__}") from error
        if answer.status_code >= requests.codes.bad_request:
            raise _refusal(answer)
        return answer


def _session() -> requests.Session:
    http = requests.Session()
    http.trust_env = False
    http.headers["Accept-Language"] = "zh-CN"
    return http


def _told(answer: requests.Response) -> dict[str, Any]:
    """The answer's JSON; what is none comes from somebody between us and the server."""
    try:
        found = answer.json()
    except ValueError as error:
        raise ServerAway("no answer of Griddesk") from error
    if not isinstance(found, dict):
        raise ServerAway("no answer of Griddesk")
    return found


def _decoded(kind: type[T], data: bytes) -> T:
    try:
        return wire.decode(kind, data)
    except wire.WireError as error:
        raise ServerAway(f"no answer of Griddesk: {error}") from error


def _refusal(answer: requests.Response) -> Exception:
    """What a refusal is: a server that cannot now, or its final no."""
    try:
        told = answer.json()
        rule, text, details = str(told["rule"]), str(told.get("text", "")), dict(told.get("details") or {})
    except (ValueError, KeyError, TypeError):
        rule, text, details = f"http {answer.status_code}", answer.text[:200], {}
    if answer.status_code >= requests.codes.server_error or answer.status_code == requests.codes.too_many_requests:
        return ServerAway(f"{answer.status_code} {text or rule}")
    return Refused(answer.status_code, rule, text, details)
