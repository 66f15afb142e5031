"""A proxy between a console and its server that knows where requests and answers begin, and breaks what it is asked to.

Each client connection carries one exchange (the server is asked to close behind its answer), so that a fault aims at
"the next push", and says what had passed when it bit.
"""

import contextlib
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.together.faults.l2.deaths import client_dies, server_dies
from tests.together.faults.l2.exchange import (
    PIECE,
    Exchange,
    answered,
    break_off,
    drain,
    is_gone,
    read_request,
    some_rows,
)

PORTAL = b"<html><title>WLAN</title><body>Please sign in to the network.</body></html>"
STRANGE = b'{"rule":"error.not_found","text":"Not Found"}'  # as a server of ours says it at a wrong address
NOISE = bytes(range(256)) * 4
LF = b"\n"


@dataclass(slots=True)
class Armed:
    """A fault that waits for its exchange: `fault` is its name, `path` what its request's path must begin with.

    `after`: bytes of the answer that pass before it bites. `seconds`: how long it holds on, where it does.
    `status`: of an answer that the server never gave, a page or, `as_json`, the words of some other service. `skip`: so
    many that fit pass before it. `deed`: what ends a process in the middle of it. `whole`: the half of an answer that
    passes looks like all of it.
    """

    fault: str
    path: str = "/v1/push"
    after: int = 0
    seconds: float = 30.0
    status: int = 200
    method: str = ""
    skip: int = 0
    as_json: bool = False
    deed: Callable[[], None] = lambda: None
    whole: bool = False


@dataclass(slots=True)
class Bite:
    """A fault that bit, and what showed it."""

    fault: str
    proof: str


