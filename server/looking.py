"""The server's eye on its database: each second, and at each hint of another server, on a task and threads of its own.

Nothing that waits for a lock or writes for long stands before it: what it sees is what the polls are told.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from server.database import CannotKeep
from server.dialect import Hints
from server.feeds.history import OldDatabase
from server.feeds.service import Feeds

LOOK_S = 1.0
HEAR_S = 0.2  # a hint is waited for so long at a time, so that the end of the server is not
QUIET_S = 0.05
log = logging.getLogger(__name__)


class Looking:
    """`run` until `ending` is set; it looks at least once a second whatever becomes of the hints."""

    def __init__(self, feeds: Feeds, hints: Hints) -> None:
        self._feeds = feeds
        self._hints = hints
        self._hint = asyncio.Event()
        self._complaint = ""

    async def run(self, ending: asyncio.Event) -> None:
        """Look, listen and tell, each beside the others."""
        self._feeds.published.start()
        with ThreadPoolExecutor(3, thread_name_prefix="look") as threads:
            await asyncio.gather(self._look(ending, threads), self._hear(ending, threads), self._tell(ending, threads))
        self._hints.close()

    async def _look(self, ending: asyncio.Event, threads: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while not ending.is_set():
            await _first_of(LOOK_S, ending, self._hint)
            self._hint.clear()
            await loop.run_in_executor(threads, self._look_once)

    def _look_once(self) -> None:
        try:
            self._feeds.refresh()
        except CannotKeep as error:
            self._complain(error.text("en"))
        except OldDatabase as error:
            self._complain(str(error))
        except Exception:
            log.exception("the look at the database failed")  # there will be another one
        else:
            self._complaint = ""

    def _complain(self, words: str) -> None:
        if words != self._complaint:
            log.error("%s", words)
        self._complaint = words

    async def _hear(self, ending: asyncio.Event, threads: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while self._hints.are_known and not ending.is_set():
            began = loop.time()
            if await loop.run_in_executor(threads, self._hints.wait, HEAR_S):
                self._hint.set()
            rest = QUIET_S if self._hint.is_set() else HEAR_S - (loop.time() - began)  # also when it cannot listen
            await _first_of(max(0.0, rest), ending)

    async def _tell(self, ending: asyncio.Event, threads: ThreadPoolExecutor) -> None:
        loop, hub = asyncio.get_running_loop(), self._feeds.published
        ticket = hub.ticket()
        while self._hints.are_known and not ending.is_set():
            await _first_of(LOOK_S, ticket, ending)
            if ticket.is_set():
                ticket = hub.ticket()
                await loop.run_in_executor(threads, self._hints.send)


async def _first_of(seconds: float, *events: asyncio.Event) -> None:
    """Wait until one of these is set, at most so long."""
    waits: Sequence[asyncio.Task[bool]] = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
