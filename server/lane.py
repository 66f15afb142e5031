"""The apply lane: one thread on which casebook calls run one after the other, with a bounded queue before it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

MAX_WAITING = 200
P = ParamSpec("P")
T = TypeVar("T")


class Busy(Exception):
    """Too many are waiting: come back a little later."""


class ApplyLane:
    """Keeps writing work off the event loop and in order."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="apply")
        self._waiting = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run on the lane's thread. Raises Busy when too many wait."""
        if self._waiting >= MAX_WAITING:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown()