class FaultProxy:
    """Listens on `port` of 127.0.0.1 and speaks to `target` there, which may change when the server starts anew."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.is_down = False  # new connections are refused, and nobody is asked
        self._armed: deque[Armed] = deque()
        self._kept: list[Exchange] = []  # requests that are delivered late
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._under_way: list[str] = []  # paths of what the server was asked and did not answer wholly yet
        self.exchanges = 0  # that reached the server
        self.bites: list[Bite] = []
        self.said: Callable[[Bite], None] = self.bites.append
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._is_over = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The server as seen through the proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def polls(self) -> int:
        """How many polls wait for their answer now."""
        return sum("wait=" in path for path in tuple(self._under_way))

    @property
    def pushes(self) -> int:
        """How many pushes have reached the server and are not answered wholly."""
        return sum(path.startswith("/v1/push") for path in tuple(self._under_way))

    @property
    def is_armed(self) -> bool:
        """Whether a fault waits for its exchange."""
        return bool(self._armed)

    def arm(self, *faults: Armed) -> None:
        """Each bites once, in this order, at the next exchange that it fits."""
        with self._lock:
            self._armed.extend(faults)

    def heal(self) -> None:
        """No fault waits any more, and the line is whole."""
        with self._lock:
            self._armed.clear()
        self.is_down = False

    def cut(self) -> None:
        """Break all connections."""
        with self._lock:
            broken, self._open = self._open, set()
        for end in broken:
            break_off(end)

    def deliver_late(self) -> int:
        """What was kept reaches the server now, behind whatever reached it meanwhile; how many that were."""
        kept, self._kept = self._kept, []
        for exchange in kept:
            self._ask(exchange)
            drain(exchange)
        return len(kept)

    def close(self) -> None:
        """The end of it."""
        self._is_over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    # exchanges --------------------------------------------------------------------------------------------------------
    def _accept(self) -> None:
        while not self._is_over.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(near)
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        exchange: Exchange | None = None
        try:
            exchange = None if self.is_down else read_request(near)
            if exchange is not None:
                self._meet(exchange)
        except OSError:  # one end broke: so does the other
            pass
        finally:
            self._end(near, exchange.far if exchange else None)

    def _end(self, near: socket.socket, far: socket.socket | None) -> None:
        for end in (near, far):
            if end is not None:
                break_off(end)
                with self._lock:
                    self._open.discard(end)

    def _meet(self, exchange: Exchange) -> None:
        armed = self._fitting(exchange)
        if armed is None:
            self._through(exchange)
        else:
            proof = FAULTS[armed.fault](self, exchange, armed)
            if proof:
                self.said(Bite(armed.fault, f"{exchange.method} {exchange.path}: {proof}"))

    def _fitting(self, exchange: Exchange) -> Armed | None:
        with self._lock:
            for armed in self._armed:
                if exchange.path.startswith(armed.path) and armed.method in {"", exchange.method}:
                    armed.skip -= 1
                    if armed.skip >= 0:
                        return None
                    self._armed.remove(armed)
                    return armed
        return None

    def _ask(self, exchange: Exchange) -> None:
        """Hand the request to the server."""
        exchange.far = socket.create_connection(("127.0.0.1", self.target))
        with self._lock:
            self._open.add(exchange.far)
        exchange.far.sendall(exchange.whole)
        self.exchanges += 1

    def _through(self, exchange: Exchange) -> None:
        self._ask(exchange)
        self._under_way.append(exchange.path)
        try:
            self._pump(exchange, lambda piece: piece)
        finally:
            self._under_way.remove(exchange.path)

    def _pump(self, exchange: Exchange, through: Callable[[bytes], bytes]) -> None:
        assert exchange.far is not None
        while piece := exchange.far.recv(PIECE):
            exchange.near.sendall(through(piece))
            exchange.passed += len(piece)

    # faults -----------------------------------------------------------------------------------------------------------
    def _cut_before(self, exchange: Exchange, _: Armed) -> str:
        return f"{len(exchange.whole)} bytes had left the client, 0 reached the server"

    def _lose_answer(self, exchange: Exchange, _: Armed) -> str:
        answer = self._answer(exchange)
        return f"the server had answered {answer[:12]!r} when the line was cut" if answer else ""

    def _double(self, exchange: Exchange, _: Armed) -> str:
        first = self._answer(exchange)
        if exchange.far is not None:
            break_off(exchange.far)
        self._through(exchange)
        return f"the same {len(exchange.body)} bytes were sent twice" if first else ""

    def _keep_for_later(self, exchange: Exchange, _: Armed) -> str:
        self._kept.append(Exchange(exchange.near, exchange.method, exchange.path, exchange.head, exchange.body))
        return f"{len(exchange.body)} bytes are kept for later"

    def _dribble(self, exchange: Exchange, armed: Armed) -> str:
        """One byte at a time until the client gives up, or the seconds are over."""
        answer, until = self._answer(exchange), time.monotonic() + armed.seconds
        for at in range(len(answer)):
            if time.monotonic() > until:
                break
            exchange.near.sendall(answer[at : at + 1])
            exchange.passed += 1
            if is_gone(exchange.near, 0.25):
                return f"the client gave up after {exchange.passed} of {len(answer)} bytes"
        return ""

    def _half(self, exchange: Exchange, armed: Armed) -> str:
        answer = self._answer(exchange)
        if armed.whole:
            return self._half_that_looks_whole(exchange, answer)
        body = answer.find(b"\r\n\r\n") + 4
        passed = min(armed.after or body + (len(answer) - body) // 2, len(answer) - 1)
        if not 0 < passed < len(answer):
            return ""
        exchange.near.sendall(answer[:passed])
        time.sleep(0.02)  # a RST would overtake what was just sent
        return f"{passed} of {len(answer)} bytes passed"

    def _half_that_looks_whole(self, exchange: Exchange, answer: bytes) -> str:
        """A proxy between took what it had got for the end, and framed it anew."""
        kept, lines = some_rows(answer)
        exchange.near.sendall(answered(200, b"application/x-ndjson", kept) if lines else answer)
        time.sleep(0.02)
        return f"{kept.count(LF)} of {lines} lines passed, under a length of their own" if lines else ""

    def _half_open(self, exchange: Exchange, armed: Armed) -> str:
        """The server's end is gone and nobody tells the client."""
        self._ask(exchange)
        assert exchange.far is not None
        break_off(exchange.far)
        gone = is_gone(exchange.near, armed.seconds)
        return "the client gave the silent connection up" if gone else "nothing was told while it was open"

    def _one_way(self, exchange: Exchange, armed: Armed) -> str:
        """What the client says arrives; what is answered is swallowed."""
        answer = self._answer(exchange)
        is_gone(exchange.near, armed.seconds)
        return f"{len(answer)} bytes of the answer were swallowed" if answer else ""

    def _portal(self, exchange: Exchange, armed: Armed) -> str:
        kind, body = (b"application/json", STRANGE) if armed.as_json else (b"text/html", PORTAL)
        exchange.near.sendall(answered(armed.status, kind, body))
        time.sleep(0.02)
        return f"answered {armed.status} with a page that is none of the server's"

    def _hold_back(self, exchange: Exchange, armed: Armed) -> str:
        """Nothing passes before the answer has its end, 64 kB, or the seconds are over."""
        self._ask(exchange)
        assert exchange.far is not None
        exchange.far.settimeout(0.1)
        held, began = bytearray(), time.monotonic()
        while len(held) < PIECE and time.monotonic() - began < armed.seconds:
            try:
                piece = exchange.far.recv(PIECE)
            except TimeoutError:
                continue
            if not piece:
                break
            held += piece
        waited = time.monotonic() - began
        exchange.far.settimeout(None)
        with contextlib.suppress(OSError):  # the client may have given it up, which is the point
            exchange.near.sendall(held)
        return f"{len(held)} bytes were held back for {waited:.1f} s" if waited > 1 else ""

    def _garble(self, exchange: Exchange, _: Armed) -> str:
        answer = self._answer(exchange)
        exchange.near.sendall(answered(200, b"application/json", NOISE, b"Content-Encoding: gzip\r\n"))
        time.sleep(0.02)
        return f"{len(NOISE)} bytes of noise in the place of {len(answer)}" if answer else ""

    def _answer(self, exchange: Exchange) -> bytes:
        """The whole answer of the server."""
        self._ask(exchange)
        return drain(exchange)


Breaking = Callable[[FaultProxy, Exchange, Armed], str]
FAULTS: dict[str, Breaking] = {
    "K1": client_dies,
    "K2": server_dies,
    "N1": FaultProxy._cut_before,
    "N2": FaultProxy._lose_answer,
    "N3": FaultProxy._double,
    "N4": FaultProxy._keep_for_later,
    "N5": FaultProxy._dribble,
    "N6": FaultProxy._half,
    "N7": FaultProxy._half_open,
    "N8": FaultProxy._one_way,
    "N9": FaultProxy._portal,
    "N10": FaultProxy._hold_back,
    "N11": FaultProxy._garble,
}
"""Which way each fault of the line is made."""
