"""Wakes the polls that wait. The first wake-up goes out at once, later ones at most once per 50 ms."""

import asyncio
import contextlib

QUIET_S = 0.05


class Hub:
    """Lives on the event loop; `wake` may be called from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._pending: asyncio.TimerHandle | None = None
        self._last = 0.0
        self.closed = False

    def start(self) -> None:
        """Bind to the running loop."""
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """Something was committed."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring)

    def close(self) -> None:
        """Let every waiting poll end."""
        self.closed = True
        self._ring_now()

    def ticket(self) -> asyncio.Event:
        """Taken before looking at the heads, so that no wake-up between looking and waiting is missed."""
        return self._news

    async def wait(self, news: asyncio.Event, seconds: float) -> bool:
        """Wait for the wake-up of a ticket; False when none came in that time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), seconds)
        return news.is_set()

    def _ring(self) -> None:
        loop = asyncio.get_running_loop()
        rest = self._last + QUIET_S - loop.time()
        if rest <= 0:
            self._ring_now()
        elif self._pending is None:
            self._pending = loop.call_later(rest, self._ring_now)

    def _ring_now(self) -> None:
        if self._loop is not None:
            self._last = self._loop.time()
        self._pending = None
        self._news.set()
        self._news = asyncio.Event()
