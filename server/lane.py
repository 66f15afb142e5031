"""The apply lane: one thread on which casebook calls run one after the other, with a bounded queue before it."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

MAX_WAITING = 200
MAX_TOGETHER = 64
P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")


class Busy(Exception):
    """Too many are waiting: come back a little later."""


class ApplyLane:
    """Keeps writing work off the event loop and in order."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="apply")
        self._lock = threading.Lock()
        self._shared: dict[Callable[..., Any], list[tuple[Any, Future[Any]]]] = {}
        self._waiting = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run on the lane's thread. Raises Busy when too many wait."""
        with self._place():
            return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))

    async def share(self, work: Callable[[Sequence[A]], Sequence[T | Exception]], item: A) -> T:
        """Run on the lane's thread, one call for all items that wait for the same work. Raises Busy, and its answer.

        Under load the price of a transaction is shared by those who came while the one before it was under way.
        """
        with self._place():
            mine: Future[T] = Future()
            with self._lock:
                waiting = self._shared.setdefault(work, [])
                waiting.append((item, mine))
                is_first = len(waiting) == 1
            if is_first:
                self._thread.submit(self._take, work)
            return await asyncio.wrap_future(mine)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self._waiting >= MAX_WAITING:
            raise Busy
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _take(self, work: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
        with self._lock:
            waiting = self._shared.pop(work)
        for start in range(0, len(waiting), MAX_TOGETHER):
            part = waiting[start : start + MAX_TOGETHER]
            _answer(work, [(item, asking) for item, asking in part if asking.set_running_or_notify_cancel()])

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown()


def _answer(work: Callable[[Sequence[Any]], Sequence[Any]], asking: list[tuple[Any, "Future[Any]"]]) -> None:
    try:
        answers = work([item for item, _ in asking])
    except BaseException as error:  # noqa: BLE001  whatever it is, those who wait must hear of it
        answers = [error] * len(asking)
    for (_, asks), answer in zip(asking, answers, strict=True):
        if isinstance(answer, BaseException):
            asks.set_exception(answer)
        else:
            asks.set_result(cast(Any, answer))
