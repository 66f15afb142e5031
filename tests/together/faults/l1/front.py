"""The shipped application put together once a run: behind its paths stands the server that is being asked.

FastAPI needs longer for its paths than a server for all its parts; here servers start by the thousand. What would run
on threads runs at once: the same seed gives the same order.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import FastAPI

from server.api.ask import Ask
from server.api.commands import Commands
from server.api.errors import Refusals
from server.api.pressure import Pressure
from server.app import RIGHTS, _groups
from server.feeds.pages import Pages
from server.lane import ApplyLane
from server.parts import Parts
from tests.together.faults.l1.network import Asked, Said


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the paths: one server, as it is now."""

    parts: Parts
    pages: Pages
    pressure: Pressure


@contextlib.contextmanager
def _no_other_loop() -> Iterator[None]:
    """A browser that an earlier test of this process has started leaves its loop waiting: it need not know of ours."""
    waiting = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(waiting)


class Application:
    """Answers for whichever server is asked; one a process."""

    def __init__(self) -> None:
        self._behind: Behind | None = None
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(AtOnce())
        self._app = self._put_together()

    def close(self) -> None:
        """The end of it."""
        self._loop.close()

    def ask(self, behind: Behind, asked: Asked) -> tuple[Said | None, Exception | None]:
        """The answer of this server, and what the application let pass after it had answered 500."""
        self._behind = behind
        with _no_other_loop():
            return self._loop.run_until_complete(self._call(asked))

    def _put_together(self) -> FastAPI:
        """Without the pages, the lists and the commands of programs: no console asks these."""
        names = [field.name for field in fields(Parts)]
        parts = cast(Parts, SimpleNamespace(**{name: Relay(self._part(name)) for name in names}))
        pressure, pages = cast(Pressure, Relay(lambda: self._now.pressure)), cast(Pages, Relay(lambda: self._now.pages))

        def retry_after() -> int:
            return self._now.pressure.retry_after()

        app = FastAPI()
        for group in _groups(parts, pressure, pages):
            if not isinstance(group, Ask | Commands):
                app.router.routes.extend(group.routes().routes)
        Refusals(parts.speech, RIGHTS, retry_after).install(app)
        return app

    @property
    def _now(self) -> Behind:
        if self._behind is None:
            raise RuntimeError("no server was asked yet")
        return self._behind

    def _part(self, name: str) -> Callable[[], object]:
        return lambda: getattr(self._now.parts, name)

    async def _call(self, asked: Asked) -> tuple[Said | None, Exception | None]:
        sent: list[MutableMapping[str, Any]] = []
        never = asyncio.Event()
        body = [{"type": "http.request", "body": asked.body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if body:
                return body.pop()
            await never.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        try:
            await self._app(_scope(asked), receive, send)
        except Exception as error:  # noqa: BLE001 - the application lets pass what it answered with 500
            return _said(sent), error
        return _said(sent), None


class Relay:
    """Stands for one collaborator: whatever is asked of it is asked of the one in use."""

    def __init__(self, of: Callable[[], object]) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of(), name)


class AtOnce(ThreadPoolExecutor):
    """Does what it is given before it gives back."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Done, or failed, already."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - whatever it is, who waits must hear of it
            done.set_exception(error)
        return done


class LaneAtOnce(ApplyLane):
    """The apply lane without its threads."""

    def __init__(self) -> None:
        super().__init__(0)
        self._threads = [AtOnce()]


def _scope(asked: Asked) -> dict[str, Any]:
    headers = [(name.encode(), value.encode()) for name, value in asked.headers.items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "query_string": urlencode(asked.query).encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


def _said(sent: list[MutableMapping[str, Any]]) -> Said | None:
    start = next((message for message in sent if message["type"] == "http.response.start"), None)
    if start is None:
        return None
    headers = {name.decode().title(): value.decode() for name, value in start["headers"]}
    kind = headers.pop("Content-Type", "")
    headers.pop("Content-Length", None)
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Said(int(start["status"]), kind, body, headers)
