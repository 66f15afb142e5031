"""The fake line between a console's HTTP client and a server's front: whole, cut, slow, doubled, late, or lying.

It stands in the place of the transport below `requests`; the client above it is the shipped one.
"""

import io
import json
import zlib
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from tests.together.faults.l1.clock import Time
from tests.together.faults.tally import Tally

PORTAL = b"<html><body>Please log in to the guest network</body></html>"
FAULTS = ("N1", "N2", "N3", "N4", "N5", "N6", "N9", "N11")  # of any request
AIMED = ("P6", "B1", "B2")  # wait for a request that they fit: a push with commands, a later piece of a photo


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it left the client."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it left the server."""

    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Front(Protocol):
    """A server that answers at once."""

    def handle(self, asked: Asked) -> Said | None:
        """Its answer; None: nobody is there."""


class Bytes(io.BytesIO):
    """A body that ends too early: `cut` raises at the end what a broken line raises; `slow` what a timeout raises."""

    def __init__(self, body: bytes, broken: type[OSError] | None = None) -> None:
        super().__init__(body)
        self._broken = broken

    def read(self, size: int | None = -1, /) -> bytes:
        """As a socket's reader."""
        return self._or_break(super().read(size))

    def read1(self, size: int | None = -1, /) -> bytes:
        """As a socket's reader."""
        return self._or_break(super().read1(-1 if size is None else size))

    def _or_break(self, data: bytes) -> bytes:
        if not data and self._broken is not None:
            broken, self._broken = self._broken, None
            raise broken("the line broke")
        return data


