"""The control page on 127.0.0.1: who plays what, how fast, how far; take a role over, give it back.

Its address holds a secret that only who started the simulator knows; requests from another origin or for another host
are refused, so no page of the internet can use it.
"""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import quote, unquote

from server.simulator.control_page import Pages

PATIENCE_S = 10


class Stage(Protocol):
    """What the page shows and does; called from its own thread."""

    def told(self) -> dict[str, Any]:
        """Counts, waiting work and taken roles as plain values."""
        ...

    def groups(self) -> dict[str, list[dict[str, str]]]:
        """People by group: login, name, name_en."""
        ...

    def take(self, login: str) -> str | None:
        """Stop playing this person; the address of the sign-in, "" where it is a console's, None for nobody."""
        ...

    def give(self, login: str) -> bool:
        """Play this person again; False for nobody of that name."""
        ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stage: Stage
    pages: Pages
    secret: str

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = PATIENCE_S
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The page, or its numbers."""
        path = self._path()
        if path == "":
            english = self.headers.get("Accept-Language", "").startswith("en")
            told = self.server.pages.page(self.server.stage.told(), self.server.stage.groups(), english=english)
            self._answer(200, told.encode(), "text/html; charset=utf-8")
        elif path == "state":
            self._json(self.server.stage.told())
        elif path is not None:
            self._answer(404)

    def do_POST(self) -> None:
        """Take or give back a role: `take/<login>`, `give/<login>`."""
        self.rfile.read(min(int(self.headers.get("Content-Length", 0) or 0), 4096))
        verb, _, login = (self._path() or "").partition("/")
        if verb == "take" and (url := self.server.stage.take(unquote(login))) is not None:
            self._answer(303, location=url or f"/{self.server.secret}/")
        elif verb == "give" and self.server.stage.give(unquote(login)):
            self._answer(303, location=f"/{self.server.secret}/")
        elif verb:
            self._answer(404)

    def _path(self) -> str | None:
        """What is asked for behind the secret; None when it was refused, and answered so."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin", "")
        before, _, rest = self.path.partition("?")[0].removeprefix("/").partition("/")
        own = host == self.server.origin.removeprefix("http://") and origin in {"", self.server.origin}
        if own and secrets.compare_digest(before.encode(), self.server.secret.encode()):
            return rest
        self._answer(403)
        return None

    def _json(self, told: object) -> None:
        self._answer(200, json.dumps(told).encode(), "application/json")

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/plain", location: str = "") -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        headers |= {"Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}
        for name, value in (headers | ({"Location": location} if location else {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:  # who looks at the page is no news
        """Nothing is logged."""


@contextmanager
def serving(stage: Stage, pages: Pages, *, wanted: bool = True) -> Iterator[str]:
    """Serve the page meanwhile; its address with its secret, "" when it is not wanted."""
    if not wanted:
        yield ""
        return
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stage, server.pages, server.secret = stage, pages, secrets.token_urlsafe(18)
    thread = threading.Thread(target=server.serve_forever, name="control", daemon=True)
    thread.start()
    try:
        yield f"{server.origin}/{quote(server.secret)}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