class Wire(HTTPAdapter):
    """One console's line. `armed`: the faults of the next requests, in order.

    `to`: who answers. What is late is kept, and delivered by `deliver_late`. `rows`: the server gives no more rows at
    once, as it does where they are large; 0 = as many as it is asked for.
    """

    def __init__(self, to: Front, time: Time, dice: Random, tally: Tally) -> None:
        super().__init__()
        self.to, self._time, self._dice, self._tally = to, time, dice, tally
        self.armed: list[str] = []
        self.is_down = False
        self.late: list[Asked] = []
        self.pushes = self.rows = 0

    def send(self, request: requests.PreparedRequest, *_: object, **more: Any) -> requests.Response:
        """One exchange."""
        asked = _asked(request)
        self.pushes += asked.path == "/v1/push"
        fault = self._next(asked)
        asked = self._fewer(self._tampered(fault, asked))
        self._time.pass_ms(1 + self._dice.randrange(4))
        said = self._broken(fault, asked, request)
        self._time.pass_ms(1 + self._dice.randrange(4))
        return self._answer(request, said, fault)

    def deliver_late(self) -> None:
        """What was kept arrives at last; nobody reads its answer."""
        asked = self.late.pop(0)
        if self.to.handle(asked) is not None and self.pushes > 1:
            self._tally.bit("N4", f"{asked.path} after {self.pushes - 1} newer pushes")

    def _next(self, asked: Asked) -> str:
        """The fault of this request; those that are aimed wait for theirs."""
        place = next((n for n, fault in enumerate(self.armed) if _fits(fault, asked)), None)
        return "" if place is None else self.armed.pop(place)

    def _fewer(self, asked: Asked) -> Asked:
        is_narrow = self.rows and asked.path == "/v1/changes"
        return replace(asked, query=asked.query | {"limit": str(self.rows)}) if is_narrow else asked

    def _tampered(self, fault: str, asked: Asked) -> Asked:
        """What the server sees instead."""
        if fault == "P6":
            body = json.loads(asked.body)
            for each in body["cmds"]:
                each["n"] += 5
            return replace(asked, body=json.dumps(body, ensure_ascii=False).encode())
        if fault == "B2":
            at = self._dice.randrange(len(asked.body))
            body = asked.body[:at] + bytes([asked.body[at] ^ 255]) + asked.body[at + 1 :]
            self._tally.bit("B2", f"byte {at} of a piece is another one")
            if self._dice.random() < 0.5:  # no check sum sees it, but that of the whole
                return replace(asked, body=body, headers=asked.headers | {"upload-crc32": f"{zlib.crc32(body):08x}"})
            return replace(asked, body=body)
        return asked

    # before the server ------------------------------------------------------------------------------------------------
    def _broken(self, fault: str, asked: Asked, request: requests.PreparedRequest) -> Said:
        if self.is_down or fault == "N1":
            if fault == "N1":
                self._tally.bit("N1", f"{len(asked.body)} bytes of {asked.path} had left, none arrived")
            raise requests.ConnectionError("down", request=request)
        if fault == "B1" and self._dice.random() < 0.5:
            self._tally.bit("B1", f"cut before the piece at {asked.headers['upload-offset']}")
            raise requests.ConnectionError("down", request=request)
        if fault == "N4" and asked.path == "/v1/push":
            self.late.append(asked)
            raise requests.ReadTimeout("late", request=request)
        if fault == "N9":
            return self._portal(asked)
        said = self.to.handle(asked)
        if said is None:
            raise requests.ConnectionError("refused", request=request)
        if fault == "N3" and asked.body:
            said = self.to.handle(asked) or said
            self._tally.bit("N3", f"{asked.path} of {len(asked.body)} bytes was seen twice")
        return self._answered(fault, asked, said, request)

    def _answered(self, fault: str, asked: Asked, said: Said, request: requests.PreparedRequest) -> Said:
        if fault == "P6" and not json.loads(said.body).get("results"):
            self._tally.bit("P6", f"answered {said.status}, nothing settled")
        if fault == "B1":
            self._tally.bit("B1", f"cut after the piece at {asked.headers['upload-offset']}")
            raise requests.ReadTimeout("lost", request=request)
        if fault == "N2":
            self._time.pass_ms(10_000)
            self._tally.bit("N2", f"{asked.path} was answered {said.status}, {len(said.body)} bytes")
            raise requests.ReadTimeout("lost", request=request)
        return said

    def _portal(self, asked: Asked) -> Said:
        if asked.path == "/v1/push":
            self._tally.bit("N9", "answered while a push was in flight")
        status = self._dice.choice((200, 302, 403, 404, 511))
        return Said(status, "text/html; charset=utf-8", PORTAL, {"Location": "http://login.example/"})

    # after the server -------------------------------------------------------------------------------------------------
    def _answer(self, request: requests.PreparedRequest, said: Said, fault: str) -> requests.Response:
        headers = {"Content-Type": said.kind, **said.headers}
        body = Bytes(said.body)
        if fault == "N6" and len(said.body) > 1:
            headers, body = self._half(said, headers)
        elif fault == "N5" and len(said.body) > 1:
            self._time.pass_ms(12_000)
            body = Bytes(said.body[: self._dice.randrange(1, len(said.body))], TimeoutError)
            self._tally.bit("N5", "timed out while bytes came")
        elif fault == "N11" and said.body:
            body, headers = Bytes(self._dice.randbytes(64)), headers | {"Content-Encoding": "gzip"}
            self._tally.bit("N11", "64 bytes of noise in the place of the body")
        raw = HTTPResponse(
            body=body, headers=headers, status=said.status, preload_content=False, enforce_content_length=True
        )
        return self.build_response(request, raw)

    def _half(self, said: Said, headers: dict[str, str]) -> tuple[dict[str, str], Bytes]:
        """Cut by a broken line, by an early end under a length, or by an early end that looks like the end."""
        passed = self._cut(said.body)
        self._tally.bit("N6", f"{passed} of {len(said.body)} bytes passed")
        how = self._dice.randrange(3)
        if how == 0:
            return headers, Bytes(said.body[:passed], ConnectionResetError)
        if how == 1:
            headers = headers | {"Content-Length": str(len(said.body))}
        return headers, Bytes(said.body[:passed])

    def _cut(self, body: bytes) -> int:
        """In the head, in a row, just before the last line, within it, or between two lines."""
        lines = [at + 1 for at, byte in enumerate(body[:-1]) if byte == 10]
        places = [1, len(body) // 2, len(body) - 1, *(lines[:1]), *(lines[-1:])]
        return max(1, min(len(body) - 1, self._dice.choice(places)))


def _fits(fault: str, asked: Asked) -> bool:
    if fault == "P6":
        return asked.path == "/v1/push" and b'"n":' in asked.body
    if fault == "B1":
        return asked.headers.get("upload-offset", "0") != "0"
    return fault != "B2" or asked.method == "PATCH"


def _asked(request: requests.PreparedRequest) -> Asked:
    parts = urlsplit(request.url or "")
    body = request.body or b""
    return Asked(
        request.method or "GET",
        parts.path,
        dict(parse_qsl(parts.query)),
        {str(name).lower(): str(value) for name, value in request.headers.items()},
        body if isinstance(body, bytes) else str(body).encode(),
    )
